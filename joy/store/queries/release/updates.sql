-- Question: Which updates of one programme were ever published, and who may see them from when?
-- Grain: one row per published update, in order
-- Missing row: none was published yet
-- Parameters: $programme_id text
-- Returns: release_id text, number integer, made_at time, as_of date, leaders_from date, content_hash text, is_withdrawn truth, audit_id text
SELECT release_id, number, made_at, as_of, leaders_from, content_hash, coalesce(is_withdrawn, false) AS is_withdrawn, audit_id
FROM release.release
WHERE programme_id = $programme_id
ORDER BY number, made_at, release_id
