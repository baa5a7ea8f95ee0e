-- Question: Which progress scores did people give the teams of a programme?
-- Grain: one row per team, month and scorer, the earlier month first
-- Missing row: nobody scored the team in that month
-- Parameters: $programme_id text, $until date
-- Returns: enrolment_id text, month date, scorer text, score number
SELECT enrolment_id, month, scorer, score
FROM programme.progress_score
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id AND month <= $until
ORDER BY ALL
