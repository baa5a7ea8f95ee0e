-- Question: What number does the next thing done get?
-- Grain: one row
-- Missing row: never
-- Parameters: none
-- Returns: event_no integer
SELECT coalesce(max(event_no), 0) + 1 AS event_no FROM access.event
