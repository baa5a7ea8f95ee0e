-- Question: How many people were in the team of each enrolment, and from when?
-- Grain: one row per enrolment and change of size, earliest first
-- Missing row: no size is known
-- Parameters: none
-- Returns: enrolment_id text, valid_from date, headcount integer
SELECT enrolment_id, valid_from, headcount
FROM programme.team_size
JOIN programme.enrolment ON enrolment.team_id = team_size.team_id
WHERE headcount IS NOT NULL AND valid_from IS NOT NULL
ORDER BY valid_from, enrolment_id
