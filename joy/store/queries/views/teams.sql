-- Question: Which teams are enrolled in a programme's cohorts?
-- Grain: one row per team and cohort, in order of enrolment
-- Missing row: there is none yet
-- Parameters: $programme_id text
-- Returns: enrolment_id text, team_id text, cohort_id text, ordinal integer, name text, setting text, organisation text, joined_on date, left_on date, outcome text, aim_text text, aim_target number, aim_by date, baseline_start date, baseline_end date
SELECT
    enrolment_id, team_id, cohort_id, enrolment.ordinal, team.name, team.setting, organisation.name AS organisation,
    joined_on, left_on, outcome, aim_text, aim_target, aim_by, baseline_start, baseline_end
FROM programme.enrolment AS enrolment
JOIN programme.team AS team USING (team_id)
LEFT JOIN programme.organisation AS organisation USING (org_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
ORDER BY cohort.ordinal, enrolment.ordinal
