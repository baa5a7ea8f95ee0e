-- Question: none; removes every questionnaire of one survey round. Run it after the answers.
-- Grain: one row per questionnaire
-- Missing row: nobody answered in the round
-- Parameters: $round_id text
-- Returns: nothing
DELETE FROM vault.response WHERE cell_no IN (SELECT cell_no FROM vault.survey_cell WHERE round_id = $round_id)
