-- Question: Which answers of which import wait, and since when?
-- Grain: one row per cell and import
-- Missing row: none waits
-- Parameters: none
-- Returns: cell_no integer, came_with integer, since time
SELECT cell_no, came_with, since FROM vault.held_cell ORDER BY ALL
