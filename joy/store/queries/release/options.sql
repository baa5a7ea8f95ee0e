-- Question: How did answers spread over the options, in each cohort and round of one programme?
-- Grain: one row per cohort, round, item and option chosen by anybody
-- Missing row: nobody chose it
-- Parameters: $programme_id text
-- Returns: cohort_id text, round_id text, instrument text, item_key text, code integer, n integer
SELECT cohort_id, round_id, instrument, item_key, code, sum(n)::BIGINT AS n
FROM vault.option_statistic
JOIN vault.item USING (item_no)
JOIN vault.survey_cell USING (cell_no)
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
GROUP BY cohort_id, round_id, instrument, item_key, code
ORDER BY ALL
