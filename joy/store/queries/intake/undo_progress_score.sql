-- Question: none; removes what one import brought into programme.progress_score.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM programme.progress_score WHERE batch_no = $batch_no
