-- Question: Which change ideas of a programme wait for a sponsor: handed over, or needing a word to go on?
-- Grain: one row per idea that is still open
-- Missing row: none waits for a sponsor
-- Parameters: $programme_id text, $until date
-- Returns: idea_id text, enrolment_id text, title text, raised_on date, is_handed_over truth
SELECT idea_id, enrolment_id, idea.title, raised_on, stage = 'escalated' AS is_handed_over
FROM programme.change_idea AS idea
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE
    cohort.programme_id = $programme_id AND raised_on <= $until
    AND (stage = 'escalated' OR (needs_sponsor AND stage IN ('suggested', 'planned', 'testing', 'adapted')))
ORDER BY raised_on, idea_id
