-- Question: The figures of which programmes does one import change through answers, tallies or remarks?
-- Grain: one row per programme
-- Missing row: the import brought none of these; what else it brought may touch every programme
-- Parameters: $batch_no integer
-- Returns: programme_id text
WITH touched AS (
    SELECT enrolment_id FROM vault.response JOIN vault.survey_cell USING (cell_no) WHERE response.batch_no = $batch_no
    UNION
    SELECT enrolment_id FROM vault.tally WHERE batch_no = $batch_no
    UNION
    SELECT enrolment_id FROM vault.comment WHERE batch_no = $batch_no
)
SELECT DISTINCT programme_id
FROM touched JOIN programme.enrolment USING (enrolment_id) JOIN programme.cohort USING (cohort_id)
ORDER BY programme_id
