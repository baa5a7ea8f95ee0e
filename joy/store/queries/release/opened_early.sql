-- Question: Which updates of one programme did teams open to leaders before their time?
-- Grain: one row per team and published update
-- Missing row: none was opened early
-- Parameters: $programme_id text
-- Returns: enrolment_id text, release_id text, number integer
SELECT DISTINCT enrolment_id, release_id, number
FROM programme.opened_early JOIN release.release USING (release_id)
WHERE programme_id = $programme_id AND NOT coalesce(is_withdrawn, false)
ORDER BY ALL
