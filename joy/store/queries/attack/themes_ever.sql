-- Question: Which themes did each published update tell, also one that is withdrawn?
-- Grain: one row per update, group, prompt and theme
-- Missing row: no update ever told that theme there
-- Parameters: $programme_id text
-- Returns: number integer, group_kind text, group_id text, prompt text, theme text, n_low integer, n_high integer
SELECT number, group_kind, group_id, prompt, theme, n_low, n_high
FROM release.theme JOIN release.release USING (release_id)
WHERE programme_id = $programme_id
ORDER BY ALL
