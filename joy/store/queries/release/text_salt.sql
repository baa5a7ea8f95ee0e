-- Question: By which secret are remarks shuffled here?
-- Grain: one row
-- Missing row: none was ever shuffled
-- Parameters: none
-- Returns: value text
SELECT value FROM programme.about WHERE key = 'text_salt'
