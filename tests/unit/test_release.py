"""A published update holds only what may be shown, appears whole or not at all, and counts closed weeks only."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd
import pytest

from joy.errors import NotFound
from joy.release import make as making
from joy.release import make_release
from joy.store import Store, open_release_file
from tests.small_world import P6, START, add_responses, add_tallies, everybody, lay_out


NUMBERS = ["value", "n_low", "favourable_share", "spread"]


def figures(store: Store, release_id: str, group_kind: str) -> pd.DataFrame:
    reader = open_release_file(store.settings, release_id)
    try:
        return reader.ask("views/figures", group_kind=group_kind, group_id=None)
    finally:
        reader.close()


def answered(
    team: str, survey_round: str, people: int, code: int = 3
) -> list[tuple[str, str, None, dict[tuple[str, str], int]]]:
    return [(team, survey_round, None, everybody("p6_colleagues@1", P6, code)) for _ in range(people)]


def of(frame: pd.DataFrame, group: str, period: str) -> pd.Series:
    found = frame[(frame["group_id"] == group) & (frame["period_id"] == period)]
    assert len(found) == 1
    return found.iloc[0]


def weeks_of(team: str, weeks: int, per_day: int, good: int) -> list[tuple[str, date, int, int]]:
    return [(team, START + timedelta(days=7 * w + d), per_day, good) for w in range(weeks) for d in range(3)]


def test_four_answers_are_hidden(store: Store) -> None:
    """A team with four answers gets a row that holds no number at all."""
    lay_out(store, {"a": [8, 8, 8]})
    add_responses(store, answered("a-1", "a-r1", 4) + answered("a-2", "a-r1", 7) + answered("a-3", "a-r1", 7))

    row = of(figures(store, make_release(store, "p", reason="by_hand"), "team"), "a-1", "a-r1")

    assert row["state"] == "hidden"
    assert row[NUMBERS].isna().all() or (
        row["n_low"] == 0 and row[["value", "favourable_share", "spread"]].isna().all()
    )
    assert pd.isna(row["n_band"])


def test_lone_hidden_team_takes_a_second_with_it(store: Store) -> None:
    """One hidden team under a shown cohort could be subtracted, so the next smallest team is hidden too (R7)."""
    lay_out(store, {"a": [8, 8, 9]})
    add_responses(store, answered("a-1", "a-r1", 4) + answered("a-2", "a-r1", 7) + answered("a-3", "a-r1", 9))

    release_id = make_release(store, "p", reason="by_hand")
    teams = figures(store, release_id, "team").set_index("group_id")["state"]

    assert teams.to_dict() == {"a-1": "hidden", "a-2": "hidden", "a-3": "shown"}
    assert of(figures(store, release_id, "cohort"), "a", "a-r1")["state"] == "shown"


def test_no_subtraction_leaves_fewer_than_five(store: Store) -> None:
    """In random programmes no shown total minus its shown parts leaves one to four people, or a single hidden team."""
    draw = np.random.default_rng(7)
    sizes = {c: [int(n) for n in draw.integers(2, 12, size=6)] for c in "abc"}
    people = {f"{c}-{k}": int(draw.integers(0, n + 1)) for c, ns in sizes.items() for k, n in enumerate(ns, start=1)}
    lay_out(store, sizes)
    add_responses(store, [r for team, n in people.items() for r in answered(team, f"{team[0]}-r1", n)])

    release_id = make_release(store, "p", reason="by_hand")
    teams, cohorts = (figures(store, release_id, kind) for kind in ("team", "cohort"))

    for cohort in cohorts[cohorts["state"] == "shown"]["group_id"]:
        mine = teams[teams["group_id"].str.startswith(cohort)].set_index("group_id")["state"]
        hidden = [people[team] for team in sizes_of(cohort, sizes) if mine.get(team) != "shown" and people[team]]
        assert not hidden or (len(hidden) >= 2 and sum(hidden) >= 5)


def sizes_of(cohort: str, sizes: dict[str, list[int]]) -> list[str]:
    return [f"{cohort}-{k}" for k in range(1, len(sizes[cohort]) + 1)]


def test_small_groups_are_shown_coarsely(store: Store) -> None:
    """From five to nine answers the number is a band and the mean a twentieth of its range; no spread, no share."""
    lay_out(store, {"a": [9, 9]})
    add_responses(store, answered("a-1", "a-r1", 6, code=3) + answered("a-2", "a-r1", 6, code=2))

    row = of(figures(store, make_release(store, "p", reason="by_hand"), "team"), "a-1", "a-r1")

    assert (row["state"], row["value"], row["n_band"], row["n_low"]) == ("shown", 75.0, "5–9", 5)
    assert row[["favourable_share", "spread"]].isna().all()


def test_part_of_a_scale_is_not_asked(store: Store) -> None:
    """A team that was asked only two of the questions has its scale shown as not asked, not as hidden."""
    lay_out(store, {"a": [9, 9]})
    partly = [("a-2", "a-r1", None, {("p6_colleagues@1", k): 3 for k in P6[:2]}) for _ in range(8)]
    add_responses(store, answered("a-1", "a-r1", 8) + partly)

    teams = figures(store, make_release(store, "p", reason="by_hand"), "team").set_index("group_id")["state"]

    assert teams.to_dict() == {"a-1": "shown", "a-2": "not_asked"}


def test_only_closed_weeks_count(store: Store) -> None:
    """A week that is not over on the programme's day is in no figure."""
    lay_out(store, {"a": [9, 9]}, today=START + timedelta(days=7 * 4 + 2))
    add_tallies(store, weeks_of("a-1", 5, 4, 2) + weeks_of("a-2", 5, 4, 2))

    weeks = figures(store, make_release(store, "p", reason="by_hand"), "team")
    weeks = weeks[weeks["period_kind"] == "week"]

    assert sorted(weeks["period_id"].unique()) == ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"]


def test_open_survey_round_is_not_published(store: Store) -> None:
    """A survey round that has not closed is in no figure."""
    lay_out(store, {"a": [9, 9]}, today=START + timedelta(days=10))
    add_responses(store, answered("a-1", "a-r1", 8) + answered("a-2", "a-r1", 8))

    assert figures(store, make_release(store, "p", reason="by_hand"), "team").empty


def test_no_week_of_a_coarser_team_can_be_subtracted(store: Store) -> None:
    """A cohort's week holds only the teams published by week, so nothing is left over of a thin one."""
    lay_out(store, {"a": [9, 9, 9]})
    thin = [("a-3", START + timedelta(days=7 * w), 2, 2) for w in range(12)]
    add_tallies(store, [*weeks_of("a-1", 12, 4, 3), *weeks_of("a-2", 12, 4, 1), *thin])

    release_id = make_release(store, "p", reason="by_hand")
    teams, cohorts = (figures(store, release_id, kind) for kind in ("team", "cohort"))
    weeks = cohorts[cohorts["period_kind"] == "week"]

    assert "a-3" not in set(teams[teams["period_kind"] == "week"]["group_id"])
    assert set(weeks["n_band"]) == {"about 25"}
    assert weeks["value"].tolist() == [0.5] * len(weeks)


def test_distribution_needs_shown_figures(store: Store) -> None:
    """The spread over options is published only where the cohort's figures of that round are shown."""
    lay_out(store, {"a": [20, 20], "b": [9, 9]})
    people = [("a-1", 20), ("a-2", 20), ("b-1", 3)]
    asked = [(team, f"{team[0]}-r{r}", 3 + i % 3) for team, n in people for r in (1, 2) for i in range(n)]
    given = [(team, r, None, {("look_forward@2", "look_forward"): code}) for team, r, code in asked]
    add_responses(store, given)

    release_id = make_release(store, "p", reason="by_hand")
    hidden = figures(store, release_id, "cohort").query("state != 'shown'")["group_id"].tolist()
    reader = open_release_file(store.settings, release_id)
    with reader.cursor() as cursor:
        spread = {row[0] for row in cursor.execute("SELECT group_id FROM release.figure_option").fetchall()}
    reader.close()

    assert "a" in hidden
    assert not spread & set(hidden)


def test_silent_and_thin_teams_look_alike(store: Store) -> None:
    """A team in which nobody answered a survey has the same hidden row as one in which three did."""
    lay_out(store, {"a": [9, 9, 9, 9]})
    add_responses(store, answered("a-1", "a-r1", 3) + answered("a-3", "a-r1", 8) + answered("a-4", "a-r1", 9))

    teams = figures(store, make_release(store, "p", reason="by_hand"), "team").set_index("group_id")
    silent, thin = (teams.loc[name].drop("capped") for name in ("a-2", "a-1"))

    assert silent.equals(thin)


def test_team_of_four_has_no_pulse(store: Store) -> None:
    """However often four people answer, their good days are not shown."""
    lay_out(store, {"a": [4, 9, 9]})
    add_tallies(store, [row for team in ("a-1", "a-2", "a-3") for row in weeks_of(team, 12, 4, 3)])

    teams = figures(store, make_release(store, "p", reason="by_hand"), "team")

    assert teams[teams["group_id"] == "a-1"].empty
    assert set(teams[teams["group_id"] != "a-1"]["state"]) == {"shown"}


def test_same_answers_same_hash(store: Store) -> None:
    """Two updates of the same answers have the same content hash; the second is made only where the first is gone."""
    lay_out(store, {"a": [9, 9]})
    add_responses(store, answered("a-1", "a-r1", 8) + answered("a-2", "a-r1", 6))
    first = make_release(store, "p", reason="by_hand")
    (store.settings.releases / f"{first}.duckdb").unlink()
    second = make_release(store, "p", reason="by_hand")

    with store.cursor() as cursor:
        rows = cursor.execute("SELECT release_id, content_hash, is_withdrawn FROM release.release").fetchall()

    assert {(name, withdrawn) for name, _, withdrawn in rows} == {(first, True), (second, False)}
    assert len({content for _, content, _ in rows}) == 1
    assert store.ask("release/latest", programme_id="p")["release_id"].tolist() == [second]


def test_release_file_holds_no_people(store: Store) -> None:
    """The file that views read has the release tables and no other."""
    lay_out(store, {"a": [9, 9]})
    add_responses(store, answered("a-1", "a-r1", 8) + answered("a-2", "a-r1", 6))
    release_id = make_release(store, "p", reason="by_hand")

    with duckdb.connect(str(store.settings.releases / f"{release_id}.duckdb"), read_only=True) as file:
        tables = {
            row[0] for row in file.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
        }

    assert {table.split(".")[0] for table in tables} == {"release"}


def test_failure_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the file cannot be written no update is recorded and the earlier one stays."""
    lay_out(store, {"a": [9, 9]})
    add_responses(store, answered("a-1", "a-r1", 8) + answered("a-2", "a-r1", 6))
    first = make_release(store, "p", reason="by_hand")
    add_tallies(store, [row for team in ("a-1", "a-2") for row in weeks_of(team, 12, 4, 3)])

    def full_disk(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(making, "write_release_file", full_disk)
    with pytest.raises(OSError, match="No space"):
        make_release(store, "p", reason="by_hand")

    assert store.ask("release/latest", programme_id="p")["release_id"].tolist() == [first]
    assert [file.stem for file in store.settings.releases.iterdir()] == [first]


def test_unknown_programme_is_refused(store: Store) -> None:
    """An unknown programme is refused by name, with those that are known."""
    lay_out(store, {"a": [9]})

    with pytest.raises(NotFound, match=r"no programme nowhere \(known: p\)"):
        make_release(store, "nowhere", reason="by_hand")


def test_empty_programme_has_an_empty_update(store: Store) -> None:
    """A programme without any answer can be published; there is just nothing in it."""
    lay_out(store, {"a": [9, 9]})

    release_id = make_release(store, "p", reason="by_hand")

    assert all(figures(store, release_id, kind).empty for kind in ("team", "cohort", "programme"))
