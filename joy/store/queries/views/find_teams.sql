-- Question: Which teams of a programme have all these words in a name of theirs, or in their organisation's?
-- Grain: one row per team and cohort, in order of enrolment
-- Missing row: no team has them; empty $words or empty patterns leave none out
-- Parameters: $programme_id text, $words text, $close text, $close_2 text, $close_3 text
-- Returns: enrolment_id text, cohort_id text, name text, organisation text
WITH folded AS (
    SELECT
        enrolment_id, cohort_id, team.name, organisation.name AS organisation, cohort.ordinal AS of_cohort,
        enrolment.ordinal, strip_accents(lower(concat_ws(' ', team.name, other.names, organisation.name))) AS of_all
    FROM programme.enrolment AS enrolment
    JOIN programme.team AS team USING (team_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
    LEFT JOIN programme.organisation AS organisation USING (org_id)
    LEFT JOIN (
        SELECT team_id, string_agg(name, ' ') AS names FROM programme.team_name GROUP BY team_id
    ) AS other USING (team_id)
    WHERE cohort.programme_id = $programme_id
)
SELECT enrolment_id, cohort_id, name, organisation
FROM folded
WHERE
    list_bool_and(list_transform(
        string_split(strip_accents(lower($words)), ' '), lambda word: contains(of_all, word)
    ))
    AND regexp_matches(of_all, $close) AND regexp_matches(of_all, $close_2) AND regexp_matches(of_all, $close_3)
ORDER BY of_cohort, ordinal
