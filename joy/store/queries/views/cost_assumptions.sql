-- Question: What does the programme assume for the cost what-if?
-- Grain: one row per assumption
-- Missing row: nobody has entered one
-- Parameters: none
-- Returns: key text, value number, low number, high number, unit text, basis text, source text, year integer
SELECT key, value, low, high, unit, basis, source, year
FROM programme.cost_assumption
ORDER BY key
