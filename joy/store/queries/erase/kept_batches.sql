-- Question: Which imports have a kept copy in which something erased could stand?
-- Grain: one row per import that was not undone
-- Missing row: no answers, comments or stories were imported
-- Parameters: none
-- Returns: batch_no integer, target text, content_hash text, rows_checksum text
SELECT batch_no, target, content_hash, rows_checksum
FROM programme.import_batch
WHERE undone_at IS NULL AND target IN ('answers', 'vault.comment', 'programme.story')
ORDER BY batch_no
