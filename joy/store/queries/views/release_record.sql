-- Question: When was this update published, and up to which day?
-- Grain: one row
-- Missing row: the file is not a published update
-- Parameters: none
-- Returns: programme_id text, made_at time, as_of date, policy_version text
SELECT programme_id, made_at, as_of, policy_version FROM release.release
