-- Question: Which items were answered by anybody, in each team and round of one programme?
-- Grain: one row per team, round and item
-- Missing row: nobody answered that item there, so it may not have been asked
-- Parameters: $programme_id text
-- Returns: enrolment_id text, round_id text, rater text, instrument text, item_key text, n integer
SELECT enrolment_id, round_id, rater, instrument, item_key, sum(n)::BIGINT AS n
FROM vault.option_statistic
JOIN vault.item USING (item_no)
JOIN vault.survey_cell USING (cell_no)
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
GROUP BY enrolment_id, round_id, rater, instrument, item_key
ORDER BY ALL
