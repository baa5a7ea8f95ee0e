"""An installation of an older layout goes on after it is migrated: what was published is published anew."""

from __future__ import annotations

from contextlib import closing

import duckdb
import pytest

from joy import commands
from joy.errors import NotFound
from joy.release import make_release
from joy.settings import Settings
from joy.store import SCHEMA_VERSION, migrate, open_release_file, open_store
from tests.small_world import P6, add_responses, everybody, lay_out


NEW_COLUMNS = ("ALTER TABLE release.finding DROP COLUMN part", "ALTER TABLE release.finding DROP COLUMN conclusion")


def published_long_ago(settings: Settings) -> str:
    """A published programme as layout 1 left it: database and published update without the newer columns."""
    with closing(open_store(settings)) as store:
        lay_out(store, {"a": [40]})
        given = [everybody("p6_colleagues@1", P6, code % 5) for code in range(30)]
        add_responses(store, [("a-1", f"a-r{k}", None, answers) for k in (1, 2) for answers in given])
        update = dict(commands.publish(store, ["p"], reason="by_hand"))["p"]
    older = ("UPDATE programme.about SET value = '1' WHERE key = 'schema_version'",)
    older += tuple(f"ALTER TABLE vault.score_statistic DROP COLUMN at_{end}" for end in ("lowest", "highest"))
    change(settings, "joy.duckdb", *NEW_COLUMNS, *older)
    change(settings, f"releases/{update}.duckdb", *NEW_COLUMNS)
    return update


def change(settings: Settings, name: str, *statements: str) -> None:
    path = settings.home / name
    path.chmod(0o600)
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_results_are_published_anew_after_a_migration(settings: Settings) -> None:
    """After `joy migrate` the next start publishes in the new layout, and the update is read as any other."""
    old = published_long_ago(settings)

    assert migrate(settings).to_version == int(SCHEMA_VERSION)
    with closing(commands.start(settings)) as store:
        update = str(store.ask("release/latest", programme_id="p")["release_id"].iloc[0])
        with closing(open_release_file(settings, update)) as reader:
            findings = reader.ask("views/findings", group_kind="cohort", group_id="a")

    assert update != old
    assert set(findings["kind"]) >= {"unpaired_change", "reliability"}
    assert set(findings["part"]) == {""}


def test_an_update_of_an_older_layout_is_named(settings: Settings) -> None:
    """A published update that lacks a column is refused with the command that makes it anew, and stays as it is."""
    old = published_long_ago(settings)
    path = settings.releases / f"{old}.duckdb"
    before = path.read_bytes()

    with pytest.raises(NotFound, match=r"another version of the program. Run: python -m joy release"):
        open_release_file(settings, old)

    assert path.read_bytes() == before


def test_a_release_by_hand_mends_it_too(settings: Settings) -> None:
    """After a migration an update made by hand can be read at once."""
    published_long_ago(settings)
    migrate(settings)

    with closing(open_store(settings)) as store:
        update = make_release(store, "p", reason="by_hand")
        with closing(open_release_file(settings, update)) as reader:
            assert len(reader.ask("views/findings", group_kind="cohort", group_id="a")) > 0
