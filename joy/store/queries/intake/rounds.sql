-- Question: Which survey rounds are there, and when were they open?
-- Grain: one row per survey round
-- Missing row: no such round
-- Parameters: none
-- Returns: round_id text, cohort_id text, opens_on date, closes_on date
SELECT round_id, cohort_id, opens_on, closes_on
FROM programme.survey_round
ORDER BY cohort_id, ordinal
