-- Question: none; notes what this update of one programme counts and earlier ones did not: closed periods only.
-- Grain: one row per team, indicator or question, instrument version, period and import
-- Missing row: everything is counted as before
-- Parameters: $programme_id text, $number integer, $rounds_before date, $weeks_before date
-- Returns: nothing
INSERT INTO vault.counted
    (kind, enrolment_id, indicator_id, instrument, period_id, came_with, n, busiest_day, mark, from_number)
SELECT
    now.kind, now.enrolment_id, now.indicator_id, now.instrument, now.period_id, now.came_with, now.n, now.busiest_day,
    now.mark, $number
FROM vault.counted_now AS now
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
  AND CASE
      WHEN now.kind = 'week' THEN now.period_id < strftime($weeks_before::DATE, '%Y-%m-%d')
      ELSE now.period_id IN (SELECT round_id FROM programme.survey_round WHERE closes_on < $rounds_before)
  END
  AND NOT EXISTS (
    SELECT 1 FROM vault.counted AS counted
    WHERE counted.to_number IS NULL AND now.kind = counted.kind AND now.enrolment_id = counted.enrolment_id
      AND now.indicator_id = counted.indicator_id AND now.instrument = counted.instrument
      AND now.period_id = counted.period_id AND now.came_with = counted.came_with
      AND now.n = counted.n AND now.busiest_day = counted.busiest_day
)
