-- Question: Which tables does this database have?
-- Grain: one row per table of our schemas
-- Missing row: the table is not there
-- Parameters: none
-- Returns: table_name text
SELECT table_schema || '.' || table_name AS table_name
FROM information_schema.tables
WHERE table_schema IN ('programme', 'vault', 'release', 'access')
ORDER BY table_name
