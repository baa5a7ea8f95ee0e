"""The command line in a fresh home, and what the views say of the sample, made once for all that look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from published_tables import COHORTS
from sample_files import read

from joy.__main__ import main
from joy.findings import Control
from joy.release import make_release
from joy.settings import Settings
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


@pytest.fixture
def told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command line in this home."""
    monkeypatch.setenv("JOY_HOME", str(settings.home))
    monkeypatch.setenv("JOY_SAMPLE", "no")
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def publish(store: Store) -> Iterator[Callable[[], Reader]]:
    """Publish the programme p of this store and open what was published."""
    opened: list[Reader] = []

    def now() -> Reader:
        opened.append(open_release_file(store.settings, make_release(store, "p", reason="by_hand")))
        return opened[-1]

    yield now
    for reader in opened:
        reader.close()


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
