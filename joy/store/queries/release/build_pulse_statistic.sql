-- Question: none; sums daily tallies into ISO weeks.
-- Grain: one row per team, indicator, instrument version and week with any tally
-- Missing row: nobody tallied that week
-- Parameters: none
-- Returns: nothing
INSERT INTO vault.pulse_statistic
    (enrolment_id, indicator_id, instrument, week, n_total, n_favourable, busiest_day)
WITH days AS (
    SELECT
        enrolment_id, indicator_id, instrument, on_date,
        sum(n_total)::BIGINT AS n_total, sum(n_favourable)::BIGINT AS n_favourable
    FROM vault.tally AS tally
    ANTI JOIN vault.held_tally AS held  -- late and too few: they wait (rule R15)
        ON tally.enrolment_id = held.enrolment_id AND tally.indicator_id = held.indicator_id
        AND tally.instrument = held.instrument AND date_trunc('week', tally.on_date)::DATE = held.week
        AND coalesce(tally.batch_no, 0) = held.came_with
    GROUP BY enrolment_id, indicator_id, instrument, on_date
)
SELECT
    enrolment_id, indicator_id, instrument, date_trunc('week', on_date)::DATE AS week,
    sum(n_total)::BIGINT, sum(n_favourable)::BIGINT, max(n_total)
FROM days
GROUP BY enrolment_id, indicator_id, instrument, week
