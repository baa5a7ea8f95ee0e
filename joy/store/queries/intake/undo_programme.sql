-- Question: none; removes what one import brought into programme.programme.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM programme.programme WHERE batch_no = $batch_no
