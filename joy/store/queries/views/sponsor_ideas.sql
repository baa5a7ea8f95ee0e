-- Question: Which change ideas of a programme need a sponsor and are still open?
-- Grain: one row per idea
-- Missing row: none waits for a sponsor
-- Parameters: $programme_id text, $until date
-- Returns: idea_id text, enrolment_id text, cohort_id text, title text, raised_on date
SELECT idea_id, enrolment_id, cohort_id, idea.title, raised_on
FROM programme.change_idea AS idea
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE
    cohort.programme_id = $programme_id AND raised_on <= $until
    AND (stage = 'escalated' OR (needs_sponsor AND stage IN ('suggested', 'planned', 'testing', 'adapted')))
ORDER BY raised_on, idea_id
