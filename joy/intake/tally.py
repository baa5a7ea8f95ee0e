"""Tallies: how many answers a team gave on a day, and how many of them count as good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from joy.definitions import Definitions, Indicator
from joy.intake.cells import check_texts, read_days, read_each, say, spread, whole_number
from joy.intake.columns import FIRST_ROW, Sheet, TextColumn
from joy.intake.labels import match_labels, nearest
from joy.intake.places import Places, find_teams, load_places
from joy.intake.problems import Problems, counted, quoted
from joy.intake.profile import Profile
from joy.intake.readings import also_lines, label_counts, left_out_notes, option_labels
from joy.intake.records import Asks, LabelCount, Ready
from joy.intake.table_rules import CHANNELS
from joy.intake.tally_checks import (
    KEY,
    UNREAD,
    check_days_to_come,
    check_loaded_before,
    check_questions,
    check_sizes,
    check_twice_in_file,
)
from joy.store import Writer


Cells = npt.NDArray[np.object_]


@dataclass(frozen=True)
class _Days:
    """The rows of a tally file once every text is understood; one value per row of the file."""

    row: npt.NDArray[np.int64]  # the spreadsheet row
    team: Cells
    day: Cells
    question: Cells
    channel: Cells


def read_tally(store: Asks, sheet: Sheet, profile: Profile, definitions: Definitions, problems: Problems) -> Ready:
    """Check a tally file and make its rows of `vault.tally`; problems are added, never raised."""
    places = load_places(store)
    listed = {*profile.teams, *profile.leave_out.get("team", ()), *profile.labels.get("answer", {}), *profile.blank}
    for column in sheet.columns.values():
        check_texts(column, problems, listed)
    team_of = find_teams(sheet.columns["team"], profile.teams, profile.leave_out.get("team", ()), places, problems)
    days = _Days(
        np.arange(sheet.rows) + FIRST_ROW,
        spread(team_of, sheet.columns["team"]),
        _days_of(sheet.columns["date"], profile, problems),
        _questions(sheet, profile, definitions, problems),
        _channels(sheet, profile, problems),
    )
    enrolments = _enrolments(days, sheet, places, problems)
    frame = _rows(days, enrolments, definitions)
    if profile.layout == "long":
        frame, counts = _count_answers(frame, sheet, profile, definitions, problems)
    else:
        frame, counts = _take_counts(frame, sheet, problems), ()
    frame = frame[frame["enrolment_id"].notna()]
    check_days_to_come(frame, sheet, places, problems)
    check_sizes(store, frame, sheet, problems)
    check_questions(store, frame, sheet, profile, problems)
    check_twice_in_file(frame, sheet, problems)
    rows = frame.drop(columns="row").astype(
        {"enrolment_id": "str", "indicator_id": "str", "instrument": "str", "channel": "str"}
    )

    def load(writer: Writer, batch_no: int, salt: bytes) -> None:  # noqa: ARG001 - a tally has no link codes
        writer.append("vault.tally", rows.assign(batch_no=batch_no))

    def check(store: Asks, salt: bytes | None, problems: Problems) -> None:  # noqa: ARG001 - a tally has no link codes
        check_loaded_before(store, frame, sheet, problems)

    notes = left_out_notes(sheet.columns, profile)
    labels = (*_team_counts(sheet, team_of), *counts)
    return Ready("tally", len(rows), lambda _salt: rows, load, labels, notes, check)


def _rows(days: _Days, enrolments: Cells, definitions: Definitions) -> pd.DataFrame:
    """One row per row of the file, with the key of `vault.tally`; counts come after."""
    indicators = _indicator_by_question(definitions)
    return pd.DataFrame(
        {
            "row": days.row,
            "enrolment_id": enrolments,
            "indicator_id": [indicators[q].id if q in indicators else None for q in days.question],
            "instrument": days.question,
            "on_date": pd.Series(days.day, dtype=object).astype("datetime64[s]"),
            "channel": days.channel,
        }
    )


def _days_of(column: TextColumn, profile: Profile, problems: Problems) -> Cells:
    if "" in column.labels:
        say(column, column.labels.index(""), "The day is missing.", "Fill in the day of the tally.", problems)
    return spread(read_days(column, profile.date_format, problems), column)


def _indicator_by_question(definitions: Definitions) -> dict[str, Indicator]:
    """Which indicator a tallied question belongs to."""
    tallied = (i for i in definitions.indicators.values() if i.measured.kind == "tally")
    return {question: indicator for indicator in tallied for question in indicator.measured.instruments}


def _questions(sheet: Sheet, profile: Profile, definitions: Definitions, problems: Problems) -> Cells:
    known = _indicator_by_question(definitions)
    if "question" in profile.fixed:
        if profile.fixed["question"] not in known:
            problems.add(
                f"The profile's question {quoted(profile.fixed['question'])} is not tallied by any indicator.",
                f"Use one of: {', '.join(known)}.",
            )
        return _filled(sheet.rows, profile.fixed["question"])
    return _words(sheet.columns["question"], tuple(known), "question that is tallied", problems)


def _channels(sheet: Sheet, profile: Profile, problems: Problems) -> Cells:
    if "channel" in sheet.columns:
        return _words(sheet.columns["channel"], CHANNELS, "way of answering", problems)
    channel = profile.fixed.get("channel", "import")
    if channel not in CHANNELS:
        problems.add(f"The profile's channel {quoted(channel)} is not known.", f"Use one of: {', '.join(CHANNELS)}.")
    return _filled(sheet.rows, channel)


def _words(column: TextColumn, words: tuple[str, ...], what: str, problems: Problems) -> Cells:
    for code, text in enumerate(column.labels):
        if text not in words:
            reason = f"{quoted(text)} is no {what}.{nearest(text, words)}"
            say(column, code, reason, f"Use one of: {', '.join(words)}.", problems)
    return spread(column.labels, column)


def _filled(rows: int, text: str) -> Cells:
    filled = np.empty(rows, dtype=object)
    filled[:] = text
    return filled


def _enrolments(days: _Days, sheet: Sheet, places: Places, problems: Problems) -> Cells:
    """The enrolment of every row; a team with none open that day is a problem, told once per team."""
    found: dict[tuple[str, date], str | None] = {}
    outside: dict[str, list[int]] = {}
    enrolments = np.empty(sheet.rows, dtype=object)
    for place, (team, day) in enumerate(zip(days.team, days.day, strict=True)):
        if team is None or day is None:
            continue
        if (team, day) not in found:
            enrolment = places.on(team, day)
            found[team, day] = None if enrolment is None else enrolment.enrolment_id
        enrolments[place] = found[team, day]
        if found[team, day] is None:
            outside.setdefault(team, []).append(place)
    for team, rows in outside.items():
        _say_outside(team, rows, sheet, places, problems)
    return enrolments


def _say_outside(team: str, rows: list[int], sheet: Sheet, places: Places, problems: Problems) -> None:
    first = rows[0]
    name, day = sheet.columns["team"].text_of(first), sheet.columns["date"].text_of(first)
    times = [
        f"{e.cohort_id} from {e.joined_on}" + (f" until {e.left_on}" if e.left_on else "")
        for e in places.enrolments.get(team, ())
    ]
    more = f" and {counted(len(rows) - 1, 'more row')} like it" if len(rows) > 1 else ""
    problems.add(
        f"{quoted(name)} was in no cohort on {day}{more}; it was in {', '.join(times) or 'none at all'}.",
        "Correct the day or the team, or correct the team's enrolment first.",
        row=first + FIRST_ROW,
        column=sheet.columns["date"].header,
    )


def _take_counts(frame: pd.DataFrame, sheet: Sheet, problems: Problems) -> pd.DataFrame:
    """Answers and good answers as the file counts them, 0 ≤ good ≤ answers."""
    total, good = (_counts(sheet.columns[name], problems) for name in ("answers", "good_answers"))
    for place in np.flatnonzero((good > total) & (total != UNREAD)):
        problems.add(
            f"{counted(good[place], 'good answer')} out of {counted(total[place], 'answer')} cannot be.",
            "Correct one of the two.",
            row=int(place) + FIRST_ROW,
            column=sheet.columns["good_answers"].header,
        )
    return frame.assign(n_total=total, n_favourable=good)


def _counts(column: TextColumn, problems: Problems) -> npt.NDArray[np.int64]:
    if "" in column.labels:
        remedy = "Write 0 if nobody answered, or delete the row if nobody asked."
        say(column, column.labels.index(""), "The count is missing.", remedy, problems)
    each = read_each(column, whole_number(column, problems))
    return np.array([UNREAD if value is None else value for value in each], dtype=np.int64)[column.codes]


def _count_answers(
    frame: pd.DataFrame, sheet: Sheet, profile: Profile, definitions: Definitions, problems: Problems
) -> tuple[pd.DataFrame, tuple[LabelCount, ...]]:
    """One row per answer becomes one row per team, day, question and channel."""
    column = sheet.columns["answer"]
    good = np.zeros(sheet.rows, dtype=bool)
    counts: list[LabelCount] = []
    for question in frame["instrument"].dropna().unique():
        meant = _answer_codes(column, question, profile, definitions, problems)
        favourable = _favourable(question, definitions)
        here = (frame["instrument"] == question).to_numpy()
        good |= here & np.array([code in favourable for code in meant])[column.codes]
        counts += label_counts(column, meant)
    answered = np.array([text not in profile.blank for text in column.labels])[column.codes]
    tallied = frame.assign(n_total=answered.astype(np.int64), n_favourable=good.astype(np.int64))
    by_day = tallied.groupby(KEY, sort=False, as_index=False).agg(
        row=("row", "min"), n_total=("n_total", "sum"), n_favourable=("n_favourable", "sum")
    )
    return by_day[["row", *KEY, "n_total", "n_favourable"]], tuple(counts)


def _answer_codes(
    column: TextColumn, question: str, profile: Profile, definitions: Definitions, problems: Problems
) -> list[int | None]:
    instrument = definitions.instruments.get(question)
    options = {} if instrument is None else option_labels(instrument, instrument.items[0].key)
    known = {**(profile.labels.get("answer") or options), **profile.decided("answer")}

    def unknown(code: int, text: str) -> None:
        reason = f"{quoted(text)} is no answer of {question}.{nearest(text, known)}"
        say(
            column, code, reason, f"Correct it, or decide in the profile:{also_lines('answer')({text: None})}", problems
        )

    return match_labels(column, known, problems, blank=profile.blank, lines=also_lines("answer"), unknown=unknown)


def _favourable(question: str, definitions: Definitions) -> tuple[int, ...]:
    indicator = _indicator_by_question(definitions).get(question)
    return () if indicator is None or indicator.favourable is None else indicator.favourable.codes_for(question)


def _team_counts(sheet: Sheet, team_of: list[str | None]) -> list[LabelCount]:
    return label_counts(sheet.columns["team"], team_of)
