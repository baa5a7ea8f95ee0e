-- Question: Which imports were loaded before this day, in a home that holds any real programme?
-- Grain: one row per import that was not undone
-- Missing row: it is newer, or everything here is invented
-- Parameters: $before date
-- Returns: batch_no integer, content_hash text
SELECT batch_no, content_hash
FROM programme.import_batch
WHERE undone_at IS NULL AND loaded_at < CAST($before AS TIMESTAMP)
  AND EXISTS (SELECT 1 FROM programme.programme WHERE NOT coalesce(is_invented, false))
ORDER BY batch_no
