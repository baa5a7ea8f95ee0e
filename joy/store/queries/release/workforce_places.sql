-- Question: To which directorate, organisation and cohort does each enrolled team belong, and how many people is it?
-- Grain: one row per team and cohort of any programme
-- Missing row: no team is enrolled
-- Parameters: none
-- Returns: programme_id text, cohort_id text, cohort_name text, team_id text, directorate text, org_id text, org_name text, people number
SELECT
    programme_id, cohort_id, cohort.name AS cohort_name, team_id, coalesce(team.directorate, '') AS directorate,
    coalesce(org_id, '') AS org_id, coalesce(organisation.name, org_id, '') AS org_name,
    (
        SELECT max_by(headcount, valid_from) FROM programme.team_size AS size WHERE size.team_id = enrolment.team_id
    ) AS people
FROM programme.enrolment AS enrolment
JOIN programme.team AS team USING (team_id)
JOIN programme.cohort AS cohort USING (cohort_id)
LEFT JOIN programme.organisation AS organisation USING (org_id)
ORDER BY cohort.ordinal, enrolment.ordinal, cohort_id, team_id
