-- Question: Which survey figures did updates show, also withdrawn ones, in each stretch of them that counted the same people?
-- Grain: one row per figure of rounds and stretch of updates, with the first update of the stretch that showed it
-- Missing row: no update of that stretch showed it
-- Parameters: $programme_id text
-- Returns: group_kind text, group_id text, indicator_id text, instrument text, period_kind text, period_id text, number integer
WITH counted AS (
    SELECT from_number, to_number
    FROM vault.counted
    JOIN programme.enrolment USING (enrolment_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
    WHERE cohort.programme_id = $programme_id AND kind = 'round'
),
turns AS (  -- a programme has many more updates than these: most differ by another week of tallies only
    SELECT from_number AS turn FROM counted
    UNION
    SELECT to_number + 1 FROM counted WHERE to_number IS NOT NULL
)
SELECT group_kind, group_id, indicator_id, instrument, period_kind, period_id, min(number) AS number
FROM release.figure
JOIN release.release USING (release_id)
ASOF JOIN turns ON number >= turn
WHERE programme_id = $programme_id AND state = 'shown' AND period_kind IN ('round', 'pooled', 'baseline', 'latest')
  AND indicator_id IN (SELECT indicator_id FROM vault.counted WHERE kind = 'round')
GROUP BY group_kind, group_id, indicator_id, instrument, period_kind, period_id, turn
ORDER BY ALL
