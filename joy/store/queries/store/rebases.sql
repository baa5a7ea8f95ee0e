-- Question: Which new phases did people start, on all charts?
-- Grain: one row per new phase, also those taken back
-- Missing row: nobody started one
-- Parameters: none
-- Returns: rebase_no integer, group_kind text, group_id text, indicator_id text, from_date date, reason text, decided_by_role text, decided_at time, is_withdrawn truth
SELECT rebase_no, group_kind, group_id, indicator_id, from_date, reason, decided_by_role, decided_at, is_withdrawn
FROM programme.rebase
ORDER BY rebase_no
