-- Question: Which survey rounds has one programme had, in which order, and closed by when?
-- Grain: one row per survey round that closed before the given day
-- Missing row: no round has closed yet
-- Parameters: $programme_id text, $closed_before date
-- Returns: round_id text, cohort_id text, ordinal integer, opens_on date, closes_on date, is_first truth, is_last truth
SELECT
    round_id, cohort_id, survey_round.ordinal, opens_on, closes_on,
    survey_round.ordinal = min(survey_round.ordinal) OVER (PARTITION BY cohort_id) AS is_first,
    survey_round.ordinal = max(survey_round.ordinal) OVER (PARTITION BY cohort_id) AS is_last
FROM programme.survey_round AS survey_round
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id AND closes_on < $closed_before
ORDER BY ALL
