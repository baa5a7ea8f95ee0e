-- Question: What did this import load, and does it still count?
-- Grain: one row
-- Missing row: there was no such import
-- Parameters: $batch_no integer
-- Returns: batch_no integer, target text, row_count integer, content_hash text, is_undone truth
SELECT batch_no, target, row_count, content_hash, undone_at IS NOT NULL AS is_undone
FROM programme.import_batch
WHERE batch_no = $batch_no
