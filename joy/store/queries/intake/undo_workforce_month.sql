-- Question: none; removes what one import brought into vault.workforce_month.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM vault.workforce_month WHERE batch_no = $batch_no
