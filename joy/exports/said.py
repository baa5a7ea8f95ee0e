"""What a pack says in words: what is new, what cannot be said, what to decide, and what stands behind a record."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import timedelta

import pandas as pd

from joy.access import NotAllowed
from joy.exports.pack import Asked, Gathered, See
from joy.findings import WORDS, Finding, Run, Verdict
from joy.findings.needed import Need
from joy.findings.records import NOT_SHOWN
from joy.views import words
from joy.views.board import Decision
from joy.views.needed import needed


NOT_CAUSE = "We cannot say that the programme caused a change: there is no comparison group."
NOT_PEOPLE = "Answers are not people: the same person answers on many days."
NO_DECISION = "No idea waits for a sponsor."
QUARTER = timedelta(weeks=13)  # boards mostly meet four times a year
MOST_NEEDS = 3  # of “Where am I needed”: what one board can take on
MOST_LEARNED = 2  # the newest; every test stands on its team's page
NOT_FOR_BOARDS = {"silent"}  # which teams have nothing to show is told to those who may know, never in a file
NOTHING_LEARNED = "No finished test has a note of what was learned yet."
MOVED = (Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED)
MOST_DECISIONS = 6  # more cannot be decided in one meeting; the rest is counted


def notes_of(record: Finding, found: Gathered) -> tuple[str, ...]:
    """What a speaker may be asked about a record: what is measured, its n and rule, its caveats, what is hidden."""
    told = (record.title, record.subtitle, *record.why, *record.notes, *_bounds(record), record.instead)
    told = (*told, *found.programme.quality)
    return tuple(dict.fromkeys(line for line in told if line))


def _bounds(record: Finding) -> tuple[str, ...]:
    """Points of which no more than a bound may be told, in words: their place on a chart is no value."""
    if not isinstance(record, Run) or "bound" not in record.points:
        return ()
    bounded = record.points[record.points["bound"] != ""]
    told = [f"{label}: {bound}" for label, bound in zip(bounded["label"], bounded["bound"], strict=True)]
    return (f"Points that are bounds, not values: {'; '.join(told)}.",) if told else ()


def cohort_lines(found: Gathered) -> pd.DataFrame:
    """How far each cohort has moved on each headline measure, and what its teams did, in order of cohorts."""
    quilt = found.programme.quilt.cohorts.set_index("name")["said"]
    lines = pd.DataFrame(index=pd.Index(quilt.index, name="Cohort"))
    for measure in found.compared.measures.values():
        told = measure.change.rows.drop_duplicates("label").set_index("label")["told"]
        lines[measure.name] = told.reindex(lines.index).fillna("–")
    return lines.assign(Teams=quilt).reset_index()


def cannot_say(found: Gathered) -> tuple[str, ...]:
    """What the figures do not allow: no cause, measures without a change, what is hidden."""
    records = _measures_of(found)
    still = [name for name, verdict in records if verdict in {Verdict.NO_CHANGE, Verdict.TOO_FEW, Verdict.BASELINE}]
    hidden = [name for name, verdict in records if verdict is Verdict.HIDDEN]
    told = [f"Whether these changed, or only chance moved them: {words.listed(still)}."] if still else []
    told += [f"{NOT_SHOWN}: {words.listed(hidden)}."] if hidden else []
    young = found.programme.young
    told += [f"{young.title}."] if young is not None and found.asked.only_cohort in {"", young.cohort_id} else []
    return (*told, NOT_CAUSE, NOT_PEOPLE)


def needs_of(see: See, asked: Asked) -> tuple[Need, ...]:
    """What waits for somebody in running cohorts, kind by kind; what only facilitators are told stays out of a pack."""
    try:
        groups = see(needed, asked.programme_id).groups
    except NotAllowed:
        return ()
    told = [need for group in groups if group.kind not in NOT_FOR_BOARDS for need in group.needs]
    return tuple(need for need in told if asked.only_cohort in {"", need.cohort_id})


def decisions(found: Gathered) -> tuple[str, ...]:
    """What running teams need of somebody, then ideas that wait for a sponsor; those of ended cohorts by name too."""
    cohorts = dict(zip(found.programme.quilt.cohorts["cohort_id"], found.programme.quilt.cohorts["name"], strict=True))
    needs = found.needs[:MOST_NEEDS]
    told = [f"{one.team} ({cohorts.get(one.cohort_id, '')}): {one.told}. {one.ask}" for one in needs]
    more = len(found.needs) - len(needs)
    told += [f"And {words.several(more, 'more thing', 'more things')}: see “Where am I needed”."] if more else []
    mine = [one for one in found.news.decisions if found.asked.only_cohort in {"", one.cohort_id}]
    named = " ".join(one.told for one in needs)
    live = [one for one in mine if one.is_live and f"“{one.title}”" not in named]
    told += [f"{_idea(one)}: waiting since {words.day(one.raised)}" for one in live[:MOST_DECISIONS]]
    rest = len(live) - MOST_DECISIONS
    told += [f"And {words.several(rest, 'more idea', 'more ideas')} of running cohorts."] if rest > 0 else []
    old = [_idea(one) for one in mine if not one.is_live]
    told += [f"Never answered, in cohorts that have ended: {'; '.join(_with_rest(old))}."] if old else []
    return tuple(told) or (NO_DECISION,)


def learned(found: Gathered) -> tuple[str, ...]:
    """What teams tried, counted, and what those of the latest tests say that they learned, in their own words."""
    mine = [one for one in found.news.learned if found.asked.only_cohort in {"", one.cohort_id}]
    newest = pd.DataFrame({"said": [one.said.casefold() for one in mine]}).drop_duplicates().index[:MOST_LEARNED]
    told = [f"“{mine[at].said}” ({mine[at].team}, {mine[at].cohort})" for at in newest]
    counted = () if found.alone else (f"{found.programme.tried.title}.",)
    return (*counted, *told) or (NOTHING_LEARNED,)


def moved(found: Gathered) -> tuple[str, ...]:
    """Of one cohort the measures that moved beyond chance, with their changes; of the programme the tiles say it."""
    if found.alone is None:
        return ()
    rows = [row for change in found.alone.changes for row in change.rows.to_dict("records")]
    ways = {verdict: [_moved(row) for row in rows if row["verdict"] == verdict] for verdict in MOVED}
    return tuple(f"{WORDS[verdict]}: {words.listed(own)}." for verdict, own in ways.items() if own)


def _moved(row: dict[Hashable, object]) -> str:
    """A measure and its change with the range, without how many it rests on."""
    size = str(row["change_text"]).partition(", ")[0].replace(" (", ", ").replace(")", "")
    return f"{lower_first(str(row['label']))} ({size})"


def lower_first(text: str) -> str:
    """A sentence that goes on after a colon."""
    return f"{text[:1].lower()}{text[1:]}"


def _idea(one: Decision) -> str:
    return f"“{one.title}” ({one.team}, {one.cohort})"


def _with_rest(told: list[str]) -> list[str]:
    rest = len(told) - MOST_DECISIONS
    return [*told[:MOST_DECISIONS], *([f"and {rest} more"] if rest > 0 else [])]


def _measures_of(found: Gathered) -> list[tuple[str, Verdict]]:
    if found.alone is None:
        tiles = [tile for tile in found.programme.tiles if tile.change_text]
        return [(tile.label.lower(), _unless_told(tile.verdict, tile.value_text)) for tile in tiles]
    rows = [row for change in found.alone.changes for row in change.rows.to_dict("records")]
    return [
        (
            str(row["label"]).lower(),
            _unless_told(Verdict(row["verdict"]), str(row["change_text"]).removeprefix(NOT_SHOWN)),
        )
        for row in rows
    ]


def _unless_told(verdict: Verdict, value: str) -> Verdict:
    """A measure of which a value is shown is not hidden: only its change cannot be told."""
    return Verdict.TOO_FEW if verdict is Verdict.HIDDEN and value else verdict


def news(found: Gathered) -> str:
    """What came since the last board meeting, counted."""
    since = found.asked.since or found.stamp.as_of - QUARTER
    return found.news.since(since, found.asked.only_cohort)
