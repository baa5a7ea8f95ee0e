-- Question: none; takes a remark out of every published update, whoever else wrote the very same words.
-- Grain: one row per update and remark of that text
-- Missing row: it was in none
-- Parameters: $text text
-- Returns: nothing
DELETE FROM release.comment WHERE text = $text
