-- Question: Which change ideas has a programme tested?
-- Grain: one row per test that has started
-- Missing row: no test has started
-- Parameters: $programme_id text, $until date
-- Returns: enrolment_id text, cohort_id text, pdsa_id text, title text, component integer, cycle_no integer, started_on date, ended_on date, scale text, prediction text, what_happened text, learned text, decision text, indicator_id text
SELECT
    enrolment_id, cohort_id, pdsa_id, idea.title, component, cycle_no, started_on, ended_on, scale, prediction, what_happened,
    learned, decision, pdsa.indicator_id
FROM programme.pdsa_test AS pdsa
JOIN programme.change_idea AS idea USING (idea_id)
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id AND started_on <= $until
ORDER BY enrolment_id, started_on, pdsa_id
