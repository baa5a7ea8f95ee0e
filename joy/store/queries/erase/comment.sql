-- Question: Which remark has this id?
-- Grain: one row per remark of that id
-- Missing row: there is none, or it was erased
-- Parameters: $comment_id text
-- Returns: comment_id text, enrolment_id text, on_date date, text text
SELECT comment_id, enrolment_id, on_date, text FROM vault.comment WHERE comment_id = $comment_id
