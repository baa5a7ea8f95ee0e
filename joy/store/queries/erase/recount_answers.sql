-- Question: none; brings the ledger's row counts of survey imports in line with the answers that are left.
-- Grain: one row per import of answers that was not undone
-- Missing row: no answers were imported
-- Parameters: none
-- Returns: nothing
UPDATE programme.import_batch
SET row_count = (SELECT count(*) FROM vault.answer WHERE answer.batch_no = import_batch.batch_no)
WHERE target = 'answers' AND undone_at IS NULL
