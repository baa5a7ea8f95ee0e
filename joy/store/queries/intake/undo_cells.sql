-- Question: none; removes the cells that only this import has answers in. Run it before the answers go.
-- Grain: one row per cell
-- Missing row: other imports need the cell too, so it stays
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM vault.survey_cell
WHERE cell_no IN (SELECT cell_no FROM vault.response WHERE batch_no = $batch_no)
  AND cell_no NOT IN (SELECT cell_no FROM vault.response WHERE batch_no IS DISTINCT FROM $batch_no)
