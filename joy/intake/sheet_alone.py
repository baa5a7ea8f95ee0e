"""Reads one sheet of a checked workbook in a process of its own: a program that is run, not a module of the dashboard.

The reader lays a sheet out whole and ends its process when there is no memory left. Here that costs one import, never
the dashboard. It imports nothing of ours, so that it starts in a few hundredths of a second.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from typing import IO

import python_calamine


MOST_BYTES = 2 << 30  # of memory; the largest sheet that is let through took 0.9 GB in a trial
MOST_SECONDS = 60  # of computing; the same sheet took 8
DAMAGED = 3  # how this program ends when the reader refuses the workbook


def main(wanted: str | None, given: IO[bytes], out: IO[str]) -> int:
    """Write the names of all sheets and then the rows of the wanted or only one, each a line of JSON."""
    _limit()
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(BytesIO(given.read()))
        names = workbook.sheet_names
        name = names[0] if wanted is None and len(names) == 1 else wanted
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) if name in names else []
    except python_calamine.CalamineError:
        return DAMAGED
    out.write(json.dumps(names) + "\n")
    out.writelines(json.dumps(row) + "\n" for row in records(rows))
    return 0


def records(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    """Cells as text, without the empty columns at the right and the empty rows at the end."""
    texts = [[_text(cell) for cell in row] for row in rows]
    while texts and not any(texts[-1]):
        texts.pop()
    width = max((_filled(row) for row in texts), default=0)
    return [row[:width] for row in texts]


def _filled(row: list[str]) -> int:
    return next((place for place in range(len(row), 0, -1) if row[place - 1]), 0)


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _limit() -> None:
    """Bound what this process may take; where a system knows no such bound, the check before has to do."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no copy of anybody's answers on the disk
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1]), sys.stdin.buffer, sys.stdout))
