-- Question: none; removes every answer of one survey round.
-- Grain: one row per answer
-- Missing row: nobody answered in the round
-- Parameters: $round_id text
-- Returns: nothing
DELETE FROM vault.answer WHERE cell_no IN (SELECT cell_no FROM vault.survey_cell WHERE round_id = $round_id)
