-- Question: Which story has this id?
-- Grain: one row per story of that id
-- Missing row: there is none, or it was erased
-- Parameters: $story_id text
-- Returns: story_id text, title text, synopsis text
SELECT story_id, title, synopsis FROM programme.story WHERE story_id = $story_id
