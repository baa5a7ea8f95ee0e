-- Question: Up to which day did the newest update of a programme reach that stood open on a day of the calendar?
-- Grain: one row
-- Missing row: never; the day is missing where nothing stood open then
-- Parameters: $programme_id text, $day date, $sees_first truth
-- Returns: as_of date
SELECT max(as_of) AS as_of
FROM release.release
WHERE
    programme_id = $programme_id AND coalesce(audit_id, '') <> ''
    AND CASE WHEN $sees_first THEN made_at::DATE ELSE leaders_from END <= $day
