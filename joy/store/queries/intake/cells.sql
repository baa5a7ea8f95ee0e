-- Question: Which number does each cell (team, round, rater, role) have in this database?
-- Grain: one row per cell
-- Missing row: nobody of it has answered yet
-- Parameters: none
-- Returns: cell_no integer, enrolment_id text, round_id text, rater text, role_group text
SELECT cell_no, enrolment_id, round_id, rater, role_group FROM vault.survey_cell ORDER BY cell_no
