-- Question: none; counts how many chose each option.
-- Grain: one row per cell, import, item and option chosen by anybody
-- Missing row: nobody in that cell chose it
-- Parameters: none
-- Returns: nothing
INSERT INTO vault.option_statistic (cell_no, came_with, item_no, code, n)
SELECT cell_no, coalesce(batch_no, 0) AS came_with, item_no, code, count(*)
FROM vault.answer
GROUP BY cell_no, came_with, item_no, code
