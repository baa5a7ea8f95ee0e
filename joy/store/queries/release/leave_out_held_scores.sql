-- Question: none; takes answers that wait out of the scores.
-- Grain: one row per cell, indicator, instrument version and import
-- Missing row: nothing waits
-- Parameters: none
-- Returns: nothing
DELETE FROM vault.score_statistic
WHERE EXISTS (
    SELECT 1 FROM vault.held_cell AS held
    WHERE held.cell_no = score_statistic.cell_no AND held.came_with = score_statistic.came_with
)
