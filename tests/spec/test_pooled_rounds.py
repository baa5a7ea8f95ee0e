"""Teams too small for single survey rounds: fixed blocks of rounds are shown together, and nothing beside them."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from joy.definitions import load_definitions, load_policy, text_of
from joy.definitions.policy import Policy
from joy.release import make_release
from joy.release.guard import guarded
from joy.release.raw import raw_figures
from joy.store import Store
from tests.small_world import P6, SET_GAP, SETS, START, add_responses, everybody, lay_out


WHO = "relationships_colleagues"
BLOCK = "a-r1+a-r2"
Round = list[tuple[str, str, str | None, dict[tuple[str, str], int]]]


def policy() -> Policy:
    """Two rounds a block and seven people, so that a small world has a complete block."""
    values = json.loads(text_of(load_policy()))
    values["pooled"]["rounds"] = 2
    values["classes"]["survey"]["k_show"] = 7
    return Policy.model_validate(values)


def answered(team: str, survey_round: str, people: int, keys: str = "", code: int = 3) -> Round:
    """`people` answer alike; `keys` holds one letter per person, their link key."""
    names = [f"{team}{key}" for key in keys] or [None] * people
    return [(team, survey_round, name, everybody("p6_colleagues@1", P6, code)) for name in names]


def world(store: Store, first: Round, second: Round, others: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Figures of a cohort with team a-1 and others: {team: people in each round}."""
    lay_out(store, {"a": [9] * (1 + len(others))})
    rest = [
        row for team, counts in others.items() for n, name in enumerate(("a-r1", "a-r2"))
        for row in answered(team, name, counts[n])
    ]  # fmt: skip
    add_responses(store, [*first, *second, *rest])
    make_release(store, "p", reason="by_hand")
    today = (START + SET_GAP * SETS).replace(month=7)
    rows = raw_figures(store, "p", today, load_definitions(), policy())
    figures = guarded(rows, load_definitions(), policy())
    return figures[(figures["indicator_id"] == WHO) & (figures["group_kind"] == "team")]


def pooled(figures: pd.DataFrame) -> list[str]:
    return sorted(figures.loc[figures["period_kind"] == "pooled", "group_id"])


OTHERS = {"a-2": (6, 6), "a-3": (6, 6), "a-4": (9, 9)}


def test_two_rounds_of_six_are_shown_together(store: Store) -> None:
    """Six of the same seven people answer each round: neither can be shown, both together can."""
    figures = world(store, answered("a-1", "a-r1", 6, "abcdef"), answered("a-1", "a-r2", 6, "bcdefg", 2), OTHERS)
    own = figures[figures["group_id"] == "a-1"].set_index("period_id")

    assert own["state"].to_dict() == {"a-r1": "hidden", "a-r2": "hidden", BLOCK: "shown"}
    # Code 3 of 0 to 4 scores 75 of 100, code 2 scores 50: the mean of six each is 62.5, told as 65.
    assert (own.loc[BLOCK, "value"], own.loc[BLOCK, "n_band"]) == (65.0, "10–14")
    assert pooled(figures) == ["a-1"]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("abcdef", "abcdef", "six people twice"),
        ("", "", "nobody gave a code, so there may be six people"),
        ("abcdef", "", "not everybody gave a code"),
    ],
)
def test_too_few_different_people_are_not(store: Store, first: str, second: str, why: str) -> None:
    """People are counted by their codes where everybody gave one, else by the largest single round (R1)."""
    figures = world(store, answered("a-1", "a-r1", 6, first), answered("a-1", "a-r2", 6, second), OTHERS)
    assert pooled(figures) == [], why


def test_never_beside_a_round_of_its_own(store: Store) -> None:
    """Where one round of the block is shown, the block is not, for their difference would be the other."""
    figures = world(store, answered("a-1", "a-r1", 7, "abcdefg"), answered("a-1", "a-r2", 6, "bcdefg"), OTHERS)
    own = figures[figures["group_id"] == "a-1"].set_index("period_id")["state"]

    assert own.to_dict() == {"a-r1": "shown", "a-r2": "hidden"}


def test_not_where_it_would_leave_one_team_over(store: Store) -> None:
    """With a single other hidden team its two rounds together would be what the cohort's less the block leaves."""
    others = {"a-2": (6, 6), "a-4": (9, 9), "a-5": (9, 9)}
    figures = world(store, answered("a-1", "a-r1", 6, "abcdef"), answered("a-1", "a-r2", 6, "bcdefg"), others)

    assert pooled(figures) == []


def test_answers_are_too_few(store: Store) -> None:
    """A block of fewer than ten answers is not shown, however many people gave them."""
    figures = world(store, answered("a-1", "a-r1", 4, "abcd"), answered("a-1", "a-r2", 4, "efgh"), OTHERS)
    assert pooled(figures) == []


def test_a_block_waits_until_it_is_complete(store: Store) -> None:
    """Before its last round has closed, nothing of a block is there."""
    lay_out(store, {"a": [9, 9, 9, 9]})
    rows = [row for name in ("a-r1", "a-r2") for team in ("a-1", "a-2", "a-3") for row in answered(team, name, 6)]
    add_responses(store, rows)
    make_release(store, "p", reason="by_hand")
    early = raw_figures(store, "p", START + SET_GAP * 2, load_definitions(), policy())

    assert set(early["period_kind"]) == {"round"}
