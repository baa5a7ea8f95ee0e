-- Question: none; forgets the link codes of questionnaires of one round, keeping the answers.
-- Grain: one row per questionnaire
-- Missing row: no such questionnaire had a code
-- Parameters: $round_id text
-- Returns: nothing
UPDATE vault.response SET link_key = NULL
WHERE link_key IS NOT NULL AND cell_no IN (SELECT cell_no FROM vault.survey_cell WHERE round_id = $round_id)
