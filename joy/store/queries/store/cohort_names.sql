-- Question: Which cohorts are there, in all programmes?
-- Grain: one row per cohort, in order
-- Missing row: there is none yet
-- Parameters: none
-- Returns: cohort_id text, programme_id text, name text
SELECT cohort_id, programme_id, name FROM programme.cohort ORDER BY programme_id, ordinal, cohort_id
