"""The schema as text and as a frozen list of tables and columns: the only source of identifiers."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType

import duckdb


SCHEMA = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
# The part of the schema that a release file holds: not even an empty table for people's answers is in one.
RELEASE_SCHEMA = ";".join(
    statement.query
    for statement in duckdb.extract_statements(SCHEMA)
    if re.search(
        r"^(CREATE SCHEMA IF NOT EXISTS|CREATE TABLE|COMMENT ON TABLE|COMMENT ON COLUMN) release\b",
        statement.query,
        re.M,
    )
)


def lay_out(connection: duckdb.DuckDBPyConnection, schema: str = SCHEMA) -> None:
    """Make the tables of a schema in one transaction: statement by statement it takes three times as long."""
    connection.execute(f"BEGIN;\n{schema};\nCOMMIT")


def _columns() -> dict[str, dict[str, str]]:
    """Ask DuckDB itself what the schema says: {schema.table: {column: type}}."""
    tables: dict[str, dict[str, str]] = {}
    with duckdb.connect() as scratch:
        lay_out(scratch)
        rows = scratch.execute(
            "SELECT schema_name || '.' || table_name, column_name, data_type FROM duckdb_columns() "
            "WHERE schema_name IN ('programme', 'vault', 'release', 'access') ORDER BY table_oid, column_index"
        ).fetchall()
    for table, column, kind in rows:
        tables.setdefault(table, {})[column] = kind
    return tables


TABLES = MappingProxyType(_columns())
