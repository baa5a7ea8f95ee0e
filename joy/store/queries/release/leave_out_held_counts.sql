-- Question: none; takes answers and tallies that wait out of what is counted.
-- Grain: one row per team, indicator or question, instrument version, period and import
-- Missing row: nothing waits
-- Parameters: none
-- Returns: nothing
DELETE FROM vault.counted_now
WHERE EXISTS (
    SELECT 1 FROM vault.held_cell AS held JOIN vault.survey_cell AS cell USING (cell_no)
    WHERE counted_now.kind <> 'week' AND cell.enrolment_id = counted_now.enrolment_id
      AND cell.round_id = counted_now.period_id AND held.came_with = counted_now.came_with
) OR EXISTS (
    SELECT 1 FROM vault.held_tally AS held
    WHERE counted_now.kind = 'week' AND held.enrolment_id = counted_now.enrolment_id
      AND held.indicator_id = counted_now.indicator_id AND held.instrument = counted_now.instrument
      AND strftime(held.week, '%Y-%m-%d') = counted_now.period_id AND held.came_with = counted_now.came_with
)
