-- Question: Which survey rounds are there, when were they open, and what day is it for their programme?
-- Grain: one row per survey round
-- Missing row: no such round
-- Parameters: none
-- Returns: round_id text, cohort_id text, opens_on date, closes_on date, today date
SELECT round_id, survey_round.cohort_id, opens_on, closes_on, today
FROM programme.survey_round
LEFT JOIN programme.cohort ON cohort.cohort_id = survey_round.cohort_id
LEFT JOIN programme.programme ON programme.programme_id = cohort.programme_id
ORDER BY survey_round.cohort_id, survey_round.ordinal
