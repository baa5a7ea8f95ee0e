-- Question: How many people were asked in each survey round?
-- Grain: one row per survey round and kind of respondent
-- Missing row: nobody noted how many were asked, which is not zero
-- Parameters: $programme_id text
-- Returns: cohort_id text, round_id text, rater text, teams integer, invited integer
SELECT survey_round.cohort_id, round_id, rater, count(*) AS teams, sum(invited)::BIGINT AS invited
FROM programme.invitation
JOIN programme.survey_round AS survey_round USING (round_id)
JOIN programme.cohort AS cohort ON cohort.cohort_id = survey_round.cohort_id
WHERE cohort.programme_id = $programme_id
GROUP BY ALL
ORDER BY ALL
