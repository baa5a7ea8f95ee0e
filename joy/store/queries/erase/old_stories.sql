-- Question: Of which stories of real programmes was consent withdrawn before this day?
-- Grain: one row per story
-- Missing row: its tellers still agree, or did until lately, or it is invented
-- Parameters: $before date
-- Returns: id text
SELECT DISTINCT story.story_id AS id
FROM programme.story AS story
LEFT JOIN programme.enrolment AS enrolment ON enrolment.enrolment_id = story.enrolment_id
LEFT JOIN programme.cohort AS cohort ON cohort.cohort_id = coalesce(story.cohort_id, enrolment.cohort_id)
LEFT JOIN programme.programme AS programme ON programme.programme_id = cohort.programme_id
WHERE story.withdrawn_on < $before AND NOT coalesce(programme.is_invented, false)
ORDER BY id
