-- Question: How many rows of each table did each import bring, as the tables stand now?
-- Grain: one row per table and import
-- Missing row: the import has no rows in that table
-- Parameters: none
-- Returns: table_name text, batch_no integer, n integer
SELECT 'programme.programme' AS table_name, batch_no, count(*) AS n FROM programme.programme WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.organisation' AS table_name, batch_no, count(*) AS n FROM programme.organisation WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.cohort' AS table_name, batch_no, count(*) AS n FROM programme.cohort WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.learning_event' AS table_name, batch_no, count(*) AS n FROM programme.learning_event WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.team' AS table_name, batch_no, count(*) AS n FROM programme.team WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.team_name' AS table_name, batch_no, count(*) AS n FROM programme.team_name WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.enrolment' AS table_name, batch_no, count(*) AS n FROM programme.enrolment WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.team_size' AS table_name, batch_no, count(*) AS n FROM programme.team_size WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.role' AS table_name, batch_no, count(*) AS n FROM programme.role WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.attendance' AS table_name, batch_no, count(*) AS n FROM programme.attendance WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.survey_round' AS table_name, batch_no, count(*) AS n FROM programme.survey_round WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.invitation' AS table_name, batch_no, count(*) AS n FROM programme.invitation WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.annotation' AS table_name, batch_no, count(*) AS n FROM programme.annotation WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.change_idea' AS table_name, batch_no, count(*) AS n FROM programme.change_idea WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.pdsa_test' AS table_name, batch_no, count(*) AS n FROM programme.pdsa_test WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.progress_score' AS table_name, batch_no, count(*) AS n FROM programme.progress_score WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.story' AS table_name, batch_no, count(*) AS n FROM programme.story WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.diagram_node' AS table_name, batch_no, count(*) AS n FROM programme.diagram_node WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.cost_assumption' AS table_name, batch_no, count(*) AS n FROM programme.cost_assumption WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'programme.published_claim' AS table_name, batch_no, count(*) AS n FROM programme.published_claim WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'vault.survey_cell' AS table_name, batch_no, count(*) AS n FROM vault.survey_cell WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'vault.response' AS table_name, batch_no, count(*) AS n FROM vault.response WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'vault.answer' AS table_name, batch_no, count(*) AS n FROM vault.answer WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'vault.tally' AS table_name, batch_no, count(*) AS n FROM vault.tally WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'vault.workforce_month' AS table_name, batch_no, count(*) AS n FROM vault.workforce_month WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'vault.workforce_period' AS table_name, batch_no, count(*) AS n FROM vault.workforce_period WHERE batch_no IS NOT NULL GROUP BY batch_no
UNION ALL
SELECT 'vault.comment' AS table_name, batch_no, count(*) AS n FROM vault.comment WHERE batch_no IS NOT NULL GROUP BY batch_no
ORDER BY table_name, batch_no
