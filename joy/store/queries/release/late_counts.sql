-- Question: Whom did imports bring into periods that a published update told before, of whom none was counted yet?
-- Grain: one row per team, indicator or question, instrument version, period and import
-- Missing row: nobody came late
-- Parameters: none
-- Returns: kind text, enrolment_id text, indicator_id text, instrument text, period_id text, came_with integer, n integer, busiest_day integer, people integer, is_back truth, programme_id text
WITH held_before AS (
    SELECT DISTINCT kind, cohort_id, instrument, period_id
    FROM vault.counted JOIN programme.enrolment USING (enrolment_id)
),
closing AS (
    SELECT programme_id, date_trunc('week', max(as_of))::DATE AS closed_before FROM release.release GROUP BY programme_id
),
sets AS (
    SELECT
        cohort_id, date_trunc('week', starts_on)::DATE AS opens,
        date_trunc('week', greatest(max(end_date), (max(starts_on) + 7)::DATE) - 1)::DATE + 7 AS last_end
    FROM programme.learning_event JOIN programme.cohort USING (cohort_id)
    WHERE kind = 'learning_set'
    GROUP BY cohort_id, opens
),
spans AS (  -- what several weeks are told together in: stretches between learning sets, and fortnights
    SELECT cohort_id, opens, coalesce(lead(opens) OVER (PARTITION BY cohort_id ORDER BY opens), last_end) AS ends
    FROM sets
    UNION ALL
    SELECT DISTINCT cohort_id, pair, pair + 14
    FROM (
        SELECT cohort_id, week - (date_diff('day', date_trunc('week', start_date)::DATE, week) % 14)::INTEGER AS pair
        FROM (SELECT cohort_id, period_id::DATE AS week FROM held_before WHERE kind = 'week')
        JOIN programme.cohort USING (cohort_id)
    )
),
told_together AS (  -- those of which an update counted any week: a week of them that nobody tallied was told as well
    SELECT DISTINCT cohort_id, instrument, opens, ends
    FROM spans JOIN (SELECT cohort_id, instrument, period_id::DATE AS week FROM held_before WHERE kind = 'week')
        USING (cohort_id)
    WHERE week >= opens AND week < ends
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
    ) AS is_back,
    cohort.programme_id
FROM vault.counted_now AS now
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
LEFT JOIN closing ON closing.programme_id = cohort.programme_id
ANTI JOIN counted ON counted.series = CASE WHEN now.kind = 'week' THEN concat_ws(' ', now.indicator_id, now.instrument) ELSE '' END
    AND now.enrolment_id = counted.enrolment_id
    AND now.period_id = counted.period_id AND now.came_with = counted.came_with
WHERE EXISTS (
    SELECT 1 FROM held_before
    WHERE now.kind = held_before.kind AND enrolment.cohort_id = held_before.cohort_id
      AND now.instrument = held_before.instrument AND now.period_id = held_before.period_id
) OR (now.kind = 'week' AND EXISTS (  -- the span was over for this team when the newest update was made
    SELECT 1 FROM told_together AS span
    WHERE span.cohort_id = enrolment.cohort_id AND span.instrument = now.instrument
      AND try_cast(now.period_id AS DATE) >= span.opens AND try_cast(now.period_id AS DATE) < span.ends
      AND least(span.ends, date_trunc('week', enrolment.left_on - 1)::DATE + 7) <= closing.closed_before
))
ORDER BY ALL
