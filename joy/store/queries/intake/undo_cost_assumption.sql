-- Question: none; removes what one import brought into programme.cost_assumption.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM programme.cost_assumption WHERE batch_no = $batch_no
