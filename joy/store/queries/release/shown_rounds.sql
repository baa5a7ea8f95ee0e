-- Question: Which survey figures did which update show, also one that is withdrawn by now?
-- Grain: one row per figure of rounds, and update
-- Missing row: that update did not show it
-- Parameters: $programme_id text
-- Returns: group_kind text, group_id text, indicator_id text, instrument text, period_kind text, period_id text, number integer
SELECT group_kind, group_id, indicator_id, instrument, period_kind, period_id, number
FROM release.figure JOIN release.release USING (release_id)
WHERE programme_id = $programme_id AND state = 'shown'
  AND period_kind IN ('round', 'pooled', 'baseline', 'latest') AND indicator_id IN (
    SELECT indicator_id FROM vault.counted WHERE kind = 'round'
)
ORDER BY ALL
