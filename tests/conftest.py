"""What tests share: a fresh home, an open store, the invented programme, and the data beside the project."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from joy.settings import ROOT, Settings
from joy.store import Store, open_store


SHARED = ROOT.parent / "shared"
LOCAL = {"127.0.0.1", "::1", "localhost"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run files with slow tests first, then those with a browser, so that no worker ends long after the others."""
    long = {mark: {item.path for item in items if item.get_closest_marker(mark)} for mark in ("slow", "browser")}
    items.sort(key=lambda item: (item.path not in long["slow"], item.path not in long["browser"]))


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    real = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOCAL:
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = real


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home that does not exist yet, without the invented programme."""
    return Settings(home=tmp_path / "home", with_sample=False)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An open, empty database."""
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The invented programme, loaded and published once for all tests: read it, never write to it."""
    from joy import commands

    opened = commands.start(Settings(home=tmp_path_factory.mktemp("sample") / "home", with_sample=True))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def programme(sample_store: Store) -> str:
    """The id of the invented programme."""
    return str(sample_store.ask("store/programmes")["programme_id"].iloc[0])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project, which is not part of it."""
    if SHARED.is_dir():
        return SHARED
    pytest.skip("the folder shared, with other people's data, is not beside this project")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, started once for a worker: a second one beside it would find the first one's loop running."""
    from tests.browser.harness import CHROMIUM, launch

    if not CHROMIUM.exists():
        told = f"{CHROMIUM} is missing; install Debian's chromium"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
