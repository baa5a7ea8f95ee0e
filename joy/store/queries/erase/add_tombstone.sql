-- Question: none; notes by a keyed mark that something was erased for good.
-- Grain: one row per thing erased
-- Missing row: nothing was erased
-- Parameters: $kind text, $mark text, $erased_at time
-- Returns: nothing
INSERT INTO vault.tombstone (kind, mark, erased_at)
SELECT $kind, $mark, $erased_at
WHERE NOT EXISTS (SELECT 1 FROM vault.tombstone WHERE kind = $kind AND mark = $mark)
