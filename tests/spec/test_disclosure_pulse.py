"""Which weeks of anonymous tallies may be shown, and how thin weeks are pooled."""

from __future__ import annotations

from math import nan

import numpy as np

from joy.definitions.policy import Policy, load_policy
from joy.disclosure import choose_step, pool, pulse_visible
from tests.tables import rows


POLICY = load_policy()
SWITCHED_OFF = POLICY.model_copy(update={"pulse": POLICY.pulse.model_copy(update={"enabled": False})})


def shown(row: dict[str, str], policy: Policy) -> str:
    total, busiest, size = (float(row[name]) if row[name] else nan for name in ("answers", "busiest day", "team of"))
    return "yes" if pulse_visible(total, busiest, size, policy) else ""


def test_which_weeks_may_be_shown() -> None:
    """Five answers with three on one day in a team of five; with the rule switched off, five people on one day."""
    drawn = """
        | answers | busiest day | team of | rule on | rule off | why                              |
        | 5       | 3           | 5       | yes     |          | just enough                      |
        | 4       | 4           | 7       |         |          | four answers                     |
        | 12      | 2           | 7       |         |          | may be two people all week       |
        | 12      | 3           | 4       |         |          | a team of four                   |
        | 5       | 5           | 5       | yes     | yes      | five people at once              |
        | 40      | 9           | 12      | yes     | yes      |                                  |
        | 12      | 3           |         |         |          | size unknown                     |
        |         | 3           | 7       |         |          | answers unknown                  |
        | 12      |             | 7       |         |          | busiest day unknown              |
        | 6       | 7           | 9       |         |          | more on a day than in the week   |
    """
    for row in rows(drawn):
        assert shown(row, POLICY) == row["rule on"], row
        assert shown(row, SWITCHED_OFF) == row["rule off"], row


def test_a_raised_threshold_holds_for_tallies_too() -> None:
    """A programme that asks for eight answers never shows a week of seven, whatever the pulse rule says."""
    strict = POLICY.model_copy(
        update={"classes": {**POLICY.classes, "pulse": POLICY.classes["pulse"].model_copy(update={"k_show": 8})}}
    )
    assert pulse_visible([7, 8], 4, 9, strict).tolist() == [False, True]


def test_many_teams_and_weeks_at_once() -> None:
    """Teams by weeks come out as teams by weeks."""
    visible = pulse_visible([[5, 4], [9, 12]], [[3, 4], [2, 6]], [[6], [30]], POLICY)
    assert visible.tolist() == [[True, False], [False, True]]


def test_weeks_are_pooled_in_pairs_from_the_first() -> None:
    """Weeks 1 and 2 make a fortnight, 3 and 4 the next; a last single week waits for its partner."""
    fortnights = pool([[3, 4, 0, 6, 9]], [[2, 4, 0, 3, 9]], [[1, 2, 0, 3, 4]])
    assert fortnights.n_total.tolist() == [[7, 6]]
    assert fortnights.n_favourable.tolist() == [[6, 3]]
    assert fortnights.busiest_day.tolist() == [[2, 3]]


def test_a_later_week_never_moves_an_earlier_fortnight() -> None:
    """Fortnights already formed stay as they are when weeks are added."""
    weeks = np.arange(1, 12)
    early, late = pool(weeks[:6], weeks[:6], weeks[:6]), pool(weeks, weeks, weeks)
    assert early.n_total.tolist() == late.n_total[:3].tolist() == [3, 7, 11]


def test_how_finely_a_series_is_shown() -> None:
    """Weeks when half of them may be shown, else fortnights when half of those may, else between sets."""
    drawn = """
        | weeks possible | weeks shown | fortnights shown | step         |
        | 26             | 13          | 13               | week         |
        | 26             | 12          | 13               | fortnight    |
        | 26             | 12          | 6                | between_sets |
        | 26             | 12          | 7                | fortnight    |
        | 5              | 3           | 2                | week         |
        | 5              | 2           | 1                | fortnight    |
        | 4              | 2           | 0                | week         |
        | 3              | 1           | 0                | between_sets |
        | 1              | 0           | 0                | between_sets |
        | 0              | 0           | 0                | week         |
    """
    for row in rows(drawn):
        found = choose_step(int(row["weeks shown"]), int(row["fortnights shown"]), int(row["weeks possible"]))
        assert found == row["step"], row
