-- Question: none; hands cells that this import was the first to need to the next that has answers in them.
-- Grain: one row per cell
-- Missing row: no other import has answers in a cell of this one
-- Parameters: $batch_no integer
-- Returns: nothing
UPDATE vault.survey_cell
SET batch_no = heir.batch_no
FROM (SELECT cell_no, min(batch_no) AS batch_no FROM vault.response WHERE batch_no <> $batch_no GROUP BY cell_no) AS heir
WHERE heir.cell_no = survey_cell.cell_no AND survey_cell.batch_no = $batch_no
