-- Question: none; marks every earlier published update of a programme as no longer to be shown.
-- Grain: one row per release
-- Missing row: there was none before
-- Parameters: $programme_id text, $release_id text
-- Returns: nothing
UPDATE release.release SET is_withdrawn = true
WHERE programme_id = $programme_id AND release_id <> $release_id AND NOT is_withdrawn
