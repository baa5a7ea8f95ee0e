"""A programme in which nothing may be shown still reads well, and its pages tell nobody why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta

import pandas as pd

from joy.access import owner_of_machine
from joy.findings import WORDS, Finding, Verdict
from joy.store import Reader, Store
from joy.views import cohort_closer, cohort_impact, programme_impact, team_picture
from tests.small_world import P6, START, add_responses, add_tallies, everybody, lay_out


LABEL = WORDS[Verdict.HIDDEN]
LEADER = owner_of_machine("leader")
Published = Callable[[], Reader]


def few_answers(store: Store, people: int) -> None:
    """Two teams of four in which `people` of one team answer the surveys, and tally once a week."""
    lay_out(store, {"a": [4, 4]})
    if people:
        rounds = [
            ("a-1", r, None, everybody("p6_colleagues@1", P6, 4)) for r in ("a-r1", "a-r2") for _ in range(people)
        ]
        add_responses(store, rounds)
        add_tallies(store, [("a-1", START + timedelta(weeks=week), people, people) for week in range(20)])


def texts_of(record: object) -> Iterator[str]:
    """Every text in a record and the records in it."""
    if isinstance(record, str):
        yield record
    elif isinstance(record, pd.DataFrame):
        yield from (str(cell) for column in record for cell in record[column])
    elif isinstance(record, tuple):
        for part in record:
            yield from texts_of(part)
    elif is_dataclass(record):
        for part in fields(record):
            yield from texts_of(getattr(record, part.name))


def pages(store: Store, release: Reader) -> list[object]:
    return [
        programme_impact(store, release, LEADER, "p"),
        cohort_impact(store, release, LEADER, "a"),
        cohort_closer(store, release, LEADER, "a"),
        team_picture(store, release, LEADER, "a-1"),
        team_picture(store, release, LEADER, "a-2"),
    ]


def test_every_panel_says_the_one_label(store: Store, publish: Published) -> None:
    """Where nobody may be seen, line, wall and comparison say the one label and hold no figure."""
    few_answers(store, 4)
    release = publish()
    cohort, team = cohort_impact(store, release, LEADER, "a"), team_picture(store, release, LEADER, "a-1")

    assert cohort.run.title == team.run.title == f"Good days: {LABEL.lower()}"
    assert cohort.teams.title == f"Team by team: {LABEL.lower()}"
    assert {panel.verdict for panel in cohort.teams.panels} == {Verdict.HIDDEN}
    assert LABEL in team.not_shown or LABEL.lower() in team.relationships.title
    for record in (cohort.run, team.run):
        assert record.points.empty
        assert record.instead == ""


def test_nobody_learns_whether_anybody_answered(store: Store, publish: Published) -> None:
    """A team in which four people answered and one in which nobody did read alike, apart from their names."""
    few_answers(store, 4)
    release = publish()
    some, none = (team_picture(store, release, LEADER, team) for team in ("a-1", "a-2"))

    assert [text.replace("a-1", "a-2") for text in texts_of(some)] == list(texts_of(none))


def test_no_text_tells_why_or_how_many(store: Store, publish: Published) -> None:
    """No sentence, reason, note or alternative text of a hidden figure speaks of too few, or counts what is hidden."""
    few_answers(store, 4)
    release = publish()
    told = [text.casefold() for page in pages(store, release) for text in texts_of(page)]

    assert any(LABEL.casefold() in text for text in told)
    assert [text for text in told if "too few" in text or "fewer than" in text or "too small" in text] == []


def test_every_hidden_record_can_be_read_aloud(store: Store, publish: Published) -> None:
    """Each record has a sentence and an alternative text, and the label stands in both where it is hidden."""
    few_answers(store, 3)
    release = publish()
    records = [part for page in pages(store, release) for part in findings_in(page)]

    assert records
    for record in records:
        assert record.title
        assert record.alt
        if record.verdict is Verdict.HIDDEN:
            assert LABEL.casefold() in record.alt.casefold() or LABEL.casefold() in record.title.casefold()


def findings_in(page: object) -> Iterator[Finding]:
    """Every finding that a page holds, single or in a row."""
    for part in fields(page):
        value = getattr(page, part.name)
        yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Finding))
