-- Question: Which remarks of a group may be read?
-- Grain: one row per remark, in their shuffled order
-- Missing row: none may be read, or none was cleared
-- Parameters: $group_kind text, $group_id text
-- Returns: ordinal integer, prompt text, theme text, component integer, text text
SELECT ordinal, prompt, theme, component, text
FROM release.comment
WHERE group_kind = $group_kind AND group_id = $group_id
ORDER BY ordinal
