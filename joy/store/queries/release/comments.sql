-- Question: Which remarks did a person clear for sharing, of weeks that are closed?
-- Grain: one row per remark
-- Missing row: it was not cleared, or its week is still open
-- Parameters: $programme_id text, $closed_before date
-- Returns: cohort_id text, on_date date, prompt text, theme text, component integer, text text
SELECT enrolment.cohort_id, comment.on_date, comment.prompt, comment.theme, comment.component, comment.text
FROM vault.comment AS comment
JOIN programme.enrolment AS enrolment ON enrolment.enrolment_id = comment.enrolment_id
JOIN programme.cohort AS cohort ON cohort.cohort_id = enrolment.cohort_id
WHERE cohort.programme_id = $programme_id AND comment.is_cleared AND comment.on_date < $closed_before
  AND comment.text IS NOT NULL AND trim(comment.text) <> ''
ORDER BY enrolment.cohort_id, comment.text, comment.on_date, comment.prompt
