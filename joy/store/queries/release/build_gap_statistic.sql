-- Question: none; sums the difference of two indicators within each person who answered both.
-- Grain: one row per cell and import
-- Missing row: nobody in that cell has both scores
-- Parameters: $gap_id text, $plus_id text, $minus_id text, $instrument text
-- Returns: nothing
INSERT INTO vault.score_statistic
    (cell_no, came_with, indicator_id, instrument, n, total, total_squares, favourable, at_lowest, at_highest)
WITH scores AS (
    SELECT response_no, indicator_id, cell_no, came_with, score
    FROM (
        SELECT
            response_no, series_no, min(cell_no) AS cell_no, min(coalesce(batch_no, 0)) AS came_with,
            count(*) AS answered, sum(points)::BIGINT AS raw
        FROM vault.answer JOIN vault.item_points USING (item_no, code)
        WHERE series_no IN (SELECT series_no FROM vault.series WHERE indicator_id IN ($plus_id, $minus_id))
        GROUP BY response_no, series_no
    )
    JOIN vault.score_lookup USING (series_no, answered, raw)
    JOIN vault.series USING (series_no)
),
pairs AS (
    SELECT plus.cell_no, plus.came_with, plus.score - minus.score AS gap
    FROM scores AS plus JOIN scores AS minus USING (response_no)
    WHERE plus.indicator_id = $plus_id AND minus.indicator_id = $minus_id
)
SELECT cell_no, came_with, $gap_id, $instrument, count(*), sum(gap), sum(gap * gap), 0, 0, 0
FROM pairs
GROUP BY cell_no, came_with
