"""The quilt draws each team once, in order, with a shape that carries the verdict without its colour."""

from __future__ import annotations

import json
import re
from math import nan

import pandas as pd
import pytest

from joy.charts import SELECTION, Look, draw
from joy.charts.palette import LIGHT
from joy.charts.quilt import path_of
from joy.findings.quilt import DECISIONS, Quilt, Tried
from joy.findings.records import Verdict


KINDS = [Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED, Verdict.NO_CHANGE, Verdict.TOO_FEW, Verdict.HIDDEN]


def quilt_of(cohorts: dict[str, list[Verdict]], weeks: int = 20) -> Quilt:
    """Cohorts with teams of these verdicts; all but hidden ones have weeks."""
    teams = [
        {"key": f"{c}-{k}", "label": f"Team {c}{k}", "cohort_id": c, "verdict": str(verdict), "told": str(verdict),
         "shown": 0 if verdict is Verdict.HIDDEN else weeks, "step": "week"}
        for c, verdicts in cohorts.items() for k, verdict in enumerate(verdicts)
    ]  # fmt: skip
    starts = pd.date_range("2024-01-01", periods=weeks, freq="7D")
    points = [
        {"key": row["key"], "start": start, "value": 0.2 + 0.6 * number / weeks}
        for row in teams if row["shown"] for number, start in enumerate(starts)
    ]  # fmt: skip
    names = [{"cohort_id": c, "name": f"Cohort {c}", "said": "2 improved, of 3 with enough weeks"} for c in cohorts]
    return Quilt(
        title="Of 4 teams, 1 improved", subtitle="", verdict=Verdict.NO_CHANGE, alt="Two cohorts.",
        cohorts=pd.DataFrame(names), teams=pd.DataFrame(teams),
        points=pd.DataFrame(points, columns=["key", "start", "value"]), minimum=0.0, maximum=1.0,
    )  # fmt: skip


def layers_with(spec, field):
    return [one for one in spec["layer"] if one["data"]["values"] and field in one["data"]["values"][0]]


def test_every_team_can_be_clicked_once_in_its_place():
    """The clickable patches are the teams in their order, each with its id, its cohort and its number there."""
    spec = draw(quilt_of({"a": KINDS, "b": KINDS[:2]}), look=Look())
    clickable = spec["layer"][-1]
    rows = clickable["data"]["values"]
    assert [row["key"] for row in rows] == [f"a-{k}" for k in range(6)] + ["b-0", "b-1"]
    assert [(row["g"], row["i"]) for row in rows] == [(0, k) for k in range(6)] + [(1, 0), (1, 1)]
    assert clickable["params"] == [
        {"name": SELECTION, "select": {"type": "point", "fields": ["key", "cohort"], "on": "click", "toggle": False}}
    ]
    assert {"team", "verdict"} <= {tip["field"] for tip in clickable["encoding"]["tooltip"]}


def test_the_shape_alone_tells_the_verdict():
    """Up, down, diamond, full dot; a ring where nothing can be said."""
    spec = draw(quilt_of({"a": KINDS}), look=Look())
    full = {row["i"]: row["shape"] for one in layers_with(spec, "shape") for row in one["data"]["values"]}
    assert full == {0: "triangle-up", 1: "triangle-down", 2: "diamond", 3: "circle"}
    rings = [one for one in spec["layer"] if one["mark"].get("shape") == "circle"]
    assert [row["i"] for row in rings[0]["data"]["values"]] == [4, 5]
    assert rings[0]["mark"]["filled"] is False


def test_only_a_signal_has_a_colour():
    """Lines of teams without a signal are grey; blue, orange and purple belong to the three kinds of signal."""
    spec = draw(quilt_of({"a": KINDS}), look=Look())
    lines = {row["i"]: row["colour"] for row in layers_with(spec, "path")[0]["data"]["values"]}
    assert lines == {0: LIGHT.improvement, 1: LIGHT.concern, 2: LIGHT.neither, 3: LIGHT.common, 4: LIGHT.common}


def test_a_hidden_team_has_a_place_and_no_line():
    """A team that may not be shown keeps its patch; no path is drawn for it."""
    spec = draw(quilt_of({"a": [Verdict.HIDDEN]}), look=Look())
    assert layers_with(spec, "path") == []
    assert [row["key"] for row in spec["layer"][-1]["data"]["values"]] == ["a-0"]


@pytest.mark.parametrize(
    ("down", "path"),
    [
        ([0.0, 0.5, 1.0], "M0.00,0.00L1.00,0.50L2.00,1.00"),
        ([0.0, nan, 1.0], "M0.00,0.00h0.05M2.00,1.00h0.05"),
        ([nan, 0.5, 1.0], "M1.00,0.50L2.00,1.00"),
        ([nan, nan, nan], ""),
        ([], ""),
    ],
)
def test_a_missing_week_breaks_the_line(down, path):
    """Points that follow each other are joined; a gap is never bridged and a lone point is a dash."""
    assert path_of([float(k) for k in range(len(down))], down) == path


def test_one_scale_for_all():
    """The same value lies at the same height in every team's patch, the lowest of the scale below the highest."""
    record = quilt_of({"a": [Verdict.NO_CHANGE], "b": [Verdict.NO_CHANGE]}, weeks=2)
    heights = []
    for row in layers_with(draw(record, look=Look()), "path")[0]["data"]["values"]:
        heights.append([float(y) for y in re.findall(r",(-?[0-9.]+)", row["path"])])
    assert heights[0] == heights[1]
    assert heights[0][0] > heights[0][1]  # px go down


@pytest.mark.parametrize(("teams", "most"), [(82, 120_000), (1000, 1_000_000)])
def test_the_drawing_is_light(teams, most):
    """Even before it is packed the drawing of 82 teams is under 120 kB, that of 1,000 under 1 MB."""
    size = len(json.dumps(draw(quilt_of({"a": [KINDS[k % 6] for k in range(teams)]}, weeks=26), look=Look())))
    assert 10_000 < size < most


def tried_of() -> Tried:
    rows = [
        {
            "component": 1,
            "label": "Safety",
            "tests": 6,
            "teams": 3,
            "adopted": 3,
            "adapted": 2,
            "abandoned": 0,
            "running": 1,
        },
        {
            "component": 2,
            "label": "Meaning",
            "tests": 0,
            "teams": 0,
            "adopted": 0,
            "adapted": 0,
            "abandoned": 0,
            "running": 0,
        },
    ]
    return Tried(title="Tests", subtitle="", verdict=Verdict.NO_CHANGE, alt="Tests.", rows=pd.DataFrame(rows), teams=3)


def test_a_bar_is_split_by_decision():
    """The parts of a bar lie end to end, as long as their counts; a component without tests says so in words."""
    spec = draw(tried_of(), look=Look())
    parts = layers_with(spec, "decision")[0]["data"]["values"]
    assert [(row["decision"], row["count"]) for row in parts] == [("adopted", 3), ("adapted", 2), ("running", 1)]
    assert [row["start"] for row in parts[1:]] == [row["end"] for row in parts[:-1]]
    assert parts[-1]["end"] == 1.0
    assert len({(row["fill"], row["line"]) for row in parts}) == len(parts)
    said = json.dumps(spec)
    assert "Nothing tried yet" in said
    assert all(name in said for name in DECISIONS)
