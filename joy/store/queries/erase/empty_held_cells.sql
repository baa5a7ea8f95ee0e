-- Question: none; forgets that answers of a cell wait, where none are left.
-- Grain: one row per survey cell and import
-- Missing row: it has answers yet
-- Parameters: none
-- Returns: nothing
DELETE FROM vault.held_cell WHERE cell_no NOT IN (SELECT cell_no FROM vault.response)
