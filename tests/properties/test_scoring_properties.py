"""What holds for every questionnaire and any answers, and a second scorer that reads the files answer by answer."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joy.definitions import DATA, Instrument, load_definitions
from joy.definitions.records import Option, Scale
from joy.scoring import compile_series
from joy.scoring.compile import compile_scale
from joy.scoring.score import out_of_range_answers, score


DEFINITIONS = load_definitions()
SCORED = [ref for ref, instrument in DEFINITIONS.usable.items() if instrument.scales]
RAW = {
    f"{file['id']}@{file['version']}": file
    for path in sorted((DATA / "instruments").glob("*.toml"))
    if (file := tomllib.loads(path.read_text(encoding="utf-8")))
}
ODD = -7777  # no questionnaire offers this code
Answers = dict[str, int]
calm = settings(derandomize=True, deadline=None, max_examples=40)


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[str, list[Answers]]:
    """A questionnaire and a few people's answers, with holes and codes that it does not offer."""
    ref = draw(st.sampled_from(SCORED))
    instrument = DEFINITIONS.instruments[ref]
    holes = draw(st.sampled_from([0, 0, 1, 3]))
    people = []
    for _ in range(draw(st.integers(1, 4))):
        answers = {
            i.key: draw(st.sampled_from([o.code for o in instrument.options_of(i.key)])) for i in instrument.items
        }
        for key in draw(st.lists(st.sampled_from(sorted(answers)), max_size=holes, unique=True)):
            if draw(st.booleans()):
                answers[key] = ODD
            else:
                del answers[key]
        people.append(answers)
    return ref, people


def slow(file: dict[str, Any], name: str, answers: Answers) -> Fraction | None:
    """The score by the words of the file, in exact fractions, without any table."""
    scale = next(scale for scale in file["scales"] if scale["id"] == name)
    if scale["aggregate"] == "weighted_mean":
        parts = [(Fraction(part.get("weight", 1)), slow(file, part["scale"], answers)) for part in scale["parts"]]
        if any(found is None for _, found in parts):
            return None
        return sum(w * f for w, f in parts if f is not None) / sum(w for w, _ in parts)
    values = [found for key in scale["items"] if (found := worth(file, scale, key, answers)) is not None]
    if len(values) < scale["min_answered"]:
        return None
    mean = Fraction(sum(values), len(values))
    if scale["aggregate"] == "percent_in_set":
        return 100 * mean
    if scale.get("transform") == "lookup":
        return Fraction(scale["table"]["values"][int(sum(values)) - scale["table"]["first"]])
    if scale.get("transform") == "pomp":
        low, high = (end(worths(file, key) for key in scale["items"]) for end in (smallest, largest))
        return 100 * (mean - low) / (high - low)
    filled = sum(values) + (len(scale["items"]) - len(values)) * mean
    found = mean if scale["aggregate"] == "mean" else filled
    return found * Fraction(scale.get("multiply", 1)) / Fraction(scale.get("divide", 1))


def smallest(lists: Any) -> int:
    return min(min(numbers) for numbers in lists)


def largest(lists: Any) -> int:
    return max(max(numbers) for numbers in lists)


def worths(file: dict[str, Any], key: str) -> list[int]:
    item = next(item for item in file["items"] if item["key"] == key)
    return [option.get("points", option["code"]) for option in file["options"][item["options"]]]


def worth(file: dict[str, Any], scale: dict[str, Any], key: str, answers: Answers) -> int | None:
    item = next(item for item in file["items"] if item["key"] == key)
    for option in file["options"][item["options"]]:
        if option["code"] == answers.get(key):
            if "codes" in scale:
                return int(option["code"] in scale["codes"])
            value = option.get("points", option["code"])
            turned = key in scale["reverse"] if "reverse" in scale else item.get("reverse", False)
            return min(worths(file, key)) + max(worths(file, key)) - value if turned else value
    return None


def wide(instrument: Instrument, people: list[Answers]) -> pd.DataFrame:
    keys = [item.key for item in instrument.items]
    return pd.DataFrame([{"respondent": n, **{key: a.get(key) for key in keys}} for n, a in enumerate(people)])


def long(people: list[Answers]) -> pd.DataFrame:
    rows = [(n, key, code) for n, answers in enumerate(people) for key, code in answers.items()]
    return pd.DataFrame(rows, columns=["respondent", "item", "code"])


@pytest.mark.parametrize("ref", SCORED)
def test_scores_twice_from_the_files(ref: str) -> None:
    """Every score equals that of a scorer that reads the file answer by answer, and is missing where that has none."""
    instrument = DEFINITIONS.instruments[ref]
    people = [random_answers(instrument, np.random.default_rng(seed)) for seed in range(40)]

    found = score(wide(instrument, people), instrument).set_index(["respondent", "scale"])["score"]

    for n, answers in enumerate(people):
        for scale in instrument.scales:
            expected = slow(RAW[ref], scale.id, answers)
            if expected is None:
                assert pd.isna(found[n, scale.id])
            else:
                assert found[n, scale.id] == pytest.approx(float(expected), rel=1e-12, abs=1e-12)
    assert found.notna().any()


def random_answers(instrument: Instrument, draw: np.random.Generator) -> Answers:
    """One person's answers: half of the people answer all, the others leave holes and write codes that do not exist."""
    answers = {i.key: int(draw.choice([o.code for o in instrument.options_of(i.key)])) for i in instrument.items}
    holes = draw.choice([0, 0, 1, 2, 3]) if len(answers) > 1 else draw.choice([0, 1])
    for key in draw.choice(list(answers), min(int(holes), len(answers)), replace=False):
        if draw.random() < 0.3:
            answers[str(key)] = ODD
        else:
            del answers[str(key)]
    return answers


@calm
@given(filled_in())
def test_scores_lie_within_their_range(case: tuple[str, list[Answers]]) -> None:
    """No answers whatever score outside the range that the questionnaire gives for the scale."""
    ref, people = case
    instrument = DEFINITIONS.instruments[ref]

    found = score(wide(instrument, people), instrument).dropna(subset="score")

    for row in found.itertuples():
        scale = instrument.scale(row.scale)
        assert scale.minimum <= row.score <= scale.maximum


@calm
@given(filled_in(), st.randoms(use_true_random=False))
def test_order_of_people_and_questions_changes_nothing(case: tuple[str, list[Answers]], shuffler: Any) -> None:
    """Rows and columns in another order give every person the same score."""
    ref, people = case
    instrument = DEFINITIONS.instruments[ref]
    frame = wide(instrument, people)
    columns, order = list(frame.columns[1:]), list(frame.index)
    shuffler.shuffle(columns)
    shuffler.shuffle(order)

    one = score(frame, instrument)
    other = score(frame.loc[order, ["respondent", *columns]], instrument)

    key = ["respondent", "scale"]
    pd.testing.assert_frame_equal(one.sort_values(key, ignore_index=True), other.sort_values(key, ignore_index=True))


@calm
@given(filled_in())
def test_every_answer_is_valid_missing_or_out_of_range(case: tuple[str, list[Answers]]) -> None:
    """Valid answers, missing ones and answers out of range add up to the questions; the last are named one by one."""
    ref, people = case
    instrument = DEFINITIONS.instruments[ref]

    found = score(wide(instrument, people), instrument)
    named = out_of_range_answers(wide(instrument, people), instrument)

    odd = {(n, key) for n, answers in enumerate(people) for key, code in answers.items() if code == ODD}
    assert {(row.respondent, row.item) for row in named.itertuples()} == odd
    for row in found.itertuples():
        mine = [people[row.respondent].get(key) for key in instrument.scale(row.scale).items]
        assert (row.answered, row.out_of_range) == (len(mine) - mine.count(None) - mine.count(ODD), mine.count(ODD))
        assert (row.state == "scored") == (not pd.isna(row.score))


@calm
@given(filled_in())
def test_long_and_wide_frames_score_alike(case: tuple[str, list[Answers]]) -> None:
    """One row per answer and one row per person give the same scores."""
    ref, people = case
    instrument = DEFINITIONS.instruments[ref]
    people = [answers for answers in people if answers]
    asked = [item.key for item in instrument.items]
    if people:
        pd.testing.assert_frame_equal(
            score(long(people), instrument, asked=asked), score(wide(instrument, people), instrument, asked=asked)
        )


@calm
@given(st.lists(st.integers(-20, 20), min_size=2, max_size=8, unique=True), st.booleans())
def test_turning_an_item_twice_gives_it_back(points: list[int], is_turned: bool) -> None:
    """Reversing an item and then reversing the result leaves every answer's points as they were."""
    once = item_points(points, is_turned=is_turned)
    twice = item_points(item_points(points, is_turned=True), is_turned=True)

    assert twice == points

    assert (min(once), max(once)) == (min(points), max(points))


def item_points(points: list[int], *, is_turned: bool) -> list[int]:
    """What each option of a one-item questionnaire earns."""
    base = DEFINITIONS.instruments["pulse_myself@1"]
    options = tuple(Option(code=n, label=f"answer {n}", points=p) for n, p in enumerate(points))
    item = base.items[0].model_copy(update={"reverse": is_turned})
    instrument = base.model_copy(update={"options": {item.options: options}, "items": (item,)})
    scale = Scale(
        id="one", items=(item.key,), aggregate="mean", minimum=min(points), maximum=max(points), min_answered=1
    )
    return [row.points for row in compile_scale(scale, instrument).points]


@pytest.mark.parametrize("options", [2, 3, 4, 5, 6, 7, 11])
@pytest.mark.parametrize("questions", [2, 5, 9, 10, 12])
def test_the_best_and_worst_answers_always_score(options: int, questions: int) -> None:
    """Whoever gives only the highest or only the lowest answers gets the end of the scale, whatever its length."""
    base = DEFINITIONS.instruments["pulse_myself@1"]
    offered = tuple(Option(code=n, label=f"answer {n}") for n in range(options))
    items = tuple(base.items[0].model_copy(update={"key": f"q{n}", "options": "any"}) for n in range(questions))
    instrument = base.model_copy(update={"options": {"any": offered}, "items": items})
    keys = tuple(item.key for item in items)
    whole = {"id": "total", "items": keys, "aggregate": "mean", "minimum": 0, "maximum": 100, "min_answered": 1}
    for how in ({"multiply": 100 / (options - 1)}, {"transform": "pomp"}):
        scores = compile_scale(Scale.model_validate(whole | how), instrument).scores
        ends = {(scores[n, 0], scores[n, n * (options - 1)]) for n in range(1, questions + 1)}
        assert ends == {(0, 100)}


def test_tables_of_indicators_are_those_of_their_scales() -> None:
    """What the database applies for an indicator is what a notebook applies for its scale, row by row."""
    compiled = [
        s for s in compile_series(DEFINITIONS) if DEFINITIONS.indicators[s.indicator_id].measured.kind == "scale"
    ]

    assert len(compiled) > 25
    for series in compiled:
        instrument = DEFINITIONS.instruments[series.instrument]
        scale = instrument.scale(str(DEFINITIONS.indicators[series.indicator_id].measured.scale))
        table = compile_scale(scale, instrument)
        assert series.points == table.points
        assert {(row.answered, row.raw): row.score for row in series.lookup} == table.scores


def test_tables_stay_small() -> None:
    """No scale needs more than eleven thousand rows, and all of them together fit the database's whole numbers."""
    sizes, points = [], []
    for ref in SCORED:
        for scale in DEFINITIONS.instruments[ref].scales:
            table = compile_scale(scale, DEFINITIONS.instruments[ref])
            sizes.append(len(table.scores))
            points += [abs(row.points) for row in table.points]

    assert max(sizes) < 11_000
    assert sorted(sizes)[-2] < 200
    assert max(points) < 2**31
