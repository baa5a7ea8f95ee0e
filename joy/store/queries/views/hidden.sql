-- Question: How many survey figures of teams are shown, and how many are not?
-- Grain: one row
-- Missing row: never
-- Parameters: none
-- Returns: shown integer, hidden integer
SELECT count(*) FILTER (WHERE state = 'shown') AS shown, count(*) FILTER (WHERE state = 'hidden') AS hidden
FROM release.figure
WHERE group_kind = 'team' AND period_kind = 'round'
