-- Question: Which figures of one programme did any published update show, also one that is withdrawn by now?
-- Grain: one row per figure and span of days, with the first and the last update that showed it
-- Missing row: it was never shown
-- Parameters: $programme_id text
-- Returns: group_kind text, group_id text, indicator_id text, instrument text, period_kind text, period_id text, period_start date, period_end date, first_number integer, last_number integer
SELECT
    group_kind, group_id, indicator_id, instrument, period_kind, period_id, period_start, period_end,
    min(number) AS first_number, max(number) AS last_number
FROM release.figure JOIN release.release USING (release_id)
WHERE programme_id = $programme_id AND state = 'shown'
GROUP BY group_kind, group_id, indicator_id, instrument, period_kind, period_id, period_start, period_end
ORDER BY ALL
