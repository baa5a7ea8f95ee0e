"""Funnel, scrutiny, replies and limits hold what was published and say what follows from it."""

from __future__ import annotations

import re
from math import comb
from statistics import median

import pandas as pd
import pytest
from published_tables import COHORTS, tables_of
from sample_files import read

from joy.definitions import load_definitions
from joy.findings import Control, Verdict
from joy.store import Reader
from joy.views import (
    CohortCloser,
    CohortImpact,
    TeamPicture,
)


DEFINITIONS = load_definitions()
LIMITED = {"p chart", "p′ chart", "XmR chart", "I′ chart"}


# All teams against chance


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_the_funnel_shows_the_released_shares(
    closers: dict[str, CohortCloser], release: Reader, cohort_id: str
) -> None:
    """Each team shown stands at its published share of the latest survey, and at the lowest number its band allows."""
    record = closers[cohort_id].teams
    figures = release.ask("views/figures", group_kind="team", group_id=None)
    own = figures[figures["group_id"].str.startswith(f"{cohort_id}-") & (figures["indicator_id"] == "look_forward")]
    shown = own[(own["state"] == "shown") & (own["period_kind"] == "round")]
    latest = shown[shown["period_id"] == shown["period_id"].max()].set_index("group_id")
    if len(latest) < 5:
        assert record is None
        return
    points = record.points.set_index("key")

    assert set(points.index) == set(latest.index)
    assert points["value"].tolist() == pytest.approx(latest.loc[points.index, "value"].tolist())
    assert points["n"].tolist() == [float(n) for n in latest.loc[points.index, "n_low"]]
    assert record.centre == pytest.approx((latest["value"] * latest["n_low"]).sum() / latest["n_low"].sum())
    assert points["n"].is_monotonic_increasing


def test_funnel_limits_and_flags_are_those_of_summed_tails(closers: dict[str, CohortCloser]) -> None:
    """A team outside the outer lines is rarer than 1 in 500 on its side by summed binomial terms, and no other team."""
    for record in filter(None, (closer.teams for closer in closers.values())):
        for point in record.points.itertuples():
            n, good = int(point.n), point.value * point.n
            up = sum(term(n, k, record.centre) for k in range(n + 1) if k >= good - 1e-9)
            down = sum(term(n, k, record.centre) for k in range(n + 1) if k <= good + 1e-9)

            assert point.flag != "above" or up <= 0.002
            assert point.flag != "below" or down <= 0.002
            assert point.flag or min(up, down) > 0.0005
        beyond = record.points["flag"] != ""
        assert ("differ" in record.title and "no team" not in record.title) == beyond.any()
        assert record.limits["low998"].le(record.limits["low95"]).all()
        assert record.limits["high998"].ge(record.limits["high95"]).all()


def term(n: int, k: int, share: float) -> float:
    return comb(n, k) * share**k * (1 - share) ** (n - k)


def test_the_smallest_difference_that_is_told_could_be_flagged(closers: dict[str, CohortCloser]) -> None:
    """A funnel names the smallest difference its largest team could show, or says that none could be shown."""
    for record in filter(None, (closer.teams for closer in closers.values())):
        n = int(record.points["n"].max())
        rare = [
            abs(k / n - record.centre)
            for k in range(n + 1)
            if min(sum(term(n, j, record.centre) for j in part) for part in (range(k + 1), range(k, n + 1))) <= 0.001
        ]
        told = [re.search(r"differences of (\d+) points? or more", line) for line in record.why]
        named = [int(found[1]) for found in told if found]

        assert named == ([round(100 * min(rare))] if rare else [])


# How sure


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_scrutiny_shows_only_what_was_published(
    closers: dict[str, CohortCloser], release: Reader, cohort_id: str
) -> None:
    """Every number in the table is a number of a published finding of that measure; nothing hidden appears."""
    _, findings = tables_of(release, cohort_id)
    rows = closers[cohort_id].how_sure.rows
    names = {indicator.name: indicator for indicator in DEFINITIONS.indicators.values()}

    assert len(rows) >= 3
    assert not rows.duplicated(["about", "what"]).any()
    for row in rows.itertuples():
        indicator = names[row.about]
        own = findings[findings["indicator_id"] == indicator.id]
        published = own[["value", "low", "high"]].to_numpy(dtype=float)
        for text in re.findall(r"[−+]?\d+(?:\.\d+)?", row.result.split(";")[0]):
            number = float(text.replace("−", "-"))
            near = abs(published - number) <= 0.5 + 1e-9
            as_share = abs(published * 100 - number) <= 0.5 + 1e-9
            assert near.any() or as_share.any(), (row.about, row.what, row.result)


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_what_a_result_means_agrees_with_it(closers: dict[str, CohortCloser], release: Reader, cohort_id: str) -> None:
    """What a row is said to mean follows from its own numbers: Nunnally's bounds, and whether zero lies inside."""
    rows, checked = closers[cohort_id].how_sure.rows, 0
    for row in rows.itertuples():
        numbers = [
            float(text.replace("−", "-")) for text in re.findall(r"[−+]?\d+(?:\.\d+)?", row.result.split(";")[0])
        ]
        if "alpha" in row.what or "omega" in row.what:
            expected = "well" if numbers[0] >= 0.8 else "well enough for groups" if numbers[0] >= 0.7 else "poorly"
            assert row.means.startswith(f"The questions hang together {expected}"), row
        elif row.what.startswith("First against latest") and len(numbers) == 3:
            if 0 not in numbers[1:]:  # a bound that was rounded to zero does not tell its side
                inside = numbers[1] < 0 < numbers[2]
                assert row.means == ("Chance alone could do this" if inside else "More than chance explains"), row
        elif row.what.startswith("First against latest"):
            assert row.means == "Too few answers for an interval", row
        else:
            continue
        checked += 1
    assert checked >= 3


# How many answered, and limits


def test_replies_are_the_lowest_of_their_bands(pictures: dict[str, TeamPicture], release: Reader) -> None:
    """Each number of answers is the lowest that its published band allows, and stands at its own week."""
    figures = release.ask("views/figures", group_kind="team", group_id=None)
    own = figures[(figures["indicator_id"] == "good_days") & (figures["state"] == "shown")]
    people = read("team_size").set_index("team_id")["headcount"].astype(int)
    team = read("enrolment").set_index("enrolment_id")["team_id"]
    drawn = {key: picture.replies for key, picture in pictures.items() if picture.replies is not None}
    for key, record in drawn.items():
        weeks = own[(own["group_id"] == key) & (own["period_kind"] == record.step)].set_index("period_start")
        answers = record.rows.set_index("start")["answers"].dropna()

        assert answers.to_dict() == weeks.loc[answers.index, "n_low"].astype(float).to_dict()
        assert set(answers.index) == set(weeks.index)
        days = {"week": 5, "fortnight": 10}[record.step]
        assert record.possible in {days * size for size in people[[team[key]]]}
        usual = int(re.search(r"Usually (\d+) answers", record.title)[1])
        assert usual == pytest.approx(median(answers), abs=0.5)
        if "%" in record.title:
            rate, is_small = usual / record.possible, people[team[key]] < 20
            told = f"about {round(10 * rate) * 10}%" if is_small else f"{rate:.0%}"
            assert f" {told} of what there could be" in record.title
    assert len(drawn) > 70


def test_hidden_teams_have_no_picture(pictures: dict[str, TeamPicture], limits: dict[str, Control]) -> None:
    """A team that is hidden has no replies, no power, no chart with limits, and no number that is its own."""
    hidden = [key for key, picture in pictures.items() if picture.run.verdict is Verdict.HIDDEN]

    assert hidden
    for key in hidden:
        assert pictures[key].replies is None
        assert pictures[key].outlook == ""
        assert limits[key].points.empty
        assert limits[key].chart == ""
    assert len({(limits[key].title, limits[key].why) for key in hidden}) == 1


def test_charts_with_limits_hold_the_published_points(
    limits: dict[str, Control], closers: dict[str, CohortCloser], release: Reader
) -> None:
    """Every value with limits is a published share, or that of joined weeks by their answers, and limits are drawn."""
    figures = release.ask("views/figures", group_kind="team", group_id=None)
    own = figures[(figures["indicator_id"] == "good_days") & (figures["state"] == "shown")]
    records = {key: record for key, record in limits.items() if not record.points.empty}
    for key, record in records.items():
        weeks = own[(own["group_id"] == key) & (own["period_kind"] == record.step)].set_index("period_start")
        points = record.points.set_index("start")
        if record.points["label"].str.match(r"\d ").any():
            pool = int(record.points["label"].iloc[0][0])
            span = pd.Timedelta(days=(7 if record.step == "week" else 14) * pool)
            blocks = [weeks[(weeks.index >= start) & (weeks.index < start + span)] for start in points.index]
            sums = [((b["value"] * b["n_low"]).sum(), b["n_low"].sum()) for b in blocks]
            wanted = [good / n if n else float("nan") for good, n in sums]
        else:
            wanted = weeks["value"].reindex(points.index).tolist()
        assert points["value"].tolist() == pytest.approx([float(w) for w in wanted], nan_ok=True)
        assert record.chart in LIMITED
        assert record.points["upper"].notna().any(), f"{key} is drawn as a {record.chart} without limits"
    assert len(records) > 20
    assert all(closer.limits.verdict is not None for closer in closers.values())


def test_the_chart_with_limits_keeps_the_verdict(
    limits: dict[str, Control], closers: dict[str, CohortCloser], pictures: dict[str, TeamPicture]
) -> None:
    """A chart with limits has the verdict of the run chart of the same points."""
    for key, record in limits.items():
        if not record.points.empty:
            assert record.verdict is pictures[key].run.verdict, key


def test_a_cohort_has_one_verdict(impacts: dict[str, CohortImpact], closers: dict[str, CohortCloser]) -> None:
    """Where the total moved and the teams do not share it, the chart with limits claims no change either."""
    for name in COHORTS:
        assert closers[name].limits.points.empty or closers[name].limits.verdict is impacts[name].run.verdict, name
