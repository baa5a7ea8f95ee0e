-- Question: How much did the same people change between two rounds of their cohort?
-- Grain: one row per cohort, indicator, instrument version and pair of rounds
-- Missing row: nobody could be paired
-- Parameters: $programme_id text
-- Returns: cohort_id text, indicator_id text, instrument text, from_round text, to_round text, n integer, before_total number, after_total number, before_squares number, after_squares number, change_squares number
WITH linked AS (
    SELECT response_no, response.cell_no, link_key, cohort_id, round_id, round.ordinal AS round_no
    FROM vault.response AS response
    JOIN vault.survey_cell USING (cell_no)
    JOIN programme.survey_round AS round USING (round_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
    ANTI JOIN vault.held_cell AS held ON response.cell_no = held.cell_no AND coalesce(response.batch_no, 0) = held.came_with
    WHERE link_key IS NOT NULL AND cohort.programme_id = $programme_id
),
scores AS (
    SELECT response_no, indicator_id, instrument, score
    FROM (
        SELECT response_no, series_no, count(*) AS answered, sum(points)::BIGINT AS raw
        FROM vault.answer JOIN vault.item_points USING (item_no, code)
        WHERE response_no IN (SELECT response_no FROM linked)
        GROUP BY response_no, series_no
    )
    JOIN vault.score_lookup USING (series_no, answered, raw)
    JOIN vault.series USING (series_no)
),
people AS (  -- a code used twice in one round pairs nobody
    SELECT cohort_id, round_id, round_no, link_key, indicator_id, instrument, min(score) AS score
    FROM linked JOIN scores USING (response_no)
    GROUP BY cohort_id, round_id, round_no, link_key, indicator_id, instrument
    HAVING count(*) = 1
)
SELECT
    before.cohort_id, before.indicator_id, before.instrument,
    before.round_id AS from_round, after.round_id AS to_round, count(*) AS n,
    sum(before.score) AS before_total, sum(after.score) AS after_total,
    sum(before.score * before.score) AS before_squares, sum(after.score * after.score) AS after_squares,
    sum((after.score - before.score) * (after.score - before.score)) AS change_squares
FROM people AS before
JOIN people AS after USING (cohort_id, link_key, indicator_id, instrument)
WHERE before.round_no < after.round_no
GROUP BY before.cohort_id, before.indicator_id, before.instrument, before.round_id, after.round_id
ORDER BY ALL
