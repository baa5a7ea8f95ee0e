-- Question: How many imports, new phases, undos of either and erasures have there been? The number grows with each and never falls.
-- Grain: one row
-- Missing row: never
-- Parameters: none
-- Returns: steps integer
SELECT imports.steps + phases.steps + erased.steps AS steps
FROM (SELECT count(*) + count(undone_at) AS steps FROM programme.import_batch) AS imports
CROSS JOIN (SELECT count(*) + count(*) FILTER (WHERE is_withdrawn) AS steps FROM programme.rebase) AS phases
CROSS JOIN (SELECT count(*) AS steps FROM vault.tombstone) AS erased
