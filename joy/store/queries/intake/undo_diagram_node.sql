-- Question: none; removes what one import brought into programme.diagram_node.
-- Grain: one row of the table
-- Missing row: the import brought none
-- Parameters: $batch_no integer
-- Returns: nothing
DELETE FROM programme.diagram_node WHERE batch_no = $batch_no
