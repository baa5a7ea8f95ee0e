-- Question: Has this very file been loaded with this profile, and does it still count?
-- Grain: one row per import of it that was not undone
-- Missing row: it was never loaded, or that was undone
-- Parameters: $content_hash text, $profile_id text
-- Returns: batch_no integer, target text, row_count integer
SELECT batch_no, target, row_count
FROM programme.import_batch
WHERE content_hash = $content_hash AND profile_id = $profile_id AND undone_at IS NULL
ORDER BY batch_no
