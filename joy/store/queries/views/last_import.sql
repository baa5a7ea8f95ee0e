-- Question: When was anything last brought in?
-- Grain: one row
-- Missing row: never
-- Parameters: none
-- Returns: loaded_at time, batches integer
SELECT max(loaded_at) AS loaded_at, count(*) AS batches FROM programme.import_batch WHERE undone_at IS NULL
