-- Question: What do the tables of a published update hold, as a number of rows and a sum of their hashes?
-- Grain: one row per table
-- Missing row: never; a table without rows has none
-- Parameters: $release_id text, $is_whole truth
-- Returns: table_name text, n integer, mark text
-- With $is_whole every row counts, whatever update it says it is of: pages read a file whole. What an update is told
-- later (its day for leaders, that it was withdrawn) and what waits is in the database only.
SELECT
    'release.release' AS table_name, count(*) AS n,
    coalesce(sum(hash(
        release_id, programme_id, made_at, as_of, reason, policy_version, content_hash, number, audit_id
    )::HUGEINT), 0)::VARCHAR AS mark
FROM release.release
WHERE $is_whole OR release_id = $release_id
UNION ALL
SELECT 'release.figure', count(*), coalesce(sum(hash(figure)::HUGEINT), 0)::VARCHAR
FROM release.figure
WHERE $is_whole OR release_id = $release_id
UNION ALL
SELECT 'release.figure_option', count(*), coalesce(sum(hash(figure_option)::HUGEINT), 0)::VARCHAR
FROM release.figure_option
WHERE $is_whole OR release_id = $release_id
UNION ALL
SELECT 'release.finding', count(*), coalesce(sum(hash(finding)::HUGEINT), 0)::VARCHAR
FROM release.finding
WHERE $is_whole OR release_id = $release_id
UNION ALL
SELECT 'release.participation', count(*), coalesce(sum(hash(participation)::HUGEINT), 0)::VARCHAR
FROM release.participation
WHERE $is_whole OR release_id = $release_id
UNION ALL
SELECT 'release.workforce', count(*), coalesce(sum(hash(workforce)::HUGEINT), 0)::VARCHAR
FROM release.workforce
WHERE $is_whole OR release_id = $release_id
UNION ALL
SELECT 'release.audit', count(*), coalesce(sum(hash(audit)::HUGEINT), 0)::VARCHAR
FROM release.audit
WHERE $is_whole OR release_id = $release_id
UNION ALL
SELECT 'release.comment', count(*), coalesce(sum(hash(comment)::HUGEINT), 0)::VARCHAR
FROM release.comment
WHERE $is_whole OR release_id = $release_id
UNION ALL
SELECT 'release.theme', count(*), coalesce(sum(hash(told)::HUGEINT), 0)::VARCHAR
FROM release.theme AS told
WHERE $is_whole OR release_id = $release_id
UNION ALL
SELECT 'release.reveal', count(*), coalesce(sum(hash(reveal)::HUGEINT), 0)::VARCHAR
FROM release.reveal
WHERE $is_whole OR release_id = $release_id
ORDER BY table_name
