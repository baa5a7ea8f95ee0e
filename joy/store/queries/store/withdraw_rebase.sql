-- Question: none; takes a new phase back, which keeps its row.
-- Grain: one row
-- Missing row: there is no new phase of that number
-- Parameters: $rebase_no integer
-- Returns: nothing
UPDATE programme.rebase SET is_withdrawn = true WHERE rebase_no = $rebase_no
