-- Question: How many answers did each published update count in each smallest group, by the import they came with?
-- Grain: one row per kind, team, indicator, instrument version, period, import and run of updates
-- Missing row: no update counted anybody there
-- Parameters: $programme_id text
-- Returns: kind text, cohort_id text, enrolment_id text, indicator_id text, instrument text, period_id text, came_with integer, n integer, mark text, from_number integer, to_number integer, ordinal integer, closes_on date
SELECT
    kind, enrolment.cohort_id, enrolment_id, indicator_id, instrument, period_id, came_with, n, mark, from_number, to_number,
    survey_round.ordinal, survey_round.closes_on
FROM vault.counted AS counted
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort ON cohort.cohort_id = enrolment.cohort_id
LEFT JOIN programme.survey_round AS survey_round ON survey_round.round_id = counted.period_id
WHERE cohort.programme_id = $programme_id
ORDER BY ALL
