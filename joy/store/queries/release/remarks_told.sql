-- Question: Which remarks could be read in each update that counted themes, and how many were there then?
-- Grain: one row per update, group and remark that was not erased since
-- Missing row: the update counted no themes of that group; text is missing where every remark was erased since
-- Parameters: $programme_id text
-- Returns: number integer, group_id text, n integer, text text
SELECT release.number, themed.group_id, themed.n, comment.text
FROM vault.themed AS themed
JOIN release.release AS release ON release.release_id = themed.release_id
LEFT JOIN release.comment AS comment
    ON comment.release_id = themed.release_id AND comment.group_kind = themed.group_kind
    AND comment.group_id = themed.group_id
WHERE release.programme_id = $programme_id
ORDER BY ALL
