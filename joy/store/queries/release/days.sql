-- Question: What was tallied on each day of closed weeks by one programme's teams?
-- Grain: one row per team, indicator, instrument version and day with any tally
-- Missing row: nobody tallied that day
-- Parameters: $programme_id text, $closed_before date
-- Returns: cohort_id text, enrolment_id text, indicator_id text, instrument text, on_date date, n integer, good integer
SELECT
    cohort_id, enrolment_id, indicator_id, instrument, on_date,
    sum(n_total)::BIGINT AS n, sum(n_favourable)::BIGINT AS good
FROM vault.tally AS tally
ANTI JOIN vault.held_tally AS held  -- late and too few: they wait (rule R15)
    ON tally.enrolment_id = held.enrolment_id AND tally.indicator_id = held.indicator_id
    AND tally.instrument = held.instrument AND date_trunc('week', tally.on_date)::DATE = held.week
    AND coalesce(tally.batch_no, 0) = held.came_with
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id AND on_date < $closed_before
GROUP BY cohort_id, enrolment_id, indicator_id, instrument, on_date
ORDER BY ALL
