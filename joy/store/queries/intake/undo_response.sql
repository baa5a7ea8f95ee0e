-- Question: none; removes what one import brought into vault.response.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM vault.response WHERE batch_no = $batch_no
