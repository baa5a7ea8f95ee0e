-- Question: In which rounds did the same people answer, in cohorts with more than two rounds of one programme?
-- Grain: one row per cohort, indicator, instrument version and set of rounds
-- Missing row: nobody answered in just those rounds, or the cohort has two rounds at most
-- Parameters: $programme_id text
-- Returns: cohort_id text, indicator_id text, instrument text, rounds text, n integer
WITH several AS (
    SELECT cohort_id FROM programme.survey_round GROUP BY cohort_id HAVING count(*) > 2
),
linked AS (
    SELECT response_no, link_key, cohort_id, round_id
    FROM vault.response AS response
    JOIN vault.survey_cell USING (cell_no)
    JOIN programme.survey_round USING (round_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
    SEMI JOIN several USING (cohort_id)
    ANTI JOIN vault.held_cell AS held ON response.cell_no = held.cell_no AND coalesce(response.batch_no, 0) = held.came_with
    WHERE link_key IS NOT NULL AND cohort.programme_id = $programme_id
),
scored AS (
    SELECT response_no, indicator_id, instrument
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
    SELECT cohort_id, round_id, link_key, indicator_id, instrument
    FROM linked JOIN scored USING (response_no)
    GROUP BY cohort_id, round_id, link_key, indicator_id, instrument
    HAVING count(*) = 1
),
followed AS (
    SELECT cohort_id, indicator_id, instrument, link_key, string_agg(round_id, chr(31) ORDER BY round_id) AS rounds
    FROM people GROUP BY cohort_id, indicator_id, instrument, link_key
)
SELECT cohort_id, indicator_id, instrument, rounds, count(*) AS n
FROM followed
GROUP BY cohort_id, indicator_id, instrument, rounds
ORDER BY ALL
