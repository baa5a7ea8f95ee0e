"""A pack as an Excel workbook: contents, sheets of what belongs together, definitions, and where all is from.

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
from joy.views.programme import EVERY_TEAM


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
Block = tuple[Sequence[str], pd.DataFrame]  # lines above a table, and the table
Sheet = tuple[str, Sequence[Block]]
Entry = tuple[str, str, str]  # of the contents: a sheet's whole name, where it is, and what stands there


def workbook(pack: Pack, known: Definitions, tell: Tell) -> bytes:
    """Write a pack as a workbook; `known` are the definitions to explain."""
    file = BytesIO()
    written = _Book(file, pack.name, pack.stamp.line)
    sheets: list[Sheet] = [*_sheets(pack), ("Definitions", [(["Definitions"], definitions(known))])]
    for number, (name, blocks) in enumerate(sheets):
        tell(number / len(sheets), f"Sheet {number + 1} of {len(sheets)}")
        written.add(name, blocks)
    written.finish()
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
    yield "About", [([pack.name, HOW_N], pd.DataFrame(pack.stamp.told(), columns=["What", "Says"]))]
    for slide in pack.slides:
        if isinstance(slide, Opening):
            yield "Since the last board", [([slide.title, slide.about], _words(slide))]
        elif isinstance(slide, Headlines):
            yield "Summary", [([slide.title], _tiles(slide))]
            yield "Cohort by cohort", [([slide.title], slide.cohorts)]
    done: set[int] = set()
    together: dict[str, list[Block]] = {}
    for name, record in _records(pack):
        if id(record) not in done:
            done.add(id(record))
            together.setdefault(name, []).append(_of_record(record))
    yield from together.items()


def _records(pack: Pack) -> Iterator[tuple[str, Finding]]:
    """Every record of the pack with a short name; of cohorts and teams also those that have no slide."""
    found = pack.gathered
    if found.alone is None:
        yield from (("Over the learning sets", record) for record in found.programme.aligned)
        yield "Who takes part", found.programme.participation
        yield "All teams" if found.programme.teams_called == EVERY_TEAM else "Teams", found.programme.quilt
        yield from (("Cohorts compared", one.change) for one in found.compared.measures.values())
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


def _of_record(record: Finding) -> Block:
    """One record: its sentence, what is measured, its table, and the rule behind it; a hidden one its sentence only."""
    is_hidden = record.verdict in {Verdict.HIDDEN, Verdict.NOT_ASKED}
    table = pd.DataFrame() if is_hidden else readable(record)
    told = (record.title, record.subtitle, record.instead, *record.why, *record.notes)
    return [line for line in told if line], table


def _words(slide: Opening) -> pd.DataFrame:
    parts = {
        "Since the last board": (slide.news,),
        "The verdict": slide.verdict,
        "What we cannot say": slide.cannot_say,
        "What teams learned": slide.learned,
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

        self._contents = self.book.add_worksheet(sheet_name("Contents", self._taken))
        self._entries: list[Entry] = []

    def add(self, name: str, blocks: Sequence[Block]) -> None:
        """Add a sheet: lines and a table, block under block, and the stamp."""
        sheet = self.book.add_worksheet(sheet_name(name, self._taken))
        down, wide = 0, dict[int, int]()
        for above, table in blocks:
            self._entries.append((name, f"internal:'{sheet.get_name()}'!A{down + 1}", above[0] if above else name))
            down = self._block(sheet, down, above, table, wide) + 2
        for across, letters in wide.items():
            sheet.set_column(across, across, min(letters + 2, WIDEST))
        if len(blocks) == 1 and len(blocks[0][1].columns):
            sheet.freeze_panes(len(blocks[0][0]) + 2, 1)
        self._foot_of(sheet, down)

    def finish(self) -> None:
        """Write the contents, with a link to everything, and close the workbook."""
        sheet, link = self._contents, self.book.add_format({"font_color": "#005EB8", "underline": 1})
        for across, (head, letters) in enumerate((("Sheet", 44), ("What stands there", 90))):
            sheet.write_string(0, across, head, self._forms["bold"])
            sheet.set_column(across, across, letters)
        for down, (name, where, says) in enumerate(self._entries, start=1):
            sheet.write_url(down, 0, where, link, safe(name))
            sheet.write_string(down, 1, safe(says))
        sheet.freeze_panes(1, 0)
        self._foot_of(sheet, len(self._entries) + 2)
        self.book.close()

    def _block(self, sheet: Any, top: int, above: Sequence[str], table: pd.DataFrame, wide: dict[int, int]) -> int:  # noqa: ANN401  XlsxWriter has no public types
        """Write lines and a table from the row `top` on; returns the row below. `wide` hears how wide columns are."""
        for down, line in enumerate(above, start=top):
            sheet.write_string(down, 0, safe(line), self._forms["" if down > top else "bold"])
        head = top + len(above) + 1
        self._head(sheet, head, table, wide)
        for down, row in enumerate(table.astype(object).to_numpy().tolist(), start=head + 1):
            for across, cell in enumerate(row):
                self._cell(sheet, down, across, cell)
        return head + 1 + len(table)

    def _foot_of(self, sheet: Any, down: int) -> None:  # noqa: ANN401  as above
        sheet.write_string(down, 0, safe(self._foot))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&CPage &P of &N")

    def _head(self, sheet: Any, top: int, table: pd.DataFrame, wide: dict[int, int]) -> None:  # noqa: ANN401  as above
        for across, name in enumerate(table.columns):
            sheet.write_string(top, across, safe(name), self._forms["bold"])
            wide[across] = max(wide.get(across, 0), *(len(str(cell)) for cell in (name, *table[name])))

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
