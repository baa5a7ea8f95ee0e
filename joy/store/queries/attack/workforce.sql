-- Question: What does a published update tell of absence, leavers and stability?
-- Grain: one row per unit, measure, basis and period
-- Missing row: the update has no such figure
-- Parameters: $release_id text
-- Returns: unit_kind text, unit_id text, unit_name text, measure text, basis text, period_kind text, period_start date, period_end date, state text, value number, n_band text
SELECT unit_kind, unit_id, unit_name, measure, basis, period_kind, period_start, period_end, state, value, n_band
FROM release.workforce
WHERE release_id = $release_id
ORDER BY ALL
