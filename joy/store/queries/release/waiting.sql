-- Question: Which teams' answers of closed periods arrived late and wait?
-- Grain: one row per team and period
-- Missing row: nothing waits
-- Parameters: $programme_id text
-- Returns: cohort_id text, enrolment_id text, kind text, period_id text, since date
WITH waits AS (
    SELECT enrolment_id, 'survey' AS kind, round_id AS period_id, since::DATE AS since
    FROM vault.held_cell JOIN vault.survey_cell USING (cell_no)
    UNION ALL
    SELECT enrolment_id, 'tally', strftime(week, '%Y-%m-%d'), since::DATE FROM vault.held_tally
)
SELECT cohort_id, enrolment_id, waits.kind, period_id, min(since) AS since
FROM waits
JOIN programme.enrolment AS enrolment USING (enrolment_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id
GROUP BY cohort_id, enrolment_id, waits.kind, period_id
ORDER BY ALL
