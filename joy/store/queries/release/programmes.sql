-- Question: Which programmes are there, and which day is it for them?
-- Grain: one row per programme
-- Missing row: nothing has been brought in yet
-- Parameters: none
-- Returns: programme_id text, name text, is_invented truth, today date
SELECT programme_id, name, coalesce(is_invented, false) AS is_invented, today FROM programme.programme ORDER BY start_date, programme_id
