-- Question: none; takes answers that wait out of the counts per option.
-- Grain: one row per cell, item, option and import
-- Missing row: nothing waits
-- Parameters: none
-- Returns: nothing
DELETE FROM vault.option_statistic
WHERE EXISTS (
    SELECT 1 FROM vault.held_cell AS held
    WHERE held.cell_no = option_statistic.cell_no AND held.came_with = option_statistic.came_with
)
