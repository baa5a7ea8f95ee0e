"""What the views say of the sample, made once for all tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from published_tables import COHORTS
from sample_files import read

from joy.findings import Control
from joy.store import Reader, Store, open_release_file
from joy.views import (
    CohortCloser,
    CohortImpact,
    TeamPicture,
    cohort_closer,
    cohort_impact,
    latest_release,
    team_limits,
    team_picture,
)
from tests.whoever import EVERYTHING


@pytest.fixture(scope="session")
def release(sample_store: Store, programme: str) -> Iterator[Reader]:
    opened = open_release_file(sample_store.settings, str(latest_release(sample_store, EVERYTHING, programme)))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def impacts(sample_store: Store, release: Reader) -> dict[str, CohortImpact]:
    return {name: cohort_impact(sample_store, release, EVERYTHING, name) for name in COHORTS}


@pytest.fixture(scope="session")
def closers(sample_store: Store, release: Reader) -> dict[str, CohortCloser]:
    return {name: cohort_closer(sample_store, release, EVERYTHING, name) for name in COHORTS}


@pytest.fixture(scope="session")
def pictures(sample_store: Store, release: Reader) -> dict[str, TeamPicture]:
    return {
        key: team_picture(sample_store, release, EVERYTHING, key) for key in sorted(read("enrolment")["enrolment_id"])
    }


@pytest.fixture(scope="session")
def limits(sample_store: Store, release: Reader, pictures: dict[str, TeamPicture]) -> dict[str, Control]:
    return {key: team_limits(sample_store, release, EVERYTHING, key) for key in pictures}
