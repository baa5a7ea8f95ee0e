-- Question: none; removes a fact about this database file, so that it can be recorded anew.
-- Grain: one row per fact
-- Missing row: the fact was never recorded
-- Parameters: $key text
-- Returns: nothing
DELETE FROM programme.about WHERE key = $key
