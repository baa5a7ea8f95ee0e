"""Print how long the span audit takes: python tests/load/bench_audit.py

One cohort of 70 teams, then 10,000 teams in cohorts of 70; then the same for what two updates tell together, where
late answers came to one team's round in twenty. Prints figures with their n and asserts nothing.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
import numpy as np
import pandas as pd


ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from joy.definitions import load_definitions, load_policy  # noqa: E402 - the project is run from its folder
from joy.release.audit import audited  # noqa: E402 - as above
from joy.release.guard import guarded  # noqa: E402 - as above
from joy.release.histories import without_told_over_time  # noqa: E402 - as above
from joy.release.rows import raw_rows  # noqa: E402 - as above


TEAMS, COHORT, MOST = 70, 70, 10_000
WEEKS, ROUNDS = 26, 4
MONDAY = pd.Timestamp("2024-01-01")
WINDOWS = {"baseline": (0, 6), "latest": (18, 26), "1": (0, 6), "2": (6, 12), "3": (12, 18), "4": (18, 26)}
SURVEYS = (("wellbeing", "who5@1998"), ("relationships_colleagues", "p6_colleagues@1"))
TALLY = ("good_days", "good_day_yes_no@1")
SUM = {"n": "sum", "total": "sum", "busiest_day": "max", "people": "sum", "period_start": "min", "period_end": "max"}


LATE = 0.05  # of teams' rounds, so that no cohort is as it was


def main() -> None:
    """Time one cohort and the largest planned programme."""
    for teams in (TEAMS, MOST):
        over_time(teams, np.random.default_rng(teams))
    for teams, goal in ((TEAMS, "≤ 1 s"), (MOST, "≤ 60 s")):
        rows = programme(teams, np.random.default_rng(teams))
        definitions, policy = load_definitions(), load_policy()
        figures = guarded(rows, definitions, policy)
        wall, cpu = time.perf_counter(), time.process_time()
        _, record = audited(rows, figures, definitions, policy)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        told = record.iloc[0]
        click.echo(
            f"span audit, {teams:,} teams, {told['figures']:,} figures: {wall:.2f} s wall, {cpu:.2f} s CPU "
            f"(n=1; goal {goal}); hidden by other rules {told['hidden'] - told['hidden_by_audit']:,}, "
            f"by the audit {told['hidden_by_audit']:,}, looks {told['rounds'] + 1}"
        )


class Updates:
    """What the database would answer: whom two updates counted, and what the first one showed."""

    def __init__(self, counted: pd.DataFrame, shown: pd.DataFrame) -> None:
        self._frames = {"release/counted_rounds": counted, "release/shown_rounds": shown}

    def ask(self, query: str, **_values: object) -> pd.DataFrame:
        return self._frames[query]


def over_time(teams: int, draw: np.random.Generator) -> None:
    """Time what two updates tell together, of one measure."""
    counted = counted_twice(teams, draw)
    first, second = (counted[counted["from_number"] <= number] for number in (1, 2))
    shown, figures = figures_of(first).assign(number=1), figures_of(second).assign(state="shown")
    wall, cpu = time.perf_counter(), time.process_time()
    hidden = without_told_over_time(
        Updates(counted, shown), "p", figures.reset_index(drop=True), load_definitions(), load_policy()
    )
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    click.echo(
        f"two updates together, {teams:,} teams, {len(figures):,} figures of one measure: {wall:.2f} s wall, "
        f"{cpu:.2f} s CPU (n=1); {int(hidden.sum()):,} hidden"
    )


def counted_twice(teams: int, draw: np.random.Generator) -> pd.DataFrame:
    """Whom the first update counted in four rounds, and who came late."""
    own = pd.DataFrame({"team": range(teams)}).merge(pd.DataFrame({"ordinal": range(ROUNDS)}), how="cross")
    cohort = "c" + (own["team"] // COHORT).astype(str)
    rows = pd.DataFrame(
        {
            "cohort_id": cohort, "enrolment_id": "t" + own["team"].astype(str), "indicator_id": SURVEYS[0][0],
            "instrument": SURVEYS[0][1], "period_id": cohort + "-" + own["ordinal"].astype(str),
            "ordinal": own["ordinal"], "came_with": 1, "n": draw.negative_binomial(3, 3 / 8, len(own)) + 1,
            "mark": None, "from_number": 1, "to_number": pd.array([pd.NA] * len(own), dtype="Int64"),
            "is_changed": True,
        }
    )  # fmt: skip
    late = rows[draw.random(len(rows)) < LATE].assign(came_with=2, from_number=2)
    return pd.concat([rows, late.assign(n=draw.integers(1, 4, len(late)))], ignore_index=True)


def figures_of(counted: pd.DataFrame) -> pd.DataFrame:
    """Figures of teams with enough answers, of every cohort's rounds, and the programme's first and last."""
    by_team = counted.groupby(["enrolment_id", "period_id"], as_index=False)["n"].sum().query("n >= 5")
    by_cohort = counted[["cohort_id", "period_id"]].drop_duplicates()
    parts = [
        by_team.rename(columns={"enrolment_id": "group_id"}).assign(group_kind="team", period_kind="round"),
        by_cohort.rename(columns={"cohort_id": "group_id"}).assign(group_kind="cohort", period_kind="round"),
        pd.DataFrame({"group_id": "p", "group_kind": "programme", "period_kind": ["baseline", "latest"]}),
    ]
    about = {"indicator_id": SURVEYS[0][0], "instrument": SURVEYS[0][1]}
    return pd.concat(parts, ignore_index=True).assign(**about).fillna({"period_id": "all"})


def programme(teams: int, draw: np.random.Generator) -> pd.DataFrame:
    """Raw figures of teams averaging seven people: weekly tallies, windows of them, and two scales in four rounds."""
    sizes = pd.DataFrame(
        {"team": [f"t{i}" for i in range(teams)], "people": draw.negative_binomial(4, 4 / 11, teams) + 1}
    )
    sizes["cohort"] = "c" + (np.arange(teams) // COHORT).astype(str)
    return pd.concat([tallies(sizes, draw), *(survey(sizes, one, draw) for one in SURVEYS)], ignore_index=True)


def tallies(sizes: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    """Weeks of every team in which enough answered, the weeks of cohorts, and windows made of those weeks."""
    weeks = sizes.merge(pd.DataFrame({"week": range(WEEKS)}), how="cross")
    days = draw.binomial(weeks["people"].to_numpy()[:, None], 0.5, (len(weeks), 5))
    weeks = weeks.assign(n=days.sum(axis=1), busiest_day=days.max(axis=1))
    weeks = weeks.assign(total=draw.binomial(weeks["n"], 0.6))
    weeks = dated(weeks[weeks["n"] > 0], "week", weeks["week"].astype(str), weeks["week"], weeks["week"] + 1)
    enough = weeks[(weeks["n"] >= 5) & (weeks["busiest_day"] >= 3) & (weeks["people"] >= 5)]
    windows = [
        dated(enough[enough["week"].between(first, last - 1)], kind_of(name), name, first, last)
        for name, (first, last) in WINDOWS.items()
    ]
    return summed(pd.concat([weeks, *(team_sums(window) for window in windows)], ignore_index=True), TALLY)


def kind_of(name: str) -> str:
    return "between_sets" if name.isdigit() else name


def team_sums(window: pd.DataFrame) -> pd.DataFrame:
    by = ["team", "cohort", "period_kind", "period_id"]
    return window.groupby(by, as_index=False).agg(SUM | {"people": "first"})


def survey(sizes: pd.DataFrame, series: tuple[str, str], draw: np.random.Generator) -> pd.DataFrame:
    """Four rounds at which six in ten answer."""
    rounds = sizes.merge(pd.DataFrame({"round": range(ROUNDS)}), how="cross")
    rounds = rounds.assign(n=draw.binomial(rounds["people"], 0.6), busiest_day=0)
    rounds["total"] = rounds["n"] * np.clip(draw.normal(55, 20 / np.sqrt(rounds["n"].clip(lower=1))), 4, 96)
    rounds["period_id"] = rounds["cohort"] + "-r" + rounds["round"].astype(str)
    own = dated(rounds[rounds["n"] > 0], "round", rounds["period_id"], rounds["round"] * 6, rounds["round"] * 6 + 1)
    return summed(own, series)


def dated(frame: pd.DataFrame, kind: str, name: object, first: object, last: object) -> pd.DataFrame:
    spans = [MONDAY + pd.to_timedelta(7 * edge, unit="D") for edge in (first, last)]
    return frame.assign(period_kind=kind, period_id=name, period_start=spans[0], period_end=spans[1])


def summed(teams: pd.DataFrame, series: tuple[str, str]) -> pd.DataFrame:
    """Teams with their cohorts and, of windows and the first and last round, the programme."""
    cohorts = teams.groupby(["cohort", "period_kind", "period_id"], as_index=False).agg(SUM)
    number = cohorts["period_id"].str.extract(r"-r(\d)$")[0].astype("float64")
    cohorts["up"] = cohorts["period_id"].where(cohorts["period_kind"].isin(["baseline", "latest"]), "")
    cohorts["up"] = np.select([number == 0, number == ROUNDS - 1], ["baseline", "latest"], cohorts["up"])
    whole = cohorts[cohorts["up"] != ""].groupby("up", as_index=False).agg(SUM)
    under = {"parent_kind": "cohort", "parent_id": teams["cohort"], "parent_period_id": teams["period_id"]}
    under["parent_period_kind"] = teams["period_kind"]
    top = {"parent_kind": "programme", "parent_id": "p", "parent_period_id": cohorts["up"]}
    top["parent_period_kind"] = cohorts["up"]
    ends = whole.assign(period_kind=whole["up"], period_id=whole["up"], indicator_id="", instrument="")
    teams, cohorts = (one.assign(indicator_id="", instrument="") for one in (teams, cohorts))
    parts = [
        raw_rows(teams, group_kind="team", group_id=teams["team"], value=teams["total"] / teams["n"], **under),
        raw_rows(
            cohorts, group_kind="cohort", group_id=cohorts["cohort"], value=cohorts["total"] / cohorts["n"], **top
        ),
        raw_rows(ends, group_kind="programme", group_id="p", value=ends["total"] / ends["n"]),
    ]
    together = pd.concat(parts, ignore_index=True)
    return together.assign(indicator_id=series[0], instrument=series[1])


if __name__ == "__main__":
    main()
