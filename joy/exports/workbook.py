"""A pack as an Excel workbook: one sheet for each record, the definitions, and where the figures come from.

Sheets hold the very cells of the pages' tables. Numbers become numbers, with the decimals of the screen and no more.
Texts are written as texts and never as formulas or links, and are safe in other programs too (`safe`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter  # type: ignore[import-untyped]  # it ships none

from joy.definitions import Definitions, Direction, Indicator
from joy.exports.pack import Chart, Headlines, Opening, Pack, Tell
from joy.exports.readable import readable
from joy.exports.tables import HOW_N, Scalar, safe
from joy.findings import Finding, Verdict


NAME_LETTERS = 31  # Excel's own bound for the name of a sheet
FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
NUMBER = re.compile(r"(−|-)?(\d+)(\.\d+)?(%)?")
CHANGE = re.compile(r"\+[\d.,]+ points?( \([−\d.,]+ to [−\d.,]+\))?")  # our own words for a rise: no formula
WIDEST = 60  # letters of a column
DIRECTIONS = {
    Direction.HIGHER_IS_BETTER: "higher is better",
    Direction.LOWER_IS_BETTER: "lower is better",
    Direction.NEUTRAL: "neither way is better",
}
PLAIN = {  # nothing that is typed becomes a formula, a link or a number
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Sheet = tuple[str, Sequence[str], pd.DataFrame]  # name, lines above the table, the table


def workbook(pack: Pack, known: Definitions, tell: Tell) -> bytes:
    """Write a pack as a workbook; `known` are the definitions to explain."""
    file = BytesIO()
    written = _Book(file, pack.name, pack.stamp.line)
    sheets = [*_sheets(pack), ("Definitions", ["Definitions"], definitions(known))]
    for number, (name, above, table) in enumerate(sheets):
        tell(number / len(sheets), f"Sheet {number + 1} of {len(sheets)}")
        written.add(name, above, table)
    written.book.close()
    return file.getvalue()


def definitions(known: Definitions) -> pd.DataFrame:
    """What each measure asks, its unit and direction, what its n counts, the questionnaire's version and its source."""
    return pd.DataFrame(
        [
            {
                "Measure": one.name,
                "Question": one.question,
                "Unit": one.unit,
                "Direction": DIRECTIONS[one.direction],
                "How many counts": one.counts,
                "Questionnaire and version": ", ".join(one.measured.instruments) or "made from other measures",
                "Source": "; ".join(_sources(one, known)),
                "Why it is measured": one.why,
                "Take care": " ".join(one.caveats),
            }
            for one in known.indicators.values()
        ]
    )


def _written(cell: Scalar) -> str:
    """A text as it is written: the apostrophe that guards against formulas is needless before our own words."""
    text = safe(cell)
    return text[1:] if CHANGE.fullmatch(text[1:]) else text


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts and that is not taken yet; it is noted as taken."""
    clean = " ".join(FORBIDDEN.sub(" ", name).split()) or "Sheet"
    tries = (clean[: NAME_LETTERS - len(end)] + end for end in ("", *(f" {number}" for number in range(2, 10_000))))
    chosen = next(one for one in tries if one.casefold() not in taken and one.casefold() != "history")
    taken.add(chosen.casefold())
    return chosen


def _sources(indicator: Indicator, known: Definitions) -> list[str]:
    """Where the questionnaires of a measure are published."""
    found = [known.instruments[ref].source for ref in indicator.measured.instruments if ref in known.instruments]
    return list(dict.fromkeys(found))


def _sheets(pack: Pack) -> Iterator[Sheet]:
    yield "About", [pack.name, HOW_N], pd.DataFrame(pack.stamp.told(), columns=["What", "Says"])
    for slide in pack.slides:
        if isinstance(slide, Opening):
            yield "Since the last board", [slide.title, slide.about], _words(slide)
        elif isinstance(slide, Headlines):
            yield "Summary", [slide.title], _tiles(slide)
            yield "Cohort by cohort", [slide.title], slide.cohorts
    done: set[int] = set()
    for name, record in _records(pack):
        if id(record) not in done:
            done.add(id(record))
            yield _of_record(name, record)


def _records(pack: Pack) -> Iterator[tuple[str, Finding]]:
    """Every record of the pack with a short name; of cohorts and teams also those that have no slide."""
    found = pack.gathered
    if found.alone is None:
        yield from (("Over the learning sets", record) for record in found.programme.aligned)
        yield "Who takes part", found.programme.participation
        yield "All teams", found.programme.quilt
        yield from ((f"Cohorts {one.name}", one.change) for one in found.compared.measures.values())
    for cohort in found.cohorts.values():
        yield f"{cohort.name} weeks", cohort.run
        yield f"{cohort.name} teams", cohort.teams
        yield from ((f"{cohort.name} first and latest", record) for record in cohort.changes)
        yield from ((f"{cohort.name} over the sets", record) for record in cohort.aligned)
        if cohort.mirror is not None:
            yield f"{cohort.name} two relationships", cohort.mirror
    for team in found.teams.values():
        yield team.name, team.run
        yield from ((f"{team.name} surveys", record) for record in (team.relationships, *team.changes))
    yield from ((slide.title, slide.record) for slide in pack.slides if isinstance(slide, Chart))  # whatever else


def _of_record(about: str, record: Finding) -> Sheet:
    """One record: its sentence, what is measured, its table, and the rule behind it; a hidden one its sentence only."""
    is_hidden = record.verdict in {Verdict.HIDDEN, Verdict.NOT_ASKED}
    table = pd.DataFrame() if is_hidden else readable(record)
    told = (record.title, record.subtitle, record.instead, *record.why, *record.notes)
    return about, [line for line in told if line], table


def _words(slide: Opening) -> pd.DataFrame:
    parts = {
        "Since the last board": (slide.news,),
        "The verdict": slide.verdict,
        "What we cannot say": slide.cannot_say,
        "Decisions asked of you": slide.decisions,
    }
    rows = [(name, line) for name, lines in parts.items() for line in lines]
    return pd.DataFrame(rows, columns=["Part", "Says"])


def _tiles(slide: Headlines) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Measure": tile.label,
                "Value": tile.value_text,
                "Unit": tile.unit,
                "Change (95% interval)": tile.change_text,
                "How many": tile.counts,
                "When": tile.period,
            }
            for tile in slide.tiles
        ]
    )


class _Book:
    """A workbook that is being written, with the number forms that it has so far."""

    def __init__(self, file: BytesIO, name: str, foot: str) -> None:
        self.book = xlsxwriter.Workbook(file, PLAIN)
        self.book.set_properties({"title": name, "author": "Joy in Work", "comments": foot})
        self._foot, self._taken = foot, set[str]()
        self._forms = {"": self.book.add_format(), "bold": self.book.add_format({"bold": True})}

    def add(self, name: str, above: Sequence[str], table: pd.DataFrame) -> None:
        """Add a sheet: lines, a table, the stamp."""
        sheet = self.book.add_worksheet(sheet_name(name, self._taken))
        for down, line in enumerate(above):
            sheet.write_string(down, 0, safe(line), self._forms["" if down else "bold"])
        top = len(above) + 1
        self._head(sheet, top, table)
        for down, row in enumerate(table.astype(object).to_numpy().tolist(), start=top + 1):
            for across, cell in enumerate(row):
                self._cell(sheet, down, across, cell)
        sheet.write_string(top + len(table) + 2, 0, safe(self._foot))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&CPage &P of &N")

    def _head(self, sheet: Any, top: int, table: pd.DataFrame) -> None:  # noqa: ANN401  XlsxWriter has no public types
        for across, name in enumerate(table.columns):
            sheet.write_string(top, across, safe(name), self._forms["bold"])
            letters = max(len(str(cell)) for cell in (name, *table[name]))
            sheet.set_column(across, across, min(letters + 2, WIDEST))
        if len(table.columns):
            sheet.freeze_panes(top + 1, 1)

    def _cell(self, sheet: Any, down: int, across: int, cell: Scalar) -> None:  # noqa: ANN401  as above
        """A number as a number with the decimals that are shown, all else as text."""
        found = None if isinstance(cell, bool) or pd.isna(cell) else NUMBER.fullmatch(str(cell))
        if found is None:
            sheet.write_string(down, across, _written(cell))
            return
        sign, whole, decimals, percent = found.groups(default="")
        value = float(f"{'-' if sign else ''}{whole}{decimals}")
        if percent:
            value = round(value / 100, len(decimals) + 2)
        sheet.write_number(
            down, across, value, self._form("0" + "." * bool(decimals) + "0" * len(decimals[1:]) + percent)
        )

    def _form(self, code: str) -> Any:  # noqa: ANN401  as above
        if code not in self._forms:
            self._forms[code] = self.book.add_format({"num_format": code})
        return self._forms[code]
