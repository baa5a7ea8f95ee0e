-- Question: Which dated notes belong on a programme's charts?
-- Grain: one row per note; without a team it is about the whole cohort
-- Missing row: nothing was noted
-- Parameters: $programme_id text
-- Returns: cohort_id text, enrolment_id text, on_date date, kind text, text text
SELECT cohort_id, enrolment_id, on_date, kind, text
FROM programme.annotation AS annotation
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
ORDER BY ALL
