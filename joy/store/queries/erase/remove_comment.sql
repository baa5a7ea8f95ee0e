-- Question: none; removes one remark.
-- Grain: one row per remark of that id
-- Missing row: there is none
-- Parameters: $comment_id text
-- Returns: nothing
DELETE FROM vault.comment WHERE comment_id = $comment_id
