-- Question: Which change ideas of a programme have all these words in their title, or in what was written of their tests?
-- Grain: one row per idea, the newest first
-- Missing row: no idea has them; empty $words or empty patterns leave none out
-- Parameters: $programme_id text, $until date, $words text, $close text, $close_2 text, $close_3 text
-- Returns: idea_id text, enrolment_id text, cohort_id text, team text, title text, stage text, raised_on date, in_title truth
WITH written AS (
    SELECT idea_id, string_agg(concat_ws(' ', prediction, what_happened, learned), ' ') AS told
    FROM programme.pdsa_test
    WHERE started_on <= $until
    GROUP BY idea_id
), folded AS (
    SELECT
        idea_id, enrolment_id, cohort_id, team.name AS team, idea.title, stage, raised_on,
        strip_accents(lower(coalesce(idea.title, ''))) AS of_title,
        strip_accents(lower(concat_ws(' ', idea.title, told))) AS of_all,
        string_split(strip_accents(lower($words)), ' ') AS words
    FROM programme.change_idea AS idea
    JOIN programme.enrolment AS enrolment USING (enrolment_id)
    JOIN programme.team AS team USING (team_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
    LEFT JOIN written USING (idea_id)
    WHERE cohort.programme_id = $programme_id AND raised_on <= $until
)
SELECT
    idea_id, enrolment_id, cohort_id, team, title, stage, raised_on,
    list_bool_and(list_transform(words, lambda word: contains(of_title, word)))
    AND regexp_matches(of_title, $close) AND regexp_matches(of_title, $close_2)
    AND regexp_matches(of_title, $close_3) AS in_title
FROM folded
WHERE
    list_bool_and(list_transform(words, lambda word: contains(of_all, word)))
    AND regexp_matches(of_all, $close) AND regexp_matches(of_all, $close_2) AND regexp_matches(of_all, $close_3)
ORDER BY raised_on DESC, idea_id
