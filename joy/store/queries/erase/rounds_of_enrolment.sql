-- Question: Which survey rounds could this team in its cohort answer?
-- Grain: one row per round of its cohort
-- Missing row: the cohort has no rounds
-- Parameters: $enrolment_id text
-- Returns: round_id text
SELECT round_id
FROM programme.survey_round
WHERE cohort_id IN (SELECT cohort_id FROM programme.enrolment WHERE enrolment_id = $enrolment_id)
ORDER BY ordinal, round_id
