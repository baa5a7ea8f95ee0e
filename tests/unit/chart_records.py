"""Records of every kind for the charts' tests, and ways to read what a spec says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from joy.charts import Look
from joy.findings import (
    Aligned,
    Assurance,
    Comparison,
    Control,
    Distribution,
    Funnel,
    Mirror,
    Multiples,
    Participation,
    Replies,
    Run,
    Tile,
    Variation,
    Verdict,
)
from joy.findings.heard import Spans, Themes
from joy.findings.lens import Fate, Visibility


MONDAY = date(2026, 1, 5)
LONG = "Kinder- und Jugendpsychiatrische Institutsambulanz Nordwest, evening service"
LOOKS = [Look(mode, size) for mode in ("light", "dark") for size in ("page", "room", "small")]


def run_of(values, verdict=Verdict.IMPROVED, *, marked=(), flags=(), sets=(), **more):
    """A run of weekly values; `flags` as (week, number, title, kind), `sets` as (week, label)."""
    days = [MONDAY + timedelta(weeks=k) for k in range(len(values))]
    points = pd.DataFrame({"start": days, "value": values})
    points["label"] = [f"Week of {day:%-d %B}" for day in days]
    points["n"] = "about 25"
    points["marked"] = [k in marked for k in range(len(values))]
    flag_rows = [(MONDAY + timedelta(weeks=week), number, title, kind) for week, number, title, kind in flags]
    set_rows = [(MONDAY + timedelta(weeks=week), label) for week, label in sets]
    return Run(
        title="Good days rose", subtitle="Team Oak", verdict=verdict, alt="Good days by week, Team Oak.",
        points=points, flags=pd.DataFrame(flag_rows, columns=["on_date", "number", "title", "kind"]),
        sets=pd.DataFrame(set_rows, columns=["on_date", "label"]), label="Team Oak", key="oak", **more,
    )  # fmt: skip


def full_run(verdict=Verdict.IMPROVED):
    values = [0.5, 0.52, None, 0.48, 0.51, 0.7, 0.72, 0.71, 0.75, 0.69, 0.74, 0.73]
    return run_of(
        values, verdict, marked=range(5, 12), centre=0.7, baseline=0.5, baseline_start=MONDAY,
        baseline_end=MONDAY + timedelta(weeks=4), sets=[(0, "LS1"), (6, "LS2")],
        flags=[(5, 1, "Huddle", "test"), (5, 2, "Protected breaks", "test"), (9, 1, "New rota", "note")],
    )  # fmt: skip


def comparison_of(*rows, **more):
    names = [
        "key",
        "label",
        "before",
        "after",
        "low",
        "high",
        "n_before",
        "n_after",
        "change_text",
        "verdict",
        "method",
    ]
    frame = pd.DataFrame(rows, columns=names)
    return Comparison(title="t", subtitle="s", verdict=Verdict.IMPROVED, alt="Baseline to latest.", rows=frame, **more)


IMPROVED_ROW = ("a", "Good days", 62.0, 71.0, 3.0, 15.0, "75", "75", "+9 points, 75 people both times", "improved", "x")
STEADY_ROW = ("b", "Recognition", 60.0, 61.0, -4.0, 6.0, "20", "20", "+1 point, all who answered", "no_change", "x")
HIDDEN_ROW = ("c", LONG, None, None, None, None, "", "", "", "hidden", "")


def aligned_of(cohorts=3):
    rows = [(f"Cohort {c}", c, p, f"LS{p}–{p + 1}", 0.5 + p / 20, "about 50", c == cohorts)
            for c in range(1, cohorts + 1) for p in range(1, 5)]  # fmt: skip
    lines = pd.DataFrame(rows, columns=["cohort", "ordinal", "position", "position_label", "value", "n", "is_live"])
    return Aligned(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Cohorts over learning sets.", lines=lines)


def participation_of():
    rows = pd.DataFrame([("Cohort 2", 12, 9, 6, 1, 80), ("Cohort 1", 20, 15, 5, 0, 140)],
                        columns=["cohort", "enrolled", "sending", "testing", "left", "people"])  # fmt: skip
    return Participation(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Who takes part.", rows=rows)


def tile_of(verdict=Verdict.IMPROVED):
    return Tile(title="t", subtitle="s", verdict=verdict, alt="Good days, sparkline.",
                spark=full_run().points[["start", "value"]])  # fmt: skip


def multiples_of(count=8, *, name="Team"):
    kinds = [Verdict.IMPROVED, Verdict.NO_CHANGE, Verdict.HIDDEN, Verdict.TOO_FEW]
    runs = [replace(full_run(kinds[k % 4]), label=f"{name} {k}", key=str(k)) for k in range(count)]
    blank = full_run().points.iloc[:0]
    kept = [replace(run, points=blank, centre=None) if run.verdict == Verdict.HIDDEN else run for run in runs]
    return Multiples(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Eight teams.", panels=tuple(kept))


# Invented: a p chart of good days over 30 weeks, in two phases, its limits wider where fewer answered.
SHARES = [0.52, 0.47, 0.55, 0.50, 0.58, 0.44, 0.53, 0.49, 0.56, 0.51, 0.46, 0.54, 0.27, 0.52,
          0.63, 0.66, 0.61, 0.69, 0.64, None, 0.67, 0.62, 0.70, 0.65, 0.60, 0.68, 0.66, 0.87, 0.64, 0.67]  # fmt: skip
CATEGORIES = {12: Variation.CONCERN, 27: Variation.IMPROVEMENT}
STEP = (
    14,
    "median 51% → 66%",
    "New rota agreed by the team on 9 April, kept since; three weeks of both rotas before it",
)


def control_of(values=SHARES, *, steps=(STEP,), categories=CATEGORIES, flags=(), sets=(), **more):
    """A chart with limits over weekly values; `steps` as (week, label, reason), `categories` week → variation."""
    run = run_of(values, flags=flags, sets=sets)
    points = run.points.drop(columns="marked")
    points["phase"] = [sum(week >= step[0] for step in steps) for week in range(len(values))]
    known = points.dropna(subset="value")
    points["centre"] = points["phase"].map(known.groupby("phase")["value"].median())
    width = [0.24 + 0.05 * (week % 3) for week in range(len(values))]
    points["lower"], points["upper"] = points["centre"] - width, (points["centre"] + width).clip(upper=1.0)
    kinds = [categories.get(week, Variation.COMMON_CAUSE) for week in range(len(values))]
    points["category"], points["reason"] = (
        kinds,
        ["" if kind == "common_cause" else "outside the limits" for kind in kinds],
    )
    rows = [(MONDAY + timedelta(weeks=week), label, reason) for week, label, reason in steps]
    return Control(
        title="Good days are higher since 13 April", subtitle="Team Oak", verdict=Verdict.IMPROVED,
        alt="Good days by week with limits, Team Oak.", points=points, sets=run.sets, flags=run.flags,
        phases=pd.DataFrame(rows, columns=["start", "label", "reason"]), chart="p chart", label="Team Oak",
        variation=Variation.IMPROVEMENT, assurance=Assurance.HIT_OR_MISS, **more,
    )  # fmt: skip


def full_control(**more):
    return control_of(
        sets=[(0, "LS1"), (8, "LS2"), (16, "LS3"), (25, "LS4")], target=0.6, baseline_start=MONDAY,
        baseline_end=MONDAY + timedelta(weeks=6),
        flags=[(5, 1, "Huddle", "test"), (14, 2, "Protected breaks", "test"), (22, 1, "New manager", "note")], **more,
    )  # fmt: skip


MIRROR_NAMES = ["key", "label", "is_scale", "colleagues_before", "colleagues_after", "users_before", "users_after",
                "gap", "gap_low", "gap_high", "likeness", "n"]  # fmt: skip
MIRROR_ROWS = [
    ("all", "All six questions", True, 61.0, 68.0, 63.0, 69.0, 1.0, -1.5, 3.5, "similar", "about 60"),
    ("trust", "Trust each other", False, 64.0, 72.0, 60.0, 64.0, -8.0, -12.0, -4.0, "different", "about 60"),
    ("listen", "Feel listened to", False, 58.0, 63.0, 66.0, 70.0, 7.0, 3.0, 11.0, "different", "about 60"),
    ("ask", "Can ask for help", False, 70.0, 70.0, 68.0, 71.0, 1.0, -2.0, 4.0, "similar", "about 55"),
    ("thanks", "Are thanked for what we do", False, 55.0, 57.0, 62.0, 58.0, 1.0, -7.0, 9.0, "unclear", "20–24"),
    ("rest", LONG, False, None, None, None, None, None, None, None, "hidden", ""),
]


def mirror_of(rows=MIRROR_ROWS, **more):
    return Mirror(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Colleagues against service users.",
                  rows=pd.DataFrame(rows, columns=MIRROR_NAMES), **more)  # fmt: skip


AGREEMENT = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")
AGREEMENT_SIDES = ("negative", "negative", "neutral", "positive", "positive")
TOO_SMALL = "Too few answers to show how they spread: a team of seven never has enough"


def distribution_of(*bars, options=AGREEMENT, sides=AGREEMENT_SIDES):
    """Bars as (name, n, shares), the shares None where the bar may not be shown."""
    rows = [
        (name, n, option, ordinal, share, side)
        for name, n, shares in bars
        for ordinal, (option, share, side) in enumerate(
            zip(options, shares, sides, strict=True) if shares else [(TOO_SMALL, None, "neutral")]
        )
    ]
    frame = pd.DataFrame(rows, columns=["bar", "n", "option", "ordinal", "share", "side"])
    return Distribution(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="How answers spread.", rows=frame,
                        question="We can ask each other for help")  # fmt: skip


def full_distribution():
    return distribution_of(
        ("First survey", "about 120", (0.14, 0.22, 0.2, 0.3, 0.14)),
        ("Second survey", "", None),
        ("Latest survey", "about 110", (0.04, 0.11, 0.17, 0.44, 0.24)),
    )


FUNNEL_LIMITS = ["low95", "high95", "low998", "high998"]


def funnel_of(teams=24, *, flagged=((6, "above"), (17, "below")), name="Team", **more):
    """Teams by their number of answers, some beyond the outer limits (limits by the normal formula)."""
    ends = [10 + 5 * k for k in range(teams)]
    flags = dict(flagged)
    points = pd.DataFrame({"key": [str(k) for k in range(teams)], "label": [f"{name} {k}" for k in range(teams)]})
    points["n"], points["n_text"] = ends, [f"about {n}" for n in ends]
    points["flag"] = [flags.get(k, "") for k in range(teams)]
    shift = {"above": 3.6, "below": -3.6, "": 0.0}
    error = [(0.6 * 0.4 / n) ** 0.5 for n in ends]
    points["value"] = [min(1.0, max(0.0, 0.6 + e * (shift[flag] or ((k * 7) % 5 - 2) * 0.7)))
                       for k, (e, flag) in enumerate(zip(error, points["flag"], strict=True))]  # fmt: skip
    points["low"], points["high"] = points["value"] - 0.1, points["value"] + 0.1
    limits = pd.DataFrame({"n": range(8, ends[-1] + 6, 4)})
    for column, z in (("low95", -1.96), ("high95", 1.96), ("low998", -3.09), ("high998", 3.09)):
        limits[column] = (0.6 + z * (0.24 / limits["n"]) ** 0.5).clip(0, 1)
    return Funnel(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Teams by number of answers.", points=points,
                  limits=limits, centre=0.6, **more)  # fmt: skip


def replies_of(answers=(20, 25, None, 15, 30, 25, 20, 25, 10, None, 15, 20), possible=35.0):
    days = [MONDAY + timedelta(weeks=k) for k in range(len(answers))]
    rows = pd.DataFrame({"start": days, "label": [f"Week of {day:%-d %B}" for day in days], "answers": answers})
    rows["n"] = ["" if n is None else f"about {n}" for n in answers]
    return Replies(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Answers a week.", rows=rows,
                   possible=possible)  # fmt: skip


def visibility_of() -> Visibility:
    """Three teams over four weeks, one of each fate, and a team that was not asked in the last."""
    fates = [*Fate, Fate.STAYS, Fate.HIDDEN_FEW, Fate.STAYS, Fate.COARSER]
    places = [(team, week) for team in ("Maple", LONG, "Elm") for week in range(4)][: len(fates)]
    rows = [(team, f"{week + 1} Jan 2024", week, str(fate)) for (team, week), fate in zip(places, fates, strict=True)]
    return Visibility(
        title="Good days: 2 of 11 would vanish",
        subtitle="Teams in order of enrolment, week by week",
        verdict=Verdict.NO_CHANGE,
        alt="3 teams by 4 periods.",
        rows=pd.DataFrame(rows, columns=["team", "period", "position", "fate"]),
        teams=("Maple", LONG, "Elm"),
        periods=tuple(f"{week + 1} Jan 2024" for week in range(4)),
    )


def spans_of(*rows, **more):
    names = ["key", "label", "value", "low", "high", "says", "quiet", "verdict"]
    rows = rows or (
        ("a", "Learning set 1", 2.0, -4.0, 8.0, "+2 points: cannot be told", "about 60 people", "no_change"),
        ("b", LONG, -9.0, -14.0, -4.0, "−9 points: different", "about 60 people", "changed"),
        ("c", "Learning set 5", 3.0, None, None, "+3 points: cannot be told", "10–14 people", "no_change"),
        ("d", "Learning set 6", None, None, None, "Not shown, to protect people’s answers", "", "hidden"),
    )
    frame = pd.DataFrame(rows, columns=names)
    return Spans(
        title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="By learning set.", rows=frame, left="◀ colleagues",
        right="service users ▶", **{"minimum": -15.0, "maximum": 15.0, "margin": 5.0} | more,
    )  # fmt: skip


def themes_of(*rows):
    rows = rows or (("Slow systems", "Daily improvement", 23, 32, "23–32"), (LONG, "", 3, 4, "3–4"))
    frame = pd.DataFrame(rows, columns=["label", "component", "low", "high", "n"])
    return Themes(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="By theme.", rows=frame)


def every_record():
    empty = pd.DataFrame()
    return {
        "run": full_run(),
        "run worsened": full_run(Verdict.WORSENED),
        "run changed": full_run(Verdict.CHANGED),
        "run of one": run_of([0.4], Verdict.TOO_FEW),
        "run of three": run_of([0.4, 0.5, 0.6], Verdict.TOO_FEW),
        "run of 200": run_of([0.4, 0.6] * 100, Verdict.NO_CHANGE, centre=0.5),
        "run at one": run_of([1.0] * 12, Verdict.NO_CHANGE, centre=1.0),
        "run at zero": run_of([0.0] * 12, Verdict.NO_CHANGE, centre=0.0),
        "run of means": run_of([3.1, 3.4, 3.3], Verdict.TOO_FEW, is_share=False, minimum=1, maximum=5),
        "run on no scale": run_of([3.0, 3.0], Verdict.TOO_FEW, is_share=False, minimum=3, maximum=3),
        "visibility": visibility_of(),
        "hidden run": run_of([None] * 5, Verdict.HIDDEN),
        "empty run": Run(title="t", subtitle="", verdict=Verdict.NOT_ASKED, alt="Not asked.", points=empty),
        "comparison": comparison_of(IMPROVED_ROW, STEADY_ROW, HIDDEN_ROW),
        "hidden comparison": comparison_of(HIDDEN_ROW),
        "empty comparison": comparison_of(),
        "aligned": aligned_of(),
        "aligned, many": aligned_of(20),
        "empty aligned": Aligned(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="None yet."),
        "participation": participation_of(),
        "empty participation": Participation(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="None yet."),
        "tile": tile_of(),
        "empty tile": Tile(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="None yet."),
        "multiples": multiples_of(),
        "control": full_control(),
        "control on trial": full_control(is_trial=True),
        "control of one phase": control_of(SHARES[:14], steps=()),
        "control without limits": control_of([0.5, 0.6, 0.4], steps=(), categories={}),
        "control, three phases": control_of(
            steps=[(9, "median 51% → 52%", LONG), STEP, (26, "median 66% → 67%", "Second ward joined")], target=0.6
        ),
        "control, neither": control_of(categories={3: Variation.NEUTRAL_HIGH, 12: Variation.NEUTRAL_LOW}),
        "hidden control": replace(full_control(), verdict=Verdict.HIDDEN),
        "spans": spans_of(),
        "spans of ties": spans_of(
            ("a", "Trust", 0.1, -0.2, 0.4, "+0.10", "38 teams", "no_change"), minimum=-1.0, maximum=1.0, margin=0.0
        ),
        "hidden spans": replace(spans_of(), verdict=Verdict.HIDDEN),
        "themes": themes_of(),
        "empty themes": Themes(title="t", subtitle="", verdict=Verdict.HIDDEN, alt="Not shown."),
        "mirror": mirror_of(),
        "mirror of one side": mirror_of([("a", "Trust", False, 50, 60, None, None, None, None, None, "hidden", "")]),
        "mirror, one to five": mirror_of(
            [("a", "Trust", True, 3.1, 3.6, 3.4, 3.2, -0.4, -0.6, -0.2, "different", "40")], minimum=1.0, maximum=5.0
        ),
        "empty mirror": Mirror(title="t", subtitle="", verdict=Verdict.NOT_ASKED, alt="Not asked."),
        "distribution": full_distribution(),
        "distribution of two options": distribution_of(
            ("Latest survey", "about 40", (0.3, 0.7)), options=("No", "Yes"), sides=("negative", "positive")
        ),
        "distribution of seven options": distribution_of(
            ("Latest survey", "about 40", (0.05, 0.1, 0.1, 0.2, 0.25, 0.2, 0.1)),
            options=("Never", "Almost never", "Rarely", "Sometimes", "Often", "Almost always", "Always"),
            sides=("negative",) * 3 + ("neutral",) + ("positive",) * 3,
        ),
        "hidden distribution": distribution_of(("First survey", "", None), ("Latest survey", "", None)),
        "empty distribution": Distribution(title="t", subtitle="", verdict=Verdict.NOT_ASKED, alt="Not asked."),
        "funnel": funnel_of(),
        "funnel without flags": funnel_of(flagged=()),
        "funnel of means": replace(
            funnel_of(),
            is_share=False,
            centre=60.0,
            points=funnel_of().points.assign(value=lambda frame: frame["value"] * 100),
            limits=funnel_of().limits.assign(**{n: funnel_of().limits[n] * 100 for n in FUNNEL_LIMITS}),
        ),
        "empty funnel": Funnel(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="None yet."),
        "replies": replies_of(),
        "replies, none hidden": replies_of((20, 25, 30), None),
        "empty replies": Replies(title="t", subtitle="", verdict=Verdict.HIDDEN, alt="None yet."),
        "wall": multiples_of(40),
        "no panels": Multiples(title="t", subtitle="", verdict=Verdict.TOO_FEW, alt="None yet."),
    }


RECORDS = every_record()


def rows_in(spec):
    """Every row of data in a spec."""
    return [row for one in spec["layer"] for row in rows_of(one)]


def rows_of(one):
    """The rows of data in one layer."""
    return one["data"]["values"]


def layers_of(spec, mark):
    return [one for one in spec["layer"] if one["mark"]["type"] == mark]


def words_in(spec):
    """All text that a reader sees in a spec, as one string."""
    texts = [row.get(key, "") for row in rows_in(spec) for key in ("text", "words", "sign", "wide_text", "roomy")]
    return " | ".join(" ".join(text) if isinstance(text, list) else str(text) for text in texts)
