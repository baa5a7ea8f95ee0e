"""The cohort page's question: what is changing in this cohort, and in which of its teams?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import pandas as pd

from joy.change import sign_test
from joy.definitions import Indicator
from joy.errors import NotFound
from joy.findings import WORDS, Aligned, Comparison, Finding, Multiples, Run, Verdict
from joy.frames import each, row_of
from joy.store.reader import Asker
from joy.variation import expected_signals
from joy.views import words
from joy.views.aligned import aligned
from joy.views.changes import Compared, compare, comparison, title_of
from joy.views.context import Context, context_of
from joy.views.timeline import FLAG_COLUMNS, Window, run_of, sets_of


SIGNALS = {Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED}


@dataclass(frozen=True)
class CohortImpact:
    """Everything the cohort page shows."""

    name: str
    about: str
    headline: Finding
    run: Run
    aligned: tuple[Aligned, ...]
    teams: Multiples
    changes: tuple[Comparison, ...]


def cohort_impact(store: Asker, release: Asker, cohort_id: str) -> CohortImpact:
    """Answer the cohort page's question from one published update. Raises `NotFound` for an unknown cohort."""
    context = context_of(store, release)
    if cohort_id not in set(context.cohorts["cohort_id"]):
        raise NotFound("There is no such cohort in this programme. Choose one from the list.")
    figures = release.ask("views/figures", group_kind="cohort", group_id=cohort_id)
    findings = release.ask("views/findings", group_kind="cohort", group_id=cohort_id)
    compared = [one for i in context.definitions.indicators.values() if (one := compare(i, figures, findings))]
    good = next((one for one in compared if one.indicator.id == context.good_days.id), None)
    teams = _teams(context, cohort_id)
    return CohortImpact(
        name=context.cohort_name(cohort_id),
        about=_about(context, cohort_id),
        headline=_headline(good, teams),
        run=_cohort_run(context, cohort_id, figures, good),
        aligned=_survey_lines(context, figures, compared),
        teams=teams,
        changes=changes_by_unit(compared),
    )


def changes_by_unit(compared: list[Compared]) -> tuple[Comparison, ...]:
    """One comparison per unit, so that every chart has one scale."""
    units: dict[str, list[Compared]] = {}
    for one in compared:
        units.setdefault(one.indicator.unit, []).append(one)
    return tuple(
        comparison(
            ones,
            title=title_of(ones[0]) if len(ones) == 1 else _title_of_several(ones),
            subtitle=f"{ones[0].indicator.unit[0].upper()}{ones[0].indicator.unit[1:]}, first against latest",
        )
        for ones in units.values()
    )


def _title_of_several(ones: list[Compared]) -> str:
    up = sum(one.verdict is Verdict.IMPROVED for one in ones)
    down = sum(one.verdict is Verdict.WORSENED for one in ones)
    if not up and not down:
        return "No change we can tell from chance"
    said = [f"{up} improved"] * bool(up) + [f"{down} worsened"] * bool(down)
    return f"{words.listed(said)}, of {len(ones)} compared"


def _headline(good: Compared | None, teams: Multiples) -> Finding:
    if good is None or good.change is None:
        title, verdict = "Too early to say what is changing", Verdict.TOO_FEW
    else:
        title, verdict = title_of(good), good.verdict
    return Finding(title=title, subtitle=teams.title, verdict=verdict, alt=title, why=teams.why)


def _cohort_run(context: Context, cohort_id: str, figures: pd.DataFrame, good: Compared | None) -> Run:
    difference = good.change.difference if good is not None and good.change is not None else None
    ended = row_of(context.cohorts, "cohort_id", cohort_id)["end_date"]
    inside = figures[figures["period_end"] <= ended] if pd.notna(ended) else figures
    run = run_of(
        inside,
        context.good_days,
        label=context.cohort_name(cohort_id),
        key=cohort_id,
        sets=sets_of(context, cohort_id),
        flags=pd.DataFrame(columns=FLAG_COLUMNS),
        baseline=_cohort_baseline(context, cohort_id),
        difference=difference,
        where=f"All teams of {context.cohort_name(cohort_id)}",
    )
    return _agreed(run, good)


def _agreed(run: Run, good: Compared | None) -> Run:
    """Say so where the total moved but the teams do not agree: then no change is claimed for the cohort."""
    if run.verdict not in SIGNALS or good is None or good.verdict is run.verdict:
        return run
    return replace(
        run,
        title="Good days, all teams together: the total moved, but too few teams share it",
        verdict=Verdict.NO_CHANGE,
        points=run.points.assign(marked=False),
        why=(
            *run.why,
            "The weekly total shows a signal. Team by team the change is not beyond chance, so none is claimed.",
        ),
    )


def _cohort_baseline(context: Context, cohort_id: str) -> Window:
    """The window that most of the cohort's teams have as their baseline."""
    teams = context.teams[(context.teams["cohort_id"] == cohort_id) & context.teams["baseline_start"].notna()]
    if teams.empty:
        return None
    common = teams.groupby(["baseline_start", "baseline_end"]).size().idxmax()
    start, end = cast(tuple[pd.Timestamp, pd.Timestamp], common)
    return start, end


def _survey_lines(context: Context, figures: pd.DataFrame, compared: list[Compared]) -> tuple[Aligned, ...]:
    """Every survey indicator over the cohort's learning sets."""
    lines = (
        aligned(context, figures, one.indicator, title=title_of(one))
        for one in compared
        if one.indicator.measured.kind != "tally"
    )
    return tuple(record for record in lines if record is not None)


def _teams(context: Context, cohort_id: str) -> Multiples:
    """Every team as a small run chart on one scale, in order of enrolment."""
    all_figures = context.release.ask("views/figures", group_kind="team", group_id=None)
    indicator, sets = context.good_days, sets_of(context, cohort_id)
    teams = context.teams[context.teams["cohort_id"] == cohort_id]
    by_team = dict(tuple(all_figures.groupby("group_id")))
    compared, panels = [], []
    for team in each(teams):
        own = by_team.get(team.enrolment_id, all_figures.iloc[0:0])
        one = compare(indicator, own, _no_findings(), label=team.name)
        compared.append(one)
        panels.append(_panel(own, indicator, team.name, team.enrolment_id, sets, _difference(one)))
    return Multiples(
        title=_wall_title(panels),
        subtitle=f"{indicator.name}, {indicator.unit}, every team on one scale, in order of enrolment",
        verdict=Verdict.NO_CHANGE,
        alt="; ".join(f"{p.label}: {WORDS[p.verdict].lower()}" for p in panels) or "No team is enrolled yet.",
        why=_wall_why(panels, compared),
        panels=tuple(panels),
    )


def _panel(
    figures: pd.DataFrame, indicator: Indicator, name: str, key: str, sets: pd.DataFrame, difference: float | None
) -> Run:
    return run_of(
        figures,
        indicator,
        label=name,
        key=key,
        sets=sets,
        flags=pd.DataFrame(columns=FLAG_COLUMNS),
        baseline=None,
        difference=difference,
        where=name,
    )


def _difference(one: Compared | None) -> float | None:
    return one.change.difference if one is not None and one.change is not None else None


def _wall_title(panels: list[Run]) -> str:
    judged = [panel for panel in panels if panel.verdict in SIGNALS | {Verdict.NO_CHANGE}]
    signals = [panel for panel in judged if panel.verdict in SIGNALS]
    if not judged:
        return "No team has enough points yet to tell a change from chance"
    chance = words.number(round(expected_signals([panel.points["value"].notna().sum() for panel in judged])))
    return f"{len(signals)} of {len(judged)} teams changed more than chance explains; by chance alone, about {chance}"


def _wall_why(panels: list[Run], compared: list[Compared | None]) -> tuple[str, ...]:
    counts = [
        f"{sum(panel.verdict is verdict for panel in panels)} {text}"
        for verdict, text in (
            (Verdict.IMPROVED, "improved"),
            (Verdict.WORSENED, "worsened"),
            (Verdict.CHANGED, "changed without a clear way"),
            (Verdict.NO_CHANGE, "show no change we can tell from chance"),
            (Verdict.TOO_FEW, "have too few points"),
            (Verdict.HIDDEN, "are not shown"),
        )
        if any(panel.verdict is verdict for panel in panels)
    ]
    differences = [_difference(one) for one in compared]
    up, down = sum(d is not None and d > 0 for d in differences), sum(d is not None and d < 0 for d in differences)
    why = [f"Of {len(panels)} teams: {words.listed(counts)}."] if counts else []
    if up + down:
        chance = sign_test(up, down)
        why.append(
            f"{up} of {up + down} teams are higher lately than at baseline; a fair coin does as much in "
            f"{words.chance(chance)} of tries."
        )
    return tuple(why)


def _about(context: Context, cohort_id: str) -> str:
    cohort = row_of(context.cohorts, "cohort_id", cohort_id)
    sets = context.learning_sets(cohort_id)
    held = int((sets["starts_on"] <= context.as_of).sum())
    teams = int((context.teams["cohort_id"] == cohort_id).sum())
    parts = [f"{teams} teams", f"{words.month(cohort['start_date'])} to {words.month(cohort['end_date'])}"]
    coming = sets[sets["starts_on"] > context.as_of]
    if len(coming):
        parts.append(f"learning set {coming['ordinal'].iloc[0]} on {words.day(coming['starts_on'].iloc[0])}")
    else:
        parts.append(f"{held} learning sets")
    return " · ".join(parts)


def _no_findings() -> pd.DataFrame:
    return pd.DataFrame(columns=["group_id", "indicator_id", "instrument", "from_period", "to_period"])
