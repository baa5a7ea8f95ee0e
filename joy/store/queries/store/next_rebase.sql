-- Question: What number does the next new phase get?
-- Grain: one row
-- Missing row: never
-- Parameters: none
-- Returns: rebase_no integer
SELECT coalesce(max(rebase_no), 0) + 1 AS rebase_no FROM programme.rebase
