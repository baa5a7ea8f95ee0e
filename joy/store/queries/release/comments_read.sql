-- Question: Which remarks could be read in any update of this programme so far?
-- Grain: one row per group and text
-- Missing row: it was never shown there, or was erased
-- Parameters: $programme_id text
-- Returns: group_kind text, group_id text, text text
SELECT DISTINCT group_kind, group_id, text
FROM release.comment
WHERE release_id IN (SELECT release_id FROM release.release WHERE programme_id = $programme_id)
ORDER BY group_kind, group_id, text
