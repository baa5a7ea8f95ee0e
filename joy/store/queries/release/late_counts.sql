-- Question: Whom did imports bring into periods that a published update held before, of whom none was counted yet?
-- Grain: one row per team, indicator or question, instrument version, period and import
-- Missing row: nobody came late
-- Parameters: none
-- Returns: kind text, enrolment_id text, indicator_id text, instrument text, period_id text, came_with integer, n integer, busiest_day integer, people integer, is_back truth
WITH held_before AS (
    SELECT DISTINCT kind, cohort_id, instrument, period_id
    FROM vault.counted JOIN programme.enrolment USING (enrolment_id)
),
counted AS (
    -- an import counts whole in a team and period, or not at all; questions and scores of one round go together
    SELECT DISTINCT
        CASE WHEN kind = 'week' THEN concat_ws(' ', indicator_id, instrument) ELSE '' END AS series,
        enrolment_id, period_id, came_with
    FROM vault.counted WHERE to_number IS NULL
)
SELECT
    now.kind, now.enrolment_id, now.indicator_id, now.instrument, now.period_id, now.came_with, now.n, now.busiest_day,
    coalesce((SELECT max_by(headcount, valid_from) FROM programme.team_size AS size WHERE size.team_id = enrolment.team_id), 0)
        AS people,
    EXISTS (  -- taken back before, and brought in again as it was
        SELECT 1 FROM vault.counted AS before
        WHERE before.to_number IS NOT NULL AND before.kind = now.kind AND before.enrolment_id = now.enrolment_id
          AND before.indicator_id = now.indicator_id AND before.instrument = now.instrument
          AND before.period_id = now.period_id AND before.n = now.n AND before.busiest_day = now.busiest_day
          AND before.mark = now.mark
    ) AS is_back
FROM vault.counted_now AS now
JOIN programme.enrolment AS enrolment USING (enrolment_id)
SEMI JOIN held_before ON now.kind = held_before.kind AND enrolment.cohort_id = held_before.cohort_id
    AND now.instrument = held_before.instrument AND now.period_id = held_before.period_id
ANTI JOIN counted ON counted.series = CASE WHEN now.kind = 'week' THEN concat_ws(' ', now.indicator_id, now.instrument) ELSE '' END
    AND now.enrolment_id = counted.enrolment_id
    AND now.period_id = counted.period_id AND now.came_with = counted.came_with
ORDER BY ALL
