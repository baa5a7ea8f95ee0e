"""Nothing hidden can be had by subtracting the teams that are shown from the cohort that is shown."""

from __future__ import annotations

from math import nan

import numpy as np

from joy.disclosure import complement, complement_forest
from tests.tables import rows


K = 5


def cohort(people: str, is_shown: str, parent_shown: bool = True) -> tuple[str, bool]:
    """Teams of one cohort by their people, S for shown and - for hidden, and what is left of that afterwards."""
    n = [nan if word == "?" else float(word) for word in people.split()]
    visible = [mark == "S" for mark in is_shown.split()]
    child, parent = complement([0] * len(n), n, visible, [parent_shown], K)
    return " ".join("S" if shown else "-" for shown in child), bool(parent[0])


def test_which_teams_are_hidden_besides() -> None:
    """A hidden team gets company until two teams and five people are hidden together, the smallest first."""
    drawn = """
        | people   | shown before | shown after | cohort | why                                         |
        | 8 9 7    | S S S        | S S S       | shown  | nothing to protect                          |
        | 8 9 3    | S S -        | - S -       | shown  | one hidden team gets the smallest for company |
        | 9 8 8 3  | S S S -      | S - S -     | shown  | of equals the first                         |
        | 8 9 3 2  | S S - -      | S S - -     | shown  | two teams, five people                      |
        | 8 9 2 2  | S S - -      | - S - -     | shown  | two teams, but four people                  |
        | 8 9 0    | S S -        | S S -       | shown  | a team without answers hides nobody         |
        | 8 9 0 3  | S S - -      | - S - -     | shown  | and is no company                           |
        | 8 9 ?    | S S -        | - - -       | shown  | an unknown number is protected, no company  |
        | 8 ?      | S -          | - -         | hidden | not possible: the cohort is hidden          |
        | 3        | -            | -           | hidden | a single team is the cohort                 |
        | 2 2      | - -          | - -         | hidden | four people in all                          |
        | 4 4      | - -          | - -         | shown  | eight people of two teams                   |
        | 0 0      | - -          | - -         | shown  | nobody to protect                           |
        | 8 0      | S S          | S -         | shown  | a team without people is never shown        |
    """
    for row in rows(drawn):
        assert cohort(row["people"], row["shown before"]) == (row["shown after"], row["cohort"] == "shown"), row


def test_a_hidden_cohort_needs_no_company() -> None:
    """Where the cohort is hidden there is nothing to subtract from."""
    assert cohort("8 9 3", "S S -", parent_shown=False) == ("S S -", False)


def test_a_team_without_a_cohort_is_left_alone() -> None:
    """A team whose cohort has no figure keeps its own."""
    child, parent = complement([-1, -1, 0], [8, 3, 7], [True, False, True], [True], K)
    assert (child.tolist(), parent.tolist()) == ([True, False, True], [True])


def test_cohorts_and_periods_do_not_mix() -> None:
    """Each cohort and period is treated by itself, in whatever order its teams come."""
    child, parent = complement(
        [1, 0, 1, 0, 1, 0], [8, 8, 9, 9, 3, 3], [True, True, True, True, False, True], [True, True], K
    )
    assert child.tolist() == [False, True, True, True, False, True]
    assert parent.tolist() == [True, True]


def test_nothing_at_all() -> None:
    """No teams and no cohorts give no teams and no cohorts."""
    child, parent = complement([], [], [], [], K)
    assert (child.tolist(), parent.tolist()) == ([], [])


def test_a_hidden_cohort_cannot_be_had_from_the_programme() -> None:
    """Programme minus shown cohorts minus the shown teams of hidden cohorts leaves two teams and five people.

    Cohort A has four people in one team and is hidden. Cohort B, the smallest, is hidden for company; were its teams
    all still shown, the programme would give A away, so its smallest team is hidden too.
    """
    teams = rows("""
        | team   | cohort | people | shown |
        | Heron  | 0      | 4      |       |
        | Wren   | 1      | 9      | yes   |
        | Plover | 1      | 7      | yes   |
        | Dunlin | 2      | 20     | yes   |
        | Curlew | 2      | 30     | yes   |
    """)
    cohorts, programme = (5, 6, 7), 8  # their places behind the five teams
    seen = complement_forest(
        [cohorts[int(t["cohort"])] for t in teams] + [programme] * 3 + [-1],
        [int(t["people"]) for t in teams] + [4, 16, 50, 70],
        [t["shown"] == "yes" for t in teams] + [False, True, True, True],
        K,
    )
    assert seen[:5].tolist() == [False, True, False, True, True]
    assert seen[5:8].tolist() == [False, False, True]
    assert seen[8]


def test_a_programme_of_one_hidden_cohort_is_hidden() -> None:
    """A programme that consists of one hidden cohort is hidden too."""
    assert complement_forest([1, 2, -1], [4, 4, 4], [False, False, True], K).tolist() == [False, False, False]


def test_what_comes_in_is_not_changed() -> None:
    """The caller's own arrays stay as they were."""
    visible, above = np.array([True, True, False]), np.array([True])
    complement([0, 0, 0], [8, 9, 3], visible, above, K)
    assert visible.tolist() == [True, True, False]
    assert above.tolist() == [True]
