-- Question: Which figures does a published update hold?
-- Grain: one row per group, indicator, instrument version and period
-- Missing row: the update has no such figure
-- Parameters: $release_id text
-- Returns: group_kind text, group_id text, indicator_id text, instrument text, period_kind text, period_id text, period_start date, period_end date, state text, value number, capped text, n_band text, n_low integer, tier integer, favourable_share number, spread number
SELECT
    group_kind, group_id, indicator_id, instrument, period_kind, period_id, period_start, period_end,
    state, value, capped, n_band, n_low, tier, favourable_share, spread
FROM release.figure
WHERE release_id = $release_id
ORDER BY ALL
