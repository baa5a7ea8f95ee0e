-- Question: none; forgets what waited when one programme was last published, for it is noted anew.
-- Grain: one row per team and period
-- Missing row: nothing waited
-- Parameters: $programme_id text
-- Returns: nothing
DELETE FROM release.waiting
WHERE release_id IN (SELECT release_id FROM release.release WHERE programme_id = $programme_id)
