"""The daily good-day tallies: thin at first, fuller from the day a team is reminded better."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from joy.periods import weeks_since
from joy.sample.plan import stream
from joy.sample.teams import Enrolment, enrolments


Row = dict[str, object]
EASTER = (
    *(date(2017, 4, 16), date(2018, 4, 1), date(2019, 4, 21), date(2020, 4, 12)),
    *(date(2021, 4, 4), date(2022, 4, 17), date(2023, 4, 9)),
)
CHANNELS = {1: ("form",), 2: ("app", "app", "paper"), 3: ("app", "app", "tokens"), 4: ("app", "form"), 5: ("form",)}
LIVE_CHANNELS = ("app", "form", "whatsapp")


def tally_rows() -> list[Row]:
    """Return one row per team and day with any answer, and the days of the week in which nobody answered."""
    rows = [row for enrolment in enrolments() for row in _team_rows(enrolment)]
    return sorted(rows, key=lambda row: (str(row["date"]), str(row["team"])))


def _team_rows(e: Enrolment) -> Iterator[Row]:
    rng = stream(f"tallies of {e.enrolment_id}")
    thin, full, start = rng.uniform(0.10, 0.20), rng.uniform(0.35, 0.50), rng.uniform(0.45, 0.65)
    weekly_noise = rng.normal(0, 0.025, 150)
    channel = str(rng.choice(CHANNELS.get(e.cohort.ordinal, LIVE_CHANNELS)))
    question = "good_day_agree@1" if e.cohort.ordinal == 1 else "good_day_yes_no@1"
    day = e.joined_on
    while day <= e.tallies_until:
        week = weeks_since(e.cohort.sets[0], day)
        rate = (full if e.reminder_on is not None and day >= e.reminder_on else thin) * _presence(e, day)
        answers = _answers(e, day, rate, rng)
        good = int(rng.binomial(answers or 0, np.clip(start + weekly_noise[week] + true_shift(e, week), 0.02, 0.98)))
        if answers is not None:
            team = e.team.name_on(day)
            yield {
                "date": day,
                "team": team,
                "question": question,
                "answers": answers,
                "good_answers": good,
                "channel": channel,
            }
        day += timedelta(days=1)


def _answers(e: Enrolment, day: date, rate: float, rng: np.random.Generator) -> int | None:
    """Answers of one day; None where there is no row, 0 only where the form was open and nobody answered."""
    drawn = int(rng.binomial(e.team.headcount, rate))
    if e.zero_week is not None and 0 <= (day - e.zero_week).days < 7:
        return 0 if day.weekday() in e.tally_days else None
    return drawn or None


def _presence(e: Enrolment, day: date) -> float:
    """Share of a usual working day's replies to expect on `day`."""
    if day.weekday() not in e.tally_days:
        return 0.0
    festive = (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2)
    easter = any(-2 <= (day - sunday).days <= 1 for sunday in EASTER)
    afterwards = 0.8 if day > e.cohort.end else 1.0
    weekend = 0.6 if day.weekday() >= 5 else 1.0
    return (0.2 if festive or easter else 0.75 if day.month == 8 else 1.0) * afterwards * weekend


def true_shift(e: Enrolment, week: int) -> float:
    """How far the true share of good days has moved by `week`: a straight ramp over `over_weeks`, then level."""
    if e.truth.from_week is None:
        return 0.0
    return e.truth.size * float(np.clip((week - e.truth.from_week + 1) / e.truth.over_weeks, 0, 1))
