"""Erasing on a DuckLake: what has to follow once the rows are deleted there.

Nothing calls this yet but its test: no setting names a lake (joy/settings.py), so `python -m joy erase` cannot meet
one. Whoever makes `open_store` open a lake has to call it from `finish`, in place of `rewrite_file`. Tried on a local
lake (DuckLake of DuckDB 1.5.5): each step is needed, for deleted rows live on in inlined tables, in Parquet files that
older snapshots point to, in files scheduled for removal, and in the catalogue's own blocks and column statistics.
"""

from __future__ import annotations

import duckdb

from joy.store.harden import STORAGE_VERSION


# In this order; `lake` is a name of ours. Every snapshot but the newest is given up: none may lead back to the rows.
STEPS = (
    "CALL ducklake_flush_inlined_data('lake')",
    "CALL ducklake_rewrite_data_files('lake', delete_threshold => 0)",
    "CALL ducklake_merge_adjacent_files('lake')",
    "CALL ducklake_expire_snapshots('lake', older_than => TIMESTAMP '9999-01-01')",
    "CALL ducklake_cleanup_old_files('lake', cleanup_all => true)",
    "CALL ducklake_delete_orphaned_files('lake', cleanup_all => true)",
)


def scrub_lake(cursor: duckdb.DuckDBPyConnection) -> None:
    """Take deleted rows out of every data file of the attached `lake`. Every step may be repeated after a kill.

    The catalogue has to be written anew afterwards: `scrub_catalogue` for a file, VACUUM FULL for PostgreSQL.
    """
    for step in STEPS:
        cursor.execute(step)


def scrub_catalogue(cursor: duckdb.DuckDBPyConnection, catalogue: str, made: str) -> None:
    """Write a catalogue file, detached from any lake, anew as `made`; both are paths of ours."""
    cursor.execute(f"ATTACH '{catalogue}' AS stale (TYPE duckdb, READ_ONLY)")
    cursor.execute(f"ATTACH '{made}' AS made (TYPE duckdb, STORAGE_VERSION '{STORAGE_VERSION}')")
    cursor.execute("COPY FROM DATABASE stale TO made")
    cursor.execute("CHECKPOINT made")
    cursor.execute("DETACH made")
    cursor.execute("DETACH stale")
