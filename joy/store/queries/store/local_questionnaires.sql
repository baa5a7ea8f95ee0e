-- Question: Which questionnaires did the programme make itself?
-- Grain: one row per version of a set, oldest first
-- Missing row: it made none
-- Parameters: none
-- Returns: instrument text, definition text
SELECT instrument, definition FROM programme.local_questionnaire ORDER BY made_at, instrument
