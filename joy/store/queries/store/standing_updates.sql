-- Question: Which published updates may still be shown, and to whom from when?
-- Grain: one row per published update, the newest of each programme first
-- Missing row: nothing may be shown
-- Parameters: none
-- Returns: programme_id text, release_id text, number integer, leaders_from date, audit_id text
SELECT programme_id, release_id, number, leaders_from, audit_id
FROM release.release
WHERE NOT coalesce(is_withdrawn, false)
ORDER BY programme_id, number DESC NULLS LAST, made_at DESC, release_id
