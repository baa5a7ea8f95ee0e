-- Question: Which published update is this, under which rules was it made, and what is its hash?
-- Grain: one row
-- Missing row: the file is not a published update
-- Parameters: none
-- Returns: release_id text, number integer, as_of date, policy_version text, content_hash text
SELECT release_id, number, as_of, policy_version, content_hash FROM release.release
