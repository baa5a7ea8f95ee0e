"""Whether tallies can be right: days that have come, counts a team can give, one question at a time, nothing twice."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from joy.intake.cells import say
from joy.intake.columns import FIRST_ROW, Sheet
from joy.intake.places import Places
from joy.intake.problems import Problems, counted, quoted, rows_in_words
from joy.intake.profile import Profile
from joy.intake.records import Asks


KEY = ["enrolment_id", "indicator_id", "instrument", "on_date", "channel"]
SERIES = ["enrolment_id", "indicator_id"]  # a run chart shows one of these
UNREAD = -1  # a count that a problem was added for
# Our own bounds against slips of the hand: nobody answers more than twice a day on average, and no team of the
# programmes we know comes near 500 people.
TIMES_HEADCOUNT = 2
MOST_UNKNOWN = 500


def check_days_to_come(frame: pd.DataFrame, sheet: Sheet, places: Places, problems: Problems) -> None:
    """Add a problem for every day after the programme's today."""
    column, today_of = sheet.columns["date"], places.today_of()
    today = pd.to_datetime(frame["enrolment_id"].map(today_of)).astype("datetime64[s]")
    late = frame[(frame["on_date"] > today).to_numpy()]
    codes = column.codes[late["row"].to_numpy() - FIRST_ROW]
    for place in np.sort(np.unique(codes, return_index=True)[1]):
        day = today_of[late["enrolment_id"].iloc[place]]
        reason = f"{quoted(column.labels[codes[place]])} lies in the future: today is {day}."
        say(column, int(codes[place]), reason, "Correct the day: nobody can have answered yet.", problems)


def check_sizes(store: Asks, frame: pd.DataFrame, sheet: Sheet, problems: Problems) -> None:
    """Add a problem for a day on which a team gave more answers than it can have given, all channels together."""
    if frame.empty:
        return
    read = frame.assign(n_total=frame["n_total"].clip(lower=0)).sort_values("n_total", ascending=False)
    days = read.groupby(["enrolment_id", "on_date"], as_index=False).agg(row=("row", "first"), n=("n_total", "sum"))
    sizes = store.ask("intake/team_sizes").astype({"headcount": "float64"})
    days = pd.merge_asof(
        days.astype({"enrolment_id": "str"}).sort_values("on_date"),
        sizes,
        left_on="on_date",
        right_on="valid_from",
        by="enrolment_id",
    )
    most = (days["headcount"] * TIMES_HEADCOUNT).fillna(MOST_UNKNOWN)
    above = days[days["n"] > most].sort_values("row")
    for row, answers, people in zip(above["row"], above["n"], above["headcount"], strict=True):
        _say_too_many(int(row), int(answers), float(people), sheet, problems)


def check_questions(store: Asks, frame: pd.DataFrame, sheet: Sheet, profile: Profile, problems: Problems) -> None:
    """Add a problem where a team's running question changes and the profile gives no reason, or not on one day."""
    rows = frame.dropna(subset=["instrument", *SERIES])
    stored = store.ask("intake/questions_asked")
    every = pd.concat([rows[[*SERIES, "instrument"]], stored[[*SERIES, "instrument"]]]).drop_duplicates()
    several = every.loc[every.duplicated(SERIES, keep=False), SERIES].drop_duplicates()
    for series, own in rows.merge(several, on=SERIES).groupby(SERIES, sort=False):
        before = stored[(stored[SERIES] == list(series)).all(axis=1)]
        question, since, until = _question_so_far(own, before)
        other = own[own["instrument"] != question]
        if other.empty or (profile.question_changed and _is_clean(own, other, since, until, is_stored=len(before) > 0)):
            continue
        _say_other_question(other, question, since, sheet, profile, problems)


def check_twice_in_file(frame: pd.DataFrame, sheet: Sheet, problems: Problems) -> None:
    """Two rows for one team, day, question and channel: one of them would be counted on top of the other."""
    if len(problems):
        return
    for row in frame.loc[frame.duplicated(KEY, keep="first"), "row"]:
        _say_double(int(row), sheet, "stands twice in the file", "Keep one of the two rows, or add them up.", problems)


def check_loaded_before(store: Asks, frame: pd.DataFrame, sheet: Sheet, problems: Problems) -> None:
    """Add a problem for every row whose team, day, question and channel the database has already."""
    if frame.empty:
        return
    first, last = frame["on_date"].min().date(), frame["on_date"].max().date()
    known = store.ask("intake/tallied", first=first, last=last)
    met = frame.merge(known, on=KEY, how="inner")
    for row, batch_no in zip(met["row"], met["batch_no"], strict=True):
        came = "the app" if pd.isna(batch_no) else f"import {batch_no}"
        _say_double(int(row), sheet, f"has come from {came} already", f"Delete the row, or undo {came}.", problems)


def _say_too_many(row: int, answers: int, headcount: float, sheet: Sheet, problems: Problems) -> None:
    name, day = (sheet.columns[key].text_of(row - FIRST_ROW) for key in ("team", "date"))
    known = f"no size of the team is known for that day, and without one at most {MOST_UNKNOWN} are taken"
    if not np.isnan(headcount):
        known = f"the team had {counted(int(headcount), 'person', 'people')} then, and at most twice as many are taken"
    column = sheet.columns.get("answers") or sheet.columns["answer"]
    problems.add(
        f"{counted(answers, 'answer')} of {quoted(name)} on {day} cannot be: {known}.",
        "Correct the file, or bring in the team's size first (the table team_size).",
        row=row,
        column=column.header,
    )


def _question_so_far(own: pd.DataFrame, before: pd.DataFrame) -> tuple[str, date, date]:
    """The question tallied last as the database knows, or else the commonest of the file; its first and last day."""
    if len(before):
        last = before.sort_values("last_on").iloc[-1]
        return str(last["instrument"]), last["first_on"].date(), last["last_on"].date()
    question = str(own["instrument"].value_counts().index[0])
    days = own.loc[own["instrument"] == question, "on_date"]
    return question, days.min().date(), days.max().date()


def _is_clean(own: pd.DataFrame, other: pd.DataFrame, since: date, until: date, *, is_stored: bool) -> bool:
    """Whether each question has an unbroken stretch of days to itself, in the file and beside the question so far."""
    if is_stored and other["on_date"].between(pd.Timestamp(since), pd.Timestamp(until)).any():
        return False
    spans = own.groupby("instrument")["on_date"].agg(["min", "max"]).sort_values("min")
    return bool((spans["min"].to_numpy()[1:] > spans["max"].to_numpy()[:-1]).all())


def _say_other_question(
    other: pd.DataFrame, question: str, since: date, sheet: Sheet, profile: Profile, problems: Problems
) -> None:
    rows = sorted(int(row) for row in other["row"])
    names = " and ".join(sorted(other["instrument"].unique()))
    team, column = sheet.columns["team"].text_of(rows[0] - FIRST_ROW), sheet.columns.get("question")
    where = rows_in_words(rows[:3], len(rows))
    remedy = 'Correct it; or, if the question was changed on purpose, put into the profile: question_changed = "why".'
    if profile.question_changed:
        remedy = "Correct it: a changed question has a first day, and from then on it is the only one."
    problems.add(
        f"{quoted(team)} has tallied {question} so far, since {since}; here it is {names} ({where}).",
        remedy,
        row=rows[0],
        column=None if column is None else column.header,
    )


def _say_double(row: int, sheet: Sheet, what: str, remedy: str, problems: Problems) -> None:
    name, day = (sheet.columns[key].text_of(row - FIRST_ROW) for key in ("team", "date"))
    problems.add(f"The tally of {quoted(name)} on {day} {what}.", remedy, row=row, column=sheet.columns["team"].header)
