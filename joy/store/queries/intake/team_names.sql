-- Question: Which names and ids may mean which team?
-- Grain: one row per team and name it is or was known by, its id among them
-- Missing row: no such team
-- Parameters: none
-- Returns: team_id text, name text
SELECT team_id, team_id AS name FROM programme.team
UNION
SELECT team_id, name FROM programme.team WHERE name IS NOT NULL
UNION
SELECT team_id, name FROM programme.team_name WHERE name IS NOT NULL
