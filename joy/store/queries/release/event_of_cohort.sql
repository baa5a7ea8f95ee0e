-- Question: Is this an event of this cohort?
-- Grain: one row
-- Missing row: it is not
-- Parameters: $cohort_id text, $event_id text
-- Returns: event_id text
SELECT event_id FROM programme.learning_event WHERE cohort_id = $cohort_id AND event_id = $event_id
