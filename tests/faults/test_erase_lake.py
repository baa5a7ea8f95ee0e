"""On a DuckLake a deleted remark leaves no byte in data files or catalogue."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import duckdb
import pytest

from joy.store.erase_lake import scrub_catalogue, scrub_lake
from joy.store.tables import SCHEMA


MARKER = "CANARY-LAKE"
ROWS = "INSERT INTO lake.vault.comment BY NAME SELECT '{0}' || i AS comment_id, '{0}' || i AS text FROM range({1}) t(i)"


def extension() -> Path:
    """The DuckLake extension as its PyPI package holds it, for exactly this DuckDB."""
    package = importlib.util.find_spec("duckdb_extension_ducklake")
    if package is None or package.origin is None:
        pytest.skip("the package duckdb-extension-ducklake (requirements-dev.txt) is not installed")
    return Path(package.origin).parent / "extensions" / f"v{duckdb.__version__}" / "ducklake.duckdb_extension"


def places(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and MARKER.encode() in path.read_bytes())


def test_no_byte_of_a_deleted_row_is_left_in_a_lake(tmp_path: Path) -> None:
    """Rows kept in the catalogue and rows in data files alike are gone once all steps are done, and others stay."""
    loaded = extension()
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{loaded}'")
        connection.execute(f"ATTACH 'ducklake:{tmp_path / 'catalogue'}' AS lake (DATA_PATH '{tmp_path / 'data'}')")
        connection.execute("USE lake")
        connection.begin()
        connection.execute(SCHEMA)
        connection.commit()
        for text, rows in ((MARKER, 3), ("other", 5000), (MARKER, 4000)):
            connection.execute(ROWS.format(text, rows))
        assert places(tmp_path)
        connection.execute("DELETE FROM lake.vault.comment WHERE text LIKE $text", {"text": f"{MARKER}%"})
        scrub_lake(connection)
        assert places(tmp_path / "data") == []
        assert connection.execute("SELECT count(*) FROM lake.vault.comment").fetchall() == [(5000,)]
        connection.execute("USE memory")
        connection.execute("DETACH lake")
    with duckdb.connect() as connection:
        scrub_catalogue(connection, str(tmp_path / "catalogue"), str(tmp_path / "new"))
    (tmp_path / "new").replace(tmp_path / "catalogue")
    assert places(tmp_path) == []
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{loaded}'")
        connection.execute(f"ATTACH 'ducklake:{tmp_path / 'catalogue'}' AS lake")
        assert connection.execute("SELECT count(*) FROM lake.vault.comment").fetchall() == [(5000,)]
