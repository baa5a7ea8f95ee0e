"""One dashboard with the invented programme for all browser tests of a worker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from harness import Server, dashboard
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard with the invented programme."""
    with dashboard(tmp_path_factory.mktemp("house") / "home") as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    yield page
    context.close()
