"""No two figures of a page contradict each other: each says whom it is of, what it compares, and how far it is sure."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from sample_files import read

from joy.charts import Look
from joy.charts.quilt import quilt
from joy.charts.theme import Spec
from joy.definitions import load_definitions
from joy.findings import Change, Finding, Tile, Verdict
from joy.findings.quilt import Quilt
from joy.store import Reader, Store
from joy.views import (
    CohortCloser,
    CohortImpact,
    ProgrammeImpact,
    TeamPicture,
    cohorts_compared,
    programme_impact,
    words,
)
from joy.views.changes import DOTS, EARLY_SAYS, Compared, comparison, title_of, too_early
from joy.views.cohort import COUNTED
from joy.views.compare import EARLY
from joy.views.figures import change_between
from joy.views.limits import ROUNDED
from joy.views.runs import RINGS
from joy.views.sentences import NO_CHANGE
from tests.whoever import EVERYTHING, team


INDICATORS = load_definitions().indicators


@pytest.fixture(scope="module")
def landing(sample_store: Store, release: Reader, programme: str) -> ProgrammeImpact:
    return programme_impact(sample_store, release, EVERYTHING, programme)


@pytest.fixture(scope="module")
def of_a_team(sample_store: Store, release: Reader, programme: str) -> ProgrammeImpact:
    return programme_impact(sample_store, release, team("c6-01", "c6", programme), programme)


def texts(record: Finding) -> str:
    more = (record.label, record.unit, record.counts) if isinstance(record, Tile) else ()
    return " ".join((record.title, record.subtitle, record.alt, *record.why, *more))


def tile_of(found: ProgrammeImpact, name: str) -> Tile:
    return next(tile for tile in found.tiles if tile.indicator_id == name)


def test_people_heard_speak_of_the_readers_cohort_only(landing: ProgrammeImpact, of_a_team: ProgrammeImpact) -> None:
    """Every number of teams on a team's tile and in its words is of its own cohort; a leader's is of all."""
    enrolled = read("enrolment")
    own = sum(enrolled["cohort_id"] == "c6")
    tile, whole = tile_of(of_a_team, "people"), tile_of(landing, "people")
    assert f"of {own} teams" in tile.counts
    assert "latest survey of Cohort 6" in tile.counts
    assert set(re.findall(r"of (\d+) teams", texts(tile))) == {str(own)}
    assert set(re.findall(r"of (\d+) teams", texts(whole))) == {str(enrolled["team_id"].nunique())}
    assert tile.title.startswith("Cohort 6: ")
    assert tile.alt.startswith("Cohort 6: ")


def test_who_takes_part_is_told_of_what_is_drawn(landing: ProgrammeImpact, of_a_team: ProgrammeImpact) -> None:
    """The share that tested an idea is that of the rows below it, and names the cohort where those are not all."""
    for found, prefix in ((landing, ""), (of_a_team, "Cohort 6: ")):
        rows = found.participation.rows
        share = round(100 * rows["testing"].sum() / rows["enrolled"].sum())
        assert found.participation.title == f"{prefix}{share}% of teams have tested a change idea"
    assert {record.title for record in of_a_team.aligned if "higher" in record.title} == set()


def test_a_young_cohort_claims_nothing_beside_its_line(
    landing: ProgrammeImpact, impacts: dict[str, CohortImpact]
) -> None:
    """Too early to say is not set beside a range of single stretches; the headline says whether the cohort counts."""
    run = impacts["c6"].run
    assert run.verdict is Verdict.TOO_FEW
    assert not [why for why in run.why if why.startswith("LS1")]
    assert [why for why in run.why if why.startswith("Good days, baseline against the latest weeks: ")]
    assert [why for why in impacts["c2"].run.why if why.startswith("LS1")]
    assert [why for why in landing.headline.why if why.startswith("Cohort 6 counts in it")]


def rows_of(spec: Spec) -> list[list[dict[str, object]]]:
    return [layer["data"]["values"] for layer in spec["layer"]]


def test_a_bound_on_the_quilt_is_a_ring(landing: ProgrammeImpact) -> None:
    """As many rings are drawn as weeks of which only a bound is told, and the words say what a ring is."""
    bounded = landing.quilt.points[landing.quilt.points["is_bound"]]
    without = Quilt(**{**vars(landing.quilt), "points": landing.quilt.points.assign(is_bound=False)})
    drawn, plain = (rows_of(quilt(record, Look("light", "page"))) for record in (landing.quilt, without))
    extra = [rows for rows in drawn if rows not in plain]
    assert len(bounded) > 100
    assert [len(rows) for rows in extra] == [len(bounded)]
    assert RINGS in landing.quilt.alt
    assert RINGS in landing.quilt.why


def test_small_panel_and_team_page_count_the_same_weeks(
    impacts: dict[str, CohortImpact], pictures: dict[str, TeamPicture]
) -> None:
    """The weeks that a team's page counts as its own are those of its small chart; later ones are told apart."""
    later = 0
    for impact in impacts.values():
        for panel in impact.teams.panels:
            shown = int(panel.points["value"].notna().sum())
            subtitle = pictures[panel.key].run.subtitle
            if shown:
                assert f" {shown} {panel.step}{'s' * (shown != 1)} shown from " in subtitle
            later += "more since the cohort ended, not judged" in subtitle
    assert later > 0


def test_dots_and_change_name_their_people(impacts: dict[str, CohortImpact]) -> None:
    """Where a change is of the people who answered both times, chart, words and reason say that the dots are not."""
    checked = 0
    for impact in impacts.values():
        for record in impact.changes:
            paired = record.rows[record.rows["method"] == "the same people both times"]
            assert (DOTS in record.notes) == bool(len(paired)) == ("dots: all who answered" in record.subtitle)
            assert paired["change_text"].str.contains("people both times").all()
            checked += len(paired)
    assert checked > 5


def test_a_tile_names_what_its_change_rests_on(landing: ProgrammeImpact) -> None:
    """Beside how many the value rests on stands how many people or teams the change was made from."""
    assert re.search(r"answers; change: \d+ teams$", tile_of(landing, "good_days").counts)
    for name in ("relationships_colleagues", "relationships_service_users", "wellbeing"):
        tile = tile_of(landing, name)
        (people,) = re.findall(r"; change: (.+) people both times$", tile.counts)
        assert any(people in why for why in tile.why)


def test_numbers_of_teams_go_together(landing: ProgrammeImpact) -> None:
    """One sentence holds every number of teams on the page: enrolled, left, sending, judged, compared."""
    enrolled, rows = read("enrolment"), landing.participation.rows
    (told,) = (why for why in landing.headline.why if why.startswith("How the numbers of teams"))
    wanted = (
        f"{len(enrolled)} are enrolled", f"({enrolled['team_id'].nunique()} teams",
        f"{(enrolled['left_on'] != '').sum()} of them left", f"{rows['sending'].sum()} (80 teams) sent answers",
        f"{tile_of(landing, 'signals').value_text.split(' of ')[1]} have weeks enough",
    )  # fmt: skip
    assert [part for part in wanted if part not in told] == []
    records = (landing.quilt, landing.participation, tile_of(landing, "people"), tile_of(landing, "signals"))
    assert all(told in record.why for record in records)


def test_title_and_headline_of_a_cohort_agree(impacts: dict[str, CohortImpact]) -> None:
    """Where no change is claimed for a cohort, the title of its weekly line, for a room too, claims none either."""
    for impact in impacts.values():
        if impact.run.verdict is Verdict.NO_CHANGE:
            assert NO_CHANGE in impact.headline.title
            assert NO_CHANGE in impact.run.title
            assert "moved" not in impact.run.room
    assert impacts["c1"].run.title.endswith("the total moved, but too few teams share it")


@pytest.mark.parametrize(
    ("low", "high", "told", "ends"),
    [
        (0.3, 5.4, "(0.3 to 6)", (0.0, 6.0)),
        (-0.2, 5.0, "(−1 to 5)", (-1.0, 5.0)),
        (-5.4, -0.3, "(−6 to −0.3)", (-6.0, 0.0)),
        (1.0, 6.0, "(1 to 6)", (1.0, 6.0)),
        (2.5, 7.5, "(2.5 to 7.5)", (2.5, 7.5)),
    ],
)
def test_an_end_is_told_as_zero_only_where_it_is(low: float, high: float, told: str, ends: tuple[float, float]) -> None:
    """Ends are rounded away from the middle, half points kept, and nothing but zero is written as zero."""
    assert words.interval_text(INDICATORS["wellbeing"], 3.0, low, high).endswith(told)
    assert words.outwards(INDICATORS["wellbeing"], low, high) == ends


def survey(value: float, spread: float, period: str) -> pd.Series:
    return pd.Series(
        {"group_id": "g", "instrument": "who5@1998", "period_id": period, "state": "shown", "capped": None}
        | {"value": value, "spread": spread, "n_band": "about 100", "n_low": 100}
    )


NONE = {"group_id": [], "indicator_id": [], "instrument": [], "from_period": [], "to_period": [], "kind": []}


@pytest.mark.parametrize(("after", "verdict"), [(55.2, "no_change"), (57.0, "improved")])
def test_the_verdict_is_that_of_the_ends_that_are_told(after: float, verdict: str) -> None:
    """An interval that is told as reaching zero never counts as beyond chance, and the other way about."""
    indicator = INDICATORS["wellbeing"]
    change = change_between(indicator, survey(50, 17.0, "r1"), survey(after, 17.0, "r2"), pd.DataFrame(NONE))
    assert change is not None
    text = words.change_text(indicator, change)
    assert words.verdict_of(indicator, change) is Verdict(verdict)
    assert ("(0 to" in text) == (verdict == "no_change")


def test_a_published_interval_of_all_who_answered_is_used_as_it_is() -> None:
    """Of means too no page reckons an interval of its own where one was published: two pages cannot differ."""
    published = pd.DataFrame([{
        "group_id": "g", "indicator_id": "wellbeing", "instrument": "who5@1998", "from_period": "r1", "to_period": "r2",
        "kind": "unpaired_change", "value": 5.0, "low": 1.0, "high": 8.0, "n_band": "about 100", "detail": "",
    }])  # fmt: skip
    change = change_between(INDICATORS["wellbeing"], survey(50, 17.0, "r1"), survey(55.2, 17.0, "r2"), published)
    assert change is not None
    assert (change.low, change.high) == (1.0, 8.0)


def test_a_cohort_that_is_too_young_has_no_verdict_anywhere(
    landing: ProgrammeImpact, impacts: dict[str, CohortImpact], sample_store: Store, release: Reader, programme: str
) -> None:
    """Whether it counts and that it is too early is said alike over the programme, the cohort, and all compared."""
    assert landing.young is not None
    young = impacts[landing.young.cohort_id]
    own = next(rows for rows in (one.rows.set_index("key") for one in young.changes) if "good_days" in rows.index)
    compared = cohorts_compared(sample_store, release, EVERYTHING, programme).measures["good_days"].change
    row = compared.rows.set_index("key").loc[landing.young.cohort_id]
    interval = own.loc["good_days", "change_text"]
    assert "too early" in young.headline.title
    assert own.loc["good_days", "verdict"] == row["verdict"] == Verdict.TOO_FEW
    assert row["told"] == f"{interval}, {EARLY}"
    assert compared.title.endswith("; too early in 1")
    assert COUNTED in young.run.why
    assert any(f"{young.name} counts in it" in line for line in landing.headline.why)


def test_a_clear_interval_gives_a_young_cohort_no_verdict() -> None:
    """Where the weeks are too few, an interval beyond zero says “too early”, in the title and in the numbers."""
    change = Change(0.5, 0.7, 0.2, 0.1, 0.3, "about 100", "about 100", "team by team", teams="10 teams")
    one = too_early(Compared(INDICATORS["good_days"], "Good days", None, None, change, Verdict.IMPROVED))
    assert title_of(one) == "Good days: too early to tell a change from chance"
    record = comparison([one], title=title_of(one), subtitle="")
    assert record.verdict is Verdict.TOO_FEW
    assert EARLY_SAYS in " ".join(record.why)
    without = replace(one, change=replace(change, low=None, high=None))
    assert "too few answers" in title_of(without)


def test_limits_say_that_they_are_made_of_rounded_figures(closers: dict[str, CohortCloser]) -> None:
    """Limits rest on what is shown, which is rounded: whoever asks why reads that they are not exact."""
    drawn = [one.limits for one in closers.values() if len(one.limits.points)]
    assert drawn
    assert [limits.label for limits in drawn if ROUNDED not in limits.why] == []
