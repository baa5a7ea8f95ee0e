-- Question: Which files were imported, and which of them still count?
-- Grain: one row per import
-- Missing row: nothing was ever imported
-- Parameters: none
-- Returns: batch_no integer, target text, file_label text, row_count integer, loaded_at time, undone_at time
SELECT batch_no, target, file_label, row_count, loaded_at, undone_at FROM programme.import_batch ORDER BY batch_no
