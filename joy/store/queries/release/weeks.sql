-- Question: What was tallied in each closed week of one programme's teams?
-- Grain: one row per team, indicator, instrument version and week with any tally
-- Missing row: nobody tallied that week
-- Parameters: $programme_id text, $closed_before date
-- Returns: cohort_id text, enrolment_id text, indicator_id text, instrument text, week date, n integer, good integer, busiest_day integer
SELECT
    cohort_id, enrolment_id, indicator_id, instrument, week,
    n_total AS n, n_favourable AS good, busiest_day
FROM vault.pulse_statistic
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id AND week < $closed_before
ORDER BY ALL
