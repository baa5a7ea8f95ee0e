-- Question: Have these very rows been loaded with this profile, whatever the file looked like, and do they still count?
-- Grain: one row per import of them that was not undone
-- Missing row: they were never loaded, or that was undone
-- Parameters: $rows_checksum text, $profile_id text
-- Returns: batch_no integer, target text, row_count integer
SELECT batch_no, target, row_count
FROM programme.import_batch
WHERE rows_checksum = $rows_checksum AND profile_id = $profile_id AND undone_at IS NULL
ORDER BY batch_no
