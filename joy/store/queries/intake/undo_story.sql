-- Question: none; removes what one import brought into programme.story.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM programme.story WHERE batch_no = $batch_no
