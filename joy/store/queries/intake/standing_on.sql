-- Question: Which rows of other imports, or of the app, refer to rows that this import brought?
-- Grain: one row per table and import; a missing number of the import means that it was entered in the app
-- Missing row: nothing else refers to what the import brought
-- Parameters: $batch_no integer
-- Returns: table_name text, batch_no integer, n integer
SELECT table_name, batch_no, count(*) AS n FROM (
SELECT 'programme.cohort' AS table_name, batch_no FROM programme.cohort
WHERE batch_no IS DISTINCT FROM $batch_no AND programme_id IN (SELECT programme_id FROM programme.programme WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.learning_event' AS table_name, batch_no FROM programme.learning_event
WHERE batch_no IS DISTINCT FROM $batch_no AND cohort_id IN (SELECT cohort_id FROM programme.cohort WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.team' AS table_name, batch_no FROM programme.team
WHERE batch_no IS DISTINCT FROM $batch_no AND org_id IN (SELECT org_id FROM programme.organisation WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.team_name' AS table_name, batch_no FROM programme.team_name
WHERE batch_no IS DISTINCT FROM $batch_no AND team_id IN (SELECT team_id FROM programme.team WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.enrolment' AS table_name, batch_no FROM programme.enrolment
WHERE batch_no IS DISTINCT FROM $batch_no AND team_id IN (SELECT team_id FROM programme.team WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.enrolment' AS table_name, batch_no FROM programme.enrolment
WHERE batch_no IS DISTINCT FROM $batch_no AND cohort_id IN (SELECT cohort_id FROM programme.cohort WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.team_size' AS table_name, batch_no FROM programme.team_size
WHERE batch_no IS DISTINCT FROM $batch_no AND team_id IN (SELECT team_id FROM programme.team WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.role' AS table_name, batch_no FROM programme.role
WHERE batch_no IS DISTINCT FROM $batch_no AND team_id IN (SELECT team_id FROM programme.team WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.attendance' AS table_name, batch_no FROM programme.attendance
WHERE batch_no IS DISTINCT FROM $batch_no AND event_id IN (SELECT event_id FROM programme.learning_event WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.attendance' AS table_name, batch_no FROM programme.attendance
WHERE batch_no IS DISTINCT FROM $batch_no AND enrolment_id IN (SELECT enrolment_id FROM programme.enrolment WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.survey_round' AS table_name, batch_no FROM programme.survey_round
WHERE batch_no IS DISTINCT FROM $batch_no AND cohort_id IN (SELECT cohort_id FROM programme.cohort WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.survey_round' AS table_name, batch_no FROM programme.survey_round
WHERE batch_no IS DISTINCT FROM $batch_no AND event_id IN (SELECT event_id FROM programme.learning_event WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.invitation' AS table_name, batch_no FROM programme.invitation
WHERE batch_no IS DISTINCT FROM $batch_no AND round_id IN (SELECT round_id FROM programme.survey_round WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.invitation' AS table_name, batch_no FROM programme.invitation
WHERE batch_no IS DISTINCT FROM $batch_no AND enrolment_id IN (SELECT enrolment_id FROM programme.enrolment WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.annotation' AS table_name, batch_no FROM programme.annotation
WHERE batch_no IS DISTINCT FROM $batch_no AND enrolment_id IN (SELECT enrolment_id FROM programme.enrolment WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.annotation' AS table_name, batch_no FROM programme.annotation
WHERE batch_no IS DISTINCT FROM $batch_no AND cohort_id IN (SELECT cohort_id FROM programme.cohort WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.change_idea' AS table_name, batch_no FROM programme.change_idea
WHERE batch_no IS DISTINCT FROM $batch_no AND enrolment_id IN (SELECT enrolment_id FROM programme.enrolment WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.pdsa_test' AS table_name, batch_no FROM programme.pdsa_test
WHERE batch_no IS DISTINCT FROM $batch_no AND idea_id IN (SELECT idea_id FROM programme.change_idea WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.progress_score' AS table_name, batch_no FROM programme.progress_score
WHERE batch_no IS DISTINCT FROM $batch_no AND enrolment_id IN (SELECT enrolment_id FROM programme.enrolment WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.story' AS table_name, batch_no FROM programme.story
WHERE batch_no IS DISTINCT FROM $batch_no AND enrolment_id IN (SELECT enrolment_id FROM programme.enrolment WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.story' AS table_name, batch_no FROM programme.story
WHERE batch_no IS DISTINCT FROM $batch_no AND cohort_id IN (SELECT cohort_id FROM programme.cohort WHERE batch_no = $batch_no)
UNION ALL
SELECT 'programme.story' AS table_name, batch_no FROM programme.story
WHERE batch_no IS DISTINCT FROM $batch_no AND idea_id IN (SELECT idea_id FROM programme.change_idea WHERE batch_no = $batch_no)
UNION ALL
SELECT 'vault.comment' AS table_name, batch_no FROM vault.comment
WHERE batch_no IS DISTINCT FROM $batch_no AND enrolment_id IN (SELECT enrolment_id FROM programme.enrolment WHERE batch_no = $batch_no)
UNION ALL
SELECT 'vault.survey_cell' AS table_name, batch_no FROM vault.survey_cell
WHERE batch_no IS DISTINCT FROM $batch_no AND enrolment_id IN (SELECT enrolment_id FROM programme.enrolment WHERE batch_no = $batch_no)
UNION ALL
SELECT 'vault.survey_cell' AS table_name, batch_no FROM vault.survey_cell
WHERE batch_no IS DISTINCT FROM $batch_no AND round_id IN (SELECT round_id FROM programme.survey_round WHERE batch_no = $batch_no)
UNION ALL
SELECT 'vault.tally' AS table_name, batch_no FROM vault.tally
WHERE batch_no IS DISTINCT FROM $batch_no AND enrolment_id IN (SELECT enrolment_id FROM programme.enrolment WHERE batch_no = $batch_no)
) AS referring
GROUP BY table_name, batch_no
ORDER BY batch_no, table_name
