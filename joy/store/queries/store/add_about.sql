-- Question: none; records a fact about this database file.
-- Grain: one row per fact
-- Missing row: the fact was never recorded
-- Parameters: $key text, $value text
-- Returns: nothing
INSERT INTO programme.about (key, value) VALUES ($key, $value)
