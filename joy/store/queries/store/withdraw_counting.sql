-- Question: none; withdraws every update of the programmes whose updates counted what one import brought.
-- Grain: one row per release
-- Missing row: no update counted anything of that import
-- Parameters: $came_with integer
-- Returns: nothing
UPDATE release.release SET is_withdrawn = true
WHERE NOT coalesce(is_withdrawn, false) AND programme_id IN (
    SELECT programme_id
    FROM vault.counted
    JOIN programme.enrolment USING (enrolment_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
    WHERE came_with = $came_with
)
