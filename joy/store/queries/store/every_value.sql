-- Question: What does every single value of the database add up to? Asked only so that every block of the file is read.
-- Grain: one row per table
-- Missing row: never
-- Parameters: none
-- Returns: table_name text, n integer, digest text
SELECT 'programme.about' AS table_name, count(*) AS n, CAST(bit_xor(hash(about)) AS VARCHAR) AS digest FROM programme.about
UNION ALL
SELECT 'programme.import_batch' AS table_name, count(*) AS n, CAST(bit_xor(hash(import_batch)) AS VARCHAR) AS digest FROM programme.import_batch
UNION ALL
SELECT 'programme.programme' AS table_name, count(*) AS n, CAST(bit_xor(hash(programme)) AS VARCHAR) AS digest FROM programme.programme
UNION ALL
SELECT 'programme.organisation' AS table_name, count(*) AS n, CAST(bit_xor(hash(organisation)) AS VARCHAR) AS digest FROM programme.organisation
UNION ALL
SELECT 'programme.cohort' AS table_name, count(*) AS n, CAST(bit_xor(hash(cohort)) AS VARCHAR) AS digest FROM programme.cohort
UNION ALL
SELECT 'programme.learning_event' AS table_name, count(*) AS n, CAST(bit_xor(hash(learning_event)) AS VARCHAR) AS digest FROM programme.learning_event
UNION ALL
SELECT 'programme.team' AS table_name, count(*) AS n, CAST(bit_xor(hash(team)) AS VARCHAR) AS digest FROM programme.team
UNION ALL
SELECT 'programme.team_name' AS table_name, count(*) AS n, CAST(bit_xor(hash(team_name)) AS VARCHAR) AS digest FROM programme.team_name
UNION ALL
SELECT 'programme.enrolment' AS table_name, count(*) AS n, CAST(bit_xor(hash(enrolment)) AS VARCHAR) AS digest FROM programme.enrolment
UNION ALL
SELECT 'programme.team_size' AS table_name, count(*) AS n, CAST(bit_xor(hash(team_size)) AS VARCHAR) AS digest FROM programme.team_size
UNION ALL
SELECT 'programme.role' AS table_name, count(*) AS n, CAST(bit_xor(hash(role)) AS VARCHAR) AS digest FROM programme.role
UNION ALL
SELECT 'programme.attendance' AS table_name, count(*) AS n, CAST(bit_xor(hash(attendance)) AS VARCHAR) AS digest FROM programme.attendance
UNION ALL
SELECT 'programme.survey_round' AS table_name, count(*) AS n, CAST(bit_xor(hash(survey_round)) AS VARCHAR) AS digest FROM programme.survey_round
UNION ALL
SELECT 'programme.invitation' AS table_name, count(*) AS n, CAST(bit_xor(hash(invitation)) AS VARCHAR) AS digest FROM programme.invitation
UNION ALL
SELECT 'programme.annotation' AS table_name, count(*) AS n, CAST(bit_xor(hash(annotation)) AS VARCHAR) AS digest FROM programme.annotation
UNION ALL
SELECT 'programme.change_idea' AS table_name, count(*) AS n, CAST(bit_xor(hash(change_idea)) AS VARCHAR) AS digest FROM programme.change_idea
UNION ALL
SELECT 'programme.pdsa_test' AS table_name, count(*) AS n, CAST(bit_xor(hash(pdsa_test)) AS VARCHAR) AS digest FROM programme.pdsa_test
UNION ALL
SELECT 'programme.progress_score' AS table_name, count(*) AS n, CAST(bit_xor(hash(progress_score)) AS VARCHAR) AS digest FROM programme.progress_score
UNION ALL
SELECT 'programme.story' AS table_name, count(*) AS n, CAST(bit_xor(hash(story)) AS VARCHAR) AS digest FROM programme.story
UNION ALL
SELECT 'programme.diagram_node' AS table_name, count(*) AS n, CAST(bit_xor(hash(diagram_node)) AS VARCHAR) AS digest FROM programme.diagram_node
UNION ALL
SELECT 'programme.cost_assumption' AS table_name, count(*) AS n, CAST(bit_xor(hash(cost_assumption)) AS VARCHAR) AS digest FROM programme.cost_assumption
UNION ALL
SELECT 'programme.published_claim' AS table_name, count(*) AS n, CAST(bit_xor(hash(published_claim)) AS VARCHAR) AS digest FROM programme.published_claim
UNION ALL
SELECT 'programme.local_questionnaire' AS table_name, count(*) AS n, CAST(bit_xor(hash(local_questionnaire)) AS VARCHAR) AS digest FROM programme.local_questionnaire
UNION ALL
SELECT 'programme.questionnaire_use' AS table_name, count(*) AS n, CAST(bit_xor(hash(questionnaire_use)) AS VARCHAR) AS digest FROM programme.questionnaire_use
UNION ALL
SELECT 'programme.item_wording' AS table_name, count(*) AS n, CAST(bit_xor(hash(item_wording)) AS VARCHAR) AS digest FROM programme.item_wording
UNION ALL
SELECT 'programme.rebase' AS table_name, count(*) AS n, CAST(bit_xor(hash(rebase)) AS VARCHAR) AS digest FROM programme.rebase
UNION ALL
SELECT 'programme.frozen_policy' AS table_name, count(*) AS n, CAST(bit_xor(hash(frozen_policy)) AS VARCHAR) AS digest FROM programme.frozen_policy
UNION ALL
SELECT 'programme.opened_early' AS table_name, count(*) AS n, CAST(bit_xor(hash(opened_early)) AS VARCHAR) AS digest FROM programme.opened_early
UNION ALL
SELECT 'vault.item' AS table_name, count(*) AS n, CAST(bit_xor(hash(item)) AS VARCHAR) AS digest FROM vault.item
UNION ALL
SELECT 'vault.survey_cell' AS table_name, count(*) AS n, CAST(bit_xor(hash(survey_cell)) AS VARCHAR) AS digest FROM vault.survey_cell
UNION ALL
SELECT 'vault.response' AS table_name, count(*) AS n, CAST(bit_xor(hash(response)) AS VARCHAR) AS digest FROM vault.response
UNION ALL
SELECT 'vault.answer' AS table_name, count(*) AS n, CAST(bit_xor(hash(answer)) AS VARCHAR) AS digest FROM vault.answer
UNION ALL
SELECT 'vault.tally' AS table_name, count(*) AS n, CAST(bit_xor(hash(tally)) AS VARCHAR) AS digest FROM vault.tally
UNION ALL
SELECT 'vault.workforce_month' AS table_name, count(*) AS n, CAST(bit_xor(hash(workforce_month)) AS VARCHAR) AS digest FROM vault.workforce_month
UNION ALL
SELECT 'vault.workforce_period' AS table_name, count(*) AS n, CAST(bit_xor(hash(workforce_period)) AS VARCHAR) AS digest FROM vault.workforce_period
UNION ALL
SELECT 'vault.workforce_told' AS table_name, count(*) AS n, CAST(bit_xor(hash(workforce_told)) AS VARCHAR) AS digest FROM vault.workforce_told
UNION ALL
SELECT 'vault.comment' AS table_name, count(*) AS n, CAST(bit_xor(hash(comment)) AS VARCHAR) AS digest FROM vault.comment
UNION ALL
SELECT 'vault.published_step' AS table_name, count(*) AS n, CAST(bit_xor(hash(published_step)) AS VARCHAR) AS digest FROM vault.published_step
UNION ALL
SELECT 'vault.held_cell' AS table_name, count(*) AS n, CAST(bit_xor(hash(held_cell)) AS VARCHAR) AS digest FROM vault.held_cell
UNION ALL
SELECT 'vault.held_tally' AS table_name, count(*) AS n, CAST(bit_xor(hash(held_tally)) AS VARCHAR) AS digest FROM vault.held_tally
UNION ALL
SELECT 'vault.counted' AS table_name, count(*) AS n, CAST(bit_xor(hash(counted)) AS VARCHAR) AS digest FROM vault.counted
UNION ALL
SELECT 'vault.counted_now' AS table_name, count(*) AS n, CAST(bit_xor(hash(counted_now)) AS VARCHAR) AS digest FROM vault.counted_now
UNION ALL
SELECT 'vault.tombstone' AS table_name, count(*) AS n, CAST(bit_xor(hash(tombstone)) AS VARCHAR) AS digest FROM vault.tombstone
UNION ALL
SELECT 'vault.themed' AS table_name, count(*) AS n, CAST(bit_xor(hash(themed)) AS VARCHAR) AS digest FROM vault.themed
UNION ALL
SELECT 'vault.series' AS table_name, count(*) AS n, CAST(bit_xor(hash(series)) AS VARCHAR) AS digest FROM vault.series
UNION ALL
SELECT 'vault.item_points' AS table_name, count(*) AS n, CAST(bit_xor(hash(item_points)) AS VARCHAR) AS digest FROM vault.item_points
UNION ALL
SELECT 'vault.score_lookup' AS table_name, count(*) AS n, CAST(bit_xor(hash(score_lookup)) AS VARCHAR) AS digest FROM vault.score_lookup
UNION ALL
SELECT 'vault.score_statistic' AS table_name, count(*) AS n, CAST(bit_xor(hash(score_statistic)) AS VARCHAR) AS digest FROM vault.score_statistic
UNION ALL
SELECT 'vault.option_statistic' AS table_name, count(*) AS n, CAST(bit_xor(hash(option_statistic)) AS VARCHAR) AS digest FROM vault.option_statistic
UNION ALL
SELECT 'vault.pulse_statistic' AS table_name, count(*) AS n, CAST(bit_xor(hash(pulse_statistic)) AS VARCHAR) AS digest FROM vault.pulse_statistic
UNION ALL
SELECT 'release.release' AS table_name, count(*) AS n, CAST(bit_xor(hash(release)) AS VARCHAR) AS digest FROM release.release
UNION ALL
SELECT 'release.figure' AS table_name, count(*) AS n, CAST(bit_xor(hash(figure)) AS VARCHAR) AS digest FROM release.figure
UNION ALL
SELECT 'release.figure_option' AS table_name, count(*) AS n, CAST(bit_xor(hash(figure_option)) AS VARCHAR) AS digest FROM release.figure_option
UNION ALL
SELECT 'release.finding' AS table_name, count(*) AS n, CAST(bit_xor(hash(finding)) AS VARCHAR) AS digest FROM release.finding
UNION ALL
SELECT 'release.participation' AS table_name, count(*) AS n, CAST(bit_xor(hash(participation)) AS VARCHAR) AS digest FROM release.participation
UNION ALL
SELECT 'release.workforce' AS table_name, count(*) AS n, CAST(bit_xor(hash(workforce)) AS VARCHAR) AS digest FROM release.workforce
UNION ALL
SELECT 'release.audit' AS table_name, count(*) AS n, CAST(bit_xor(hash(audit)) AS VARCHAR) AS digest FROM release.audit
UNION ALL
SELECT 'release.waiting' AS table_name, count(*) AS n, CAST(bit_xor(hash(waiting)) AS VARCHAR) AS digest FROM release.waiting
UNION ALL
SELECT 'release.comment' AS table_name, count(*) AS n, CAST(bit_xor(hash(comment)) AS VARCHAR) AS digest FROM release.comment
UNION ALL
SELECT 'release.theme' AS table_name, count(*) AS n, CAST(bit_xor(hash(told)) AS VARCHAR) AS digest FROM release.theme AS told
UNION ALL
SELECT 'release.reveal' AS table_name, count(*) AS n, CAST(bit_xor(hash(reveal)) AS VARCHAR) AS digest FROM release.reveal
UNION ALL
SELECT 'access.role_grant' AS table_name, count(*) AS n, CAST(bit_xor(hash(role_grant)) AS VARCHAR) AS digest FROM access.role_grant
UNION ALL
SELECT 'access.event' AS table_name, count(*) AS n, CAST(bit_xor(hash(event)) AS VARCHAR) AS digest FROM access.event
ORDER BY table_name
