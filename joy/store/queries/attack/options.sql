-- Question: Which spreads over options does a published update hold?
-- Grain: one row per group, item, round and option shown
-- Missing row: the update does not tell how that question was answered
-- Parameters: $release_id text
-- Returns: group_kind text, group_id text, instrument text, item_key text, period_id text, label text, ordinal integer, share number
SELECT group_kind, group_id, instrument, item_key, period_id, label, ordinal, share
FROM release.figure_option
WHERE release_id = $release_id
ORDER BY ALL
