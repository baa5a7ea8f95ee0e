"""A real server and a real browser: `streamlit run app.py` with its own JOY_HOME, and Debian's chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright


ROOT = Path(__file__).resolve().parents[2]
FOREIGN_SCRIPT = "script:not([src^='/scripts/'])"  # any script that is not from our own route
CHROMIUM = Path("/usr/bin/chromium")
QUIET = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
FLAGS = [*QUIET.split(), "--disable-component-update", "--disable-sync"]
PAGES = {
    "programme": "/",
    "cohort": "/cohort",
    "team": "/team",
    "compare": "/compare",
    "relationships": "/relationships",
    "wellbeing": "/wellbeing",
    "absence": "/absence",
    "needed": "/needed",
    "find": "/find?q=handover",
    "evaluation": "/evaluation",
    "pack": "/board-pack",
    "measure": "/how-we-measure",
    "measure-asked": "/how-we-measure?about=Questions",
    "measure-checks": "/how-we-measure?about=Checks",
    "questionnaires": "/questionnaires?as=data-lead",
    "privacy": "/privacy-lens?as=data-lead",
    "data": "/bring-in-data?as=data-lead",
    "people": "/people?as=data-lead",
}
START_SECONDS = 90.0  # the first start builds the sample's database on a busy machine
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@dataclass(frozen=True)
class Server:
    """A running dashboard."""

    url: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def dashboard(
    home: Path,
    *,
    folder: Path = ROOT,
    port: int | None = None,
    flags: Sequence[str] = (),
    program: Sequence[str] = ("-m", "streamlit"),
    **environment: str,
) -> Iterator[Server]:
    """Start the dashboard from `folder`, wait until it answers, and stop that one process in the end."""
    port = port or free_port()
    command = [sys.executable, *program, "run", str(ROOT / "app.py")]
    command += ["--server.port", str(port), "--server.headless", "true", *flags]
    home.mkdir(parents=True, exist_ok=True)
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, "JOY_HOME": str(home), **environment}, stdout=log, stderr=log
        )
        try:
            wait_until_healthy(process, f"http://127.0.0.1:{port}", home / "server.log")
            yield Server(f"http://127.0.0.1:{port}", process)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_healthy(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):  # noqa: S310  our own server
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"the dashboard did not start:\n{log.read_text()}")


def settle(page: Page) -> None:
    """Wait until the script has run and every chart is drawn."""
    page.wait_for_selector(SETTLED, timeout=20_000)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]"
        ".every(chart => chart.querySelector('svg.marks, canvas'))",
        timeout=20_000,
    )
    page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton]')", timeout=20_000)


def open_page(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("[data-testid=stMain] h1", timeout=20_000)
    settle(page)


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
