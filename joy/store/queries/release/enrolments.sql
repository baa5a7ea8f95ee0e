-- Question: Who is enrolled in one programme, with the windows that figures are made for?
-- Grain: one row per team and cohort
-- Missing row: no team is enrolled
-- Parameters: $programme_id text
-- Returns: enrolment_id text, team_id text, cohort_id text, ordinal integer, joined_on date, left_on date, baseline_start date, baseline_end date, cohort_start date, cohort_end date, cohort_status text, people integer
SELECT
    enrolment_id, enrolment.team_id, cohort_id, enrolment.ordinal, joined_on, left_on, baseline_start, baseline_end,
    cohort.start_date AS cohort_start, cohort.end_date AS cohort_end, cohort.status AS cohort_status,
    (
        SELECT max_by(headcount, valid_from) FROM programme.team_size AS size
        WHERE size.team_id = enrolment.team_id AND size.valid_from <= coalesce(cohort.end_date, size.valid_from)
    ) AS people
FROM programme.enrolment AS enrolment
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
ORDER BY cohort.ordinal, enrolment.ordinal
