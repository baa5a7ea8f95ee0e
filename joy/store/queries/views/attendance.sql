-- Question: Who came to the learning sets of a cohort?
-- Grain: one row per learning set and team
-- Missing row: nobody noted whether the team came, which is not zero
-- Parameters: $cohort_id text, $until date
-- Returns: event_id text, enrolment_id text, attendees integer, service_users integer
SELECT event_id, enrolment_id, attendees, of_which_service_users AS service_users
FROM programme.attendance
JOIN programme.learning_event AS event USING (event_id)
WHERE event.cohort_id = $cohort_id AND event.kind = 'learning_set' AND starts_on <= $until
ORDER BY event.starts_on, enrolment_id
