-- Question: How many people has each team of a programme had, and since when?
-- Grain: one row per enrolment and change of size, the earlier first
-- Missing row: its size is not known
-- Parameters: $programme_id text
-- Returns: enrolment_id text, valid_from date, headcount integer
SELECT enrolment_id, valid_from, headcount
FROM programme.team_size
JOIN programme.enrolment AS enrolment USING (team_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
ORDER BY enrolment_id, valid_from
