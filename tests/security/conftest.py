"""What the security tests share: the browser and the dashboards, plain and with sign-in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))  # the harness of the browser tests

from harness import Server, dashboard, free_port
from provider import Provider, running_provider
from serving import prepare, with_sign_in


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as it comes: the invented programme, no sign-in."""
    with dashboard(tmp_path_factory.mktemp("plain") / "home") as server:
        yield server


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    with running_provider(free_port()) as running:
        yield running


@pytest.fixture(scope="session")
def guarded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guarded") / "home"


@pytest.fixture(scope="session")
def guarded(guarded_home: Path, provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with sign-in, the invented programme and two people who have roles."""
    prepare(guarded_home)
    with with_sign_in(tmp_path_factory.mktemp("secrets"), guarded_home, provider) as server:
        yield server
