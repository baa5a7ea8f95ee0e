-- Question: How do the answers to each two items of a scale go together, in each cohort and round of one programme?
-- Grain: one row per cohort, round, indicator, instrument version and pair of its items (an item with itself too)
-- Missing row: nobody there answered every item of the scale, or the scale has but one
-- Parameters: $programme_id text
-- Returns: cohort_id text, round_id text, indicator_id text, instrument text, first_item text, second_item text, n integer, first_total number, products number
WITH strata AS (  -- one small number per cohort and round, as grouping by cells would make too many groups
    SELECT cell_no, cohort_id, round_id, dense_rank() OVER (ORDER BY cohort_id, round_id)::INTEGER AS stratum
    FROM vault.survey_cell
    JOIN programme.enrolment AS enrolment USING (enrolment_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
    WHERE cohort.programme_id = $programme_id
),
sizes AS (
    SELECT series_no, count(DISTINCT item_no) AS items FROM vault.item_points GROUP BY series_no HAVING items > 1
),
given AS (
    SELECT response_no, series_no, count(*) AS items
    FROM vault.answer AS answer JOIN vault.item_points USING (item_no, code)
    ANTI JOIN vault.held_cell AS held ON answer.cell_no = held.cell_no AND coalesce(answer.batch_no, 0) = held.came_with
    GROUP BY response_no, series_no
),
whole AS (
    SELECT response_no, series_no FROM given JOIN sizes USING (series_no, items)
),
answered AS (
    SELECT response_no, cell_no, series_no, item_no, points::DOUBLE AS points
    FROM vault.answer
    JOIN vault.item_points USING (item_no, code)
    SEMI JOIN whole USING (response_no, series_no)
),
sums AS (  -- a join of a response with itself is linear in people and, unlike lists, may spill to disk
    SELECT
        stratum, series_no, first.item_no AS first_no, second.item_no AS second_no,
        count(*) AS n, sum(first.points) AS first_total, sum(first.points * second.points) AS products
    FROM answered AS first
    JOIN answered AS second USING (response_no, series_no)
    JOIN strata ON strata.cell_no = first.cell_no
    WHERE first.item_no <= second.item_no
    GROUP BY stratum, series_no, first.item_no, second.item_no
)
SELECT
    cohort_id, round_id, indicator_id, series.instrument,
    first_item.item_key AS first_item, second_item.item_key AS second_item, n, first_total, products
FROM sums
JOIN (SELECT DISTINCT stratum, cohort_id, round_id FROM strata) USING (stratum)
JOIN vault.series AS series USING (series_no)
JOIN vault.item AS first_item ON first_item.item_no = first_no
JOIN vault.item AS second_item ON second_item.item_no = second_no
ORDER BY ALL
