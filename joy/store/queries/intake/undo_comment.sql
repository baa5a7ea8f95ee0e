-- Question: none; removes what one import brought into vault.comment.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM vault.comment WHERE batch_no = $batch_no
