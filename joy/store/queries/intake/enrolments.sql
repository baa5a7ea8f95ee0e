-- Question: Which team was in which cohort, and when, and what day is it for its programme?
-- Grain: one row per enrolment, latest joined first
-- Missing row: the team was never in a cohort
-- Parameters: none
-- Returns: enrolment_id text, team_id text, cohort_id text, joined_on date, left_on date, today date
SELECT enrolment_id, team_id, enrolment.cohort_id, joined_on, left_on, today
FROM programme.enrolment
LEFT JOIN programme.cohort ON cohort.cohort_id = enrolment.cohort_id
LEFT JOIN programme.programme ON programme.programme_id = cohort.programme_id
ORDER BY joined_on DESC NULLS LAST, enrolment_id
