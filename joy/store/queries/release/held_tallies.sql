-- Question: Which tallies of which import wait, and since when?
-- Grain: one row per team, indicator, instrument version, week and import
-- Missing row: none waits
-- Parameters: none
-- Returns: enrolment_id text, indicator_id text, instrument text, week date, came_with integer, since time
SELECT enrolment_id, indicator_id, instrument, week, came_with, since FROM vault.held_tally ORDER BY ALL
