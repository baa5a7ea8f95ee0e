"""What a team is told of its chart's power: in words, at its own pace, and against series drawn answer by answer."""

from __future__ import annotations

import random
import re
import tomllib
from itertools import groupby
from math import sqrt
from statistics import median

import pandas as pd
import pytest

from joy.definitions import load_definitions
from joy.findings import Run, Verdict
from joy.settings import ROOT
from joy.views.power import BLUR, power_sentence


INDICATORS = load_definitions().indicators
MONDAY = pd.Timestamp("2024-01-01")
TRIES = 800
BANDS = {  # how often in words, and between which shares of tries they may be said
    "hardly ever": (0.0, 0.07), "about one time in ten": (0.07, 0.15), "about one time in five": (0.15, 0.27),
    "about one time in three": (0.27, 0.42), "about half the time": (0.42, 0.58),
    "about two times in three": (0.58, 0.73), "about four times in five": (0.73, 0.85),
    "about nine times in ten": (0.85, 0.95), "nearly always": (0.95, 1.0),
}  # fmt: skip
PACES = re.compile(r"at (?:about )?(\d+)(?: answers?)? a day", re.IGNORECASE)


def sentence(share: float, a_week: int | None, *, people: float = 20, step: str = "week", of: str = "good_days") -> str:
    """The sentence of a team with twelve shown weeks at one share, each with as many answers."""
    starts = pd.date_range(MONDAY, periods=12, freq="7D")
    points = pd.DataFrame({"start": starts, "value": share if a_week else float("nan")})
    shown = pd.DataFrame(
        {
            "indicator_id": of,
            "instrument": INDICATORS[of].measured.instruments[0],
            "period_kind": step,
            "period_start": starts,
            "state": "shown" if a_week else "suppressed",
            "n_low": pd.array([a_week] * 12, dtype="Int64"),
        }
    )
    run = Run(title="Good days", subtitle="", verdict=Verdict.NO_CHANGE, alt="Good days", points=points, step=step)
    return power_sentence(run, shown, INDICATORS[of], people)


def seen(shares: list[float]) -> bool:
    """Whether plain loops find a rise in 26 weeks: by published limits for the points off the median."""
    line = median(shares)
    sides = [share > line for share in shares if abs(share - line) > 1e-9]
    n, half = len(sides), len(sides) // 2
    if n < 10:
        return False
    runs = [len(list(run)) for _, run in groupby(sides)]
    longest = {n: 6 if n < 12 else 7 if n < 23 else 8 for n in range(10, 27)}  # round(log2 n) + 3
    fewest = dict(zip(range(10, 27), (2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6, 6, 7, 7, 8, 8, 8), strict=True))
    beyond = max(runs) > longest[n] or len(runs) - 1 < fewest[n]
    return beyond and (sum(sides[n - half :]) - sum(sides[:half])) / half >= 1 / 3 - 1e-9


def plainly(a_day: int, share: float, shown_to: float) -> float:
    """How often a rise of 20 points after 13 of 26 weeks is seen, drawn answer by answer."""
    luck, found = random.Random(a_day), 0  # noqa: S311  a seeded generator is wanted here
    for _ in range(TRIES):
        levels = [share] * 13 + [share + 0.2] * 13
        shares = [sum(luck.random() < level for _ in range(5 * a_day)) / (5 * a_day) for level in levels]
        found += seen([round(value / shown_to) * shown_to for value in shares])
    return found / TRIES


@pytest.mark.parametrize(("a_day", "share", "shown_to"), [(1, 0.5, 0.10), (2, 0.5, 0.05), (6, 0.4, 0.01)])
def test_the_words_hold_for_series_drawn_answer_by_answer(a_day: int, share: float, shown_to: float) -> None:
    """How often a change is seen, said in words, is what plain loops with other random numbers find."""
    told = sentence(share, 5 * a_day)
    said = re.search(r"is seen (.*?)[.;]", told)[1]
    found, error = plainly(a_day, share, shown_to), 3.5 * sqrt(0.25 / TRIES)

    assert BANDS[said][0] - error <= found <= BANDS[said][1] + error, (told, found)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.75])
@pytest.mark.parametrize("a_week", [5, 10, 20])
def test_a_faster_pace_is_named_only_where_it_helps(share: float, a_week: int) -> None:
    """A second pace is higher than the team's own, and more is seen at it."""
    told = sentence(share, a_week, people=30)
    paces, said = [int(pace) for pace in PACES.findall(told)], list(BANDS)
    places = [said.index(words) for words in re.findall("|".join(BANDS), told)]

    assert paces[0] == a_week // 5
    assert len(paces) == len(places)
    assert paces == sorted(set(paces))
    assert places == sorted(set(places))


@pytest.mark.parametrize("people", [4, 5, 7])
def test_no_team_is_asked_for_more_than_it_has(people: int) -> None:
    """The pace that is held out is at most one answer a day from everybody in the team."""
    paces = [int(pace) for pace in PACES.findall(sentence(0.5, 10, people=people))]

    assert len(paces) == 2
    assert paces[1] <= people


def test_a_team_at_its_limit_is_not_told_of_more() -> None:
    """A team in which everybody answers already is told how often a change is seen, and nothing more."""
    told = sentence(0.5, 10, people=2)

    assert PACES.findall(told) == ["2"]
    assert told.endswith(".")


def test_enough_answers_need_no_advice() -> None:
    """Where a change is seen nine times in ten, no higher pace is held out."""
    assert PACES.findall(sentence(0.5, 50, people=60)) == ["10"]


def test_without_a_known_size_a_pace_is_still_told() -> None:
    """A team whose number of people nobody has said is told its power too."""
    assert sentence(0.5, 10, people=float("nan")).startswith("At about 2 answers a day, a 20-point change")


def test_near_the_top_a_fall_is_meant() -> None:
    """A team at 90 % has no room for a rise of 20 points, so the sentence speaks of a change either way."""
    told = sentence(0.9, 50)

    assert "20-point change" in told
    assert "rise" not in told
    assert "nearly always" in told or "nine times in ten" in told


@pytest.mark.parametrize(("a_week", "opening"), [(5, "At about 1 answer a day,"), (15, "At about 3 answers a day,")])
def test_one_answer_is_one(a_week: int, opening: str) -> None:
    """One answer a day is not called answers."""
    assert sentence(0.5, a_week).startswith(opening)


def test_fortnights_count_ten_days() -> None:
    """Twenty answers a fortnight are two a day."""
    assert sentence(0.5, 20, step="fortnight").startswith("At about 2 answers a day,")


def test_nothing_is_said_without_a_pace() -> None:
    """A hidden team, and a measure that is no share, are told nothing."""
    assert sentence(0.5, None) == ""
    assert sentence(70.0, 10, of="wellbeing") == ""


def test_shares_are_blurred_as_the_policy_says() -> None:
    """The steps in which power is reckoned are those in which shares of so many answers are shown."""
    tiers = tomllib.loads((ROOT / "data/policy.toml").read_text(encoding="utf-8"))["tiers"]
    for answers in range(min(tier["at_least"] for tier in tiers), 100):
        policy = max((tier for tier in tiers if tier["at_least"] <= answers), key=lambda tier: tier["at_least"])
        ours = next(step for least, step in BLUR if answers >= least)

        assert ours == policy["share_step"], answers
