-- Question: Which themes do the remarks of a group have, and about how many remarks each?
-- Grain: one row per prompt and theme
-- Missing row: too few remarks have that theme, or none of the group may be read
-- Parameters: $group_kind text, $group_id text
-- Returns: prompt text, theme text, component integer, n_band text, n_low integer, n_high integer
SELECT prompt, theme, component, n_band, n_low, n_high
FROM release.theme
WHERE group_kind = $group_kind AND group_id = $group_id
ORDER BY prompt, n_low DESC, theme
