-- Question: Which stories of a programme have all these words in them?
-- Grain: one row per story; whether it may be read is asked elsewhere (views/stories)
-- Missing row: no story has them
-- Parameters: $programme_id text, $words text
-- Returns: story_id text
SELECT story_id
FROM programme.story AS story
JOIN programme.cohort AS cohort ON cohort.cohort_id = story.cohort_id
WHERE
    cohort.programme_id = $programme_id
    AND list_bool_and(list_transform(
        string_split(strip_accents(lower($words)), ' '),
        lambda word: contains(
            strip_accents(lower(concat_ws(
                ' ', story.title, synopsis, challenge, who, how_measured, tested, outcome, learned_from_failure, next_step
            ))),
            word
        )
    ))
ORDER BY story_id
