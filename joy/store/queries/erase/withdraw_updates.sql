-- Question: none; withdraws every published update, for one that could not be made anew may hold what was erased.
-- Grain: one row per update
-- Missing row: nothing is published
-- Parameters: none
-- Returns: nothing
UPDATE release.release SET is_withdrawn = true WHERE NOT coalesce(is_withdrawn, false)
