"""How long readers wait: start, first paint, and what a rerun of each page costs. `python tests/load/bench_pages.py`

Behind the command may stand the home of a database that is there already, and the names of pages: these only.

CPU is the server process's own (from /proc), so it hardly depends on what else the machine does; wall time is seen from
a websocket client in another process.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import websockets
from playwright.sync_api import sync_playwright
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from harness import Server, dashboard, launch, settle


RERUNS = 60
TICK = os.sysconf("SC_CLK_TCK")
PAGES = {
    "programme": ("", ""),
    "programme as team": ("", "as=team&cohort=c3"),
    "cohort of 12": ("cohort", "cohort=c6"),
    "cohort of 32": ("cohort", "cohort=c3"),
    "compare": ("compare", ""),
    "team": ("team", "cohort=c3"),
    "relationships": ("relationships", ""),
    "wellbeing": ("wellbeing", ""),
    "absence": ("absence", ""),
    "needed": ("needed", ""),
    "find": ("find", ""),
    "evaluation": ("evaluation", ""),
    "board pack": ("board-pack", ""),
    "how we measure": ("how-we-measure", ""),
    "every question": ("how-we-measure", "about=Questions"),
    "every check": ("how-we-measure", "about=Checks"),
    "questionnaires": ("questionnaires", "as=data-lead"),
    "privacy lens": ("privacy-lens", "as=data-lead"),
    "bring in data": ("bring-in-data", "as=data-lead"),
    "people": ("people", "as=data-lead"),
}


def cpu_seconds(server: Server) -> float:
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def rerun_of(page: str, query: str, kept: frozenset[str] = frozenset()) -> bytes:
    """What a browser sends; it names the big messages that it has kept, and the server does not send those again."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    message.rerun_script.cached_message_hashes.extend(kept)
    return message.SerializeToString()


async def one_rerun(socket: websockets.ClientConnection, message: bytes) -> tuple[float, int, frozenset[str]]:
    """Seconds until the script has finished, bytes received, and the messages that a browser would keep."""
    begun, received, kept = time.perf_counter(), 0, set()
    await socket.send(message)
    while True:
        answer = await socket.recv()
        received += len(answer)
        forward = ForwardMsg.FromString(answer if isinstance(answer, bytes) else answer.encode())
        if is_fault(forward):
            raise RuntimeError(f"the page shows an error instead of figures: {forward.delta.new_element}")
        if forward.metadata.cacheable:
            kept.add(forward.hash)
        if forward.WhichOneof("type") == "script_finished":
            return time.perf_counter() - begun, received, frozenset(kept)


def is_fault(forward: ForwardMsg) -> bool:
    shown = forward.delta.new_element
    return shown.HasField("exception") or (shown.HasField("alert") and shown.alert.format == Alert.ERROR)


async def reruns(server: Server, page: str, query: str) -> tuple[list[float], float, int]:
    """Wall times, CPU seconds per rerun and bytes per rerun of one page in one session."""
    address = server.url.replace("http", "ws") + "/_stcore/stream"
    async with websockets.connect(address, subprotocols=["streamlit"], origin=server.url, max_size=None) as socket:
        _, _, kept = await one_rerun(socket, rerun_of(page, query))
        message = rerun_of(page, query, kept)
        for _ in range(5):
            await one_rerun(socket, message)
        before, walls, size = cpu_seconds(server), [], 0
        for _ in range(RERUNS):
            wall, size, _ = await one_rerun(socket, message)
            walls.append(wall)
        return walls, (cpu_seconds(server) - before) / RERUNS, size


def first_paint(server: Server) -> float:
    """Seconds from asking for the address in a fresh browser until the page and its charts are drawn."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page()
        begun = time.perf_counter()
        page.goto(server.url)
        page.wait_for_selector("[data-testid=stMain] h1")
        settle(page)
        took = time.perf_counter() - begun
        browser.close()
    return took


def main() -> None:
    if len(sys.argv) > 1:
        home, *names = sys.argv[1:]
        with dashboard(Path(home)) as server:
            tell(server, names or list(PAGES))
        return
    with tempfile.TemporaryDirectory() as folder:
        for label in ("first start, database built from the sample", "second start"):
            begun = time.perf_counter()
            with dashboard(Path(folder) / "home") as server:
                say(f"{label}: {time.perf_counter() - begun:.2f} s until the server answers")
                say(f"  landing page painted {first_paint(server):.2f} s after that (n=1, fresh browser)")
                if label == "second start":
                    tell(server, list(PAGES))


def tell(server: Server, names: list[str]) -> None:
    """What a rerun of each of these pages costs, the quieter of two looks at it: others use this machine too."""
    for name in names:
        looks = [asyncio.run(reruns(server, *PAGES[name])) for _ in range(2)]
        say(line_of(name, *min(looks, key=lambda look: look[1])))


def line_of(name: str, walls: list[float], cpu: float, size: int) -> str:
    cuts = statistics.quantiles(walls, n=20)
    return (
        f"  rerun of {name}: {cpu * 1000:.1f} ms server CPU, wall p50 {cuts[9] * 1000:.0f} ms, "
        f"p95 {cuts[18] * 1000:.0f} ms, {size / 1000:.0f} kB (n={len(walls)})"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
