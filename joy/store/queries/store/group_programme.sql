-- Question: Which programme does a team in its cohort, or a cohort, belong to, and what is it called?
-- Grain: one row at most
-- Missing row: there is no such team or cohort
-- Parameters: $group_kind text, $group_id text
-- Returns: programme_id text, name text, cohort_id text
SELECT programme_id, name, cohort_id FROM (
    SELECT 'cohort' AS group_kind, cohort_id AS group_id, programme_id, name, cohort_id FROM programme.cohort
    UNION ALL
    SELECT 'team' AS group_kind, enrolment_id AS group_id, cohort.programme_id, team.name, cohort.cohort_id
    FROM programme.enrolment AS enrolment
    JOIN programme.team AS team USING (team_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
) AS every_group
WHERE group_kind = $group_kind AND group_id = $group_id
