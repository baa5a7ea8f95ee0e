-- Question: How did people answer the items that two indicators share by key, of those who answered all of them?
-- Grain: one row per cohort, round and item asked on both sides
-- Missing row: nobody there answered every shared item on both sides
-- Parameters: $programme_id text, $plus_id text, $minus_id text
-- Returns: cohort_id text, round_id text, item_key text, n integer, plus_total number, minus_total number, plus_squares number, minus_squares number, products number
WITH sides AS (
    SELECT
        item_no, item_key, code, points::DOUBLE AS points, indicator_id = $plus_id AS is_plus,
        dense_rank() OVER (ORDER BY item_key) AS pair_no
    FROM vault.item_points
    JOIN vault.series USING (series_no)
    JOIN vault.item USING (item_no)
    WHERE indicator_id IN ($plus_id, $minus_id)
),
shared AS (
    SELECT pair_no, any_value(item_key) AS item_key
    FROM sides GROUP BY pair_no HAVING count(DISTINCT is_plus) = 2
),
told AS (
    SELECT
        response_no, pair_no, min(answer.cell_no) AS cell_no,
        max(points) FILTER (WHERE is_plus) AS plus, max(points) FILTER (WHERE NOT is_plus) AS minus
    FROM vault.answer AS answer JOIN sides USING (item_no, code)
    ANTI JOIN vault.held_cell AS held ON answer.cell_no = held.cell_no AND coalesce(answer.batch_no, 0) = held.came_with
    WHERE pair_no IN (SELECT pair_no FROM shared)
    GROUP BY response_no, pair_no
    HAVING plus IS NOT NULL AND minus IS NOT NULL
),
whole AS (
    SELECT response_no FROM told GROUP BY response_no HAVING count(*) = (SELECT count(*) FROM shared)
),
sums AS (
    SELECT
        cell_no, pair_no, count(*) AS n, sum(plus) AS plus_total, sum(minus) AS minus_total,
        sum(plus * plus) AS plus_squares, sum(minus * minus) AS minus_squares, sum(plus * minus) AS products
    FROM told SEMI JOIN whole USING (response_no)
    GROUP BY cell_no, pair_no
)
SELECT
    cohort_id, round_id, item_key, sum(n)::BIGINT AS n,
    sum(plus_total) AS plus_total, sum(minus_total) AS minus_total,
    sum(plus_squares) AS plus_squares, sum(minus_squares) AS minus_squares, sum(products) AS products
FROM sums
JOIN shared USING (pair_no)
JOIN vault.survey_cell USING (cell_no)
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
GROUP BY cohort_id, round_id, item_key
ORDER BY ALL
