-- Question: What number does the next role given get?
-- Grain: one row
-- Missing row: never
-- Parameters: none
-- Returns: grant_no integer
SELECT coalesce(max(grant_no), 0) + 1 AS grant_no FROM access.role_grant
