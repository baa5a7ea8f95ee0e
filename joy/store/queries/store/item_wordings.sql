-- Question: Which wording did the programme add under a licence of its own?
-- Grain: one row per question that has one, in its newest version
-- Missing row: the question is known by our label only
-- Parameters: none
-- Returns: instrument text, item_key text, text text, licence_note text, version integer
SELECT instrument, item_key, text, licence_note, version
FROM programme.item_wording
QUALIFY row_number() OVER (PARTITION BY instrument, item_key ORDER BY version DESC) = 1
ORDER BY instrument, item_key
