-- Question: How many people left each unit in a period, and how many stayed?
-- Grain: one row per unit and period
-- Missing row: the payroll gave none
-- Parameters: none
-- Returns: unit_kind text, unit_id text, period_start date, last_day date, headcount_start number, headcount_end number, leavers number, stayers number
SELECT
    unit_level AS unit_kind, unit_id, from_date AS period_start, to_date AS last_day,
    headcount_start, headcount_end, leavers, stayers
FROM vault.workforce_period
ORDER BY ALL
