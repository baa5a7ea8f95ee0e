-- Question: What is recorded about this database file itself?
-- Grain: one row per fact
-- Missing row: the fact was never recorded
-- Parameters: none
-- Returns: key text, value text
SELECT key, value FROM programme.about ORDER BY key, value
