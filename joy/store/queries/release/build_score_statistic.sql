-- Question: none; turns answers into the sums from which every survey figure is made.
-- Grain: one row per cell, indicator, instrument version and import
-- Missing row: nobody in that cell answered enough items
-- Parameters: none
-- Returns: nothing
INSERT INTO vault.score_statistic
    (cell_no, came_with, indicator_id, instrument, n, total, total_squares, favourable, at_lowest, at_highest)
WITH responses AS (
    SELECT
        response_no, series_no, min(cell_no) AS cell_no, min(coalesce(batch_no, 0)) AS came_with,
        count(*) AS answered, sum(points)::BIGINT AS raw
    FROM vault.answer JOIN vault.item_points USING (item_no, code)
    GROUP BY response_no, series_no
),
ends AS (
    SELECT series_no, min(score) AS lowest, max(score) AS highest FROM vault.score_lookup GROUP BY series_no
),
lookup AS (
    SELECT
        series_no, answered, raw, score, is_favourable,
        score = lowest AS is_lowest, score = highest AS is_highest
    FROM vault.score_lookup JOIN ends USING (series_no)
)
SELECT
    cell_no, came_with, indicator_id, instrument,
    count(*), sum(score), sum(score * score), count(*) FILTER (WHERE is_favourable),
    count(*) FILTER (WHERE is_lowest), count(*) FILTER (WHERE is_highest)
FROM responses
JOIN lookup USING (series_no, answered, raw)
JOIN vault.series USING (series_no)
GROUP BY cell_no, came_with, indicator_id, instrument
