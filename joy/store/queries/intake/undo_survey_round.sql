-- Question: none; removes what one import brought into programme.survey_round.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM programme.survey_round WHERE batch_no = $batch_no
