-- Question: Which stories were told and not withdrawn, and what did their tellers agree to, if anything?
-- Grain: one row per story
-- Missing row: none was told, or its consent was withdrawn
-- Parameters: $programme_id text, $today date
-- Returns: story_id text, cohort_id text, cohort_ordinal integer, enrolment_id text, consent_scope text, title text, synopsis text, challenge text, who text, how_measured text, tested text, outcome text, learned_from_failure text, next_step text, told_on date, author_label text
SELECT
    story_id, story.cohort_id, cohort.ordinal AS cohort_ordinal, enrolment_id,
    -- agreed to nothing unless the yes, its day and its scope are all on record
    CASE WHEN consent AND consent_on <= coalesce(programme.today, $today) THEN consent_scope END AS consent_scope,
    title, synopsis, challenge, who, how_measured, tested, outcome, learned_from_failure, next_step, told_on, author_label
FROM programme.story AS story
JOIN programme.cohort AS cohort ON cohort.cohort_id = story.cohort_id
JOIN programme.programme AS programme ON programme.programme_id = cohort.programme_id
WHERE cohort.programme_id = $programme_id AND withdrawn_on IS NULL AND told_on <= coalesce(programme.today, $today)
ORDER BY told_on DESC, story_id
