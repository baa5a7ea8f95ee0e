-- Question: Which team, indicator, question, day and channel has a tally already, and from which import?
-- Grain: one row per row of the tally from the first to the last day asked for
-- Missing row: nobody tallied
-- Parameters: $first date, $last date
-- Returns: enrolment_id text, indicator_id text, instrument text, on_date date, channel text, batch_no integer
SELECT enrolment_id, indicator_id, instrument, on_date, channel, batch_no
FROM vault.tally
WHERE on_date BETWEEN $first AND $last
