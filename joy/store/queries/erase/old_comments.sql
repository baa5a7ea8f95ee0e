-- Question: Which remarks of real programmes were written before this day?
-- Grain: one row per remark
-- Missing row: it is newer, or invented
-- Parameters: $before date
-- Returns: id text
SELECT DISTINCT comment.comment_id AS id
FROM vault.comment AS comment
JOIN programme.enrolment AS enrolment ON enrolment.enrolment_id = comment.enrolment_id
JOIN programme.cohort AS cohort ON cohort.cohort_id = enrolment.cohort_id
JOIN programme.programme AS programme ON programme.programme_id = cohort.programme_id
WHERE comment.on_date < $before AND NOT coalesce(programme.is_invented, false)
ORDER BY id
