-- Question: Which programmes does this database hold, and when were their results last published?
-- Grain: one row per programme
-- Missing row: the database holds no programme yet
-- Parameters: none
-- Returns: programme_id text, name text, is_invented truth, release_id text, made_at time, as_of date
SELECT
    programme_id, any_value(name) AS name, any_value(is_invented) AS is_invented,
    arg_max(release_id, made_at) AS release_id, max(made_at) AS made_at, arg_max(as_of, made_at) AS as_of
FROM programme.programme
LEFT JOIN (SELECT * FROM release.release WHERE NOT coalesce(is_withdrawn, false)) USING (programme_id)
GROUP BY programme_id
ORDER BY programme_id
