-- Question: What are the survey sums of each team in each round of one programme?
-- Grain: one row per team, round, indicator and instrument version
-- Missing row: nobody there has a valid score
-- Parameters: $programme_id text
-- Returns: cohort_id text, enrolment_id text, round_id text, indicator_id text, instrument text, n integer, total number, total_squares number, good integer, at_lowest integer, at_highest integer
SELECT
    cohort_id, enrolment_id, round_id, indicator_id, instrument,
    sum(n)::BIGINT AS n, sum(total) AS total, sum(total_squares) AS total_squares, sum(favourable)::BIGINT AS good,
    sum(at_lowest)::BIGINT AS at_lowest, sum(at_highest)::BIGINT AS at_highest
FROM vault.score_statistic
JOIN vault.survey_cell USING (cell_no)
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
GROUP BY cohort_id, enrolment_id, round_id, indicator_id, instrument
ORDER BY ALL
