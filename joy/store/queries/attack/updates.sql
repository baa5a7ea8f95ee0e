-- Question: Which published updates may be seen by anybody now?
-- Grain: one row per programme and update that is not withdrawn
-- Missing row: nothing has been published for that programme
-- Parameters: none
-- Returns: programme_id text, release_id text, number integer, as_of date
SELECT programme_id, release_id, number, as_of
FROM release.release
WHERE NOT is_withdrawn
ORDER BY programme_id, number, release_id
