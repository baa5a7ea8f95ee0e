-- Question: none; removes survey cells in which no questionnaire is left.
-- Grain: one row per cell
-- Missing row: it has questionnaires yet
-- Parameters: none
-- Returns: nothing
DELETE FROM vault.survey_cell WHERE cell_no NOT IN (SELECT cell_no FROM vault.response)
