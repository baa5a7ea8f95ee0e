-- Question: Which keys does this table hold already? Keys of several columns are joined by the unit separator.
-- Grain: one row per row of the table
-- Missing row: no such key yet
-- Parameters: $table text
-- Returns: key text
SELECT key FROM (
SELECT 'programme.programme' AS table_name, coalesce(CAST(programme_id AS VARCHAR), '') AS key FROM programme.programme
UNION ALL
SELECT 'programme.organisation' AS table_name, coalesce(CAST(org_id AS VARCHAR), '') AS key FROM programme.organisation
UNION ALL
SELECT 'programme.cohort' AS table_name, coalesce(CAST(cohort_id AS VARCHAR), '') AS key FROM programme.cohort
UNION ALL
SELECT 'programme.learning_event' AS table_name, coalesce(CAST(event_id AS VARCHAR), '') AS key FROM programme.learning_event
UNION ALL
SELECT 'programme.team' AS table_name, coalesce(CAST(team_id AS VARCHAR), '') AS key FROM programme.team
UNION ALL
SELECT 'programme.team_name' AS table_name, concat_ws(chr(31), coalesce(CAST(team_id AS VARCHAR), ''), coalesce(CAST(name AS VARCHAR), '')) AS key FROM programme.team_name
UNION ALL
SELECT 'programme.enrolment' AS table_name, coalesce(CAST(enrolment_id AS VARCHAR), '') AS key FROM programme.enrolment
UNION ALL
SELECT 'programme.team_size' AS table_name, concat_ws(chr(31), coalesce(CAST(team_id AS VARCHAR), ''), coalesce(CAST(valid_from AS VARCHAR), '')) AS key FROM programme.team_size
UNION ALL
SELECT 'programme.role' AS table_name, concat_ws(chr(31), coalesce(CAST(team_id AS VARCHAR), ''), coalesce(CAST(person_label AS VARCHAR), ''), coalesce(CAST(role AS VARCHAR), ''), coalesce(CAST(from_date AS VARCHAR), '')) AS key FROM programme.role
UNION ALL
SELECT 'programme.attendance' AS table_name, concat_ws(chr(31), coalesce(CAST(event_id AS VARCHAR), ''), coalesce(CAST(enrolment_id AS VARCHAR), '')) AS key FROM programme.attendance
UNION ALL
SELECT 'programme.survey_round' AS table_name, coalesce(CAST(round_id AS VARCHAR), '') AS key FROM programme.survey_round
UNION ALL
SELECT 'programme.invitation' AS table_name, concat_ws(chr(31), coalesce(CAST(round_id AS VARCHAR), ''), coalesce(CAST(enrolment_id AS VARCHAR), ''), coalesce(CAST(rater AS VARCHAR), '')) AS key FROM programme.invitation
UNION ALL
SELECT 'programme.annotation' AS table_name, coalesce(CAST(annotation_id AS VARCHAR), '') AS key FROM programme.annotation
UNION ALL
SELECT 'programme.change_idea' AS table_name, coalesce(CAST(idea_id AS VARCHAR), '') AS key FROM programme.change_idea
UNION ALL
SELECT 'programme.pdsa_test' AS table_name, coalesce(CAST(pdsa_id AS VARCHAR), '') AS key FROM programme.pdsa_test
UNION ALL
SELECT 'programme.progress_score' AS table_name, concat_ws(chr(31), coalesce(CAST(enrolment_id AS VARCHAR), ''), coalesce(CAST(month AS VARCHAR), ''), coalesce(CAST(scorer AS VARCHAR), '')) AS key FROM programme.progress_score
UNION ALL
SELECT 'programme.story' AS table_name, coalesce(CAST(story_id AS VARCHAR), '') AS key FROM programme.story
UNION ALL
SELECT 'programme.diagram_node' AS table_name, coalesce(CAST(node_id AS VARCHAR), '') AS key FROM programme.diagram_node
UNION ALL
SELECT 'programme.cost_assumption' AS table_name, coalesce(CAST(key AS VARCHAR), '') AS key FROM programme.cost_assumption
UNION ALL
SELECT 'programme.published_claim' AS table_name, concat_ws(chr(31), coalesce(CAST(claim AS VARCHAR), ''), coalesce(CAST(as_of AS VARCHAR), '')) AS key FROM programme.published_claim
UNION ALL
SELECT 'vault.workforce_month' AS table_name, concat_ws(chr(31), coalesce(CAST(unit_id AS VARCHAR), ''), coalesce(CAST(month AS VARCHAR), ''), coalesce(CAST(basis AS VARCHAR), ''), coalesce(CAST(staff_group AS VARCHAR), '')) AS key FROM vault.workforce_month
UNION ALL
SELECT 'vault.workforce_period' AS table_name, concat_ws(chr(31), coalesce(CAST(unit_id AS VARCHAR), ''), coalesce(CAST(from_date AS VARCHAR), ''), coalesce(CAST(to_date AS VARCHAR), '')) AS key FROM vault.workforce_period
UNION ALL
SELECT 'vault.comment' AS table_name, coalesce(CAST(comment_id AS VARCHAR), '') AS key FROM vault.comment
) AS every_key
WHERE table_name = $table
