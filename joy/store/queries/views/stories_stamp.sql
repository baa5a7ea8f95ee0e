-- Question: Has anything about the stories of a programme changed, or anybody's consent to them?
-- Grain: one row; its stamp is another one after any change
-- Missing row: never; the stamp is empty where no story was told
-- Parameters: $programme_id text
-- Returns: stamp text
SELECT coalesce(md5(string_agg(row_text, '|' ORDER BY row_text)), '') AS stamp
FROM (
    SELECT story::VARCHAR AS row_text
    FROM programme.story AS story
    JOIN programme.cohort AS cohort ON cohort.cohort_id = story.cohort_id
    WHERE cohort.programme_id = $programme_id
)
