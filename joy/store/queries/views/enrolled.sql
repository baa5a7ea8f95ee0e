-- Question: Which teams are enrolled in a cohort, and whose are they?
-- Grain: one row per enrolment, in order
-- Missing row: no team is enrolled yet
-- Parameters: $cohort_id text
-- Returns: enrolment_id text, name text, organisation text, sector text, joined_on date, left_on date
SELECT enrolment_id, team.name, organisation.name AS organisation, organisation.sector, joined_on, left_on
FROM programme.enrolment AS enrolment
JOIN programme.team AS team USING (team_id)
LEFT JOIN programme.organisation AS organisation USING (org_id)
WHERE cohort_id = $cohort_id
ORDER BY enrolment.ordinal
