-- Question: Which columns do the tables of a published update have in this file?
-- Grain: one row per table and column
-- Missing row: this file has no such column
-- Parameters: none
-- Returns: table_name text, column_name text
SELECT schema_name || '.' || table_name AS table_name, column_name
FROM duckdb_columns()
WHERE schema_name = 'release' AND database_name = current_database()
ORDER BY ALL
