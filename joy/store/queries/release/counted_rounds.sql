-- Question: Whom did every update of one programme count in survey rounds?
-- Grain: one row per team, indicator, instrument version, round and import, and stretch of updates
-- Missing row: no update counted anybody there
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
)
SELECT
    cohort_id, enrolment_id, indicator_id, instrument, period_id, ordinal, came_with, n, mark, from_number, to_number,
    bool_or(to_number IS NOT NULL OR from_number > first_number)
        OVER (PARTITION BY cohort_id, indicator_id, instrument) AS is_changed
FROM mine
ORDER BY ALL
