-- Question: Which stories of a programme have all these words in them?
-- Grain: one row per story; whether it may be read is asked elsewhere (views/stories)
-- Missing row: no story has them; empty $words or empty patterns leave none out
-- Parameters: $programme_id text, $words text, $close text, $close_2 text, $close_3 text
-- Returns: story_id text
WITH folded AS (
    SELECT
        story_id,
        strip_accents(lower(concat_ws(
            ' ', story.title, synopsis, challenge, who, how_measured, tested, outcome, learned_from_failure, next_step
        ))) AS of_all
    FROM programme.story AS story
    JOIN programme.cohort AS cohort ON cohort.cohort_id = story.cohort_id
    WHERE cohort.programme_id = $programme_id
)
SELECT story_id
FROM folded
WHERE
    list_bool_and(list_transform(
        string_split(strip_accents(lower($words)), ' '), lambda word: contains(of_all, word)
    ))
    AND regexp_matches(of_all, $close) AND regexp_matches(of_all, $close_2) AND regexp_matches(of_all, $close_3)
ORDER BY story_id
