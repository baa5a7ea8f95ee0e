-- Question: Which roles does a person hold on a day, and for what?
-- Grain: one row per role given
-- Missing row: the person holds none, and sees nothing
-- Parameters: $person text, $today date
-- Returns: role text, scope_kind text, scope_id text
SELECT role, scope_kind, scope_id
FROM access.role_grant
WHERE person = $person AND from_date <= $today AND (to_date IS NULL OR to_date > $today)
ORDER BY grant_no
