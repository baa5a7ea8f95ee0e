-- Question: What is the highest number of a response so far?
-- Grain: one row
-- Missing row: never; 0 when there is no response
-- Parameters: none
-- Returns: response_no integer
SELECT coalesce(max(response_no), 0) AS response_no FROM vault.response
