-- Question: When did the learning sets of one programme's cohorts take place?
-- Grain: one row per learning set
-- Missing row: the cohort has no learning set yet
-- Parameters: $programme_id text
-- Returns: cohort_id text, ordinal integer, starts_on date, cohort_end date
SELECT cohort_id, event.ordinal, starts_on, cohort.end_date AS cohort_end
FROM programme.learning_event AS event
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id AND kind = 'learning_set'
ORDER BY ALL
