"""All teams of a cohort at one survey, set against what chance allows for their number of answers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from joy.definitions import Indicator
from joy.findings import Funnel, Verdict
from joy.findings.records import TITLE_WORDS
from joy.frames import only
from joy.variation import FunnelChart, funnel
from joy.views import words
from joy.views.context import Context
from joy.views.figures import is_shown, of_indicator


TOO_WIDE = 0.4  # ours: where only 40 points or more could stand out, silence is no news
FEWEST_TEAMS = 5  # ours: an average of fewer is mostly each team itself
FLAGS = np.array(["", "above", "below"])  # by the sign of the flag; -1 counts from the end


def teams_against_chance(context: Context, cohort_id: str) -> Funnel | None:
    """The latest survey's share of each team as a funnel; None where no share was asked of enough teams.

    Shares of people only: daily answers repeat the same people, and binomial limits would be too narrow for them.
    Computed from what may be shown: rounded shares, and the lowest number of answers their bands allow.
    """
    figures = context.release.ask("views/figures", group_kind="team", group_id=None)
    teams = context.teams[context.teams["cohort_id"] == cohort_id]
    mine = figures[figures["group_id"].isin(teams["enrolment_id"]) & (figures["period_kind"] == "round")]
    for indicator in context.measured_in(mine):
        if indicator.shows == "share" and indicator.measured.kind in {"item", "scale"}:
            rows = _latest(context, mine, indicator)
            if len(rows) >= FEWEST_TEAMS:
                return _record(rows.merge(teams, left_on="group_id", right_on="enrolment_id"), indicator)
    return None


def _latest(context: Context, figures: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The shown figures of the latest round of which any may be shown."""
    own = of_indicator(figures, indicator)
    shown = only(own, (is_shown(row) for _, row in own.iterrows()))
    order = context.rounds.set_index("round_id")["ordinal"]
    latest: pd.DataFrame = shown[shown["period_id"].map(order) == shown["period_id"].map(order).max()]
    return latest


def _record(rows: pd.DataFrame, indicator: Indicator) -> Funnel:
    asked = rows["n_low"].to_numpy(dtype="float64")
    found = funnel(rows["value"].to_numpy() * asked, asked, teams=rows["name"].tolist())
    points = pd.DataFrame(
        {
            "key": rows["group_id"],
            "label": rows["name"],
            "n": asked,
            "n_text": [words.counted(indicator, band) for band in rows["n_band"]],
            "value": found.value,
            "low": found.low,
            "high": found.high,
            "flag": FLAGS[found.flag],
            "bound": [
                words.value_text(indicator, value, capped) if pd.notna(capped) else ""
                for value, capped in zip(rows["value"], rows["capped"], strict=True)
            ],
        }
    ).sort_values("n", ignore_index=True, kind="stable")
    title = _title(points, indicator, _smallest(found, asked))
    return Funnel(
        title=title,
        subtitle=f"{indicator.name}, {indicator.unit}, latest survey; a dot for each team that can be shown",
        verdict=Verdict.NO_CHANGE if not (points["flag"] != "").any() else Verdict.CHANGED,
        alt=f"{title}. The average of the teams shown is {words.percent(found.centre)}.",
        why=_why(found, asked),
        notes=indicator.caveats,
        points=points,
        limits=_curve(found),
        centre=found.centre,
        unit=indicator.unit,
    )


def _title(points: pd.DataFrame, indicator: Indicator, smallest: float | None) -> str:
    beyond = points[points["flag"] != ""]
    if beyond.empty and (smallest is None or smallest >= TOO_WIDE):
        return f"{indicator.name}: too few people a team to tell one team from another"
    if beyond.empty:
        return f"{indicator.name}: no team differs from the others more than chance allows"
    names = words.listed(beyond["label"].tolist())
    verb = "differs" if len(beyond) == 1 else "differ"
    whole = f"{indicator.name}: {names} {verb} from the others more than chance allows"
    some = words.several(len(beyond), "team differs", "teams differ")
    return whole if len(whole.split()) <= TITLE_WORDS else f"{some} from the others more than chance allows"


def _why(found: FunnelChart, asked: np.ndarray) -> tuple[str, ...]:
    return (
        "The dashed lines hold 95 of 100 teams that differ by chance only, the outer ones 998 of 1,000.",
        f"Chance alone would put {_many(found.expected_flags)} outside the outer lines.",
        _needed(found, asked),
        "Teams stand in the order of their number of answers, those of one band and share on one dot: no ranking.",
    )


def _needed(found: FunnelChart, asked: np.ndarray) -> str:
    """What the largest team would have to differ by: with few answers nearly nothing can stand out."""
    largest, need = int(asked.argmax()), _smallest(found, asked)
    if need is None:
        return (
            f"With {asked[largest]:.0f} answers a team nothing at all could stand out: no proof that teams are alike."
        )
    points = f"{round(need * 100)} points"
    return (
        f"Even {asked[largest]:.0f} answers show only differences of {points} or more: no proof that teams are alike."
    )


def _smallest(found: FunnelChart, asked: np.ndarray) -> float | None:
    """The smallest difference from the average that the team with most answers could be told by; None for none."""
    needs = [float(side[int(asked.argmax())]) for side in (found.detectable.above, found.detectable.below)]
    return min((each for each in needs if not math.isnan(each)), default=None)


def _many(expected: float) -> str:
    return "hardly any team" if round(expected) == 0 else f"about {words.several(round(expected), 'team', 'teams')}"


def _curve(found: FunnelChart) -> pd.DataFrame:
    (low95, low998), (high95, high998) = found.curve.lower, found.curve.upper
    return pd.DataFrame({"n": found.curve.n, "low95": low95, "high95": high95, "low998": low998, "high998": high998})
