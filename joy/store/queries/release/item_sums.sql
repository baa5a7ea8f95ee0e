-- Question: What do the answers to each item of a scale add up to, in each team and round of one programme?
-- Grain: one row per team, round, indicator, instrument version and item
-- Missing row: nobody there answered that item
-- Parameters: $programme_id text
-- Returns: cohort_id text, enrolment_id text, round_id text, indicator_id text, instrument text, item_key text, n integer, total number, squares number
SELECT
    cohort_id, enrolment_id, round_id, indicator_id, series.instrument, item_key,
    sum(n)::BIGINT AS n, sum(n * points::DOUBLE) AS total, sum(n * points::DOUBLE * points) AS squares
FROM vault.option_statistic
JOIN vault.item_points USING (item_no, code)
JOIN vault.series AS series USING (series_no)
JOIN vault.item AS item USING (item_no)
JOIN vault.survey_cell USING (cell_no)
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
GROUP BY cohort_id, enrolment_id, round_id, indicator_id, series.instrument, item_key
ORDER BY ALL
