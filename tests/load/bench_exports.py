"""How long files take: slides, paper, workbook, one picture, a team's page. `python tests/load/bench_exports.py`

Reading is what the views take the first time; pages keep what they read, so in the dashboard it is there already.
Prints figures and asserts nothing; goals are 5 s for twelve slides and 3 s for a paper.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any


sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from joy import commands, views
from joy.exports import pack_file, picture_file, team_page_pdf
from joy.settings import Settings
from joy.store.definitions import definitions_of
from tests.export_house import looker, pack_of_sample, quiet, release_of


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def timed(what: str, work: Callable[[], Any]) -> Any:
    """Do it and print seconds by the wall and of this process's CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = work()
    say(f"{what}: {time.perf_counter() - wall:.2f} s, of CPU {time.process_time() - cpu:.2f} s")
    return done


def main() -> None:
    """Measure on the invented programme."""
    say(f"Load {os.getloadavg()[0]:.1f} when it began.")
    with tempfile.TemporaryDirectory(prefix="joy-bench-") as folder:
        store = commands.start(Settings(home=Path(folder) / "home", with_sample=True))
        with closing(store):
            measure(store, str(store.ask("store/programmes")["programme_id"].iloc[0]))


def measure(store: Any, programme: str) -> None:
    """Each kind of file once cold (with what has to be loaded) and once warm."""
    known = definitions_of(store)
    pack = timed("reading the whole programme, 82 teams", lambda: pack_of_sample(store, programme))
    chosen = timed("reading it with one cohort and one team", lambda: pack_of_sample(
        store, programme, cohorts=("c2",), teams=("c2-03",)))  # fmt: skip
    for kind in ("pptx", "pdf", "xlsx"):
        for way in ("the first time", "again"):
            told = f"{kind} of {len(pack.slides)} slides, {way}"
            made = timed(told, lambda kind=kind: pack_file(pack, kind, known, quiet))
        say(f"{kind}: {len(made) / 1000:.0f} kB")
    cohort = looker(store, release_of(store, programme))(views.cohort_impact, "c2")
    timed("one chart as PNG", lambda: picture_file(cohort.run, pack.stamp, is_svg=False))
    timed("one chart as SVG", lambda: picture_file(cohort.run, pack.stamp, is_svg=True))
    timed("a team's page", lambda: team_page_pdf(chosen.gathered.teams["c2-03"], pack.stamp))


if __name__ == "__main__":
    main()
