"""What rounded figures leave open is neither more nor less than counting every possible group of answers says."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from joy.definitions import load_definitions, load_policy
from joy.disclosure import grade_many
from joy.disclosure.bounds import Room, by_one_sum, is_certain, is_hemmed_in, is_narrow, passed_on
from joy.release.audit import audited
from joy.release.guard import guarded
from joy.release.hemmed import rooms
from joy.release.policies import Policies
from joy.release.rows import KEY, raw_rows


POLICY, DEFINITIONS = load_policy(), load_definitions()
SHARE, MEAN = DEFINITIONS.indicators["hard_days"], DEFINITIONS.indicators["intention_to_leave_ten"]


def a_series(values: np.ndarray, n: int, indicator) -> tuple:
    """Raw rows of teams with these exact figures, and the figures as they are shown."""
    frame = pd.DataFrame({"group_id": [f"t{i}" for i in range(len(values))], "n": n, "value": values})
    day = pd.Timestamp("2024-01-01")
    rows = raw_rows(
        frame, group_kind="team", indicator_id=indicator.id, instrument="x@1", period_kind="round", period_id="r1",
        period_start=day, period_end=day,
    )  # fmt: skip
    return rows, guarded(rows, DEFINITIONS, POLICY)


@pytest.mark.parametrize("n", [*range(5, 45), 99, 104])
def test_a_shown_share_leaves_open_what_counting_leaves_open(n: int) -> None:
    """For every number of answers and every share, the fewest and most are those of all groups shown alike."""
    counts = np.arange(n + 1)
    rows, figures = a_series(counts / n, n, SHARE)
    room = rooms(rows, figures, DEFINITIONS, Policies(POLICY))
    told = grade_many(
        counts / n, np.full(n + 1, n), shows="share", minimum=0, maximum=1, disclosure_class="survey", policy=POLICY
    )
    alike = [(value, capped) for value, capped in zip(told.value, told.capped, strict=True)]
    for good in counts:
        fits = [other for other in counts if alike[other] == alike[good]]
        assert (room.low[good], room.high[good]) == (min(fits), max(fits)), good


@pytest.mark.parametrize("n", [5, 7, 9, 10, 14, 19, 20, 33])
def test_a_shown_mean_leaves_open_every_sum_that_is_shown_alike(n: int) -> None:
    """For every sum of answers from one to ten, what is left open holds all sums shown alike, and hardly more."""
    sums = np.arange(n, 10 * n + 1)
    rows, figures = a_series(sums / n, n, MEAN)
    room = rooms(rows, figures, DEFINITIONS, Policies(POLICY))
    shown = figures.set_index("group_id").loc[rows["group_id"]]
    alike = list(zip(shown["value"], shown["capped"].fillna(""), strict=True))
    for place, mine in enumerate(alike):
        fits = [(total - n) / 9 for total, other in zip(sums, alike, strict=True) if other == mine]
        assert room.low[place] - 1e-6 <= min(fits) <= room.low[place] + 1 / 9 + 1e-6
        assert room.high[place] - 1 / 9 - 1e-6 <= max(fits) <= room.high[place] + 1e-6


def test_bounds_passed_on_are_those_of_counting() -> None:
    """In a total of three groups within a larger one, every group's bounds are those of trying every possibility."""
    draw = np.random.default_rng(3)
    whole, part = np.array([3, 3, 3, 5, 5]), np.array([0, 1, 2, 3, 4])
    for _ in range(60):
        n = draw.integers(1, 4, 5)
        n = np.array([*n[:3], n[:3].sum(), n[3], n[:3].sum() + n[3]], dtype=float)
        leaves = [draw.integers(0, n[i] + 1) for i in (0, 1, 2, 4)]
        truth = np.array([*leaves[:3], sum(leaves[:3]), leaves[3], sum(leaves)], dtype=float)
        slack = draw.integers(0, 3, (2, 6))
        low, high = np.maximum(truth - slack[0], 0), np.minimum(truth + slack[1], n)
        after = passed_on(Room(low, high, n, is_count=True), whole, part)
        ways = [
            (*some[:3], sum(some[:3]), some[3], sum(some))
            for some in product(*(range(int(n[i]) + 1) for i in (0, 1, 2, 4)))
        ]
        fits = np.array([way for way in ways if np.all((low <= way) & (np.array(way) <= high))])
        assert after.low.tolist() == fits.min(axis=0).tolist()
        assert after.high.tolist() == fits.max(axis=0).tolist()


def test_too_narrow_and_certain_are_what_the_reference_says() -> None:
    """A quarter of the range or three possible sums leave a group open; all at one end never does."""
    low, high = np.array([2.0, 0.0, 2.0, 0.0, 4.0]), np.array([3.0, 2.0, 4.0, 0.0, 4.0])
    room = Room(low, high, np.array([8.0, 8.0, 20.0, 3.0, 4.0]), is_count=True)
    assert is_narrow(room).tolist() == [True, False, False, True, True]
    assert is_certain(room).tolist() == [False, False, False, True, True]
    alone = by_one_sum(room, np.array([0]), np.array([3]))
    assert is_hemmed_in(room, alone).tolist() == [False, False, False, True, True]


def test_a_single_answer_hemmed_in_by_rounding_has_a_sister_or_the_total_hidden() -> None:
    """A cohort of 19 at 35 % and teams of 7 at 60 and 40 % leave nothing for the teams of 1 and 4 but no; one goes."""
    n, good = [1, 4, 7, 7, 19], [0, 0, 4, 3, 7]
    frame = pd.DataFrame({"group_id": ["t1", "t2", "t3", "t4", "c"], "n": n, "value": np.divide(good, n)})
    day = pd.Timestamp("2024-01-01")
    is_team = frame["group_id"] != "c"
    rows = raw_rows(
        frame, group_kind=np.where(is_team, "team", "cohort"), indicator_id=SHARE.id, instrument="x@1",
        period_kind="round", period_id="r1", period_start=day, period_end=day,
        parent_kind=np.where(is_team, "cohort", ""), parent_id=np.where(is_team, "c", ""),
        parent_period_kind=np.where(is_team, "round", ""), parent_period_id=np.where(is_team, "r1", ""),
    )  # fmt: skip
    before = guarded(rows, DEFINITIONS, POLICY)
    after, record = audited(rows, before, DEFINITIONS, POLICY)
    states = [frame.set_index("group_id")["state"].to_dict() for frame in (before, after)]

    assert states[0] == {"t1": "hidden", "t2": "hidden", "t3": "shown", "t4": "shown", "c": "shown"}
    assert list(states[1].values()).count("shown") < 3
    assert record["outcome"].tolist() == ["clear"]
    assert set(KEY) <= set(after)
