"""What a pack says in words: what is new, what cannot be said, what to decide, and what stands behind a record."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from joy.exports.pack import Gathered
from joy.findings import Finding, Run, Verdict
from joy.findings.records import NOT_SHOWN
from joy.views import words


NOT_CAUSE = "We cannot say that the programme caused a change: there is no comparison group."
NOT_PEOPLE = "Answers are not people: the same person answers on many days."
NO_DECISION = "No idea waits for a sponsor."
QUARTER = timedelta(weeks=13)  # boards mostly meet four times a year
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
    return (*told, NOT_CAUSE, NOT_PEOPLE)


def decisions(found: Gathered) -> tuple[str, ...]:
    """Ideas that teams have handed to a sponsor, the longest waiting first; those of cohorts that ended are counted."""
    mine = [one for one in found.news.decisions if found.asked.only_cohort in {"", one.cohort_id}]
    live = [one for one in mine if one.is_live]
    told = [
        f"“{one.title}” ({one.team}, {one.cohort}): waiting since {words.day(one.raised)}"
        for one in live[:MOST_DECISIONS]
    ]
    more, old = len(live) - len(told), len(mine) - len(live)
    told += [f"And {words.several(more, 'more idea', 'more ideas')} of running cohorts."] if more else []
    told += [f"Still open in cohorts that have ended: {words.several(old, 'idea', 'ideas')}."] if old else []
    return tuple(told) or (NO_DECISION,)


def _measures_of(found: Gathered) -> list[tuple[str, Verdict]]:
    if found.alone is None:
        return [(tile.label.lower(), tile.verdict) for tile in found.programme.tiles if tile.change_text]
    rows = [row for change in found.alone.changes for row in change.rows.to_dict("records")]
    return [(str(row["label"]).lower(), Verdict(row["verdict"])) for row in rows]


def news(found: Gathered) -> str:
    """What came since the last board meeting, counted."""
    since = found.asked.since or found.stamp.as_of - QUARTER
    return found.news.since(since, found.asked.only_cohort)
