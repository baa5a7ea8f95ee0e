-- Question: In which teams and rounds did somebody answer under this code, and with how many questionnaires?
-- Grain: one row per team in its cohort and round
-- Missing row: nobody answered there under this code
-- Parameters: $link_key text
-- Returns: enrolment_id text, team_id text, team_name text, cohort_id text, round_id text, n integer
SELECT
    cell.enrolment_id, any_value(enrolment.team_id) AS team_id, any_value(team.name) AS team_name,
    any_value(enrolment.cohort_id) AS cohort_id, cell.round_id, count(*) AS n
FROM vault.response AS response
JOIN vault.survey_cell AS cell ON cell.cell_no = response.cell_no
LEFT JOIN programme.enrolment AS enrolment ON enrolment.enrolment_id = cell.enrolment_id
LEFT JOIN programme.team AS team ON team.team_id = enrolment.team_id
WHERE response.link_key = $link_key
GROUP BY cell.enrolment_id, cell.round_id
ORDER BY cell.enrolment_id, cell.round_id
