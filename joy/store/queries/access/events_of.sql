-- Question: What was noted about one thing, such as one sign-in?
-- Grain: one row per thing done, oldest first
-- Missing row: nothing was noted about it
-- Parameters: $about text
-- Returns: what text
SELECT what FROM access.event WHERE about = $about ORDER BY event_no
