-- Question: Which update of one programme was the first to count anybody of a cohort in a period?
-- Grain: one row per cohort, kind, instrument version and period
-- Missing row: no update counted anybody there
-- Parameters: $programme_id text
-- Returns: kind text, cohort_id text, instrument text, period_id text, first_number integer
SELECT kind, cohort_id, instrument, period_id, min(from_number) AS first_number
FROM vault.counted
JOIN programme.enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id AND kind <> 'item'
GROUP BY kind, cohort_id, instrument, period_id
ORDER BY ALL
