"""The same series with limits, for those who ask: the chart that suits it, which points stand out, and the aim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from joy.definitions import Indicator
from joy.findings import Assurance, Control, Run, Variation, Verdict
from joy.variation import Advice, Analysis, Rules, allowed, analyse, chart_for
from joy.views import words
from joy.views.figures import of_indicator
from joy.views.rules import NOT_SAID


CHARTS = {"p": "p chart", "p_prime": "p′ chart", "xmr": "XmR chart", "i_prime": "I′ chart"}
FIRED = {  # the rules of NHS Making Data Count as we set them (joy.variation.rules)
    "outside": "outside the limits",
    "trend": "part of 6 or more in a row going one way",
    "two_of_three": "one of 2 in 3 close to a limit",
    "shift": "part of 7 or more in a row on one side",
}
LATEST = {
    Variation.COMMON_CAUSE: "the latest {step} {keeps} within what is usual",
    Variation.IMPROVEMENT: "the latest {step} {stands} out, in the better direction",
    Variation.CONCERN: "the latest {step} {stands} out, in the worse direction",
    Variation.NEUTRAL_HIGH: "the latest {step} {stands} out, on the high side",
    Variation.NEUTRAL_LOW: "the latest {step} {stands} out, on the low side",
    Variation.NONE: "too few points or answers for limits yet",
}
VERBS = ({"keeps": "is", "stands": "stands"}, {"keeps": "are", "stands": "stand"})  # of one step, of joined steps
AIMS = {
    Assurance.PASS: "as things are the aim of {aim} is met by all but rare {steps}",
    Assurance.FAIL: "as things are the aim of {aim} is met by rare {steps} only",
    Assurance.HIT_OR_MISS: "some {steps} meet the aim of {aim} and some miss it, by chance",
    Assurance.NONE: "",
}
ROUNDED = (
    "Values are rounded, and each number of answers is taken as the lowest of its band, so limits are near, not exact."
)
ANY_DOT = (  # share of stable charts with at least one marked dot: our simulation, `make simulate`
    "Marked dots are worth a question, not a verdict: of stable charts with 24 points about one in five has one."
)


def with_limits(
    run: Run, figures: pd.DataFrame, indicator: Indicator, *, aim: float | None, phases: pd.DataFrame
) -> Control:
    """The points of a run chart with limits, where enough answers stand behind them; else the reason, in `why`.

    `figures` are the released figures the run chart was made from: how many answers each point rests on is the lowest
    number its band allows, so limits are rather too wide than too narrow. `aim` is held against the limits; `phases`
    has from_date and reason. The verdict stays the run chart's.
    """
    run = only_own(run)
    if run.verdict is Verdict.HIDDEN:
        return Control(run.title, words.WHY_HIDDEN, Verdict.HIDDEN, alt=run.title, chart="")
    own = of_indicator(figures, indicator)
    low = own[own["period_kind"] == run.step].set_index("period_start")["n_low"]
    asked = low.reindex(run.points["start"]).to_numpy(dtype="float64")
    values = run.points["value"].to_numpy(dtype="float64")
    advice = (
        chart_for("share", values * asked, asked) if indicator.shows == "share" else chart_for("mean", values, asked)
    )
    if advice.chart not in CHARTS and advice.pool == 1:
        return _without(indicator, advice.why)
    return _drawn(run, indicator, advice, _points(run, asked, advice.pool), aim, phases)


def _points(run: Run, asked: np.ndarray, pool: int) -> pd.DataFrame:
    """The points as counts; with `pool` neighbouring ones joined, and an unfinished last one left out."""
    points = run.points.assign(asked=asked, good=run.points["value"].to_numpy(dtype="float64") * asked)
    if pool == 1:
        return points
    block = np.arange(len(points)) // pool
    joined = points.groupby(block).agg(
        start=("start", "first"),
        label=("label", "first"),
        asked=("asked", "sum"),
        good=("good", "sum"),
        of=("n", "size"),
        bound=("bound", "max"),
    )
    whole = joined[joined["of"] == pool].assign(n=lambda rows: [f"{n:.0f} or more answers" for n in rows["asked"]])
    value = whole["good"] / whole["asked"].where(whole["asked"] > 0)
    return whole.assign(
        label=[f"{pool} {run.step}s from {words.day(day)}" for day in whole["start"]],
        good=whole["good"].where(whole["asked"] > 0),
        value=value,
        # of joined points one of which is but a bound, no more is known than about where they lie together
        bound=[
            f"about {words.percent(share)}" if told else "" for share, told in zip(value, whole["bound"], strict=True)
        ],
    ).reset_index(drop=True)


def _drawn(
    run: Run, indicator: Indicator, advice: Advice, points: pd.DataFrame, aim: float | None, phases: pd.DataFrame
) -> Control:
    chart = advice.chart if advice.chart in CHARTS else "p"
    numbers = {"numerator": points["good"], "denominator": points["asked"]}
    if chart == "xmr":
        numbers = {"value": points["value"]}
    first, last = points["start"].iloc[0], points["start"].iloc[-1]
    begun = [day for day in phases["from_date"] if first < day <= last]
    found = analyse(
        pd.DataFrame({"date": points["start"], **numbers}),
        chart=chart,
        direction=indicator.direction.value,
        rules=Rules.joy(),
        phases=begun or None,
        target=aim,
    )
    if not begun and found.points["upper"].isna().all():
        return _without(indicator, str(found.summary["note"].iloc[-1]) or advice.why)
    summary = found.summary.iloc[-1]
    variation, assurance = Variation(summary["variation"]), Assurance(summary["assurance"])
    title = f"{indicator.name}: {LATEST[variation].format(step=_step(run, advice), **VERBS[advice.pool > 1])}"
    return Control(
        title=title,
        subtitle=_subtitle(run, indicator, advice, chart, assurance, aim),
        verdict=run.verdict,
        alt=f"{title}. {CHARTS[chart]} of {int(found.points['value'].notna().sum())} points.",
        why=tuple(_why(found, advice, run.verdict)),
        notes=indicator.caveats,
        points=_shown(points, found),
        sets=run.sets,
        flags=run.flags,
        phases=_phases(found, phases[phases["from_date"].isin(begun)], indicator),
        chart=CHARTS[chart],
        is_trial=allowed(int(summary["n"])).is_trial,
        target=aim,
        variation=variation,
        assurance=assurance,
        baseline_start=run.baseline_start,
        baseline_end=run.baseline_end,
        label=run.label,
        key=run.key,
        is_share=run.is_share,
        minimum=run.minimum,
        maximum=run.maximum,
        unit=run.unit,
        step=run.step,
    )


def only_own(run: Run) -> Run:
    """The chart without the points of an earlier version of the question."""
    if "part" not in run.points:
        return run
    return replace(run, points=run.points[run.points["part"] == 1].reset_index(drop=True))


def _without(indicator: Indicator, reason: str) -> Control:
    """No limits, and why: drawn anyway they would reach from one end of the scale to the other."""
    title = f"{indicator.name}: limits would say nothing here yet"
    return Control(title=title, subtitle=reason, verdict=Verdict.TOO_FEW, alt=title, chart="")


def _shown(points: pd.DataFrame, found: Analysis) -> pd.DataFrame:
    told = found.points[["value", "phase", "centre", "lower", "upper", "category"]].reset_index(drop=True)
    fired = found.points[list(FIRED)].to_numpy(dtype=bool)
    reasons = [", ".join(words_ for words_, is_so in zip(FIRED.values(), row, strict=True) if is_so) for row in fired]
    return pd.concat([points[["start", "label", "n", "bound"]], told], axis=1).assign(reason=reasons)


def _phases(found: Analysis, phases: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Each later phase with its step in words and the reason that was given for it."""
    centres = found.points.groupby("phase")[["date", "centre"]].first()
    reasons = phases.sort_values("from_date")["reason"].tolist()
    steps = [
        f"centre {words.value_text(indicator, before)} → {words.value_text(indicator, after)}"
        for before, after in zip(centres["centre"], centres["centre"].iloc[1:], strict=False)
    ]
    return pd.DataFrame({"start": centres["date"].iloc[1:].to_numpy(), "label": steps, "reason": reasons})


def _step(run: Run, advice: Advice) -> str:
    return run.step if advice.pool == 1 else f"{advice.pool} {run.step}s"


def _subtitle(
    run: Run, indicator: Indicator, advice: Advice, chart: str, assurance: Assurance, aim: float | None
) -> str:
    aimed = AIMS[assurance].format(
        aim=words.value_text(indicator, aim if aim is not None else np.nan),
        steps=f"{run.step}s" if advice.pool == 1 else f"stretches of {advice.pool} {run.step}s",
    )
    every = f"{indicator.unit}, every {_step(run, advice)}"
    return "; ".join(filter(None, (f"{CHARTS[chart]}: {every}", aimed, "the chart without limits gives the verdict")))


def _why(found: Analysis, advice: Advice, verdict: Verdict) -> Iterator[str]:
    marked = int((found.points["reason"] != "").sum())
    yield f"{words.several(marked, 'point stands', 'points stand')} out by the rules of NHS Making Data Count."
    yield ANY_DOT
    if verdict is Verdict.NO_CHANGE and marked:
        yield "The run chart of the same points shows no change we can tell from chance, and that is the verdict."
    yield advice.why
    if note := found.summary["note"].iloc[-1]:
        yield str(note)
    yield ROUNDED
    yield NOT_SAID
