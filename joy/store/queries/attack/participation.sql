-- Question: What does a published update tell of who takes part?
-- Grain: one row per team
-- Missing row: the update has no such team
-- Parameters: $release_id text
-- Returns: enrolment_id text, answers_band text
SELECT enrolment_id, answers_band
FROM release.participation
WHERE release_id = $release_id
ORDER BY ALL
