-- Question: Which figures did each published update show, also one that is withdrawn?
-- Grain: one row per figure and update
-- Missing row: no update ever showed that figure
-- Parameters: $programme_id text
-- Returns: group_kind text, group_id text, indicator_id text, instrument text, period_kind text, period_id text, period_start date, period_end date, n_band text, n_low integer, number integer, as_of date
SELECT
    group_kind, group_id, indicator_id, instrument, period_kind, period_id, period_start, period_end, n_band, n_low,
    number, as_of
FROM release.figure JOIN release.release USING (release_id)
WHERE programme_id = $programme_id AND state = 'shown'
ORDER BY ALL
