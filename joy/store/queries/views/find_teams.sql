-- Question: Which teams of a programme have all these words in a name of theirs, or in their organisation's?
-- Grain: one row per team and cohort, in order of enrolment
-- Missing row: no team has them
-- Parameters: $programme_id text, $words text
-- Returns: enrolment_id text, cohort_id text, name text, organisation text
SELECT enrolment_id, cohort_id, team.name, organisation.name AS organisation
FROM programme.enrolment AS enrolment
JOIN programme.team AS team USING (team_id)
JOIN programme.cohort AS cohort USING (cohort_id)
LEFT JOIN programme.organisation AS organisation USING (org_id)
LEFT JOIN (
    SELECT team_id, string_agg(name, ' ') AS names FROM programme.team_name GROUP BY team_id
) AS other USING (team_id)
WHERE
    cohort.programme_id = $programme_id
    AND list_bool_and(list_transform(
        string_split(strip_accents(lower($words)), ' '),
        lambda word: contains(strip_accents(lower(concat_ws(' ', team.name, other.names, organisation.name))), word)
    ))
ORDER BY cohort.ordinal, enrolment.ordinal
