from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import duckdb
import pandas as pd
import pytest

from joy.errors import NotFound, StoreProblem
from joy.release import make_release
from joy.settings import Settings
from joy.store import Store, open_release_file, open_store, write_release_file
from tests.small_world import lay_out


FIGURES = {
    "release.figure": pd.DataFrame({"release_id": ["ab12"] * 2, "value": [0.5, None], "n_low": [20, None]}),
    "release.release": pd.DataFrame({"release_id": ["ab12"], "audit_id": ["77"]}),
    "release.audit": pd.DataFrame({"release_id": ["ab12"], "audit_id": ["77"], "outcome": ["clear"]}),
}


@pytest.fixture
def home(store: Store) -> Settings:
    """The home of an open store, in which a release is written."""
    write_release_file(store.settings, "ab12", FIGURES)
    return store.settings


def test_a_release_file_holds_its_figures_and_nobodys_answers(home: Settings) -> None:
    """The file has the release's rows, and no table, not even an empty one, of any other schema."""
    reader = open_release_file(home, "ab12")
    with reader.cursor() as cursor:
        assert cursor.execute("SELECT value, n_low FROM release.figure").fetchall() == [(0.5, 20), (None, None)]
        assert cursor.execute("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall() == [("release",)]
        assert cursor.execute(
            "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        ).fetchall() == [(0,)]
    reader.close()


def test_a_release_file_cannot_be_changed(home: Settings) -> None:
    """The file is read-only for its owner, closed to others, and the opened release refuses to be written."""
    assert (home.releases / "ab12.duckdb").stat().st_mode & 0o777 == 0o400
    assert home.releases.stat().st_mode & 0o777 == 0o700
    reader = open_release_file(home, "ab12")
    with reader.cursor() as cursor, pytest.raises(duckdb.Error, match="read-only"):
        cursor.execute("DELETE FROM release.figure")
    reader.close()


@pytest.mark.parametrize("release_id", ["cd34", "../joy", "ab12.duckdb", "", "a'b"])
def test_a_release_that_is_not_here_is_named(home: Settings, release_id: str) -> None:
    """An unknown id, or one that tries to leave the folder, finds nothing."""
    with pytest.raises(NotFound, match="published update"):
        open_release_file(home, release_id)


def test_a_damaged_release_file_says_how_to_make_it_again(home: Settings) -> None:
    """A file that is no database any more is refused with the command that replaces it."""
    path = home.releases / "ef56.duckdb"
    path.write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreProblem, match="joy release"):
        open_release_file(home, "ef56")


AUDITS = {
    "none": [],
    "of another update": [("cd34", "77", "clear")],
    "another": [("ab12", "78", "clear")],
    "unfinished": [("ab12", "77", "")],
    "two": [("ab12", "77", "clear"), ("ab12", "78", "clear")],
}


@pytest.mark.parametrize("audits", AUDITS.values(), ids=AUDITS)
def test_an_update_that_was_not_audited_is_not_shown(store: Store, audits: list[tuple[str, str, str]]) -> None:
    """Without the one audit that it names, and that is about it, an update is refused, and its file stays as it is."""
    rows = pd.DataFrame(audits, columns=["release_id", "audit_id", "outcome"], dtype=object)
    write_release_file(store.settings, "ab12", FIGURES | {"release.audit": rows})
    path = store.settings.releases / "ab12.duckdb"
    before = path.read_bytes()
    with pytest.raises(NotFound, match=r"not shown.*checked against each other.*joy release"):
        open_release_file(store.settings, "ab12")
    assert path.read_bytes() == before


def test_a_published_update_stripped_of_its_audit_is_not_shown(store: Store) -> None:
    """The file of a real update opens; the same file without its audit row does not."""
    lay_out(store, {"a": [9, 9]})
    update = make_release(store, "p", reason="by_hand")
    open_release_file(store.settings, update).close()
    path = store.settings.releases / f"{update}.duckdb"
    path.chmod(0o600)
    with duckdb.connect(str(path)) as file:
        file.execute("DELETE FROM release.audit")
    with pytest.raises(NotFound, match="checked against each other"):
        open_release_file(store.settings, update)


def test_an_open_release_file_can_be_opened_once_more(home: Settings) -> None:
    """While a page reads an update others open it too, in UTC and as locked as the first; each closes alone."""
    first = open_release_file(home, "ab12")
    with ThreadPoolExecutor(4) as threads:
        others = list(threads.map(lambda _: open_release_file(home, "ab12"), range(8)))
    for other in others:
        with other.cursor() as cursor:
            found = cursor.execute("SELECT current_setting('TimeZone'), current_setting('enable_external_access')")
            assert found.fetchall() == [("UTC", False)]
            with pytest.raises(duckdb.Error, match="locked"):
                cursor.execute("SET threads = 1")
        other.close()
    with first.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM release.figure").fetchall() == [(2,)]
    first.close()


def test_making_it_again_is_advised_only_where_that_helps(home: Settings) -> None:
    """An update that cannot be read because of other settings is not at fault, so its making is not what mends it."""
    unlike = home.model_copy(update={"memory_limit": "123MB"})
    reader = open_release_file(home, "ab12")
    with pytest.raises(StoreProblem, match="cannot be read") as refused:
        open_release_file(unlike, "ab12")
    reader.close()
    assert "joy release" not in str(refused.value)
    assert "joy doctor" in str(refused.value)


def test_only_released_tables_go_into_a_release_file(store: Store) -> None:
    """A frame of people's rows is refused before any file is made."""
    for release_id, table in (("gh78", "vault.answer"), ("gh78", "release.other"), ("../gh78", "release.figure")):
        with pytest.raises(AssertionError):
            write_release_file(store.settings, release_id, {table: pd.DataFrame()})
    assert not store.settings.releases.exists()


def test_what_a_killed_release_left_is_no_hindrance(settings: Settings) -> None:
    """A half-made file of the same release is replaced by a whole one."""
    store = open_store(settings)
    settings.releases.mkdir()
    (settings.releases / "ab12.new").write_bytes(b"half")
    (settings.releases / "ab12.new.wal").write_bytes(b"half")
    write_release_file(settings, "ab12", FIGURES)
    assert [path.name for path in settings.releases.iterdir()] == ["ab12.duckdb"]
    store.close()
