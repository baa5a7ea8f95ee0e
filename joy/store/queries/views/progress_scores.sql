-- Question: Which progress scores did people give the teams of a cohort?
-- Grain: one row per team, month and scorer
-- Missing row: nobody scored the team in that month
-- Parameters: $cohort_id text, $until date
-- Returns: enrolment_id text, month date, scorer text, score number
SELECT enrolment_id, month, scorer, score
FROM programme.progress_score
JOIN programme.enrolment AS enrolment USING (enrolment_id)
WHERE cohort_id = $cohort_id AND month <= $until
ORDER BY ALL
