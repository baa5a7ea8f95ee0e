-- Question: Which programmes were last published before the newest import, new phase, undo or erasure?
-- Grain: one row per programme
-- Missing row: its published update knows every import, new phase, undo and erasure
-- Parameters: none
-- Returns: programme_id text
SELECT DISTINCT programme_id
FROM programme.programme
CROSS JOIN (SELECT count(*) + count(undone_at) AS steps FROM programme.import_batch) AS imports
CROSS JOIN (SELECT count(*) + count(*) FILTER (WHERE is_withdrawn) AS steps FROM programme.rebase) AS phases
CROSS JOIN (SELECT count(*) AS steps FROM vault.tombstone) AS erased
LEFT JOIN programme.about ON key = 'published_' || programme_id
WHERE value IS DISTINCT FROM CAST(imports.steps + phases.steps + erased.steps AS VARCHAR)
ORDER BY programme_id
