-- Question: Of which teams and periods was the content not always the same since updates first counted the period?
-- Grain: one row per team, indicator or question, instrument version, period and import, and stretch of updates
-- Missing row: it never changed
-- Parameters: $programme_id text
-- Returns: kind text, cohort_id text, enrolment_id text, indicator_id text, instrument text, period_id text, came_with integer, n integer, busiest_day integer, mark text, from_number integer, to_number integer, first_number integer
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
    from_number, to_number, first_number
FROM mine SEMI JOIN changed USING (kind, enrolment_id, indicator_id, instrument, period_id)
ORDER BY ALL
