-- Question: How many people stand behind each block of consecutive survey rounds of one programme's teams?
-- Grain: one row per team, block, indicator and instrument version; blocks are counted from the cohort's first round
-- Missing row: nobody there has a valid score
-- Parameters: $programme_id text, $rounds integer
-- Returns: enrolment_id text, block integer, indicator_id text, instrument text, responses integer, with_key integer, keys integer
WITH cells AS (
    SELECT cell_no, enrolment_id, rater, (round.ordinal - 1) // $rounds AS block
    FROM vault.survey_cell
    JOIN programme.survey_round AS round USING (round_id)
    JOIN programme.cohort AS cohort USING (cohort_id)
    WHERE cohort.programme_id = $programme_id
),
people AS (
    SELECT
        enrolment_id, rater, block,
        count(*) AS responses, count(link_key) AS with_key, count(DISTINCT link_key) AS keys
    FROM vault.response AS response JOIN cells USING (cell_no)
    ANTI JOIN vault.held_cell AS held
        ON response.cell_no = held.cell_no AND coalesce(response.batch_no, 0) = held.came_with
    GROUP BY enrolment_id, rater, block
),
series AS (
    SELECT DISTINCT enrolment_id, rater, block, indicator_id, instrument
    FROM vault.score_statistic JOIN cells USING (cell_no)
)
SELECT
    enrolment_id, block::INTEGER AS block, indicator_id, instrument,
    sum(responses)::BIGINT AS responses, sum(with_key)::BIGINT AS with_key, sum(keys)::BIGINT AS keys
FROM series JOIN people USING (enrolment_id, rater, block)
GROUP BY enrolment_id, block, indicator_id, instrument
ORDER BY ALL
