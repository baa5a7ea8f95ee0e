-- Question: Who has held which role in the teams of a programme, and until when?
-- Grain: one row per role held in a team, the earlier first
-- Missing row: nobody was named
-- Parameters: $programme_id text, $until date
-- Returns: team_id text, role text, person_label text, from_date date, to_date date
SELECT DISTINCT held.team_id, held.role, held.person_label, held.from_date, held.to_date
FROM programme.role AS held
JOIN programme.enrolment AS enrolment USING (team_id)
JOIN programme.cohort AS cohort USING (cohort_id)
WHERE cohort.programme_id = $programme_id AND (held.from_date IS NULL OR held.from_date <= $until)
ORDER BY held.team_id, held.role, held.from_date NULLS FIRST, held.to_date NULLS LAST, held.person_label
