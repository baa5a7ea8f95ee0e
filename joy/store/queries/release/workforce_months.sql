-- Question: How many days were lost and available in each unit and month, for all its staff?
-- Grain: one row per unit, basis and month
-- Missing row: the payroll gave none
-- Parameters: none
-- Returns: unit_kind text, unit_id text, basis text, month date, lost number, available number
-- A row for all staff stands for itself; where there is none, its staff groups are summed, as rates never are.
SELECT
    unit_level AS unit_kind, unit_id, coalesce(basis, '') AS basis, CAST(date_trunc('month', month) AS DATE) AS month,
    sum(fte_days_lost) AS lost, sum(fte_days_available) AS available
FROM (
    SELECT * FROM vault.workforce_month
    QUALIFY (coalesce(staff_group, '') = '') = bool_or(coalesce(staff_group, '') = '') OVER (
        PARTITION BY unit_level, unit_id, basis, date_trunc('month', month)
    )
)
GROUP BY ALL
ORDER BY ALL
