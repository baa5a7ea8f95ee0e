-- Question: none; counts whom the statistics hold, in each smallest group and by the import they came with.
-- Grain: one row per team, indicator or question, instrument version, period and import
-- Missing row: that import brought nobody there
-- Parameters: none
-- Returns: nothing
INSERT INTO vault.counted_now
    (kind, enrolment_id, indicator_id, instrument, period_id, came_with, n, busiest_day, mark)
WITH scored AS (
    SELECT
        enrolment_id, indicator_id, instrument, round_id, came_with, sum(n)::BIGINT AS n,
        -- the same sums mean that the same answers came again: nothing can then be told from two updates
        md5(concat_ws(' ', sum(n), round(sum(total), 4), round(sum(total_squares), 4), sum(favourable))) AS mark
    FROM vault.score_statistic JOIN vault.survey_cell USING (cell_no)
    GROUP BY enrolment_id, indicator_id, instrument, round_id, came_with
),
chosen AS (
    SELECT enrolment_id, item_no, round_id, came_with, code, sum(n)::BIGINT AS n
    FROM vault.option_statistic JOIN vault.survey_cell USING (cell_no)
    GROUP BY enrolment_id, item_no, round_id, came_with, code
),
items AS (
    SELECT
        enrolment_id, item_no, round_id, came_with, sum(n)::BIGINT AS n,
        md5(string_agg(concat_ws(':', code, n), ' ' ORDER BY code)) AS mark
    FROM chosen
    GROUP BY enrolment_id, item_no, round_id, came_with
),
days AS (
    SELECT
        enrolment_id, indicator_id, instrument, coalesce(batch_no, 0) AS came_with, on_date,
        sum(n_total)::BIGINT AS n, sum(n_favourable)::BIGINT AS good
    FROM vault.tally
    GROUP BY enrolment_id, indicator_id, instrument, came_with, on_date
)
SELECT 'round', enrolment_id, indicator_id, instrument, round_id, came_with, n, 0, mark FROM scored
UNION ALL
SELECT 'item', enrolment_id, item_key, instrument, round_id, came_with, n, 0, mark FROM items JOIN vault.item USING (item_no)
UNION ALL
SELECT
    'week', enrolment_id, indicator_id, instrument, strftime(date_trunc('week', on_date), '%Y-%m-%d') AS week, came_with,
    sum(n)::BIGINT, max(n), md5(string_agg(concat_ws(':', on_date, n, good), ' ' ORDER BY on_date))
FROM days
GROUP BY enrolment_id, indicator_id, instrument, week, came_with
HAVING sum(n) > 0
