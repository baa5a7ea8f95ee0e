-- Question: Which survey figures of teams and cohorts did each published update show, also one that is withdrawn?
-- Grain: one row per figure and update
-- Missing row: no update ever showed that figure
-- Parameters: $programme_id text
-- Returns: group_kind text, group_id text, indicator_id text, instrument text, period_id text, number integer
SELECT DISTINCT group_kind, group_id, indicator_id, instrument, period_id, number
FROM release.figure JOIN release.release USING (release_id)
WHERE programme_id = $programme_id AND state = 'shown' AND period_kind = 'round'
ORDER BY ALL
