-- Question: How many answers did each published update count in each smallest group?
-- Grain: one row per kind, team, indicator, instrument version, period and run of updates
-- Missing row: no update counted anybody there
-- Parameters: $programme_id text
-- Returns: kind text, cohort_id text, enrolment_id text, indicator_id text, instrument text, period_id text, n integer, from_number integer, to_number integer
SELECT kind, cohort_id, enrolment_id, indicator_id, instrument, period_id, n, from_number, to_number
FROM vault.counted
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
ORDER BY ALL
