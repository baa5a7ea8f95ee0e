-- Question: Which survey rounds of real programmes closed before this day and still hold questionnaires?
-- Grain: one row per round
-- Missing row: it is newer, invented, or empty
-- Parameters: $before date
-- Returns: round_id text, n integer, links integer
SELECT round.round_id, count(*) AS n, count(response.link_key) AS links
FROM programme.survey_round AS round
JOIN programme.cohort AS cohort ON cohort.cohort_id = round.cohort_id
JOIN programme.programme AS programme ON programme.programme_id = cohort.programme_id
JOIN vault.survey_cell AS cell ON cell.round_id = round.round_id
JOIN vault.response AS response ON response.cell_no = cell.cell_no
WHERE round.closes_on < $before AND NOT coalesce(programme.is_invented, false)
GROUP BY round.round_id
ORDER BY round.round_id
