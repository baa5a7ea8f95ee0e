"""Figures to take away as CSV: the very cells of a page's tables, with where they come from at the end.

What a page shows as a table arrives here as it stands, in the reader's words and with the reader's rounding, so a file
cannot hold a cell or a decimal more than the screen. A spreadsheet would take some texts for formulas and run them;
those get an apostrophe in front (OWASP ASVS 5.0, 1.2.10). Numbers stay numbers.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

import pandas as pd

from joy.findings import Finding, Verdict
from joy.frames import row_of
from joy.periods import last_closed_week_end
from joy.store.reader import Asker


Scalar = str | int | float | bool | date | None  # what a cell of a table may be

STARTS_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")  # ASCII as in ASVS 1.2.10; full-width, which Excel folds in some locales
PLAIN_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?%?", re.ASCII)
SPACES = re.compile(r"\s+")
UNSEEN = re.compile("[\0-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # control and direction signs
BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the machine's own old encoding
INVENTED = "Invented data"
HASH_SIGNS = 12  # enough to tell updates of one installation apart by eye; the whole hash stands in every workbook
HOW_N = "“How many” says what each figure rests on, in bands where few people answered."


@dataclass(frozen=True)
class Part:
    """One finding of a page and the table that the page shows for it; of a hidden one only its sentence is taken."""

    record: Finding
    figures: pd.DataFrame


@dataclass(frozen=True)
class Stamp:
    """Where figures come from: the published update, the last closed day it reaches to, its rules, its check code."""

    update: str
    as_of: date
    policy_version: str
    content_hash: str
    is_invented: bool = False
    filters: tuple[str, ...] = ()  # what was chosen, in the reader's words
    made_on: date | None = None

    @property
    def line(self) -> str:
        """Everything in one line, for the foot of a page."""
        made = [f"made on {_day(self.made_on)}"] if self.made_on else []
        return " · ".join(
            [
                *([INVENTED] if self.is_invented else []),
                *self.filters,
                f"results up to {_day(self.as_of)}",
                *made,
                f"published update {self.update}",
                f"privacy rules {self.policy_version}",
                f"check code {self.content_hash[:HASH_SIGNS]}",
            ]
        )

    def told(self) -> list[tuple[str, str]]:
        """Everything as pairs of what it is and what it says, for a table."""
        return [
            *([("Data", f"{INVENTED}: no real person or team")] if self.is_invented else []),
            *([("What was chosen", "; ".join(self.filters))] if self.filters else []),
            ("Results up to", _day(self.as_of)),
            *([("Made on", _day(self.made_on))] if self.made_on else []),
            ("Published update", self.update),
            ("Privacy rules, version", self.policy_version),
            ("Check code of the update", self.content_hash),
        ]


def stamp_of(release: Asker) -> Stamp:
    """Read the stamp of one published update: named by its number, or by its id where it has none."""
    found = release.ask("views/release_stamp")
    row = row_of(found, "release_id", str(found["release_id"].iloc[0]))
    return Stamp(
        update=str(row["release_id"] if pd.isna(row["number"]) else row["number"]),
        as_of=last_closed_week_end(row["as_of"].date()) - timedelta(days=1),
        policy_version=str(row["policy_version"]),
        content_hash=str(row["content_hash"]),
    )


def figures_csv(heading: str, parts: Sequence[Part], stamp: Stamp, notes: Sequence[str] = ()) -> bytes:
    """Write the parts one below the other as CSV (UTF-8 with a byte order mark, CRLF), the stamp below them.

    Each part is its sentence, what is measured, and its table; a part without a table is its sentence alone. Every
    cell is safe to open in a spreadsheet. `notes` are added above the stamp.
    """
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in _rows(heading, parts, stamp, notes):
        writer.writerow([safe(cell) for cell in row])
    return f"{BYTE_ORDER_MARK}{text.getvalue()}".encode()


def safe(cell: Scalar) -> str:
    """A cell that no spreadsheet runs: text that begins like a formula gets an apostrophe in front.

    Line breaks become spaces; control and direction signs are left out.
    """
    written = "" if pd.isna(cell) else str(cell)
    risky = written.startswith(STARTS_FORMULA)
    told = UNSEEN.sub("", SPACES.sub(" ", written)).strip()
    if PLAIN_NUMBER.fullmatch(told):
        return told
    return f"'{told}" if risky or told.startswith(STARTS_FORMULA) else told


def _day(moment: date) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _rows(heading: str, parts: Sequence[Part], stamp: Stamp, notes: Sequence[str]) -> Iterator[list[Scalar]]:
    yield [heading]
    for part in parts:
        yield []
        yield [part.record.title]
        yield [part.record.subtitle]
        if len(part.figures) and part.record.verdict not in {Verdict.HIDDEN, Verdict.NOT_ASKED}:
            yield list(part.figures.columns)
            yield from part.figures.astype(object).to_numpy().tolist()
    yield []
    for note in (*notes, HOW_N):
        yield [note]
    yield ["Published update", stamp.update]
    yield ["Results up to", stamp.as_of.isoformat()]
    yield ["Privacy rules, version", stamp.policy_version]
    yield ["Check code of the update", stamp.content_hash]
