-- Question: Which survey rounds have opened, and which cohorts have tallied, without a policy being kept for them?
-- Grain: one row per survey round or cohort
-- Missing row: it has not opened yet, or has its policy
-- Parameters: $programme_id text, $as_of date
-- Returns: scope_kind text, scope_id text
WITH begun AS (
    SELECT 'round' AS scope_kind, round_id AS scope_id
    FROM programme.survey_round JOIN programme.cohort USING (cohort_id)
    WHERE programme_id = $programme_id AND opens_on <= $as_of
    UNION
    SELECT 'tallies' AS scope_kind, cohort_id AS scope_id
    FROM vault.pulse_statistic JOIN programme.enrolment USING (enrolment_id) JOIN programme.cohort USING (cohort_id)
    WHERE programme_id = $programme_id AND week <= $as_of
)
SELECT scope_kind, scope_id
FROM begun ANTI JOIN programme.frozen_policy AS kept USING (scope_kind, scope_id)
ORDER BY ALL
