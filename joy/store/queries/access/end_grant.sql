-- Question: none; ends a role on a day and says who ended it; its row stays.
-- Grain: one row
-- Missing row: no role of that number is open on that day
-- Parameters: $grant_no integer, $to_date date, $ended_by text, $ended_at time
-- Returns: nothing
UPDATE access.role_grant
SET to_date = $to_date, ended_by = $ended_by, ended_at = $ended_at
WHERE grant_no = $grant_no AND ended_at IS NULL
