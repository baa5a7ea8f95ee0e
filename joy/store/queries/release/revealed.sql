-- Question: Which questions were revealed at this event of this cohort already?
-- Grain: one row per question
-- Missing row: it was not revealed there
-- Parameters: $cohort_id text, $event_id text
-- Returns: question text
SELECT DISTINCT question FROM release.reveal WHERE cohort_id = $cohort_id AND event_id = $event_id ORDER BY question
