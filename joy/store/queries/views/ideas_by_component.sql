-- Question: How many ideas did the teams of each cohort raise for each component of joy, how many did they test, and which did they keep?
-- Grain: one row per cohort and component
-- Missing row: no idea of that cohort was tagged so
-- Parameters: $programme_id text, $until date
-- Returns: cohort_id text, component integer, ideas integer, tested integer, adopted integer
SELECT
    enrolment.cohort_id, idea.component, count(DISTINCT idea.idea_id) AS ideas,
    count(DISTINCT pdsa.idea_id) AS tested,
    count(DISTINCT pdsa.idea_id) FILTER (WHERE pdsa.decision IN ('adopt', 'expand') AND pdsa.ended_on <= $until) AS adopted
FROM programme.change_idea AS idea
JOIN programme.enrolment AS enrolment ON enrolment.enrolment_id = idea.enrolment_id
JOIN programme.cohort AS cohort ON cohort.cohort_id = enrolment.cohort_id
LEFT JOIN programme.pdsa_test AS pdsa ON pdsa.idea_id = idea.idea_id AND pdsa.started_on <= $until
WHERE cohort.programme_id = $programme_id AND idea.component IS NOT NULL AND idea.raised_on <= $until
GROUP BY enrolment.cohort_id, idea.component
ORDER BY enrolment.cohort_id, idea.component
