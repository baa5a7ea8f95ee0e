-- Question: How do the answers to each two items of a scale go together, in each cohort and round of one programme?
-- Grain: one row per cohort, round, indicator, instrument version and pair of its items (an item with itself too)
-- Missing row: nobody there answered every item of the scale, or the scale has but one
-- Parameters: $programme_id text
-- Returns: cohort_id text, round_id text, indicator_id text, instrument text, first_item text, second_item text, n integer, first_total number, products number
WITH sizes AS (
    SELECT series_no, count(DISTINCT item_no) AS items FROM vault.item_points GROUP BY series_no
),
answered AS (
    SELECT
        response_no, cell_no, series_no, item_no, points,
        count(*) OVER (PARTITION BY response_no, series_no) AS given
    FROM vault.answer JOIN vault.item_points USING (item_no, code)
    WHERE series_no IN (SELECT series_no FROM sizes WHERE items > 1)
),
whole AS (  -- a join of a response with itself is linear in people and, unlike lists, may spill to disk
    SELECT response_no, cell_no, series_no, item_no, points
    FROM answered JOIN sizes USING (series_no)
    WHERE given = items
),
cells AS (
    SELECT
        first.cell_no, series_no, first.item_no AS first_no, second.item_no AS second_no,
        count(*) AS n, sum(first.points::DOUBLE) AS first_total,
        sum(first.points::DOUBLE * second.points) AS products
    FROM whole AS first JOIN whole AS second USING (response_no, series_no)
    WHERE first.item_no <= second.item_no
    GROUP BY first.cell_no, series_no, first.item_no, second.item_no
)
SELECT
    cohort_id, round_id, indicator_id, series.instrument,
    first_item.item_key AS first_item, second_item.item_key AS second_item,
    sum(n)::BIGINT AS n, sum(first_total) AS first_total, sum(products) AS products
FROM cells
JOIN vault.series AS series USING (series_no)
JOIN vault.item AS first_item ON first_item.item_no = first_no
JOIN vault.item AS second_item ON second_item.item_no = second_no
JOIN vault.survey_cell USING (cell_no)
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
GROUP BY cohort_id, round_id, indicator_id, series.instrument, first_item.item_key, second_item.item_key
ORDER BY ALL
