-- Question: Which themes does a published update tell?
-- Grain: one row per group, prompt and theme
-- Missing row: no theme may be told
-- Parameters: $release_id text
-- Returns: group_kind text, group_id text, prompt text, theme text, n_band text, n_low integer, n_high integer
SELECT group_kind, group_id, prompt, theme, n_band, n_low, n_high
FROM release.theme
WHERE release_id = $release_id
ORDER BY ALL
