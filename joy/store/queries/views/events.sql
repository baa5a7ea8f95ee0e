-- Question: Which events does a programme have?
-- Grain: one row per event
-- Missing row: none is planned
-- Parameters: $programme_id text
-- Returns: cohort_id text, event_id text, kind text, ordinal integer, title text, starts_on date
SELECT cohort_id, event_id, kind, event.ordinal, title, starts_on
FROM programme.learning_event AS event
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
ORDER BY starts_on, event_id
