"""The schema and every named question, against a real database and a real DuckLake."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from joy.settings import ROOT
from joy.store.reader import DTYPES, QUERIES, as_promised, query_contract, query_text
from joy.store.tables import SCHEMA, TABLES


HEADERS = ("-- Question: ", "-- Grain: ", "-- Missing row: ", "-- Parameters: ", "-- Returns: ")
NAMES = sorted(str(path.relative_to(QUERIES).with_suffix("")) for path in QUERIES.rglob("*.sql"))
# What DuckLake refuses or what this engine is known to damage files with (privacy-security-reliability.md 3.2).
REFUSED = (
    r"primary\s+key|foreign\s+key|\breferences\b|\bunique\b|\bcheck\s*\(|\benum\b|\bsequence\b|\bindex\b|"
    r"\bgenerated\b|\bdefault\b|\bnot\s+null\b|\balter\b|\[\]|\blist\b|\bstruct\b|\bmap\b|"
    r"timestamptz|with\s+time\s+zone|\bor\s+replace\b"
)
REFUSED_IN_QUERIES = (
    r"\breturning\b|\bon\s+conflict\b|\bor\s+replace\b|timestamptz|\bnextval\b|\bpragma\b|\bcopy\b|\battach\b"
)
PYTHON = sorted((ROOT / "joy").rglob("*.py")) + sorted((ROOT / "pages").rglob("*.py")) + [ROOT / "app.py"]
SOURCES = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in PYTHON if path.exists()}


@pytest.fixture(scope="module", params=["file", "lake"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The empty schema in a DuckDB file, and in a DuckLake with a local catalogue."""
    folder = tmp_path_factory.mktemp(request.param)
    with duckdb.connect() as connection:
        if request.param == "lake":
            connection.execute(f"LOAD '{lake_extension()}'")
            connection.execute(f"ATTACH 'ducklake:{folder / 'catalogue'}' AS main_db (DATA_PATH '{folder / 'data'}')")
        else:
            connection.execute(f"ATTACH '{folder / 'joy.duckdb'}' AS main_db (STORAGE_VERSION 'v1.5.0')")
        connection.execute("USE main_db")
        connection.begin()  # one transaction, as a lake makes a snapshot of every statement otherwise
        connection.execute(SCHEMA)
        connection.commit()
        yield connection


def lake_extension() -> Path:
    """The DuckLake extension as its PyPI package holds it, for exactly this DuckDB."""
    package = importlib.util.find_spec("duckdb_extension_ducklake")
    if package is None or package.origin is None:
        pytest.skip("the package duckdb-extension-ducklake (requirements-dev.txt) is not installed")
    return Path(package.origin).parent / "extensions" / f"v{duckdb.__version__}" / "ducklake.duckdb_extension"


def declared(name: str, header: str) -> list[list[str]]:
    line = next(line for line in query_text(name).splitlines() if line.startswith(header))
    said = line.removeprefix(header).strip()
    return [] if said in {"none", "nothing"} else [part.split() for part in said.split(",")]


@pytest.mark.parametrize("name", NAMES)
def test_a_query_says_what_it_answers(name: str) -> None:
    """Every query opens with its question, grain, meaning of a missing row, parameters and columns."""
    lines = query_text(name).splitlines()
    assert [line.startswith(header) for line, header in zip(lines, HEADERS, strict=False)] == [True] * 5
    assert all(line.removeprefix(header).strip() for line, header in zip(lines, HEADERS, strict=False))
    assert all(len(part) == 2 and part[0].startswith("$") for part in declared(name, HEADERS[3]))
    assert all(len(part) == 2 and part[1] in DTYPES for part in declared(name, HEADERS[4]))


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_one_statement_with_the_declared_parameters(name: str) -> None:
    """Every query is one statement, and its $names are the ones its header declares."""
    statements = duckdb.extract_statements(query_text(name))
    assert len(statements) == 1
    assert set(statements[0].named_parameters) == {part[0].lstrip("$") for part in declared(name, HEADERS[3])}


@pytest.mark.parametrize("name", NAMES)
def test_a_query_runs_and_returns_what_it_promises(name: str, database: duckdb.DuckDBPyConnection) -> None:
    """Every query runs on the empty schema, in a file and in a lake, and returns exactly the promised columns."""
    values = {part[0].lstrip("$"): None for part in declared(name, HEADERS[3])}
    database.begin()
    try:
        answer = database.execute(query_text(name), values or None).df()
    finally:
        database.rollback()
    if query_contract(name):
        as_promised(answer, query_contract(name))
    else:
        assert duckdb.extract_statements(query_text(name))[0].type != duckdb.StatementType.SELECT


def test_the_schema_is_the_same_in_a_file_and_in_a_lake(database: duckdb.DuckDBPyConnection) -> None:
    """Both back ends have every table, and every table and column says what it means."""
    tables = database.execute(
        "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables() "
        "WHERE database_name = 'main_db' AND schema_name IN ('programme', 'vault', 'release', 'access')"
    ).fetchall()
    columns = database.execute(
        "SELECT schema_name || '.' || table_name, column_name, comment FROM duckdb_columns() "
        "WHERE database_name = 'main_db' AND schema_name IN ('programme', 'vault', 'release', 'access')"
    ).fetchall()
    assert {table for table, _ in tables} == set(TABLES)
    assert {(table, column) for table, column, _ in columns} == {(t, c) for t in TABLES for c in TABLES[t]}
    assert [row[:-1] for row in (*tables, *columns) if not row[-1]] == []


def test_the_schema_and_queries_use_nothing_a_lake_refuses() -> None:
    """No key, check, enum, sequence, index, default, list or zoned time is in the schema, no upsert in a query."""
    assert re.findall(REFUSED, without_texts(SCHEMA), re.IGNORECASE) == []
    for name in NAMES:
        assert re.findall(REFUSED_IN_QUERIES, without_texts(query_text(name)), re.IGNORECASE) == [], name


def without_texts(sql: str) -> str:
    """SQL without comments and quoted texts, in which any word may stand."""
    return re.sub(r"--[^\n]*|'(?:[^']|'')*'", "", sql)


def test_every_table_with_imports_is_counted_by_import() -> None:
    """The check-up counts the rows of every table that names the import its rows came with."""
    named = {table for table, columns in TABLES.items() if "batch_no" in columns} - {"programme.import_batch"}
    assert set(re.findall(r"SELECT\s+'([a-z_.]+)' AS table_name", query_text("store/rows_by_batch"))) == named


def test_only_the_store_speaks_to_the_engine() -> None:
    """No module outside joy/store imports duckdb or holds SQL."""
    sql = re.compile(r"""["'](?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|DROP|ATTACH)\s""")
    for name, text in SOURCES.items():
        if not name.startswith("joy/store/"):
            assert not re.search(r"^\s*(?:import|from)\s+duckdb", text, re.MULTILINE), name
            assert not sql.search(text), name


def test_no_python_opens_the_database_file() -> None:
    """Nothing reads, copies or opens the database file with plain Python: that would drop the engine's lock."""
    touched = re.compile(
        r"shutil|open\([^)\n]*(?:\.database\b|joy\.duckdb)|\.database\.(?:open|read_|write_)|copyfile|sendfile"
    )
    assert [name for name, text in SOURCES.items() if touched.search(text)] == []
