-- Question: What was done that must be accounted for, by whom and when?
-- Grain: one row per thing done, newest first
-- Missing row: nothing was done yet
-- Parameters: $most integer
-- Returns: event_no integer, happened_at time, person text, what text, about text
SELECT event_no, happened_at, person, what, about
FROM access.event
ORDER BY event_no DESC
LIMIT $most
