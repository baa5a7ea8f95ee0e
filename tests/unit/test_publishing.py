"""Results are published every night by themselves, and whoever publishes hears what appears, waits and from when."""

from __future__ import annotations

import time as clock
from contextlib import closing
from datetime import UTC, datetime, time, timedelta

import pytest

from joy import commands, publishing
from joy.store import Store
from joy.store.published import leaders_see_from
from tests.small_world import P6, add_responses, everybody, lay_out


@pytest.fixture
def small(store: Store) -> Store:
    """A programme of two teams that answered one round, not published yet."""
    lay_out(store, {"a": [9, 9]})
    given = everybody("p6_colleagues@1", P6, 3)
    add_responses(store, [(team, "a-r1", None, given) for team in ("a-1", "a-2") for _ in range(8)])
    return store


def late_person(store: Store) -> None:
    with store.cursor() as cursor:
        cursor.execute("INSERT INTO vault.response VALUES (99, 1, NULL, 2)")
        cursor.execute("INSERT INTO vault.answer SELECT 99, 1, item_no, 0, 2 FROM vault.item")


def test_a_night_publishes_what_is_due_once(small: Store) -> None:
    """The first night publishes, the second has nothing new, and files of withdrawn updates are gone."""
    first = publishing.nightly(small)
    stray = small.settings.releases / "0123456789abcdef.duckdb"
    stray.write_bytes(b"an update that was withdrawn")

    assert list(first) == ["p"]
    assert publishing.nightly(small) == {}
    assert [path.stem for path in small.settings.releases.glob("*.duckdb")] == [first["p"]]
    assert small.ask("release/updates", programme_id="p")["leaders_from"].notna().all()


def test_it_is_said_from_when_leaders_see_it_and_what_waits(small: Store) -> None:
    """After publishing one hears the leaders' day in words, and that late answers wait, without their number."""
    said = commands.say_release(small)
    day = leaders_see_from(small, "p")
    assert f"leaders from {day:%A} {day.day} {day:%B %Y}" in said

    late_person(small)
    again = commands.say_nightly(small)
    assert again.splitlines()[0] == publishing.STAYS
    assert "Some answers of 1 team arrived after their period was published" in again


def test_the_status_says_what_waits(small: Store) -> None:
    """While late answers wait, the status says so under its programme, without their number; before, nothing waits."""
    commands.say_release(small)
    before = commands.say_status(small)
    late_person(small)
    commands.say_nightly(small)

    assert "arrived" not in before
    assert commands.say_status(small).splitlines()[1].startswith("Some answers of 1 team arrived after their period")


def test_no_command_publishes_past_what_waits(small: Store) -> None:
    """However often `release` and `nightly` are run, late answers stay out of every figure."""
    commands.say_release(small)
    late_person(small)
    for say in (commands.say_release, commands.say_nightly, commands.say_release):
        say(small)
    assert store_total(small) == 16


def store_total(store: Store) -> int:
    scores = store.ask("release/scores", programme_id="p")
    return int(scores.loc[scores["indicator_id"] == "relationships_colleagues", "n"].sum())


def test_a_team_opens_by_its_name(small: Store) -> None:
    """The command takes a team's name, opens its newest results, and says when they were open before."""
    commands.say_release(small)
    assert "from now on" in commands.say_open_early(small, "Team a-1", "team lead")
    assert "see this team's newest results already" in commands.say_open_early(small, "a-1", "team lead")


def test_the_next_night_is_the_next_time_the_clock_shows_it() -> None:
    """Before half past two it is today's, from half past two on tomorrow's."""
    at, midnight = time(2, 30), datetime(2026, 11, 23, tzinfo=UTC)
    assert publishing.next_time(midnight, at) == midnight + timedelta(hours=2, minutes=30)
    assert publishing.next_time(midnight + timedelta(hours=2, minutes=30), at) == midnight + timedelta(hours=26.5)


def test_the_dashboard_publishes_at_night_by_itself(small: Store) -> None:
    """While a dashboard runs its thread publishes when the hour has come, and ends when the dashboard does."""
    soon = (datetime.now(UTC).astimezone() + timedelta(seconds=1)).timetz().replace(tzinfo=None)
    with closing(publishing.EveryNight(small, at=soon)):
        until = clock.monotonic() + 60
        while small.ask("store/standing_updates").empty and clock.monotonic() < until:
            clock.sleep(0.2)
    assert len(small.ask("store/standing_updates")) == 1
