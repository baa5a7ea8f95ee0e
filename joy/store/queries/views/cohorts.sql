-- Question: Which cohorts does a programme have?
-- Grain: one row per cohort, in order
-- Missing row: there is none yet
-- Parameters: $programme_id text
-- Returns: cohort_id text, ordinal integer, name text, start_date date, end_date date, status text
SELECT cohort_id, ordinal, name, start_date, end_date, status
FROM programme.cohort
WHERE programme_id = $programme_id
ORDER BY ordinal
