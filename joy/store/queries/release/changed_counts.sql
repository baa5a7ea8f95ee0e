-- Question: Of which teams and periods was the content not always the same since updates first counted the period?
-- Grain: one row per team, indicator or question, instrument version, period and import, and stretch of updates
-- Missing row: it never changed, and neither did another week of the team
-- Parameters: $programme_id text
-- Returns: kind text, cohort_id text, enrolment_id text, indicator_id text, instrument text, period_id text, came_with integer, n integer, busiest_day integer, mark text, from_number integer, to_number integer, first_number integer, is_changed truth
WITH mine AS (
    SELECT
        kind, cohort_id, enrolment_id, indicator_id, instrument, period_id, came_with, n, busiest_day, mark,
        from_number, to_number,
        min(from_number) OVER (PARTITION BY kind, cohort_id, instrument, period_id) AS first_number
    FROM vault.counted
    JOIN programme.enrolment USING (enrolment_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
    WHERE cohort.programme_id = $programme_id
),
changed AS (
    SELECT DISTINCT kind, enrolment_id, indicator_id, instrument, period_id
    FROM mine WHERE to_number IS NOT NULL OR from_number > first_number
)
SELECT
    kind, cohort_id, enrolment_id, indicator_id, instrument, period_id, came_with, n, busiest_day, mark,
    from_number, to_number, first_number,
    EXISTS (
        SELECT 1 FROM changed
        WHERE changed.kind = mine.kind AND changed.enrolment_id = mine.enrolment_id
          AND changed.indicator_id = mine.indicator_id AND changed.instrument = mine.instrument
          AND changed.period_id = mine.period_id
    ) AS is_changed
FROM mine
WHERE EXISTS (  -- all weeks of a team where one changed: a fortnight is compared as a whole
    SELECT 1 FROM changed
    WHERE changed.kind = mine.kind AND changed.enrolment_id = mine.enrolment_id
      AND changed.indicator_id = mine.indicator_id AND changed.instrument = mine.instrument
      AND (changed.period_id = mine.period_id OR mine.kind = 'week')
)
ORDER BY ALL
