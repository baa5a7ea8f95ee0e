"""Records of every kind for the charts' tests, and ways to read what a spec says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from joy.charts import Look
from joy.findings.records import Aligned, Comparison, Multiples, Participation, Run, Tile, Verdict


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


def multiples_of(count=8):
    kinds = [Verdict.IMPROVED, Verdict.NO_CHANGE, Verdict.HIDDEN, Verdict.TOO_FEW]
    runs = [replace(full_run(kinds[k % 4]), label=f"Team {k}", key=str(k)) for k in range(count)]
    blank = full_run().points.iloc[:0]
    kept = [replace(run, points=blank, centre=None) if run.verdict == Verdict.HIDDEN else run for run in runs]
    return Multiples(title="t", subtitle="s", verdict=Verdict.NO_CHANGE, alt="Eight teams.", panels=tuple(kept))


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
