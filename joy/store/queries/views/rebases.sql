-- Question: Which new phases count on the charts of one team or cohort?
-- Grain: one row per new phase that was not taken back, in the order of their dates
-- Missing row: the chart has one phase
-- Parameters: $group_kind text, $group_id text
-- Returns: rebase_no integer, group_id text, indicator_id text, from_date date, reason text, decided_by_role text, decided_at time
SELECT rebase_no, group_id, indicator_id, from_date, reason, decided_by_role, decided_at
FROM programme.rebase
WHERE group_kind = $group_kind AND ($group_id IS NULL OR group_id = $group_id) AND NOT is_withdrawn
ORDER BY indicator_id, group_id, from_date, rebase_no
