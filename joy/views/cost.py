"""What days lost stand for in money, if one assumes so and so: a what-if with a range, never a saving.

The pay of days lost is the annual cost of employing somebody over the days of a calendar year, for every day lost; that
is the same as full-time equivalents × annual cost × rate. Files count calendar days, weekends too, so a year has 365 of
them: over 260 working days the same days would seem to cost 40 % more (that is how a figure of 2014 in wide use came
about: NHS Employers, £29,600 / 260).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from joy.access import Who, need, need_programme
from joy.errors import ShownError
from joy.findings import Verdict
from joy.findings.workforce import Cost
from joy.frames import Row, each
from joy.store.reader import Asker
from joy.views import words
from joy.views.seen import many_teams


ANNUAL, YEAR_DAYS, COVER, LEAVER = "annual_employment_cost", "days_in_year", "cover_share", "cost_per_leaver"
LABELS = {
    ANNUAL: "Cost of employing one full-time person for a year (£)",
    YEAR_DAYS: "Days in a year, counted as the file counts them",
    COVER: "Share of days lost that somebody is paid to cover (%)",
    LEAVER: "Cost of one person leaving (£), weak: your own figure, no published one is sound",
}
SHARES = {COVER}  # written in per cent on screen
MOST = {ANNUAL: 1e6, YEAR_DAYS: 366.0, COVER: 1.0, LEAVER: 1e6}
LEAST = {ANNUAL: 0.0, YEAR_DAYS: 365.0, COVER: 0.0, LEAVER: 0.0}
LEVELS = ("programme", "organisation", "cohort")  # a what-if is never made for less
BASIS = "calendar_fte"
NO_SMALL = "Cost is told for all units together: the absence of one part is too unsteady to carry an amount of money."
NO_BASIS = "No cost here: it is worked out from calendar days, and these are counted otherwise."
NO_DAYS = "No cost here: the latest twelve months are not shown."
NO_ANNUAL = "No cost yet: nobody has entered what employing somebody costs. The data lead brings in cost_assumption."
NEVER = "A what-if under assumptions that anybody may change. It says nothing of what was saved, or why absence moved."
FIGURES, MILLION, DUST = 2, 1e6, 1e-9


@dataclass(frozen=True)
class Assumption:
    """One assumption with its range, where it comes from and the year it holds for. Shares are 0 to 1."""

    key: str
    mid: float
    low: float
    high: float
    source: str = ""
    year: str = ""

    @property
    def label(self) -> str:
        return LABELS[self.key]

    def written(self) -> tuple[str, str, str]:
        """Low, middle and high as a reader writes them."""
        times = 100 if self.key in SHARES else 1
        low, mid, high = (round(one * times, 2) for one in (self.low, self.mid, self.high))
        return _plain(low), _plain(mid), _plain(high)


def _plain(value: float) -> str:
    return f"{value:,.2f}".removesuffix(".00")


@dataclass(frozen=True)
class Days:
    """Days lost and available of twelve months, as published, and the leavers of the latest year where told."""

    lost: float
    available: float
    until: str
    leavers: float = math.nan
    leavers_year: str = ""


def cost_of_days(days: float, annual: float, days_in_year: float) -> float:
    """Give the pay of so many full-time-equivalent days lost, in the unit of `annual`.

    12 people at £45,000 with a rate of 5.6 % lose 245.28 of 4,380 days: £30,240 (over 260 days it would be £42,452).
    """
    return days * annual / days_in_year


def costable(rows: pd.DataFrame, people: pd.DataFrame, kind: str, basis: str) -> tuple[Days | None, str]:
    """The days that a cost may be reckoned from, with the leavers of the latest year told; or why there are none."""
    if kind not in LEVELS:
        return None, NO_SMALL
    if basis != BASIS:
        return None, NO_BASIS
    told = rows[(rows["state"] == "shown") & rows["measure"].isin(["days_lost", "days_available"])]
    amounts = dict(zip(told["measure"], told["value"], strict=True))
    if len(amounts) < 2:  # noqa: PLR2004  days lost and days available
        return None, NO_DAYS
    until = words.month(told["period_end"].iloc[0] - pd.Timedelta(days=1))
    left = people[(people["measure"] == "leavers") & (people["state"] == "shown")].sort_values("period_end")
    gone, year = (float(left["value"].iloc[-1]), year_name(left.iloc[-1])) if len(left) else (math.nan, "")
    return Days(float(amounts["days_lost"]), float(amounts["days_available"]), until, gone, year), ""


def year_name(row: pd.Series) -> str:
    """A calendar year by its number, any other by the two it lies in."""
    start, end = row["period_start"], row["period_end"]
    return f"{start.year}" if start.month == 1 and start.day == 1 else f"{start.year}/{end.year % 100:02d}"


def assumptions(store: Asker, release: Asker | None, who: Who, programme_id: str) -> tuple[Assumption, ...]:  # noqa: ARG001  as every view takes them
    """Read what the programme assumes, in a fixed order; those it has not entered are left out. Raises `NotAllowed`."""
    need_programme(who, programme_id)
    need(bool(many_teams(who).held), "absence and cost; it is for those who look at many teams")
    rows = {row.key: row for row in each(store.ask("views/cost_assumptions"))}
    return tuple(_assumption(rows[key]) for key in LABELS if key in rows and pd.notna(rows[key].value))


def _assumption(row: Row) -> Assumption:
    mid = float(row.value)
    low, high = (mid if pd.isna(end) else float(end) for end in (row.low, row.high))
    source, year = ("" if pd.isna(one) else str(one) for one in (row.source, row.year))
    return Assumption(str(row.key), mid, low, high, source, year)


def changed(own: Assumption, texts: Sequence[str]) -> Assumption:
    """The assumption with a reader's low, middle and high in place of its own.

    Raises `ShownError` in the reader's words: not a number, out of range, or low, middle and high not in order.
    """
    low, mid, high = (_number(own, text) for text in texts)
    if not low <= mid <= high:
        said = ", ".join(text.strip() for text in texts)
        raise ShownError(f"“{own.label}”: low, middle and high must rise, and {said} do not. Change one of them.")
    if (low, mid, high) == (own.low, own.mid, own.high):
        return own
    return replace(own, low=low, mid=mid, high=high, source="Your own, for this look only", year="")


def _number(own: Assumption, text: str) -> float:
    plain = text.strip().replace(",", "").replace(" ", "").removeprefix("£").removesuffix("%")
    times = 0.01 if own.key in SHARES else 1.0
    try:
        value = float(plain) * times
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        said = f"“{text.strip()[:20]}” is not a number" if plain else "a number is missing"
        raise ShownError(f"“{own.label}”: {said}. Write one such as {own.written()[1]}.")
    low, high = LEAST[own.key], MOST[own.key]
    if not low - DUST <= value <= high + DUST:
        why = " These days are calendar days, so a year has 365 or 366." if own.key == YEAR_DAYS else ""
        ends = f"{low / times:,.0f} to {high / times:,.0f}"
        raise ShownError(f"“{own.label}”: {text.strip()[:20]} is out of range. Write {ends}.{why}")
    return value


def fingerprint(known: Mapping[str, Assumption]) -> str:
    """A short name for a set of assumptions, by which what is drawn from them is kept."""
    return "_".join("_".join(one.written()) for one in known.values())


def money(value: float) -> str:
    """An amount to two figures, such as “£1.4 million” or “£30,000”: an assumption bears no more."""
    if value <= 0:
        return "£0"
    step = 10.0 ** (math.floor(math.log10(value)) + 1 - FIGURES)
    rounded = round(value / step) * step
    return f"£{rounded / MILLION:,.1f} million" if rounded >= MILLION else f"£{rounded:,.0f}"


def between(low: float, high: float) -> str:
    """A range of amounts, such as “£1.2 to £1.6 million”."""
    first, last = money(low), money(high)
    if first == last:
        return first
    return f"{first.removesuffix(' million')} to {last}" if first.endswith("million") else f"{first} to {last}"


def what_if(days: Days, known: Mapping[str, Assumption], name: str) -> Cost:
    """Reckon what the days lost stand for; low, middle and high from the assumptions at their ends."""
    if ANNUAL not in known:
        return Cost(NO_ANNUAL, name, Verdict.TOO_FEW, NO_ANNUAL)
    annual = known[ANNUAL]
    year = known.get(YEAR_DAYS, Assumption(YEAR_DAYS, 365.0, 365.0, 365.0))
    a_day = (annual.low / year.high, annual.mid / year.mid, annual.high / year.low)
    lines = [("Pay for the days lost", [days.lost * one for one in a_day])]
    if COVER in known:
        share = known[COVER]
        paid = zip((share.low, share.mid, share.high), a_day, strict=True)
        lines.append(("Cover paid on top, at the same cost", [days.lost * part * one for part, one in paid]))
    lines.append(("Pay for one day in a hundred (1 point of absence)", [days.available / 100 * one for one in a_day]))
    if LEAVER in known and math.isfinite(days.leavers):
        own = known[LEAVER]
        told = [days.leavers * one for one in (own.low, own.mid, own.high)]
        lines.append((f"Leavers of {days.leavers_year} (weak: your own cost per leaver)", told))
    rows = pd.DataFrame([(what, *numbers) for what, numbers in lines], columns=["what", "low", "mid", "high"])
    rows = rows.assign(
        range_text=[between(row.low, row.high) for row in each(rows)],
        mid_text=[f"about {money(row.mid)}" for row in each(rows)],
    )
    return _told(days, rows, known, name)


def _told(days: Days, rows: pd.DataFrame, known: Mapping[str, Assumption], name: str) -> Cost:
    middle, ends = rows["mid_text"].iloc[0], rows["range_text"].iloc[0]
    title = f"What if your assumptions hold: days lost stand for {middle} of pay a year ({ends})"
    why = (
        f"About {days.lost:,.0f} of {days.available:,.0f} full-time-equivalent days were lost in the twelve months to "
        f"{days.until}; both are published to two figures.",
        "Days lost × annual cost ÷ calendar days in a year. The files count weekends too, so a year has 365 days.",
        "Low and high take every assumption at its low or high end together, so the range is a wide one.",
        "Nothing here says that anything was saved, or why absence moved.",
    )
    table = pd.DataFrame(
        [(one.label, *one.written(), one.source, one.year) for one in known.values()],
        columns=["label", "low", "mid", "high", "source", "year"],
    )
    alt = "; ".join(f"{row.what}: {row.mid_text} ({row.range_text})" for row in each(rows))
    subtitle = f"{name} · twelve months to {days.until} · by the assumptions below"
    return Cost(title, subtitle, Verdict.NO_CHANGE, alt, why, rows=rows, assumptions=table)
