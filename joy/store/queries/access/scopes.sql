-- Question: What can a role be for, other than everything?
-- Grain: one row per programme, organisation, cohort and team in its cohort
-- Missing row: nothing has been brought in yet
-- Parameters: none
-- Returns: scope_kind text, scope_id text, name text, place text
SELECT 'programme' AS scope_kind, programme_id AS scope_id, name, '' AS place FROM programme.programme
UNION ALL
SELECT 'organisation' AS scope_kind, org_id AS scope_id, name, '' AS place FROM programme.organisation
UNION ALL
SELECT 'cohort' AS scope_kind, cohort_id AS scope_id, cohort.name, programme.name AS place
FROM programme.cohort AS cohort JOIN programme.programme AS programme USING (programme_id)
UNION ALL
SELECT 'team' AS scope_kind, enrolment_id AS scope_id, team.name, cohort.name AS place
FROM programme.enrolment AS enrolment
JOIN programme.team AS team USING (team_id)
JOIN programme.cohort AS cohort USING (cohort_id)
ORDER BY ALL
