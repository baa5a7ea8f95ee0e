-- Question: Which stories may be shown: told with consent that was not withdrawn?
-- Grain: one row per story
-- Missing row: none was told, or its tellers did not agree
-- Parameters: $programme_id text, $until date
-- Returns: story_id text, cohort_id text, enrolment_id text, title text, synopsis text, challenge text, who text, how_measured text, tested text, outcome text, learned_from_failure text, next_step text, told_on date, author_label text
SELECT
    story_id, cohort_id, enrolment_id, title, synopsis, challenge, who, how_measured, tested, outcome,
    learned_from_failure, next_step, told_on, author_label
FROM programme.story AS story
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id AND consent AND withdrawn_on IS NULL AND told_on <= $until
ORDER BY told_on DESC, story_id
