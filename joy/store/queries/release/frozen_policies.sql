-- Question: Which policies are kept for one programme's survey rounds and tallies?
-- Grain: one row per survey round or cohort with a kept policy
-- Missing row: it has not opened, or nothing has been tallied there yet
-- Parameters: $programme_id text
-- Returns: scope_kind text, scope_id text, policy text
SELECT scope_kind, scope_id, min_by(policy, frozen_at) AS policy
FROM programme.frozen_policy
WHERE (scope_kind = 'round' AND scope_id IN (
    SELECT round_id FROM programme.survey_round JOIN programme.cohort USING (cohort_id) WHERE programme_id = $programme_id
)) OR (scope_kind = 'tallies' AND scope_id IN (
    SELECT cohort_id FROM programme.cohort WHERE programme_id = $programme_id
))
GROUP BY scope_kind, scope_id
ORDER BY min(frozen_at), scope_kind, scope_id  -- the order in which they were kept
