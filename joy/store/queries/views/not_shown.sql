-- Question: How many figures of this update were looked at, and how many are not shown?
-- Grain: one row
-- Missing row: the update has no audit
-- Parameters: none
-- Returns: figures integer, hidden integer
SELECT figures, hidden FROM release.audit
