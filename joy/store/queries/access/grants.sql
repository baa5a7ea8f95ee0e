-- Question: Which roles were ever given, to whom and for what?
-- Grain: one row per role given, in the order they were given
-- Missing row: nobody was given one yet
-- Parameters: none
-- Returns: grant_no integer, person text, role text, scope_kind text, scope_id text, from_date date, to_date date, granted_by text, granted_at time, ended_by text, ended_at time
SELECT grant_no, person, role, scope_kind, scope_id, from_date, to_date, granted_by, granted_at, ended_by, ended_at
FROM access.role_grant
ORDER BY grant_no
