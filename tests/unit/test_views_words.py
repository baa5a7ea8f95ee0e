"""Every record of the views speaks plainly: short titles, no cause, no number it does not hold."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from published_tables import COHORTS
from sample_files import read, table_under

from joy.definitions import load_definitions
from joy.findings import Control, Distribution, Finding, Funnel, Mirror, Multiples, Replies, Scrutiny, Verdict
from joy.views import (
    CohortCloser,
    CohortImpact,
    TeamPicture,
    by_verdict,
)


DEFINITIONS = load_definitions()
CAUSES = re.compile(r"\b(because|caused?|thanks to|due to|led to|worked|helped|effect of)\b", re.IGNORECASE)
NOTHING = re.compile(r"\b(nan|None|NaN|NaT|inf)\b")
ONE_OF_MANY = re.compile(
    r"(?<![\d.,–-])\b1 (weeks|fortnights|points|times|answers|teams|questions|rows|tests|people)\b|\bthere are 1\b"
)


# The wall


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_grouping_by_verdict_changes_no_panel(impacts: dict[str, CohortImpact], cohort_id: str) -> None:
    """What changed comes first, the same panels are all there, and within one verdict teams stand as they enrolled."""
    wall = impacts[cohort_id].teams
    grouped = by_verdict(wall)
    verdicts = [panel.verdict for panel in grouped.panels]
    joined = [panel.key for panel in wall.panels]
    changed = {Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED}

    assert sorted(panel.key for panel in grouped.panels) == sorted(joined)
    assert joined == sorted(joined)  # enrolments of the sample are numbered as they joined
    assert [verdict in changed for verdict in verdicts] == sorted((v in changed for v in verdicts), reverse=True)
    for one, other in combinations(range(len(verdicts)), 2):
        if verdicts[one] is verdicts[other]:
            assert all(verdict is verdicts[one] for verdict in verdicts[one:other])
            assert joined.index(grouped.panels[one].key) < joined.index(grouped.panels[other].key)
    assert (grouped.title, grouped.why) == (wall.title, wall.why)


# Every record


@pytest.fixture(scope="module")
def records(
    impacts: dict[str, CohortImpact],
    closers: dict[str, CohortCloser],
    pictures: dict[str, TeamPicture],
    limits: dict[str, Control],
) -> list[Finding]:
    found: list[Finding | None] = [*limits.values()]
    for impact in impacts.values():
        found += [impact.headline, impact.run, impact.replies, impact.mirror, impact.teams, *impact.teams.panels]
        found += [*impact.changes, by_verdict(impact.teams)]
    for closer in closers.values():
        found += [closer.limits, *closer.answers, closer.teams, closer.how_sure]
    for picture in pictures.values():
        found += [picture.run, picture.replies, picture.relationships, *picture.changes]
    return [record for record in found if record is not None]


def test_every_kind_of_picture_is_looked_at(records: list[Finding]) -> None:
    """The sample has each kind of picture at least once, so that the promises below are about all of them."""
    kinds = {type(record) for record in records if not record.table().empty or isinstance(record, Multiples)}

    assert {Control, Mirror, Distribution, Funnel, Replies, Scrutiny, Multiples} <= kinds


def test_titles_are_short_and_claim_no_cause(records: list[Finding]) -> None:
    """Every title is one sentence of at most 20 words, 12 for a room, and no text claims a cause or holds a blank."""
    for record in records:
        assert 2 <= len(record.title.split()) <= 20, record.title
        assert len(record.room.split()) <= 12, record.room
        for text in (record.title, record.room, record.subtitle, record.alt, *record.why, *record.notes):
            assert not CAUSES.search(text), text
            assert not NOTHING.search(text), text
            assert "{" not in text
            assert "  " not in text


def test_words_agree_with_their_numbers(records: list[Finding]) -> None:
    """One week is a week and not “1 weeks”, in every sentence and reason."""
    wrong = {
        text[:90]
        for record in records
        for text in (record.title, record.room, record.subtitle, record.alt, *record.why)
        if ONE_OF_MANY.search(text)
    }

    assert not wrong


def test_reasons_are_neither_empty_nor_said_twice(records: list[Finding]) -> None:
    """Behind “Why?” every reason says something, once."""
    for record in records:
        assert all(reason.strip() for reason in (*record.why, *record.notes)), record.title
        assert len(set(record.why)) == len(record.why), record.why
        assert sum(reason.startswith("Provisional") for reason in record.why) <= 1, record.why


def test_reasons_share_no_long_sentence(records: list[Finding]) -> None:
    """No two reasons behind one “Why?” open with the same long sentence."""
    for record in records:
        openings = [reason[:80] for reason in record.why if len(reason) > 80]
        assert len(set(openings)) == len(openings), record.title


def test_alternative_texts_begin_with_the_finding(records: list[Finding]) -> None:
    """Who hears a picture hears its finding first; a distribution may name its question."""
    for record in records:
        if isinstance(record, (Control, Mirror, Funnel, Replies, Scrutiny)):
            assert record.alt.startswith(record.title), record.alt


def test_every_question_leaves_room_for_its_finding() -> None:
    """No question whose answers may be spread out has a name too long for the sentence about them."""
    said = "57% on the good side, 53% at first, which chance alone could do"
    sensitive = {
        ref
        for indicator in DEFINITIONS.indicators.values()
        if str(indicator.disclosure_class) == "sensitive"
        for ref in indicator.measured.instruments
    }
    assert sensitive
    for instrument in (one for one in DEFINITIONS.instruments.values() if one.ref not in sensitive):
        for item in instrument.items:
            assert len(f"{item.label}: {said}".split()) <= 20, f"{instrument.ref} {item.label}"


def test_the_sample_has_what_is_recounted_here() -> None:
    """The tables of truth that these tests lean on are where they say."""
    assert len(table_under("## Truth per team")) == len(read("enrolment"))
