-- Question: Which sums of days and people did published figures ever rest on?
-- Grain: one row per unit, period and sum, oldest first
-- Missing row: nothing of it was ever published
-- Parameters: none
-- Returns: unit_kind text, unit_id text, basis text, period_start date, period_end date, lost number, available number, headcount_start number, headcount_end number, leavers number, stayers number
SELECT
    unit_kind, unit_id, basis, period_start, period_end, fte_days_lost AS lost, fte_days_available AS available,
    headcount_start, headcount_end, leavers, stayers
FROM vault.workforce_told AS told
LEFT JOIN release.release USING (release_id)
ORDER BY made_at, unit_kind, unit_id, basis, period_start, period_end, lost, available
