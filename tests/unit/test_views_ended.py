"""A cohort that has ended promises nothing, a new phase forgets nothing, and nothing hidden is contradicted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from joy.findings import Verdict
from joy.store import Reader, Store
from joy.store.rebases import add_rebase, owner_of
from joy.views import cohort_impact
from joy.views.wall import PHASED, both_verdicts
from tests.small_world import START, add_tallies, lay_out
from tests.whoever import EVERYTHING


Publish = Callable[[], Reader]


def tallied(enrolment: str, goods: list[int], *, of: int = 12) -> list[tuple[str, date, int, int]]:
    """A week each: two days with half of the answers."""
    return [
        (enrolment, START + timedelta(weeks=week, days=day), of, good)
        for week, good in enumerate(goods)
        for day in (0, 1)
    ]


def test_too_few_weeks_of_an_ended_cohort(store: Store, publish: Publish) -> None:
    """Nine weeks of a cohort that has ended are told as all there is: no “yet”, no “so far”, no date to come."""
    lay_out(store, {"a": [30, 30]})
    add_tallies(store, tallied("a-1", [5, 7] * 4 + [5]) + tallied("a-2", [6, 5] * 4 + [6]))
    shown = cohort_impact(store, publish(), EVERYTHING, "a")
    assert shown.run.title == "Good days: only 9 weeks could be shown, too few to tell a change from chance"
    assert shown.run.told == "Too few points to tell"
    assert shown.run.why[0] == "Signals start at 10 weeks; 9 could be shown. No more will come."
    assert shown.teams.title == "No team has enough points to tell a change from chance"
    words = " ".join((shown.run.title, *shown.run.why, shown.teams.title, shown.teams.alt, shown.headline.title))
    assert "yet" not in words
    assert "so far" not in words
    assert "possible from" not in words


def test_too_few_weeks_of_a_running_cohort(store: Store, publish: Publish) -> None:
    """The same nine weeks of a cohort that still runs say that more are needed and when they may be there."""
    lay_out(store, {"a": [30, 30]}, today=START + timedelta(weeks=9))
    add_tallies(store, tallied("a-1", [5, 7] * 4 + [5]) + tallied("a-2", [6, 5] * 4 + [6]))
    shown = cohort_impact(store, publish(), EVERYTHING, "a")
    assert shown.run.title == "Good days: 9 weekly points so far, too few to tell a change from chance"
    assert "possible from" in shown.run.why[0]
    assert shown.run.told == "Too few points yet"


def test_a_new_phase_does_not_forget_the_improvement(store: Store, publish: Publish) -> None:
    """A team that improved stays in the wall's count when somebody starts a new phase on its chart."""
    lay_out(store, {"a": [30, 30]})
    risen = [4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 4, 5] + [9, 10] * 6
    add_tallies(store, tallied("a-1", risen) + tallied("a-2", [6, 5] * 12))
    release = publish()
    before = cohort_impact(store, release, EVERYTHING, "a").teams
    began = START + timedelta(weeks=12)
    add_rebase(store, owner_of(store, "a-1"), "good_days", began, reason="New rota kept", role="QI coach")
    after = cohort_impact(store, release, EVERYTHING, "a").teams

    assert before.panels[0].verdict is after.panels[0].verdict is Verdict.IMPROVED
    assert before.title == after.title
    assert not len(before.panels[0].phases)
    assert after.panels[0].phases["label"].iloc[0].startswith("median 38%")
    assert PHASED in after.why
    assert PHASED not in before.why
    assert after.panels[0].by_chance >= before.panels[0].by_chance


@pytest.mark.parametrize(
    ("whole", "since", "counted"),
    [
        (Verdict.IMPROVED, Verdict.TOO_FEW, Verdict.IMPROVED),
        (Verdict.IMPROVED, Verdict.NO_CHANGE, Verdict.IMPROVED),
        (Verdict.IMPROVED, Verdict.IMPROVED, Verdict.IMPROVED),
        (Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED),
        (Verdict.NO_CHANGE, Verdict.WORSENED, Verdict.WORSENED),
        (Verdict.NO_CHANGE, Verdict.TOO_FEW, Verdict.NO_CHANGE),
        (Verdict.HIDDEN, Verdict.HIDDEN, Verdict.HIDDEN),
    ],
)
def test_two_looks_make_one_verdict(whole: Verdict, since: Verdict, counted: Verdict) -> None:
    """The whole course counts; a phase that speaks the other way leaves no clear way."""
    assert both_verdicts(whole, since) is counted


def test_nothing_shown_reads_the_same_everywhere(store: Store, publish: Publish) -> None:
    """Where nothing may be shown, headline, line and comparison say the one label: none has a number, none says yet."""
    lay_out(store, {"a": [4, 4]})
    add_tallies(store, [("a-1", START + timedelta(weeks=week), 3, 2) for week in range(20)])
    shown = cohort_impact(store, publish(), EVERYTHING, "a")
    label = "not shown, to protect people’s answers"
    assert shown.run.verdict is Verdict.HIDDEN
    for title in (shown.headline.title, shown.run.title, *(record.title for record in shown.changes)):
        assert label in title.lower() or title == "Nothing can be said yet about what is changing"
        assert "%" not in title
        assert "nothing to compare" not in title
    assert "so far" not in " ".join(record.alt for record in shown.changes)
