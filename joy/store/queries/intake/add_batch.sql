-- Question: none; records an import in the ledger.
-- Grain: one row per import
-- Missing row: nothing was imported
-- Parameters: $batch_no integer, $content_hash text, $profile_id text, $target text, $file_label text, $row_count integer, $rows_checksum text, $loaded_at time
-- Returns: nothing
INSERT INTO programme.import_batch
    (batch_no, content_hash, profile_id, target, file_label, row_count, rows_checksum, loaded_at)
VALUES ($batch_no, $content_hash, $profile_id, $target, $file_label, $row_count, $rows_checksum, $loaded_at)
