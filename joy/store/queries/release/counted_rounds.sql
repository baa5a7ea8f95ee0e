-- Question: Whom did every update count in survey rounds, in the series and programme where anything ever changed afterwards?
-- Grain: one row per team, indicator, instrument version, round and import, and stretch of updates
-- Missing row: nothing of that series ever changed
-- Parameters: $programme_id text
-- Returns: cohort_id text, enrolment_id text, indicator_id text, instrument text, period_id text, ordinal integer, came_with integer, n integer, mark text, from_number integer, to_number integer, is_changed truth
WITH mine AS (
    SELECT
        enrolment.cohort_id, enrolment_id, indicator_id, instrument, period_id, survey_round.ordinal, came_with, n, mark,
        from_number, to_number,
        min(from_number) OVER (PARTITION BY enrolment.cohort_id, indicator_id, instrument, period_id) AS first_number
    FROM vault.counted
    JOIN programme.enrolment USING (enrolment_id)
    JOIN programme.cohort AS cohort ON cohort.cohort_id = enrolment.cohort_id
    JOIN programme.survey_round ON survey_round.round_id = period_id
    WHERE cohort.programme_id = $programme_id AND kind = 'round'
),
changed AS (
    SELECT DISTINCT cohort_id, indicator_id, instrument
    FROM mine WHERE to_number IS NOT NULL OR from_number > first_number
)
SELECT
    cohort_id, enrolment_id, indicator_id, instrument, period_id, ordinal, came_with, n, mark, from_number, to_number,
    EXISTS (
        SELECT 1 FROM changed
        WHERE changed.cohort_id = mine.cohort_id AND changed.indicator_id = mine.indicator_id
          AND changed.instrument = mine.instrument
    ) AS is_changed
FROM mine
WHERE EXISTS (
    SELECT 1 FROM changed WHERE changed.indicator_id = mine.indicator_id AND changed.instrument = mine.instrument
)
ORDER BY ALL
