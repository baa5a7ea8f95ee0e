-- Question: Which imports still count, whatever they brought?
-- Grain: one row per import that was not undone
-- Missing row: nothing was imported
-- Parameters: none
-- Returns: batch_no integer, content_hash text, loaded_at time
SELECT batch_no, content_hash, loaded_at FROM programme.import_batch WHERE undone_at IS NULL ORDER BY batch_no
