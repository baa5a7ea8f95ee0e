-- Question: What was noted last of one kind of event?
-- Grain: one row, the newest
-- Missing row: nothing of the kind was noted
-- Parameters: $what text
-- Returns: about text
SELECT about FROM access.event WHERE what = $what ORDER BY event_no DESC LIMIT 1
