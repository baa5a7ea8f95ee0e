"""Real surveys, from file to screen: the means a reader sees equal a plain reading of the files.

Data: The University of Edinburgh on behalf of the Software Sustainability Institute, CC BY 2.5 Scotland.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from math import isnan
from pathlib import Path
from statistics import fmean

import pytest
from test_rse_frequencies import AGREE, FILES, PROGRAMME

from joy.findings import Verdict
from joy.intake import import_file, load_profile
from joy.release import make_release
from joy.settings import Settings
from joy.store import Reader, Store, open_release_file, open_store
from joy.views import cohort_impact, team_picture
from tests.intake_house import load_tables
from tests.whoever import EVERYTHING


pytestmark = pytest.mark.oracle


@pytest.fixture(scope="module")
def exports(shared: Path) -> Path:
    return shared / "survey-exports" / "limesurvey-rse"


@pytest.fixture(scope="module")
def shown(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Reader]]:
    """All six files imported and published once."""
    folder = tmp_path_factory.mktemp("rse-screen")
    store = open_store(Settings(home=folder / "home", with_sample=False))
    load_tables(store, folder, PROGRAMME)
    for profile, file in FILES.items():
        import_file(store, exports / file, load_profile(profile))
    release = open_release_file(store.settings, make_release(store, "rse", reason="import"))
    yield store, release
    release.close()
    store.close()


def plain_mean(path: Path, items: tuple[str, ...]) -> tuple[int, float]:
    """How many answered all items, and the mean of their means, read with nothing but the csv module."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    places = [next(i for i, name in enumerate(header) if item in name.split("]")[0].split(".")[0]) for item in items]
    scores = [fmean(AGREE[row[p]] for p in places) for row in rows if all(row[p] for p in places)]
    return len(scores), fmean(scores)


@pytest.mark.parametrize(
    ("team", "survey_round", "file", "items", "indicator"),
    [
        ("uk", "rse-2016", "2016_uk", ("affSat1", "affSat2", "affSat3", "affSat4"), "job_satisfaction"),
        ("uk", "rse-2017", "2017_uk", ("affSat1", "affSat2", "affSat3", "affSat4"), "job_satisfaction"),
        ("de", "rse-2017", "2017_de", ("affSat1", "affSat2", "affSat3", "affSat4"), "job_satisfaction"),
        ("us", "rse-2017", "2017_us", ("affSat1", "affSat2", "affSat3", "affSat4"), "job_satisfaction"),
        ("uk", "rse-2016", "2016_uk", ("affRec1", "affRec2", "affRec3", "affRec4", "affRec5"), "recognition"),
        ("de", "rse-2017", "2017_de", ("affRec1", "affRec2", "affRec3", "affRec4", "affRec5"), "recognition"),
    ],
)
def test_published_means_equal_a_plain_reading(shown, exports, team, survey_round, file, items, indicator):
    """Each shown mean is the plain mean of people who answered every item, to half a hundredth of the scale's range."""
    _, release = shown
    figures = release.ask("views/figures", group_kind="team", group_id=f"rse-{team}")
    row = figures[(figures["indicator_id"] == indicator) & (figures["period_id"] == survey_round)].iloc[0]

    n, mean = plain_mean(exports / f"{file}_public_data.csv", items)

    assert row["value"] == pytest.approx(mean, abs=0.02 + 1e-9)
    assert abs(int(row["n_band"].removeprefix("about ")) - n) <= 5  # told with two figures


def test_a_country_that_was_not_asked_all_items_reads_not_asked(shown):
    """The Netherlands were asked two of four items: the screen says “Not asked”, and no figure exists."""
    store, release = shown
    picture = team_picture(store, release, EVERYTHING, "rse-nl")
    rows = [row for change in picture.changes for row in change.rows.itertuples() if row.key == "job_satisfaction"]

    assert [row.change_text for row in rows] == ["Not asked"]
    assert [Verdict(row.verdict) for row in rows] == [Verdict.NOT_ASKED]


def test_other_wordings_are_not_compared(shown):
    """Job satisfaction was reworded in the United Kingdom in 2017, so its page names no change since 2016."""
    store, release = shown
    rows = [
        row for change in team_picture(store, release, EVERYTHING, "rse-uk").changes for row in change.rows.itertuples()
        if row.key == "job_satisfaction"
    ]  # fmt: skip

    assert [row.change_text.endswith(", no second round") for row in rows] == [True]  # the cohort has ended
    assert [isnan(end) for row in rows for end in (row.before, row.low, row.high)] == [True] * 3


def test_the_cohort_page_can_be_made(shown):
    """A cohort with surveys only has a page: no good days, its measures, and lines for those with three rounds."""
    store, release = shown
    impact = cohort_impact(store, release, EVERYTHING, "rse")

    assert impact.headline.verdict is Verdict.TOO_FEW
    assert [line for line in impact.aligned if line.lines["value"].notna().sum() < 3] == []
    assert impact.changes
