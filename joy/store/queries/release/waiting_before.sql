-- Question: What waited when one programme was last published?
-- Grain: one row per team, kind and period
-- Missing row: nothing waited
-- Parameters: $programme_id text
-- Returns: cohort_id text, enrolment_id text, kind text, period_id text, why text, since date
SELECT cohort_id, enrolment_id, kind, period_id, why, since
FROM release.waiting
WHERE release_id IN (SELECT release_id FROM release.release WHERE programme_id = $programme_id)
ORDER BY ALL
