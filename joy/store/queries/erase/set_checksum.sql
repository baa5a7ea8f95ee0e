-- Question: none; notes the checksum of an import's kept rows as they are now.
-- Grain: one row
-- Missing row: there is no such import
-- Parameters: $batch_no integer, $rows_checksum text
-- Returns: nothing
UPDATE programme.import_batch SET rows_checksum = $rows_checksum WHERE batch_no = $batch_no
