-- Question: none; marks one published update as no longer to be shown.
-- Grain: one row per release
-- Missing row: there is no such update
-- Parameters: $release_id text
-- Returns: nothing
UPDATE release.release SET is_withdrawn = true WHERE release_id = $release_id
