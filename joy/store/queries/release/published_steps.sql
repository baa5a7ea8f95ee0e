-- Question: At which step are the tallies of one programme's teams published?
-- Grain: one row per team, indicator and instrument version
-- Missing row: nothing of it has been published yet
-- Parameters: $programme_id text
-- Returns: enrolment_id text, indicator_id text, instrument text, step text, anchor date
SELECT enrolment_id, indicator_id, instrument, step, anchor
FROM vault.published_step
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
ORDER BY ALL
