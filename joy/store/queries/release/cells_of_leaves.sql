-- Question: Which cells does each team have in each round?
-- Grain: one row per cell
-- Missing row: nobody answered there
-- Parameters: none
-- Returns: enrolment_id text, period_id text, cell_no integer
SELECT enrolment_id, round_id AS period_id, cell_no FROM vault.survey_cell ORDER BY ALL
