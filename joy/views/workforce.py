"""How much work was lost to sickness, who left and who stayed: system measures, told of a unit and never of a team."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from joy.access import Who, need, need_programme, sees_whole_programme
from joy.findings import Finding, Verdict
from joy.findings.records import NOT_SHOWN
from joy.findings.workforce import Absence, Yearly
from joy.frames import each
from joy.periods import action_periods
from joy.store.reader import Asker
from joy.views import words
from joy.views.compare import seen_cohorts
from joy.views.context import Context, context_of
from joy.views.cost import Days, costable, year_name
from joy.views.seen import many_teams


PARTS = ("directorate", "organisation")
KINDS = ("programme", "organisation", "directorate", "cohort")  # the fixed order; within a kind by name
BASES = {
    "calendar_fte": "calendar days",
    "working_days": "working days",
    "hours_scotland": "hours, as counted in Scotland",
    "headcount": "people",
}
MONTHS_DRAWN = 36
YEAR = pd.DateOffset(years=1)
EVERY_UNIT = "all"
COUNTED = {
    "calendar_fte": "Days lost over days available, in full-time equivalents and calendar days, as NHS England counts.",
    "working_days": "Days lost over days available, in working days.",
    "hours_scotland": "Hours lost over contracted hours, as NHS Scotland counts.",
}
RULES = (
    "Days are added up over units and months before dividing; rates are never averaged, ways of counting never mixed.",
    "Absence follows the seasons: compare a month with the same month a year earlier, or look at twelve months.",
    "No limits are drawn: they would mark every winter, for months follow the season and resemble their neighbours.",
    "Shading says when learning sets met, and nothing else: absence moves for many reasons.",
    "A month of 330 full-time-equivalent days available or fewer is blanked by the official rule; of fewer than ten "
    "people nothing is told; twelve months are told where each of them is; small corrections wait.",
)
LEAVERS_COUNTED = "People who left in the year over the mean of the headcounts at its start and end."
STABILITY_COUNTED = "People there at the start of the year who were still there at its end."
APART = "The two do not add up to 100: whoever joins and leaves within the year is a leaver and no stayer."
NEVER_ANNUALISED = "Told for whole years only; a shorter period is never turned into a yearly rate."


@dataclass(frozen=True)
class Unit:
    """Everything told of one unit on one basis. `days` are missing where no cost may be reckoned from them."""

    name: str
    basis: str
    headline: Finding
    absence: Absence
    leavers: Yearly
    stability: Yearly
    days: Days | None
    why_no_cost: str = ""


@dataclass(frozen=True)
class Workforce:
    """Every unit by the name its address has, in a fixed order, and the stretches of each cohort for shading."""

    units: dict[str, Unit]
    cohorts: dict[str, str]
    sets: dict[str, pd.DataFrame]

    def names(self) -> dict[str, str]:
        """The reader's name of each unit."""
        return {key: unit.name for key, unit in self.units.items()}


def workforce(store: Asker, release: Asker, who: Who, programme_id: str) -> Workforce:
    """Read absence, leavers and stability of a programme's units from one published update.

    The programme's total and the cohorts that `who` may see; directorates and organisations where every team may be
    seen. Raises `NotAllowed`, also for somebody of a single team.
    """
    need_programme(who, programme_id)
    need(bool(many_teams(who).held), "absence and cost; it is for those who look at many teams")
    context = context_of(store, release, who)
    rows = context.release.ask("views/workforce")
    if not sees_whole_programme(many_teams(who), context.cohorts["cohort_id"]):
        rows = rows[~rows["unit_kind"].isin(PARTS)]
    people = rows[rows["basis"] == "headcount"]
    days = rows[rows["basis"] != "headcount"]
    bases = days["basis"].nunique()
    units = {}
    for kind in KINDS:
        mine = days[days["unit_kind"] == kind]
        for (_, unit_id, basis), own in mine.groupby(["unit_name", "unit_id", "basis"], sort=kind != "cohort"):
            key = EVERY_UNIT if kind == "programme" else _key(kind, str(unit_id), days)
            leaving = people[(people["unit_kind"] == kind) & (people["unit_id"] == unit_id)]
            units[key if bases == 1 else f"{key} {basis}"] = _unit(own, leaving, with_basis=bases > 1)
    return Workforce(units, _names(context), _sets(context))


def shaded(record: Absence, found: Workforce, cohort_id: str) -> Absence:
    """The same chart with the stretches between the learning sets of one cohort behind it."""
    sets = found.sets.get(cohort_id)
    if sets is None or sets.empty or record.rows.empty:
        return record
    starts = record.rows["start"]
    year_before = pd.Timestamp(sets["start"].iloc[0]) - YEAR
    first = min(record.drawn_from, int((starts < year_before).sum()))
    return replace(record, sets=sets, shade=f"{found.cohorts[cohort_id]}, between sets", drawn_from=first)


def _key(kind: str, unit_id: str, days: pd.DataFrame) -> str:
    """What the address calls a unit: its id, with its kind where another kind has the same id."""
    is_shared = len(set(days.loc[days["unit_id"] == unit_id, "unit_kind"])) > 1
    return f"{kind}:{unit_id}" if is_shared or unit_id == EVERY_UNIT else unit_id


def _names(context: Context) -> dict[str, str]:
    """Cohorts that are seen and have begun, the latest first: it is the one people ask about."""
    rows = seen_cohorts(context)
    rows = rows[rows["start_date"] <= context.as_of].sort_values("ordinal", ascending=False)
    return dict(zip(rows["cohort_id"], rows["name"], strict=True))


def _sets(context: Context) -> dict[str, pd.DataFrame]:
    found = {}
    for row in each(seen_cohorts(context)):
        events = context.learning_sets(row.cohort_id)["starts_on"]
        end = context.as_of if pd.isna(row.end_date) else min(row.end_date, context.as_of)
        spans = action_periods([day.date() for day in events if day <= context.as_of], end.date())
        found[row.cohort_id] = pd.DataFrame(
            {"start": [span.start for span in spans], "end": [span.end for span in spans]}
        ).assign(label="between sets")
    return found


def _unit(rows: pd.DataFrame, people: pd.DataFrame, *, with_basis: bool) -> Unit:
    first = rows.iloc[0]
    kind, basis = str(first["unit_kind"]), str(first["basis"])
    name = "All units together" if kind == "programme" else str(first["unit_name"])
    name = f"{name} ({BASES[basis]})" if with_basis else name
    days, why = costable(rows, people, kind, basis)
    return Unit(
        name, basis, _headline(rows, name, basis), _absence(rows, name, basis),
        _yearly(people, name, "leaver_rate"), _yearly(people, name, "stability"), days, why,
    )  # fmt: skip


def _points(difference: float) -> str:
    """A difference of two rates in points, such as “0.34 points higher”."""
    amount = round(abs(difference), 2)
    if amount == 0:
        return "the same as"
    unit = "point" if amount == 1 else "points"
    return f"{amount:.2f} {unit} {'higher' if difference > 0 else 'lower'} than"


def _headline(rows: pd.DataFrame, name: str, basis: str) -> Finding:
    """Absence over the latest twelve months against the twelve before."""
    windows = rows[(rows["period_kind"] == "twelve_months") & (rows["measure"] == "absence_rate")]
    shown = windows[windows["state"] == "shown"].set_index("period_end")["value"].sort_index()
    subtitle = f"{name} · % of days lost, {BASES[basis]} · absence moves for many reasons"
    why = (COUNTED[basis], *RULES)
    if windows.empty or windows["period_end"].max() not in shown.index:
        title = "Absence over the latest twelve months is not shown here." if len(windows) else (
            "There are not yet twelve months of absence to add up.")  # fmt: skip
        return Finding(title, subtitle, Verdict.TOO_FEW, title, (*why, words.WHY_HIDDEN))
    end, value = shown.index[-1], float(shown.iloc[-1])
    last = words.month(end - pd.Timedelta(days=1))
    title = f"Absence was {value:.2f}% in the twelve months to {last}"
    if end - YEAR in shown.index:
        title += f", {_points(value - float(shown[end - YEAR]))} the twelve before"
    return Finding(f"{title}.", subtitle, Verdict.NO_CHANGE, title, why)


def _absence(rows: pd.DataFrame, name: str, basis: str) -> Absence:
    rates = rows[rows["measure"] == "absence_rate"]
    months = rates[rates["period_kind"] == "month"].set_index("period_start").sort_index()
    every = pd.date_range(months.index[0], months.index[-1], freq="MS")
    rate = months["value"].reindex(every)
    windows = rates[rates["period_kind"] == "twelve_months"]
    rolling = windows.set_index(windows["period_end"] - pd.DateOffset(months=1))["value"].reindex(every)
    frame = pd.DataFrame(
        {
            "start": every,
            "label": [words.month(day) for day in every],
            "rate": rate.to_numpy(),
            "rolling": rolling.to_numpy(),
            "year_before": rate.reindex(every - YEAR).to_numpy(),
            "n": months["n_band"].reindex(every).fillna("").to_numpy(),
        }
    )
    last = frame.iloc[-1]
    title = _month_title(last)
    subtitle = f"{name} · % of days lost, {BASES[basis]} · absence moves for many reasons"
    is_seen = bool(frame[["rate", "rolling"]].notna().any(axis=None))
    drawn = max(0, len(frame) - MONTHS_DRAWN)
    if not is_seen:
        return Absence(NOT_SHOWN, subtitle, Verdict.HIDDEN, NOT_SHOWN, (words.WHY_HIDDEN,))
    alt = f"{title} {frame['label'].iloc[drawn]} to {last['label']}, month by month and over twelve months."
    return Absence(title, subtitle, Verdict.NO_CHANGE, alt, (COUNTED[basis], *RULES), rows=frame, drawn_from=drawn)


def _month_title(last: pd.Series) -> str:
    if pd.isna(last["rate"]):
        return f"{last['label']} is not shown, to protect people’s answers."
    told = f"In {last['label']} absence was {last['rate']:.2f}%"
    return f"{told}, and {last['year_before']:.2f}% a year earlier." if pd.notna(last["year_before"]) else f"{told}."


def _yearly(rows: pd.DataFrame, name: str, measure: str) -> Yearly:
    """Leavers or stability by year; each from its own counts, neither from the other."""
    is_leaving = measure == "leaver_rate"
    mine = rows[rows["measure"] == measure].sort_values("period_start")
    unit = "% who left" if is_leaving else "% who stayed"
    subtitle = f"{name} · {unit} · by year"
    why = (LEAVERS_COUNTED if is_leaving else STABILITY_COUNTED, APART, NEVER_ANNUALISED)
    shown = mine[mine["state"] == "shown"]
    if shown.empty:
        return Yearly(NOT_SHOWN, subtitle, Verdict.HIDDEN, NOT_SHOWN, (words.WHY_HIDDEN,))
    left = rows[rows["measure"] == "leavers"].set_index("period_start")["value"]
    told = [left.get(day) for day in mine["period_start"]]
    frame = pd.DataFrame(
        {
            "start": mine["period_start"].to_numpy(),
            "label": [year_name(row) for _, row in mine.iterrows()],
            "value": mine["value"].to_numpy(),
            "leavers": ["" if one is None or pd.isna(one) else f"about {one:,.0f}" for one in told],
            "n": mine["n_band"].fillna("").to_numpy(),
        }
    )
    last = frame[frame["value"].notna()].iloc[-1]
    verb = "of people left" if is_leaving else "of those there at the start stayed"
    title = f"In {last['label']}, {last['value']:.1f}% {verb}."
    alt = f"{title} By year from {frame['label'].iloc[0]}."
    return Yearly(title, subtitle, Verdict.NO_CHANGE, alt, why, rows=frame, unit=unit)
