-- Question: Which survey rounds does a programme have, and at which learning set was each?
-- Grain: one row per survey round
-- Missing row: no survey was planned
-- Parameters: $programme_id text
-- Returns: round_id text, cohort_id text, ordinal integer, name text, opens_on date, closes_on date, learning_set integer
SELECT
    round_id, survey_round.cohort_id, survey_round.ordinal, survey_round.name, opens_on, closes_on,
    event.ordinal AS learning_set
FROM programme.survey_round AS survey_round
JOIN programme.cohort AS cohort USING (cohort_id)
LEFT JOIN programme.learning_event AS event ON event.event_id = survey_round.event_id AND event.kind = 'learning_set'
WHERE cohort.programme_id = $programme_id
ORDER BY cohort.ordinal, survey_round.ordinal
