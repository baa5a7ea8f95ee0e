-- Question: Which remarks does a published update hold?
-- Grain: one row per group and text
-- Missing row: no remark may be read
-- Parameters: $release_id text
-- Returns: group_kind text, group_id text, text text
SELECT group_kind, group_id, text
FROM release.comment
WHERE release_id = $release_id
ORDER BY ALL
