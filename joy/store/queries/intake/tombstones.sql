-- Question: What was erased for good, as keyed marks?
-- Grain: one row per thing erased
-- Missing row: nothing was
-- Parameters: none
-- Returns: kind text, mark text
SELECT kind, mark FROM vault.tombstone ORDER BY kind, mark
