-- Question: none; removes what one import brought into programme.cohort.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM programme.cohort WHERE batch_no = $batch_no
