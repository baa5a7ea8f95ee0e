-- Question: What number does the next import get?
-- Grain: one row
-- Missing row: never
-- Parameters: none
-- Returns: batch_no integer
SELECT coalesce(max(batch_no), 0) + 1 AS batch_no FROM programme.import_batch
