"""Writing inside one open transaction."""

from __future__ import annotations

import duckdb
import pandas as pd

from joy.store.reader import Value, answer, in_utc, query_text
from joy.store.tables import TABLES


class Writer:
    """The hand that writes while a transaction is open; `Store.writing()` lends it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def run(self, query: str, /, **values: Value) -> None:
        """Run queries/<query>.sql, which writes, with `values` as its $parameters."""
        self._cursor.execute(query_text(query), in_utc(values))

    def ask(self, query: str, /, **values: Value) -> pd.DataFrame:
        """Answer a named question inside the transaction, so that it sees what was just written."""
        return answer(self._cursor, query, values)

    def append(self, table: str, frame: pd.DataFrame) -> None:
        """Append the rows of `frame` to `table`; columns are matched by name, absent ones stay empty.

        Times that know their zone are stored in UTC; times without a zone are taken as UTC.
        """
        append_rows(self._cursor, table, frame)

    def clear(self, table: str) -> None:
        """Remove every row of `table`, for tables that are built anew from others."""
        if table not in TABLES:
            raise AssertionError(f"{table} is not a table of the schema")
        self._cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - from TABLES


def append_rows(cursor: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> None:
    """Append `frame` to a table of the schema. A table or column that the schema lacks is a fault of ours."""
    if table not in TABLES:
        raise AssertionError(f"{table} is not a table of the schema")
    unknown = set(frame.columns) - set(TABLES[table])
    if unknown:
        raise AssertionError(f"{table} has no column {sorted(unknown)}")
    cursor.register("incoming", _in_utc(frame))
    try:
        cursor.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")  # noqa: S608 - from TABLES
    finally:
        cursor.unregister("incoming")


def _in_utc(frame: pd.DataFrame) -> pd.DataFrame:
    zoned = [column for column, kind in frame.dtypes.items() if isinstance(kind, pd.DatetimeTZDtype)]
    return frame.assign(**{str(column): frame[column].dt.tz_convert("UTC").dt.tz_localize(None) for column in zoned})
