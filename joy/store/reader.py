"""Asking the database a named question: one .sql file in, one frame with a declared contract out."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

import duckdb
import pandas as pd

from joy.errors import StoreProblem
from joy.store.harden import cause_of


NEXT_STEP = "What to do next: python -m joy doctor"
# What the engine raises while it reads a file that is damaged, or a disk that fails (seen on DuckDB 1.5).
CANNOT_READ = (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException)
QUERIES = Path(__file__).with_name("queries")
READ_ONLY = "BEGIN TRANSACTION READ ONLY"  # the engine refuses whatever would write (0.2 ms a question)
IDLE_WAIT = 5.0  # seconds that closing waits for questions still being answered
Value = str | int | float | bool | date | datetime | None
# What a column of an answer is cast to, whatever the rows hold: DuckDB's own dtypes depend on the data.
DTYPES = {
    "text": "str",
    "integer": "Int64",
    "number": "float64",
    "truth": "boolean",
    "date": "datetime64[s]",
    "time": "datetime64[us]",
}


class DatabaseStopped(StoreProblem):
    """The engine shut itself down (a disk error while it tidied its file) and must be opened anew."""

    def __init__(self) -> None:
        super().__init__(
            "The database stopped itself to protect your data. Try again; if it says this once more, restart the "
            "dashboard and run: python -m joy doctor"
        )


class Unreadable(StoreProblem):
    """The engine could not read what it should find in its file: damage, or a disk that fails or is full."""

    def __init__(self, fault: Exception) -> None:
        why = f": {cause_of(fault)}" if isinstance(fault, duckdb.IOException) else ", so the file is damaged"
        super().__init__(f"Part of the database cannot be read{why}. Nothing was changed. {NEXT_STEP}")


@cache
def query_text(name: str) -> str:
    """The text of queries/<name>.sql."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


@cache
def query_contract(name: str) -> dict[str, str]:
    """The columns a query promises in its "Returns:" line: {column: text, integer, number, truth, date or time}."""
    line = next(line for line in query_text(name).splitlines() if line.startswith("-- Returns:"))
    promised = line.removeprefix("-- Returns:").strip()
    pairs = [] if promised == "nothing" else [pair.split() for pair in promised.split(",")]
    return {pair[0]: pair[1] for pair in pairs}


def as_promised(frame: pd.DataFrame, contract: dict[str, str]) -> pd.DataFrame:
    """Cast a frame to its contract; a frame with other columns is a fault of ours."""
    if list(frame.columns) != list(contract):
        raise AssertionError(f"promised columns {list(contract)}, got {list(frame.columns)}")
    return frame.astype({column: DTYPES[kind] for column, kind in contract.items()})


class Asker(Protocol):
    """Whatever can be asked a named question: an open database, a release, or a transaction."""

    def ask(self, query: str, /, **values: Value) -> pd.DataFrame: ...


class Reader:
    """Read access to one open database; every question gets a cursor of its own.

    A connection shared by threads returns other threads' rows; a cursor per question never did.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._gate = threading.Condition()
        self._cursors = 0

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor that nobody else uses."""
        with self._gate:
            cursor = self._connection.cursor()
            self._cursors += 1
        try:
            yield cursor
        finally:
            cursor.close()
            with self._gate:
                self._cursors -= 1
                self._gate.notify_all()

    def ask(self, query: str, /, **values: Value) -> pd.DataFrame:
        """Answer queries/<query>.sql with `values` as its $parameters, cast to its contract."""
        with self.cursor() as cursor:
            return answer(cursor, query, values, begin=READ_ONLY)

    def close(self) -> None:
        """Close the database once the questions under way are answered (at most 5 seconds are waited)."""
        with self._gate:
            self._gate.wait_for(lambda: not self._cursors, IDLE_WAIT)
            self._connection.close()


def answer(
    cursor: duckdb.DuckDBPyConnection, query: str, values: Mapping[str, Value], *, begin: str = ""
) -> pd.DataFrame:
    """Run a named question on an open cursor, in a transaction of its own where `begin` opens one.

    Raises `DatabaseStopped` when the engine has shut itself down, `Unreadable` when the file is damaged.
    """
    contract = query_contract(query)
    if not contract:
        raise AssertionError(f"{query} writes: run it inside writing()")
    try:
        if begin:
            cursor.execute(begin)  # closing the cursor ends it
        frame = cursor.execute(query_text(query), in_utc(values)).df()
    except duckdb.FatalException as fault:
        raise DatabaseStopped from fault
    except CANNOT_READ as fault:
        raise Unreadable(fault) from fault
    return as_promised(frame, contract)


def in_utc(values: Mapping[str, Value]) -> dict[str, Value] | None:
    """Parameters as the schema wants them: a time that knows its zone becomes UTC without one."""
    plain = {name: _utc(value) if isinstance(value, datetime) else value for name, value in values.items()}
    return plain or None


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
