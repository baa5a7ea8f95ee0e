"""Questions left open by few: below ten one of two figures gives way, and no index stands beside all its parts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joy.definitions import load_definitions, load_policy
from joy.release.guard import guarded
from joy.release.nonresponse import complete_indices, left_open_by_few
from joy.release.rows import RAW, raw_rows


DEFINITIONS, POLICY = load_definitions(), load_policy()
HARD, WORTH, BOTH, DONE = "hard_days", "worthwhile_days", "hard_but_worthwhile", "work_done"


def of_one_team(counts: dict[str, int], group: str = "t") -> pd.DataFrame:
    """Raw rows of one team's round: {indicator: people who answered}; a value that no bound touches."""
    frame = pd.DataFrame({"indicator_id": list(counts), "n": list(counts.values())})
    return raw_rows(
        frame, group_kind="team", group_id=group, instrument="balance@1", period_kind="round", period_id="r",
        period_start=pd.Timestamp("2024-01-01"), period_end=pd.Timestamp("2024-01-14"), value=0.5,
    )  # fmt: skip


def shown(counts: dict[str, int]) -> dict[str, int]:
    """The tier of each figure that is shown."""
    figures = guarded(of_one_team(counts), DEFINITIONS, POLICY)
    seen = figures[figures["state"] == "shown"]
    return dict(zip(seen["indicator_id"], seen["tier"], strict=True))


@pytest.mark.parametrize(
    ("counts", "tiers"),
    [
        ({HARD: 8, DONE: 8}, {HARD: 5, DONE: 5}),
        ({HARD: 8, DONE: 7}, {HARD: 5}),
        ({HARD: 6, DONE: 9}, {DONE: 5}),
        ({HARD: 12, DONE: 9}, {HARD: 10}),
        ({HARD: 12, DONE: 11}, {HARD: 5, DONE: 5}),
        ({HARD: 14, DONE: 8}, {HARD: 10, DONE: 5}),
        ({HARD: 9, DONE: 4}, {HARD: 5}),
    ],
)
def test_below_ten_the_one_with_fewer_people_gives_way(counts: dict[str, int], tiers: dict[str, int]) -> None:
    """Of two questions one to four people apart the smaller is hidden below ten, and coarser from ten on."""
    assert shown(counts) == tiers


def test_all_pairs_are_looked_at() -> None:
    """Of three questions only those that nobody left open more than another stay."""
    rows = of_one_team({HARD: 8, WORTH: 7, DONE: 8})
    visible = np.ones(3, dtype=bool)
    assert left_open_by_few(rows, visible, DEFINITIONS, POLICY).tolist() == [False, True, False]
    assert left_open_by_few(rows, np.array([True, False, True]), DEFINITIONS, POLICY).tolist() == [False] * 3


def test_a_joint_share_never_stands_beside_both_its_questions() -> None:
    """Below ten people the share who said yes twice is hidden beside both questions, and shown beside one of them."""
    assert set(shown({HARD: 8, WORTH: 8, BOTH: 8})) == {HARD, WORTH}
    assert set(shown({HARD: 8, BOTH: 8})) == {HARD, BOTH}
    assert set(shown({HARD: 12, WORTH: 12, BOTH: 12})) == {HARD, WORTH, BOTH}


def test_other_groups_are_left_alone() -> None:
    """Only the group in which all three would stand is touched."""
    rows = pd.concat(
        [of_one_team({HARD: 8, WORTH: 8, BOTH: 8}), of_one_team({HARD: 8, BOTH: 8}, "u")], ignore_index=True
    )
    marked = complete_indices(rows, np.ones(len(rows), dtype=bool), DEFINITIONS)
    assert rows.loc[marked, ["group_id", "indicator_id"]].to_numpy().tolist() == [["t", BOTH]]


def test_no_index_has_all_its_items_published() -> None:
    """Today's closed list has no scale of which every item is an indicator of its own."""
    singles = {(ref, i.measured.item) for i in DEFINITIONS.indicators.values() for ref in i.measured.instruments}
    for indicator in DEFINITIONS.indicators.values():
        for ref in indicator.measured.instruments if indicator.measured.kind == "scale" else ():
            keys = indicator.measured.keys_in(DEFINITIONS.instruments[ref])
            assert not all((ref, key) in singles for key in keys), (indicator.id, ref)


def test_the_closed_list_has_no_cross_table() -> None:
    """Figures are of a programme, a cohort or a team as a whole: never by a trait of people (R12)."""
    assert not {"role", "role_group", "rater", "age", "grade", "site"} & set(RAW)
    figures = guarded(of_one_team({HARD: 30}), DEFINITIONS, POLICY)
    assert set(figures["group_kind"]) <= {"programme", "cohort", "team"}
