-- Question: Which measures, by which questionnaire, have figures of a cohort in this update, be they shown or hidden?
-- Grain: one row per cohort, measure and questionnaire version
-- Missing row: nobody in the cohort was asked
-- Parameters: none
-- Returns: cohort_id text, indicator_id text, instrument text
SELECT DISTINCT group_id AS cohort_id, indicator_id, instrument
FROM release.figure
WHERE group_kind = 'cohort' AND state <> 'not_asked'
ORDER BY ALL
