-- Question: none; removes what one import brought into vault.answer.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM vault.answer WHERE batch_no = $batch_no
