-- Question: none; removes the questionnaires that stand under one code in one team and round. Run it after the answers.
-- Grain: one row per questionnaire
-- Missing row: nobody answered there under the code
-- Parameters: $link_key text, $enrolment_id text, $round_id text
-- Returns: nothing
DELETE FROM vault.response
WHERE link_key = $link_key AND cell_no IN (
    SELECT cell_no FROM vault.survey_cell WHERE enrolment_id = $enrolment_id AND round_id = $round_id
)
