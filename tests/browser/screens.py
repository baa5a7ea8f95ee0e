"""Take pictures of every page, as people will see them: `python tests/browser/screens.py [page …]` → build/screens/."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from harness import PAGES, ROOT, dashboard, launch, open_page
from playwright.sync_api import Browser, sync_playwright


SIZES = {"laptop": (1440, 900), "desk": (1920, 1080), "phone": (390, 844)}
MODES = ("light", "dark")
# The invented programme's pages with most to show: a cohort that has ended, a team that changed.
SCENES = PAGES | {"cohort": "/cohort?cohort=c2", "team": "/team?cohort=c3&team=c3-05", "live": "/team"}


def picture(browser: Browser, url: str, size: str, mode: str, into: Path) -> None:
    """One page at one size in one mode: what is seen first, and the whole page."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=mode)
    page = context.new_page()
    open_page(page, url)
    page.screenshot(path=into.with_suffix(".png"))
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, tall + 20)})
    page.wait_for_timeout(400)  # charts follow the new size
    page.screenshot(path=into.with_name(f"{into.name}-whole.png"))
    context.close()


def main(wanted: list[str]) -> None:
    into = ROOT / "build" / "screens"
    into.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        dashboard(Path(home)) as server,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for name, path in SCENES.items():
            for size in SIZES if not wanted or name in wanted else ():
                for mode in MODES:
                    picture(browser, server.url + path, size, mode, into / f"{name}-{size}-{mode}")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
