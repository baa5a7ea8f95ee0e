-- Question: Which questionnaires did somebody switch on or off, in which cohort, as it stands now?
-- Grain: one row per cohort and questionnaire that was ever decided on
-- Missing row: nobody decided; it counts as asked where answers are in
-- Parameters: none
-- Returns: cohort_id text, instrument text, is_on truth, licence_note text, version integer
SELECT cohort_id, instrument, is_on, licence_note, version
FROM programme.questionnaire_use
QUALIFY row_number() OVER (PARTITION BY cohort_id, instrument ORDER BY version DESC) = 1
ORDER BY changed_at, cohort_id, instrument
