"""Excel workbooks: looked at as the packed file they are, then read as text in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from joy.intake.package import DAMAGED, MEND, checked_package
from joy.intake.problems import Problems, listing
from joy.intake.sheet_alone import DAMAGED as ENDED_DAMAGED


ALONE = Path(__file__).with_name("sheet_alone.py")
PATIENCE = 90  # seconds; the process ends itself before, unless it waits for the machine
TOO_MUCH = "The workbook takes more memory or time to read than a table needs."


def workbook_records(content: bytes, sheet: str | None, problems: Problems) -> Iterator[list[str]]:
    """The rows of one sheet as text. Adds a problem, and gives no rows, for a workbook that is not plain data."""
    package = checked_package(content, problems)
    if len(problems):
        return iter(())
    lines = read_alone(package, sheet, problems)
    if not lines or _pick_sheet(json.loads(lines[0]), sheet, problems) is None:
        return iter(())
    return (json.loads(line) for line in lines[1:])


def read_alone(package: bytes, sheet: str | None, problems: Problems) -> list[bytes]:
    """Read a sheet in a process of its own: lines of JSON, the names of the sheets first; none after a problem.

    A process takes about 0.1 s, and whatever becomes of it, this one goes on.
    """
    command = [sys.executable, "-I", str(ALONE), json.dumps(sheet)]
    try:
        ended = subprocess.run(command, input=package, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own program; the sheet's name is one argument, through no shell
    except subprocess.TimeoutExpired:
        problems.add(TOO_MUCH, MEND)
        return []
    if ended.returncode:
        problems.add(DAMAGED if ended.returncode == ENDED_DAMAGED else TOO_MUCH, MEND)
        return []
    return ended.stdout.splitlines()


def _pick_sheet(names: list[str], wanted: str | None, problems: Problems) -> str | None:
    if wanted is None and len(names) == 1:
        return names[0]
    if wanted is None:
        problems.add(
            f"The workbook has {len(names)} sheets: {listing(names)}.",
            'Delete all but one, or name it in the profile: sheet = "…".',
        )
        return None
    if wanted not in names:
        problems.add(
            f"The workbook has no sheet “{wanted}”; it has {listing(names)}.", "Rename it, or change the profile."
        )
        return None
    return wanted
