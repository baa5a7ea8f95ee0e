-- Question: Which published update of a programme is to be shown?
-- Grain: one row at most
-- Missing row: nothing has been published for it yet
-- Parameters: $programme_id text
-- Returns: release_id text, made_at time, as_of date, policy_version text
SELECT release_id, made_at, as_of, policy_version
FROM release.release
WHERE programme_id = $programme_id AND NOT is_withdrawn
ORDER BY number DESC NULLS LAST, made_at DESC, release_id
LIMIT 1
