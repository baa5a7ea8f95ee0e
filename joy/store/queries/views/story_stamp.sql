-- Question: Has anything about the stories of one team changed, or anybody's consent to them?
-- Grain: one row; its stamp is another one after any change
-- Missing row: never; the stamp is empty where no story was told
-- Parameters: $enrolment_id text
-- Returns: stamp text
SELECT coalesce(md5(string_agg(row_text, '|' ORDER BY row_text)), '') AS stamp
FROM (SELECT story::VARCHAR AS row_text FROM programme.story AS story WHERE enrolment_id = $enrolment_id)
