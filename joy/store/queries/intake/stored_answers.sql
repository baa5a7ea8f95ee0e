-- Question: What was answered in this round so far?
-- Grain: one row per answer
-- Missing row: not answered or not asked
-- Parameters: $round_id text, $rater text
-- Returns: response_no integer, item_no integer, code integer
SELECT response_no, item_no, code
FROM vault.answer
WHERE cell_no IN (SELECT cell_no FROM vault.survey_cell WHERE round_id = $round_id AND rater = $rater)
