-- Question: Which items have been answered in this database, and under which number?
-- Grain: one row per item of an instrument version
-- Missing row: nobody has answered that item yet
-- Parameters: none
-- Returns: item_no integer, instrument text, item_key text
SELECT item_no, instrument, item_key FROM vault.item ORDER BY item_no
