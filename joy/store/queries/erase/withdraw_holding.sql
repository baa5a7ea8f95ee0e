-- Question: none; withdraws every published update in which this remark may be read.
-- Grain: one row per update
-- Missing row: it was in none
-- Parameters: $text text
-- Returns: nothing
UPDATE release.release SET is_withdrawn = true
WHERE release_id IN (SELECT release_id FROM release.comment WHERE text = $text)
