"""A cohort that joins the programme between two updates is not told by their difference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joy.definitions import load_definitions, load_policy
from joy.release.joined import told_by_joining


SERIES = {"indicator_id": "relationships_colleagues", "instrument": "p6_colleagues@1", "busiest_day": 0}


def raw(people: dict[str, int]) -> pd.DataFrame:
    """Two rounds of each cohort and the programme's two ends; `people` answered in each cohort's rounds."""
    cohorts = [
        {**SERIES, "group_kind": "cohort", "group_id": cohort, "period_kind": "round", "period_start": start, "n": n}
        for cohort, n in people.items()
        for start in (1, 2)
    ]
    ends = [
        {**SERIES, "group_kind": "programme", "group_id": "p", "period_kind": end, "period_start": 1, "n": 99}
        for end in ("baseline", "latest")
    ]
    return pd.DataFrame([*cohorts, *ends])


@pytest.mark.parametrize(
    ("people", "begun", "hidden"),
    [
        ({"a": 20, "b": 3}, {"a": (1, 1), "b": (1, 1)}, [False, False]),
        ({"a": 20, "b": 3}, {"a": (1, 1), "b": (2, 2)}, [True, True]),
        ({"a": 20, "b": 5}, {"a": (1, 1), "b": (2, 2)}, [False, False]),
        ({"a": 20, "b": 3, "c": 3}, {"a": (1, 1), "b": (2, 2), "c": (2, 2)}, [False, False]),
        ({"a": 20, "b": 3, "c": 9}, {"a": (1, 1), "b": (1, 2), "c": (2, 2)}, [True, True]),
    ],
)
def test_a_small_cohort_that_joins_hides_the_programmes_ends(
    people: dict[str, int], begun: dict[str, tuple[int, int]], hidden: list[bool]
) -> None:
    """The programme's ends are told beside the first update if those who joined are nobody or at least five people,
    once larger cohorts are taken away; a cohort joins with its second round."""
    rows = raw(people)
    first = np.array([float(number) for cohort in people for number in begun[cohort]] + [np.inf, np.inf])
    shown = rows[rows["group_kind"] == "programme"].assign(first_number=1, last_number=1)

    assert told_by_joining(rows, first, shown, load_definitions(), load_policy())[-2:].tolist() == hidden
