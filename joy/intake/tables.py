"""Files that hold one of our own tables: cohorts, teams, enrolments, ideas, tests, stories, workforce figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

import numpy as np
import numpy.typing as npt
import pandas as pd

from joy.errors import Problem, ShownError
from joy.intake.cells import EMAIL, check_texts, number, read_days, read_each, say, spread, truth, whole_number
from joy.intake.columns import FIRST_ROW, Sheet, TextColumn, Wanted
from joy.intake.labels import nearest
from joy.intake.problems import Problems, quoted
from joy.intake.profile import Profile
from joy.intake.records import Asks, LabelCount, Ready, Truths
from joy.intake.table_rules import MAY_BE_EMPTY, RULES, TableRule
from joy.intake.tombstones import COMMENTS, STORIES
from joy.store import Writer
from joy.store.tables import TABLES


JOINT = "\x1f"  # the unit separator, as in queries/intake/known_keys.sql
Cells = npt.NDArray[np.object_]


def table_of(profile: Profile, file_label: str) -> str:
    """The table a file is for: the profile's, or the one the file is named after. Raises `ShownError`."""
    name = profile.table or PurePath(file_label).stem.casefold()
    found = next((table for table in RULES if name in (table, table.split(".")[1])), None)
    if found is None:
        known = ", ".join(table.split(".")[1] for table in RULES)
        raise ShownError(
            str(
                Problem(f"{quoted(name)} is no table.", f"Name the file after the table it holds: {known}.", file_label)
            )
        )
    return found


def wanted_of_table(profile: Profile, table: str) -> Wanted:
    """The columns of a table as a file must have them: all but the number of the import."""
    asked = {column: profile.columns.get(column, column) for column in TABLES[table] if column != "batch_no"}
    return Wanted(asked, {}, profile.headers, profile.ignore, profile.ignore_others)


def read_table(store: Asks, sheet: Sheet, profile: Profile, table: str, problems: Problems) -> Ready:
    """Check every cell against the table's types, words, references and keys; problems are added, never raised."""
    rule, cells = RULES[table], dict[str, Cells]()
    for name, column in sheet.columns.items():
        check_texts(column, problems)
        _check_words(column, rule.words.get(name), problems)
        cells[name] = _typed(column, TABLES[table][name], profile.date_format, problems)
        _check_span(column, cells[name], rule.spans.get(name), problems)
    _check_needed(sheet, rule, problems)
    _check_order(sheet, cells, rule, problems)
    keys = _check_keys(store, sheet, cells, table, rule, problems)
    _check_references(store, sheet, table, rule, keys, problems)
    frame = pd.DataFrame({name: _as_series(values, TABLES[table][name]) for name, values in cells.items()})

    return _ready(table, frame, _word_counts(sheet, rule))


def _ready(table: str, frame: pd.DataFrame, labels: tuple[LabelCount, ...]) -> Ready:
    def load(writer: Writer, batch_no: int, salt: bytes) -> None:  # noqa: ARG001 - a table has no link codes
        writer.append(table, frame.assign(batch_no=batch_no))

    def only(stays: Truths, unlinked: Truths) -> Ready:  # noqa: ARG001 - the same
        return _ready(table, frame[stays].reset_index(drop=True), labels)

    erasable = only if table in (COMMENTS, STORIES) else None
    return Ready(table, len(frame), lambda _salt: frame, load, labels=labels, only=erasable)


def _typed(column: TextColumn, kind: str, date_format: str | None, problems: Problems) -> Cells:
    if kind == "DATE":
        return spread(read_days(column, date_format, problems), column)
    readers: dict[str, Callable[[TextColumn, Problems], Callable[[int, str], object]]] = {
        "INTEGER": whole_number,
        "DOUBLE": number,
        "BOOLEAN": truth,
    }
    if kind in readers:
        return spread(read_each(column, readers[kind](column, problems)), column)
    return spread(read_each(column, _text_reader(column, problems)), column)


def _text_reader(column: TextColumn, problems: Problems) -> Callable[[int, str], str | None]:
    def read(code: int, text: str) -> str | None:
        if EMAIL.search(text):
            say(
                column,
                code,
                f"{quoted(text)} holds an e-mail address.",
                "Take it out: none is ever kept here.",
                problems,
            )
        return text

    return read


def _as_series(values: Cells, kind: str) -> pd.Series:
    """A column as the database takes it: missing cells stay missing whatever the type."""
    every = pd.Series(values, dtype=object)
    if kind == "DATE":
        return every.astype("datetime64[s]")
    if kind == "DOUBLE":
        return every.astype("float64")
    if kind == "INTEGER":
        return every.astype("Int64")
    return every.astype("boolean") if kind == "BOOLEAN" else every.astype("str")


def _check_words(column: TextColumn, words: tuple[str, ...] | None, problems: Problems) -> None:
    for code, text in enumerate(column.labels):
        if words is not None and text and text not in words:
            reason = f"{quoted(text)} is not one of the words for this column.{nearest(text, words)}"
            say(column, code, reason, f"Use one of: {', '.join(words)}.", problems)


def _check_span(column: TextColumn, cells: Cells, span: tuple[float, float] | None, problems: Problems) -> None:
    if span is None:
        return
    low, high = span
    for code, first in column.first_rows.items():
        value = cells[first - FIRST_ROW]
        if value is not None and not low <= value <= high:
            reason = f"{quoted(column.labels[code])} is out of range."
            say(column, code, reason, f"Give {low:g} to {high:g}, or leave the cell empty.", problems)


def _check_needed(sheet: Sheet, rule: TableRule, problems: Problems) -> None:
    for name in dict.fromkeys((*rule.key, *rule.needs)):
        column = sheet.columns[name]
        if "" in column.labels and name not in MAY_BE_EMPTY:
            say(column, column.labels.index(""), "The cell is empty.", "Every row needs it: fill it in.", problems)


def _check_order(sheet: Sheet, cells: Mapping[str, Cells], rule: TableRule, problems: Problems) -> None:
    for first, last in rule.order:
        for place, (start, end) in enumerate(zip(cells[first], cells[last], strict=True)):
            if start is not None and end is not None and start > end:
                reason = f"{start} lies after {last}, {end}."
                problems.add(
                    reason, "Correct one of the two days.", row=place + FIRST_ROW, column=sheet.columns[first].header
                )


def _check_keys(
    store: Asks, sheet: Sheet, cells: Mapping[str, Cells], table: str, rule: TableRule, problems: Problems
) -> set[str]:
    """Add a problem for a key that stands twice, in the file or already in the database. Returns the file's keys."""
    keys = [JOINT.join(parts) for parts in zip(*(map(_key_part, cells[name]) for name in rule.key), strict=True)]
    known = set(store.ask("intake/known_keys", table=table)["key"])
    first: dict[str, int] = {}
    named = ", ".join(sheet.columns[name].header for name in rule.key)
    for row, key in enumerate(keys, start=FIRST_ROW):
        text = quoted(key.replace(JOINT, ", "))
        if key in first:
            reason = f"{text} stands twice: first in row {first[key]}."
            problems.add(reason, "Keep one of the two rows.", row=row, column=named)
        elif key in known:
            reason = f"{text} is in the database already."
            problems.add(reason, "Delete the row, or undo the import that brought it.", row=row, column=named)
        first.setdefault(key, row)
    return set(keys)


def _key_part(value: object) -> str:
    return "" if value is None else str(value)


def _check_references(
    store: Asks, sheet: Sheet, table: str, rule: TableRule, own: set[str], problems: Problems
) -> None:
    for name, target in rule.refers.items():
        column = sheet.columns[name]
        known = set(store.ask("intake/known_keys", table=target)["key"]) | (own if target == table else set())
        what = target.split(".")[1].replace("_", " ")
        for code, text in enumerate(column.labels):
            if text and text not in known:
                reason = f"There is no {what} {quoted(text)}.{nearest(text, known)}"
                say(column, code, reason, f"Import the {what} first, or correct the cell.", problems)


def _word_counts(sheet: Sheet, rule: TableRule) -> tuple[LabelCount, ...]:
    return tuple(
        LabelCount(column.header, text, text, int(column.counts[code]))
        for name, column in sheet.columns.items()
        if name in rule.words
        for code, text in enumerate(column.labels)
    )
