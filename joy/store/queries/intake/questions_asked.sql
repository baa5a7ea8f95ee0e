-- Question: Which question has each team tallied for an indicator, and from when until when?
-- Grain: one row per enrolment, indicator and question
-- Missing row: nobody tallied it
-- Parameters: none
-- Returns: enrolment_id text, indicator_id text, instrument text, first_on date, last_on date
SELECT enrolment_id, indicator_id, instrument, min(on_date) AS first_on, max(on_date) AS last_on
FROM vault.tally
GROUP BY enrolment_id, indicator_id, instrument
ORDER BY enrolment_id, indicator_id, last_on, instrument
