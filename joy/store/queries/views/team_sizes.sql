-- Question: How many people has the team of one enrolment had, and since when?
-- Grain: one row per change of size
-- Missing row: its size is not known
-- Parameters: $enrolment_id text
-- Returns: valid_from date, headcount integer
SELECT valid_from, headcount
FROM programme.team_size
JOIN programme.enrolment AS enrolment USING (team_id)
WHERE enrolment_id = $enrolment_id
ORDER BY valid_from
