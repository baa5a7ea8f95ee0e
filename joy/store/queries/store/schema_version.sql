-- Question: Which layout does this database have?
-- Grain: one row
-- Missing row: the file is not one of ours
-- Parameters: none
-- Returns: value text
SELECT value FROM programme.about WHERE key = 'schema_version'
