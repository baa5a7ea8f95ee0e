-- Question: Which programmes, cohorts and teams does a scope take in?
-- Grain: one row per team in its cohort; one for a programme without cohorts or a cohort without teams
-- Missing row: there is no such programme, organisation, cohort or team
-- Parameters: $scope_kind text, $scope_id text
-- Returns: programme_id text, cohort_id text, enrolment_id text
SELECT programme.programme_id, cohort.cohort_id, enrolment.enrolment_id
FROM programme.programme AS programme
LEFT JOIN programme.cohort AS cohort USING (programme_id)
LEFT JOIN programme.enrolment AS enrolment USING (cohort_id)
LEFT JOIN programme.team AS team USING (team_id)
WHERE CASE $scope_kind
    WHEN 'programme' THEN programme.programme_id = $scope_id
    WHEN 'organisation' THEN team.org_id = $scope_id
    WHEN 'cohort' THEN cohort.cohort_id = $scope_id
    WHEN 'team' THEN enrolment.enrolment_id = $scope_id
    ELSE false
END
ORDER BY ALL
