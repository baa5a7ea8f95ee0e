-- Question: Which results of one kind of group need people or whole teams to compute?
-- Grain: one row per group, indicator, kind of result, pair of periods and part
-- Missing row: it could not be computed or may not be shown
-- Parameters: $group_kind text, $group_id text
-- Returns: group_id text, indicator_id text, kind text, instrument text, from_period text, to_period text, part text, value number, low number, high number, n_band text, conclusion text, detail text
SELECT
    group_id, indicator_id, kind, instrument, from_period, to_period, part, value, low, high, n_band, conclusion, detail
FROM release.finding
WHERE group_kind = $group_kind AND ($group_id IS NULL OR group_id = $group_id) AND state = 'shown'
ORDER BY ALL
