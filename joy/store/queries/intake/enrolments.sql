-- Question: Which team was in which cohort, and when?
-- Grain: one row per enrolment, latest joined first
-- Missing row: the team was never in a cohort
-- Parameters: none
-- Returns: enrolment_id text, team_id text, cohort_id text, joined_on date, left_on date
SELECT enrolment_id, team_id, cohort_id, joined_on, left_on
FROM programme.enrolment
ORDER BY joined_on DESC NULLS LAST, enrolment_id
