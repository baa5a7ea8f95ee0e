-- Question: Which number does each question have in this database?
-- Grain: one row per question of an instrument version
-- Missing row: nobody has answered it yet
-- Parameters: none
-- Returns: item_no integer, instrument text, item_key text
SELECT item_no, instrument, item_key FROM vault.item ORDER BY item_no
