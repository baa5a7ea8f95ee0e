"""Print how fast the store is on this machine: python tests/load/bench.py

Prints figures with their n and asserts nothing. The other bench_*.py beside it are run where present.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import click
import pandas as pd


ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from joy.commands import start  # noqa: E402 - the project is run from its folder, not installed
from joy.settings import Settings  # noqa: E402 - as above
from joy.store import Store, open_store  # noqa: E402 - as above


RUNS = 5
RESPONSES, ITEMS, OPTIONS, CELLS = 10_000_000, 10, 5, 40_000  # 10,000 teams in four rounds
CHUNKS = 20
THREADS, QUESTIONS = 8, 200
BESIDE = ("bench_import.py", "bench_variation.py", "bench_audit.py", "bench_exports.py", "bench_pages.py")


def main() -> None:
    """Run every part, one after the other, so that each has both cores."""
    small = "--small" in sys.argv[1:]
    click.echo(f"Machine: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start, Python {sys.version[:6]}")
    with tempfile.TemporaryDirectory(prefix="joy-bench-") as folder:
        bench_start(Path(folder))
        bench_questions(Path(folder))
        bench_answers(Path(folder), RESPONSES // 100 if small else RESPONSES)
    for name in BESIDE:
        if (script := Path(__file__).with_name(name)).exists():
            subprocess.run([sys.executable, str(script)], cwd=ROOT, check=False)


def bench_start(folder: Path) -> None:
    """A first start: database made, 25 sample files imported, results published."""
    inside, cpu = zip(
        *(timed(lambda run=run: start(home(folder, f"in {run}")).close()) for run in range(RUNS)), strict=True
    )
    told("database built from the sample, in a warm process", inside, cpu, goal="≤ 5 s")
    whole, cpu = zip(*(timed_process(folder / f"out {run}") for run in range(RUNS)), strict=True)
    told("database built from the sample, python -m joy start", whole, cpu, goal="≤ 5 s")


def bench_questions(folder: Path) -> None:
    """Questions from many threads at once, a cursor for each."""
    with closing(open_store(home(folder, "in 0"))) as store:
        for threads in (1, THREADS):
            took = asked(store, threads)
            rate = len(took) / (sum(took) / threads)
            click.echo(
                f"questions, a cursor each, {threads} thread(s): {rate:,.0f} a second, p50 {ms(took, 50)}, "
                f"p95 {ms(took, 95)} (n={len(took)})"
            )


def bench_answers(folder: Path, responses: int) -> None:
    """Answers made in a scratch database, turned into sufficient statistics by the release's own SQL."""
    with closing(open_store(home(folder, "answers"))) as store:
        wall, cpu = timed(lambda: make_answers(store, responses))
        size = store.settings.database.stat().st_size / 1e6
        click.echo(f"{responses * ITEMS:,} answers made in {wall:.1f} s; file {size:,.0f} MB")
        told("  floor: count by cell, item and option", *once(lambda: bare_group_by(store)))
        total = [0.0, 0.0]
        for query in ("release/build_score_statistic", "release/build_option_statistic"):
            wall, cpu = timed(lambda query=query: written(store, query))
            total = [total[0] + wall, total[1] + cpu]
            told(f"  {query}", [wall], [cpu])
        told(
            f"{responses * ITEMS:,} answers to sufficient statistics",
            total[:1],
            total[1:],
            goal="≤ 10 s at 100 million",
        )
        with store.cursor() as cursor:
            scored = cursor.execute("SELECT sum(n), count(*) FROM vault.score_statistic").fetchall()[0]
        click.echo(
            f"  scores made: {int(scored[0]):,} (two scales for each of {responses:,} people) in {scored[1]:,} rows"
        )


def make_answers(store: Store, responses: int) -> None:
    """Two scales of five items with five options; cells in no order, the worst case for grouping."""
    items = pd.DataFrame({"item_no": range(1, ITEMS + 1), "series_no": [1] * 5 + [2] * 5})
    points = items.merge(pd.DataFrame({"code": range(1, OPTIONS + 1)}), how="cross").eval("points = code")
    raws = pd.DataFrame({"answered": 5, "raw": range(5, 26)}).eval("score = raw / 5")
    lookup = pd.DataFrame({"series_no": [1, 2]}).merge(raws.assign(is_favourable=raws["score"] >= 4), how="cross")
    series = pd.DataFrame({"series_no": [1, 2], "indicator_id": ["first", "second"], "instrument": "bench@1"})
    with store.writing() as writer:
        writer.append("vault.series", series)
        writer.append("vault.item_points", points)
        writer.append("vault.score_lookup", lookup)
    share = responses // CHUNKS
    for chunk in range(CHUNKS):  # as imports come: one transaction each
        with store.cursor() as cursor:
            cursor.execute(
                "INSERT INTO vault.answer SELECT r, (hash(r) % $cells)::INTEGER, i, 1 + (hash(r, i) % 5)::SMALLINT, 1 "
                "FROM range($first, $last) AS people(r), range(1, 11) AS items(i)",
                {"cells": CELLS, "first": chunk * share, "last": (chunk + 1) * share},
            )
    store.checkpoint()


def bare_group_by(store: Store) -> None:
    with store.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n) FROM (SELECT count(*) AS n FROM vault.answer GROUP BY cell_no, item_no, code)"
        ).fetchall()


def written(store: Store, query: str) -> None:
    with store.writing() as writer:
        writer.run(query)


def asked(store: Store, threads: int) -> list[float]:
    """Seconds that each question took."""

    def ask(_: int) -> list[float]:
        return [timed(lambda: store.ask("store/programmes"))[0] for _ in range(QUESTIONS)]

    with ThreadPoolExecutor(threads) as pool:
        return [took for many in pool.map(ask, range(threads)) for took in many]


def home(folder: Path, name: str) -> Settings:
    return Settings(home=folder / name, with_sample=True)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def once(work: Callable[[], object]) -> tuple[list[float], list[float]]:
    wall, cpu = timed(work)
    return [wall], [cpu]


def timed_process(folder: Path) -> tuple[float, float]:
    """Wall and CPU seconds of a whole first start, Python and its imports with it."""
    with children_cpu() as cpu:
        wall = time.perf_counter()
        command = [sys.executable, "-m", "joy", "start"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "JOY_HOME": str(folder)}, check=True, capture_output=True)
        wall = time.perf_counter() - wall
    return wall, cpu[0]


@contextmanager
def children_cpu() -> Iterator[list[float]]:
    before, spent = os.times(), [0.0]
    yield spent
    after = os.times()
    spent[0] = after.children_user + after.children_system - before.children_user - before.children_system


def told(
    what: str, wall: tuple[float, ...] | list[float], cpu: tuple[float, ...] | list[float], goal: str = ""
) -> None:
    aim = f"; goal {goal}" if goal else ""
    click.echo(
        f"{what}: {statistics.median(wall):.2f} s wall (worst {max(wall):.2f}), "
        f"{statistics.median(cpu):.2f} s CPU (n={len(wall)}{aim})"
    )


def ms(seconds: list[float], percentile: int) -> str:
    return f"{statistics.quantiles(seconds, n=100)[percentile - 1] * 1000:.1f} ms"


if __name__ == "__main__":
    main()
