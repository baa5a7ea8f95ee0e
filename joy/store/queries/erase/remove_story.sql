-- Question: none; removes one story.
-- Grain: one row per story of that id
-- Missing row: there is none
-- Parameters: $story_id text
-- Returns: nothing
DELETE FROM programme.story WHERE story_id = $story_id
