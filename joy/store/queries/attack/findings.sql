-- Question: Which findings does a published update hold?
-- Grain: one row per group, indicator, kind, periods and part
-- Missing row: the update has no such finding
-- Parameters: $release_id text
-- Returns: group_kind text, group_id text, indicator_id text, kind text, instrument text, from_period text, to_period text, part text, value number, low number, high number, n_band text
SELECT
    group_kind, group_id, indicator_id, kind, instrument, from_period, to_period, part, value, low, high, n_band
FROM release.finding
WHERE release_id = $release_id AND state = 'shown'
ORDER BY ALL
