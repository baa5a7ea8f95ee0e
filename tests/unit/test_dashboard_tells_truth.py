"""What the dashboard says of the invented programme is held against what was put into it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from sample_files import tallies
from scipy.stats import binom

from joy.findings import Run, Verdict
from joy.settings import ROOT
from joy.store import Reader, Store, open_release_file
from joy.variation import Rules, analyse
from joy.views import choices_of, cohort_impact, latest_release, programme_impact, team_picture
from tests.whoever import EVERYTHING


LIVES = 300
SIGNALS = {Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED}


@pytest.fixture(scope="module")
def release(sample_store: Store, programme: str) -> Iterator[Reader]:
    opened = open_release_file(sample_store.settings, str(latest_release(sample_store, EVERYTHING, programme)))
    yield opened
    opened.close()


def truth_of(heading: str) -> pd.DataFrame:
    """A table of data/sample/README.md, all text."""
    text = (ROOT / "data/sample/README.md").read_text(encoding="utf-8").split(heading)[1].split("\n## ")[0]
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]
    return pd.DataFrame(lines[2:], columns=lines[0]).set_index(lines[0][0])


@pytest.fixture(scope="module")
def said(sample_store: Store, release: Reader, programme: str) -> pd.DataFrame:
    """Every team's run chart verdict beside its truth."""
    truth = truth_of("## Truth per team")
    cohorts = next(p for p in choices_of(sample_store, EVERYTHING).programmes if p.programme_id == programme).cohorts
    panels = [p for c in cohorts for p in cohort_impact(sample_store, release, EVERYTHING, c.cohort_id).teams.panels]
    rows = [(p.key, p.verdict, int(p.points["value"].notna().sum())) for p in panels]
    found = pd.DataFrame(rows, columns=["key", "verdict", "points"]).set_index("key")
    return found.join(truth[["good_days", "size"]]).astype({"size": int})


def test_every_team_is_judged_once(said: pd.DataFrame) -> None:
    """Every enrolment has exactly one panel, whether or not anything of it may be shown."""
    assert sorted(said.index) == sorted(truth_of("## Truth per team").index)


def test_no_team_is_told_the_opposite(said: pd.DataFrame) -> None:
    """No team that truly improved is said to have worsened, nor the other way round."""
    assert not ((said["good_days"] == "improved") & (said["verdict"] == Verdict.WORSENED)).any()
    assert not ((said["good_days"] == "worsened") & (said["verdict"] == Verdict.IMPROVED)).any()


@pytest.fixture(scope="module")
def expected(sample_store: Store, release: Reader, programme: str) -> pd.DataFrame:
    """How often each judged team would be said to have moved, and which way, if it were lived a few hundred times.

    From the recorded truth and the raw daily answers: every week's answers are drawn anew and rounded as they would be
    shown, then judged by our rules.
    """
    truth, luck = truth_of("## Truth per team"), np.random.default_rng(20230322)
    weeks = weekly_answers()
    cohorts = next(p for p in choices_of(sample_store, EVERYTHING).programmes if p.programme_id == programme).cohorts
    panels = [p for c in cohorts for p in cohort_impact(sample_store, release, EVERYTHING, c.cohort_id).teams.panels]
    judged = [p for p in panels if p.points["value"].notna().sum() >= 10]
    drawn = [lived_again(p, truth.loc[p.key], weeks.loc[p.key], luck) for p in judged]
    found = analyse(
        pd.concat(drawn), chart="run", direction="higher_is_better", rules=Rules.joy(), baseline=None
    ).summary
    said = found.assign(
        team=[name.split("/")[0] for name in found["series"]], moved=found["variation"].where(found["signal"])
    )
    rates = pd.crosstab(said["team"], said["moved"].fillna("nothing")) / LIVES
    return rates.reindex(columns=["improvement", "concern"], fill_value=0.0)


def weekly_answers() -> pd.DataFrame:
    """All answers and good ones per enrolment and ISO week, straight from the sample's file."""
    tally = tallies().assign(week=lambda t: t["day"].dt.to_period("W-SUN").dt.start_time)
    return tally.groupby(["enrolment_id", "week"])[["answers", "good_answers"]].sum()


def lived_again(panel: Run, truth: pd.Series, weeks: pd.DataFrame, luck: np.random.Generator) -> pd.DataFrame:
    """The weeks that are shown of one team, drawn anew `LIVES` times."""
    shown = panel.points[panel.points["value"].notna()]
    asked = weeks["answers"].rolling(2).sum() if panel.step == "fortnight" else weeks["answers"]
    n = asked.reindex(shown["start"] + pd.Timedelta(days=7 * (panel.step == "fortnight"))).to_numpy(dtype=int)
    level = np.full(len(shown), 0.0)
    before = weeks
    if truth["first_monday"]:
        begun = (shown["start"] - pd.Timestamp(truth["first_monday"])).dt.days / 7 + 1
        level = int(truth["size"]) / 100 * np.clip(begun / int(truth["over_weeks"]), 0, 1).to_numpy()
        before = weeks[weeks.index < truth["first_monday"]]
    start = before["good_answers"].sum() / before["answers"].sum()
    share = np.clip(start + level + luck.normal(0, 0.025, (LIVES, len(n))), 0.02, 0.98)
    step = np.where(n >= 20, 0.01, np.where(n >= 10, 0.05, 0.10))
    values = np.round(luck.binomial(n, share) / n / step) * step
    lives = np.repeat([f"{panel.key}/{life}" for life in range(LIVES)], len(n))
    return pd.DataFrame({"series": lives, "date": np.tile(shown["start"], LIVES), "value": values.ravel()})


def test_unchanged_teams_seldom_signal(said: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Of the teams that did not change, no more than chance allows are said to have changed."""
    judged = said[(said["good_days"] == "none") & said.index.isin(expected.index)]
    by_chance = expected.loc[judged.index].sum(axis=1)

    assert len(judged) >= 20
    assert by_chance.mean() <= 0.05
    assert judged["verdict"].isin(SIGNALS).sum() <= binom.ppf(0.999, len(judged), 0.05)


def test_changed_teams_are_found_as_often_as_can_be(said: pd.DataFrame, expected: pd.DataFrame) -> None:
    """As many of the teams that truly changed are found, the right way round, as living it again would find."""
    right = {"improved": (Verdict.IMPROVED, "improvement"), "worsened": (Verdict.WORSENED, "concern")}
    changed = said[said["good_days"].isin(right) & said.index.isin(expected.index)]
    chances = np.array([expected.loc[team, right[way][1]] for team, way in changed["good_days"].items()])
    found = sum(verdict == right[way][0] for verdict, way in zip(changed["verdict"], changed["good_days"], strict=True))

    assert len(changed) >= 25
    assert abs(found - chances.sum()) <= 3.3 * np.sqrt((chances * (1 - chances)).sum())


def test_too_few_points_say_nothing(said: pd.DataFrame) -> None:
    """No team with fewer than ten points is judged, the live cohort's among them."""
    assert not said.loc[said["points"] < 10, "verdict"].isin(SIGNALS | {Verdict.NO_CHANGE}).any()
    assert set(said.loc[said.index.str.startswith("c6"), "verdict"]) <= {Verdict.TOO_FEW, Verdict.HIDDEN}


def test_cohorts_that_mostly_improved_say_so(sample_store: Store, release: Reader) -> None:
    """The cohorts in which most teams truly improved are headed so; the one in which most did nothing is not."""
    truth = truth_of("## Truth per cohort")[["improved", "none", "worsened"]].astype(int)
    verdicts = {c: cohort_impact(sample_store, release, EVERYTHING, c).headline.verdict for c in ("c2", "c3", "c5")}

    assert truth.loc["c2", "improved"] > truth.loc["c2"].sum() / 2
    assert truth.loc["c5", "none"] > truth.loc["c5"].sum() / 2
    assert (verdicts["c2"], verdicts["c5"]) == (Verdict.IMPROVED, Verdict.NO_CHANGE)


def test_intervals_hold_the_true_change_of_relationships(sample_store: Store, release: Reader) -> None:
    """The interval of each cohort's change in relationships with colleagues holds the change that was put in.

    A 95 % interval misses about one in twenty; of six at most one may.
    """
    truth = truth_of("## Truth per cohort")["colleagues"].astype(float)
    misses = 0
    for cohort_id, change in truth.items():
        for comparison in cohort_impact(sample_store, release, EVERYTHING, str(cohort_id)).changes:
            row = comparison.rows[comparison.rows["key"] == "relationships_colleagues"]
            misses += int(((row["low"] > change) | (row["high"] < change)).sum())

    assert misses <= 1


def test_wall_and_team_page_agree(sample_store: Store, release: Reader, programme: str) -> None:
    """A team has the same verdict on the wall of its cohort and on its own page."""
    cohorts = next(p for p in choices_of(sample_store, EVERYTHING).programmes if p.programme_id == programme).cohorts
    for panel in (
        p for c in cohorts for p in cohort_impact(sample_store, release, EVERYTHING, c.cohort_id).teams.panels
    ):
        assert team_picture(sample_store, release, EVERYTHING, panel.key).run.verdict is panel.verdict, panel.key


def test_no_page_contradicts_itself(sample_store: Store, release: Reader, said: pd.DataFrame) -> None:
    """The alternative text opens with the title, and no claim of change stands beside an interval that holds zero."""
    for key in said.index:
        run = team_picture(sample_store, release, EVERYTHING, key).run

        assert run.alt.startswith(run.title)
        assert not any("holds zero" in reason for reason in run.why)
    for cohort_id in ("c1", "c2", "c3", "c4", "c5", "c6"):
        run = cohort_impact(sample_store, release, EVERYTHING, cohort_id).run

        assert run.alt.startswith(run.title)


def test_what_is_not_shown_carries_no_number(sample_store: Store, release: Reader, said: pd.DataFrame) -> None:
    """A line that is not shown comes without points, and no word of its reasons or alternative text holds a digit."""
    hidden = said.index[said["verdict"] == Verdict.HIDDEN]

    assert len(hidden)
    for key in hidden:
        run = team_picture(sample_store, release, EVERYTHING, key).run

        assert run.points.empty
        assert not any(letter.isdigit() for text in (run.title, run.alt, *run.why) for letter in text)


def test_every_test_of_a_drawn_team_is_flagged(sample_store: Store, release: Reader) -> None:
    """A team’s chart carries each test it began, also in weeks that are not shown, and learning set 1."""
    picture = team_picture(sample_store, release, EVERYTHING, "c3-05")
    tests = picture.run.flags[picture.run.flags["kind"] == "test"]

    assert tests["number"].tolist() == [row.number for row in picture.tests]
    assert picture.run.sets["label"].tolist()[0] == "LS1"


def test_a_team_in_two_cohorts_is_one_team(sample_store: Store, release: Reader, programme: str) -> None:
    """The tile counts teams and their people once, however often they were enrolled."""
    teams = pd.read_csv(ROOT / "data/sample/team.csv")
    sizes = pd.read_csv(ROOT / "data/sample/team_size.csv")
    tile = programme_impact(sample_store, release, EVERYTHING, programme).tiles[-1]

    assert f" of {len(teams)} teams have sent answers" in tile.counts
    assert f"{sizes['headcount'].sum()} people work in them" in tile.why[0]


def test_left_renamed_and_returning_teams_have_a_page(sample_store: Store, release: Reader) -> None:
    """The team that left, the renamed one, the one in two cohorts and the one that never tallied can all be opened."""
    for enrolment_id in ("c3-04", "c3-05", "c2-02", "c6-06"):
        picture = team_picture(sample_store, release, EVERYTHING, enrolment_id)

        assert picture.name
        assert picture.run.alt


def test_every_title_is_short_and_claims_no_cause(sample_store: Store, release: Reader, programme: str) -> None:
    """No finding says after, because or due to, and each is one sentence of at most twenty words."""
    impact = programme_impact(sample_store, release, EVERYTHING, programme)
    cohort = cohort_impact(sample_store, release, EVERYTHING, "c3")
    records = [impact.headline, *impact.tiles, *impact.aligned, impact.participation, cohort.run, cohort.teams]
    records += [
        *cohort.aligned,
        *cohort.changes,
        *cohort.teams.panels,
        team_picture(sample_store, release, EVERYTHING, "c3-05").run,
    ]

    for record in records:
        spoken = record.title.lower().split()
        assert len(spoken) <= 20
        assert not {"after", "because", "due", "caused", "thanks"} & set(spoken)
