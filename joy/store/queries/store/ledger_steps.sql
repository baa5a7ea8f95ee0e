-- Question: How many imports and undos have there been? The number grows with each and never falls.
-- Grain: one row
-- Missing row: never
-- Parameters: none
-- Returns: steps integer
SELECT count(*) + count(undone_at) AS steps FROM programme.import_batch
