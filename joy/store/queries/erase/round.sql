-- Question: How many questionnaires of this round are there?
-- Grain: one row
-- Missing row: there is no such round
-- Parameters: $round_id text
-- Returns: round_id text, name text, n integer
SELECT
    round_id, any_value(name) AS name,
    (SELECT count(*) FROM vault.response WHERE cell_no IN
        (SELECT cell_no FROM vault.survey_cell WHERE round_id = $round_id)) AS n
FROM programme.survey_round
WHERE round_id = $round_id
GROUP BY round_id
