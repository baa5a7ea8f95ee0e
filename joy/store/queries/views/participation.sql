-- Question: Who takes part?
-- Grain: one row per team and cohort
-- Missing row: the team was not enrolled when the update was made
-- Parameters: none
-- Returns: cohort_id text, enrolment_id text, people integer, answers_band text
SELECT cohort_id, enrolment_id, people, answers_band
FROM release.participation
ORDER BY ALL
