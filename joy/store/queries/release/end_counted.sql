-- Question: none; ends what the updates of one programme counted and this one does not count so any more.
-- Grain: one row per team, indicator or question, instrument version, period and import
-- Missing row: everything is counted as before
-- Parameters: $programme_id text, $number integer
-- Returns: nothing
UPDATE vault.counted SET to_number = $number - 1
WHERE to_number IS NULL AND enrolment_id IN (
    SELECT enrolment_id FROM programme.enrolment JOIN programme.cohort USING (cohort_id) WHERE programme_id = $programme_id
) AND NOT EXISTS (
    SELECT 1 FROM vault.counted_now AS now
    WHERE now.kind = counted.kind AND now.enrolment_id = counted.enrolment_id
      AND now.indicator_id = counted.indicator_id AND now.instrument = counted.instrument
      AND now.period_id = counted.period_id AND now.came_with = counted.came_with
      AND now.n = counted.n AND now.busiest_day = counted.busiest_day
)
