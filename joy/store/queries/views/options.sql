-- Question: How did answers spread over the options of each question of a cohort?
-- Grain: one row per instrument version, item, survey round and option (or options merged because few chose them)
-- Missing row: it may not be shown, or was not asked
-- Parameters: $group_id text
-- Returns: instrument text, item_key text, period_id text, label text, ordinal integer, share number
SELECT instrument, item_key, period_id, label, ordinal, share
FROM release.figure_option
WHERE group_kind = 'cohort' AND group_id = $group_id
ORDER BY ALL
