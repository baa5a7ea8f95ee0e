-- Question: none; brings the ledger's row counts of story imports in line with the stories that are left.
-- Grain: one row per import of stories that was not undone
-- Missing row: no stories were imported
-- Parameters: none
-- Returns: nothing
UPDATE programme.import_batch
SET row_count = (SELECT count(*) FROM programme.story WHERE story.batch_no = import_batch.batch_no)
WHERE target = 'programme.story' AND undone_at IS NULL
