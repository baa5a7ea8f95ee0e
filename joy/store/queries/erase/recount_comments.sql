-- Question: none; brings the ledger's row counts of comment imports in line with the remarks that are left.
-- Grain: one row per import of comments that was not undone
-- Missing row: no comments were imported
-- Parameters: none
-- Returns: nothing
UPDATE programme.import_batch
SET row_count = (SELECT count(*) FROM vault.comment WHERE comment.batch_no = import_batch.batch_no)
WHERE target = 'vault.comment' AND undone_at IS NULL
