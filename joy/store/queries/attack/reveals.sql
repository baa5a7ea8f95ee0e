-- Question: Which results of live questions does a published update hold?
-- Grain: one row per reveal and option shown
-- Missing row: nothing was revealed
-- Parameters: $release_id text
-- Returns: reveal_id text, label text, share number, capped text, n_band text
SELECT reveal_id, label, share, capped, n_band
FROM release.reveal
WHERE release_id = $release_id
ORDER BY ALL
