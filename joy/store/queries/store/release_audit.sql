-- Question: Does this published update name the audit it passed?
-- Grain: one row per update and audit in the file, one where all is well
-- Missing row: the file has no record of itself, or no audit
-- Parameters: $release_id text
-- Returns: is_audited truth
SELECT
    update.release_id = $release_id AND audit.release_id = $release_id
    AND update.audit_id = audit.audit_id AND audit.audit_id <> '' AND audit.outcome IN ('clear', 'parents_only')
    AS is_audited
FROM release.release AS update CROSS JOIN release.audit AS audit
