-- Question: What was revealed in the room in the cohorts of this programme?
-- Grain: one row per reveal and option, as written in the room
-- Missing row: nothing was revealed
-- Parameters: $programme_id text
-- Returns: reveal_id text, cohort_id text, event_id text, question text, ordinal integer, label text, share number, capped text, n_band text, revealed_at time
SELECT reveal_id, cohort_id, event_id, question, ordinal, label, share, capped, n_band, revealed_at
FROM release.reveal
WHERE release_id IS NULL AND cohort_id IN (SELECT cohort_id FROM programme.cohort WHERE programme_id = $programme_id)
ORDER BY cohort_id, event_id, revealed_at, reveal_id, ordinal
