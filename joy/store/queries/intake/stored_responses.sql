-- Question: Which questionnaires of this round stand already, whose are they, and from which import?
-- Grain: one row per questionnaire, in the order of their numbers
-- Missing row: nobody has answered in this round yet
-- Parameters: $round_id text, $rater text
-- Returns: response_no integer, enrolment_id text, role_group text, link_key text, batch_no integer
SELECT response_no, enrolment_id, role_group, link_key, response.batch_no
FROM vault.response
JOIN vault.survey_cell ON survey_cell.cell_no = response.cell_no
WHERE round_id = $round_id AND rater = $rater
ORDER BY response_no
