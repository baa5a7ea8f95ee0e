-- Question: none; marks an import as undone.
-- Grain: one row
-- Missing row: there was no such import
-- Parameters: $batch_no integer, $undone_at time
-- Returns: nothing
UPDATE programme.import_batch SET undone_at = $undone_at WHERE batch_no = $batch_no
