"""Pictures of cohorts side by side: no two names or dots on top of each other, breaks and gaps that can be seen."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pandas as pd
import pytest
from chart_records import LOOKS, aligned_of

from joy.charts import draw
from joy.findings import Aligned, Verdict
from joy.findings.compare import ChangeByCohort, TeamChanges
from joy.findings.work import Filled, Progress


def layers_of(spec, **wanted):
    return [one for one in spec["layer"] if all(one["mark"].get(name) == value for name, value in wanted.items())]


def texts(spec):
    return [row for one in layers_of(spec, type="text") for row in one["data"]["values"]]


def lines_of(values, *, by="sets"):
    """Six cohorts that all end at nearly the same value."""
    rows = [(f"Cohort {c}", c, p, f"LS{p}", values[c - 1] if p == 3 else 0.5, "about 50", c == 6)
            for c in range(1, 7) for p in range(1, 4)]  # fmt: skip
    columns = ["cohort", "ordinal", "position", "position_label", "value", "n", "is_live"]
    return replace(aligned_of(), lines=pd.DataFrame(rows, columns=columns), by=by, minimum=0.25, maximum=0.75)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("by", ["sets", "weeks"])
def test_names_at_line_ends_never_touch(look, by):
    """Six lines that end together have six names a line of type apart, and so have their numbers."""
    spec = draw(lines_of([0.601, 0.602, 0.603, 0.6, 0.6, 0.6], by=by), look=look)
    for field, needed in (("name", 1.3), ("number", 0.99)):
        spots = sorted(row["to_y"] for row in _shown(spec, field))
        assert len(spots) == 6
        assert min(b - a for a, b in itertools.pairwise(spots)) >= needed * look.sizes.label
        assert spots[0] >= 0
        assert spots[-1] <= look.sizes.plot


@pytest.mark.parametrize("look", LOOKS)
def test_numbers_of_lines_that_end_a_week_apart_never_touch(look):
    """Lined up by weeks, lines that end within a few weeks of each other at one value have their numbers apart."""
    weeks = pd.DataFrame(
        [(f"Cohort {c}", c, p, "x", 0.5, "n", c == 4) for c in range(1, 5) for p in (0.0, 60.0 + c)],
        columns=["cohort", "ordinal", "position", "position_label", "value", "n", "is_live"],
    )
    spots = sorted(
        row["to_y"] for row in _shown(draw(replace(aligned_of(), lines=weeks, by="weeks"), look=look), "number")
    )
    assert min(b - a for a, b in itertools.pairwise(spots)) >= 1.3 * look.sizes.label


def _shown(spec, field):
    return [
        row
        for one in layers_of(spec, type="text")
        if one["encoding"]["text"]["field"] == field
        for row in one["data"]["values"]
    ]


def test_a_changed_question_has_a_mark():
    """The first point of a line that began with another question has an upright stroke before it, others have none."""
    record = lines_of([0.6] * 6)
    assert layers_of(draw(record, look=LOOKS[0]), type="tick") == []
    marked = layers_of(draw(replace(record, reworded=("Cohort 2",)), look=LOOKS[0]), type="tick")
    assert [row["cohort"] for row in marked[0]["data"]["values"]] == ["Cohort 2"]


def test_the_calendar_names_years():
    """By date the axis has a tick at each first of January within the lines."""
    days = [pd.Timestamp("2021-09-01"), pd.Timestamp("2022-03-01"), pd.Timestamp("2023-02-01")]
    lines = pd.DataFrame(
        [("Cohort 1", 1, (day - pd.Timestamp("1970-01-01")).days, "x", 0.5, "n", False) for day in days],
        columns=["cohort", "ordinal", "position", "position_label", "value", "n", "is_live"],
    )
    spec = draw(Aligned("t", "s", Verdict.NO_CHANGE, "a", lines=lines, by="calendar"), look=LOOKS[0])
    axis = spec["layer"][0]["encoding"]["x"]["axis"]
    assert [pd.Timestamp(day, unit="D").date().isoformat() for day in axis["values"]] == ["2022-01-01", "2023-01-01"]
    assert "2022" in axis["labelExpr"]


def changes_of(*rows):
    columns = ["key", "label", "value", "low", "high", "told", "n", "verdict"]
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(["value", "low", "high"], "float64"))
    return ChangeByCohort("t", "s", Verdict.NO_CHANGE, "a", rows=frame, is_share=True, unit="%")


def test_a_cohort_without_a_number_says_why():
    """A row without a number has no dot and its reason in words; one without an interval has a hollow dot."""
    record = changes_of(
        ("a", "Cohort 1", 0.1, 0.02, 0.18, "+10 points (2 to 18)", "n", "improved"),
        ("b", "Cohort 2", None, None, None, "Asked in another way", "", "not_asked"),
        ("c", "Cohort 3", -0.05, None, None, "−5 points, no range can be given", "n", "too_few"),
    )
    spec = draw(record, look=LOOKS[0])
    dots = layers_of(spec, type="point")[0]["data"]["values"]
    assert [row["label"] for row in dots] == ["Cohort 1", "Cohort 3"]
    assert [row["fill"] == row["colour"] for row in dots] == [True, False]
    assert any("Asked in another way" in str(row.get("wide_text")) for row in texts(spec))
    zero = (0 - -0.05) / (0.2 - -0.05)
    assert dots[0]["u"] > zero > dots[1]["u"]


@pytest.mark.parametrize("look", LOOKS)
def test_dots_of_teams_never_lie_on_each_other(look):
    """Thirty teams that moved equally far are thirty dots in thirty places."""
    points = pd.DataFrame(
        [("Cohort 1", f"Team {k}", 0.05 * (k % 3), "x", "no_change") for k in range(30)],
        columns=["cohort", "label", "value", "told", "verdict"],
    )
    rows = pd.DataFrame([("Cohort 1", "30 teams", 0.05)], columns=["cohort", "told", "middle"])
    record = TeamChanges("t", "s", Verdict.NO_CHANGE, "a", points=points, rows=rows, is_share=True)
    dots = layers_of(draw(record, look=look), type="point")[0]["data"]["values"]
    assert len({(row["u"], row["up"]) for row in dots}) == 30
    wide = look.sizes.label * 0.85
    for a, b in itertools.combinations(dots, 2):
        assert abs(a["u"] - b["u"]) * 300 >= wide * 0.8 or abs(a["up"] - b["up"]) >= wide * 0.8


def test_a_gap_is_drawn_as_a_gap():
    """A component without an idea is a dashed line with its words, and no bar."""
    rows = pd.DataFrame([("Safety", 4, 2, "4 ideas", ""), ("Meaning", 0, 0, "No idea yet", "")],
                        columns=["label", "whole", "part", "says", "quiet"])  # fmt: skip
    record = Filled("t", "s", Verdict.NO_CHANGE, "a", rows=rows, headings=("Component", "Ideas", "Tested"))
    spec = draw(record, look=LOOKS[0])
    dashed = [one for one in layers_of(spec, type="rule") if one["mark"].get("strokeDash")]
    assert [row["label"] for row in dashed[0]["data"]["values"]] == ["Meaning"]
    bars = [row["label"] for one in layers_of(spec, type="bar") for row in one["data"]["values"]]
    assert set(bars) == {"Safety"}
    assert any("No idea yet" in str(row.get("wide_text")) for row in texts(spec))


def test_scores_stand_where_people_put_them():
    """A score of 2.5 lies in the middle of the scale; a scorer who gave none has no mark."""
    rows = pd.DataFrame([("Oak", 2.5, 5.0, "x", "y"), ("Elm", 1.0, None, "x", "y")],
                        columns=["label", "team", "faculty", "says", "quiet"])  # fmt: skip
    record = Progress("t", "s", Verdict.NO_CHANGE, "a", rows=rows)
    rings, dots = layers_of(draw(record, look=LOOKS[0]), type="point")[:2]
    assert [row["u"] for row in rings["data"]["values"]] == [0.5, 0.2]
    assert [row["u"] for row in dots["data"]["values"]] == [1.0]
