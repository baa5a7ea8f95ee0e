-- Question: Which change ideas of a team wait to be tested, and for when is a test of one planned?
-- Grain: one row per idea that is suggested or planned and of which no test runs, planned ones first
-- Missing row: no idea waits
-- Parameters: $enrolment_id text, $until date
-- Returns: idea_id text, title text, is_planned truth, planned_on date
SELECT
    idea.idea_id, idea.title, idea.stage = 'planned' OR planned.planned_on IS NOT NULL AS is_planned, planned.planned_on
FROM programme.change_idea AS idea
LEFT JOIN (
    SELECT idea_id, min(planned_on) AS planned_on
    FROM programme.pdsa_test
    WHERE planned_on <= $until AND (started_on IS NULL OR started_on > $until)
    GROUP BY idea_id
) AS planned USING (idea_id)
WHERE
    idea.enrolment_id = $enrolment_id AND idea.raised_on <= $until
    AND (idea.stage IN ('suggested', 'planned') OR planned.planned_on IS NOT NULL)
ORDER BY 3 DESC, planned.planned_on NULLS LAST, idea.raised_on, idea.idea_id
