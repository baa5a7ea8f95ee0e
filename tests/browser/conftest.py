"""One browser and one dashboard with the invented programme for all browser tests of a worker."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from harness import CHROMIUM, Server, dashboard, launch
from playwright.sync_api import Browser, Page, sync_playwright


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        told = f"{CHROMIUM} is missing; install Debian's chromium"
        pytest.fail(told) if os.environ.get("CI") == "true" else pytest.skip(told)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


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
