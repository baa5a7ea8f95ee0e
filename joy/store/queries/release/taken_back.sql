-- Question: Whose answers did the newest updates of one programme count that this one, by its number, counts no more?
-- Grain: one row per team, indicator or question, instrument version, period and import
-- Missing row: nothing was taken back or erased since
-- Parameters: $programme_id text, $number integer
-- Returns: kind text, enrolment_id text, indicator_id text, instrument text, period_id text, came_with integer
SELECT kind, enrolment_id, indicator_id, instrument, period_id, came_with
FROM vault.counted AS gone
WHERE to_number = $number - 1 AND enrolment_id IN (
    SELECT enrolment_id FROM programme.enrolment JOIN programme.cohort USING (cohort_id) WHERE programme_id = $programme_id
) AND NOT EXISTS (
    SELECT 1 FROM vault.counted AS now
    WHERE now.to_number IS NULL AND now.kind = gone.kind AND now.enrolment_id = gone.enrolment_id
      AND now.indicator_id = gone.indicator_id AND now.instrument = gone.instrument
      AND now.period_id = gone.period_id AND now.came_with = gone.came_with AND now.n >= gone.n
)
ORDER BY ALL
