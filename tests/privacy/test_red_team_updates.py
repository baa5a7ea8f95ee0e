"""Attacks over several published updates, roles and orders of arrival, in real databases."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from joy.attack.run import self_attack, truth_of
from joy.attack.updates import between_updates
from joy.definitions import load_policy
from joy.definitions.load import DATA
from joy.errors import DefinitionProblem
from joy.release import make_release
from joy.settings import Settings
from joy.store import open_store
from joy.store.definitions import definitions_of
from tests.small_world import add_tallies, lay_out


ITEMS = ("cheerful", "calm", "active", "rested", "interested")
FIRST, LATE = 1, 2  # imports
POLICY = load_policy()
TODAY = date(2024, 7, 1)


def bring_in(store, batch, rows):
    """Write questionnaires: (team, round, who, codes), as one import."""
    with store.writing() as writer:
        known = {(r.enrolment_id, r.round_id): r.cell_no for r in writer.ask("intake/cells").itertuples()}
        if not known:
            writer.append(
                "vault.item",
                frame([(n, "who5@1998", key) for n, key in enumerate(ITEMS, 1)], "item_no instrument item_key"),
            )
        fresh = sorted({row[:2] for row in rows} - set(known))
        cells = {leaf: len(known) + n for n, leaf in enumerate(fresh, 1)}
        if fresh:
            made = [(no, *leaf, "staff", batch) for leaf, no in cells.items()]
            writer.append("vault.survey_cell", frame(made, "cell_no enrolment_id round_id rater batch_no"))
        known |= cells
        people = [(batch * 1000 + n, known[row[:2]], row[2], batch) for n, row in enumerate(rows)]
        answers = [
            (batch * 1000 + n, known[row[:2]], item, int(code), batch)
            for n, row in enumerate(rows)
            for item, code in enumerate(row[3], 1)
        ]
        writer.append("vault.response", frame(people, "response_no cell_no link_key batch_no"))
        writer.append("vault.answer", frame(answers, "response_no cell_no item_no code batch_no"))


def frame(rows, columns):
    return pd.DataFrame(rows, columns=columns.split())


def people(rng, team, survey_round, count, tag=""):
    return [(team, survey_round, f"{team}{tag}{n}", rng.integers(0, 6, 5)) for n in range(count)]


@pytest.fixture
def told(store):
    """A cohort of four teams of nine, of which eight answered the first round; published once."""
    rng = np.random.default_rng(23)
    lay_out(store, {"a": [9, 9, 9, 9]})
    bring_in(store, FIRST, [row for t in range(1, 5) for row in people(rng, f"a-{t}", "a-r1", 8)])
    make_release(store, "p", reason="by_hand")
    return store


def numbers(store):
    """How many figures of two updates differ by a few people, and how many were held against each other."""
    counted = store.ask("attack/counted", programme_id="p")
    line = between_updates(counted, store.ask("attack/ever_shown", programme_id="p"), definitions_of(store), POLICY)
    return line.recovered, line.targets


TODAY_STAMP = pd.Timestamp("2024-07-01")
FIGURE_NAMES = "group_kind group_id indicator_id instrument period_kind period_id n_band n_low number as_of"


def as_counted(*versions, kind="team"):
    """What a careless release counts: everything as it comes. One number of people per update, all of one import."""
    rows = [
        ("round", "a", "a-1", "wellbeing", "who5@1998", "a-r1", 1, n, str(n), number, number, 1, pd.NaT)
        for number, n in enumerate(versions, 1)
    ]
    names = (
        "kind cohort_id enrolment_id indicator_id instrument period_id came_with n mark from_number to_number ordinal "
        "closes_on"
    )
    table = frame(rows, names).astype(dict.fromkeys(("n", "from_number", "to_number"), "Int64"))
    group = "a-1" if kind == "team" else "a"
    told = [
        (kind, group, "wellbeing", "who5@1998", "round", "a-r1", "", 0, number, TODAY_STAMP)
        for number in range(1, len(versions) + 1)
    ]
    return table, frame(told, FIGURE_NAMES)


def careless_successes(store, *versions):
    return between_updates(*as_counted(*versions), definitions_of(store), POLICY).recovered > 0


def test_a23_one_late_answer_cannot_be_subtracted(told):
    """A23: an answer that comes after the results were published is in no later figure until enough have come."""
    assert careless_successes(told, 8, 9)
    bring_in(told, LATE, people(np.random.default_rng(1), "a-1", "a-r1", 1, "late"))
    make_release(told, "p", reason="import")
    assert numbers(told)[0] == 0
    with told.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM vault.held_cell").fetchone() == (1,)


def test_a23_late_answers_appear_once_they_are_enough(told):
    """A23: five late answers of one team are published together, and the two updates differ by five."""
    bring_in(told, LATE, people(np.random.default_rng(1), "a-1", "a-r1", 5, "late"))
    make_release(told, "p", reason="import")
    found, aimed = numbers(told)
    assert (found, aimed > 0) == (0, True)


def history_of(rows, told):
    """Counted: team, cohort, import, number of people, first and last update; told: kind, group, band, update."""
    counted = [
        ("round", cohort, team, "wellbeing", "who5@1998", period, came, n, f"{team}{came}", first, last, order, pd.NaT)
        for team, cohort, period, order, came, n, first, last in rows
    ]
    names = (
        "kind cohort_id enrolment_id indicator_id instrument period_id came_with n mark from_number to_number ordinal "
        "closes_on"
    )
    shown = [
        (
            kind,
            group,
            "wellbeing",
            "who5@1998",
            "ends" if kind == "programme" else "round",
            period,
            band,
            0,
            number,
            TODAY_STAMP,
        )
        for kind, group, period, band, number in told
    ]
    table = frame(counted, names).astype(dict.fromkeys(("n", "from_number", "to_number"), "Int64"))
    return table, frame(shown, FIGURE_NAMES)


def test_a23_a_hidden_trio_that_is_shown_with_six_more_is_found(told):
    """A23: a team of three was hidden; with six late ones it is shown: its nine less the cohort's growth are the three,
    though no two figures of one group differ by few."""
    rows = [
        ("a-1", "a", "a-r1", 1, 1, 3, 1, None),
        ("a-2", "a", "a-r1", 1, 1, 4, 1, None),
        ("a-3", "a", "a-r1", 1, 1, 10, 1, None),
        ("a-4", "a", "a-r1", 1, 1, 10, 1, None),
        ("a-1", "a", "a-r1", 1, 2, 6, 2, None),
    ]
    first = [("cohort", "a", "a-r1", "about 25", 1), ("team", "a-3", "a-r1", "10–14", 1)]
    trio = [("cohort", "a", "a-r1", "about 35", 2), ("team", "a-1", "a-r1", "5–9", 2)]
    definitions = definitions_of(told)
    assert between_updates(*history_of(rows, first + trio), definitions, POLICY).recovered > 0
    apart = [("cohort", "a", "a-r1", "about 35", 2), ("team", "a-4", "a-r1", "10–14", 2)]
    assert between_updates(*history_of(rows, first + apart), definitions, POLICY).recovered == 0


def test_a23_late_answers_in_the_programmes_two_ends_are_found(told):
    """A23: one late person of one cohort is found between two figures of the whole programme."""
    rows = [(f"{cohort}-1", cohort, f"{cohort}-r{order}", order, 1, 10, 1, None) for cohort in "ab" for order in (1, 2)]
    late = ("a-1", "a", "a-r2", 2, 2, 1, 2, None)
    told_both = [("programme", "p", "latest", "about 20", number) for number in (1, 2)]
    definitions = definitions_of(told)
    assert between_updates(*history_of([*rows, late], told_both), definitions, POLICY).recovered > 0
    assert between_updates(*history_of(rows, told_both), definitions, POLICY).recovered == 0


def test_a23_a_late_day_in_a_shown_week_is_found(told):
    """A23: tallies are tried as well: two late answers of a week that was told before."""
    table, shown = history_of(
        [("a-1", "a", "2024-01-01", 1, 1, 12, 1, None), ("a-1", "a", "2024-01-01", 1, 2, 2, 2, None)],
        [("team", "a-1", "2024-01-01", "10–14", number) for number in (1, 2)],
    )
    week = {"period_start": pd.Timestamp("2024-01-01"), "period_end": pd.Timestamp("2024-01-08")}
    about = {"indicator_id": "good_days", "instrument": "good_day_yes_no@1"}
    shown = shown.assign(period_kind="week", **week, **about)
    table = table.assign(kind="week", **about)
    definitions = definitions_of(told)
    assert between_updates(table, shown, definitions, POLICY).recovered > 0
    assert between_updates(table.head(1), shown, definitions, POLICY).recovered == 0


@pytest.mark.parametrize("gone", [1, 2, 4])
def test_a24_who_was_taken_back_cannot_be_subtracted(told, gone):
    """A24: where one to four people's answers are taken back, the team is hidden and no update shows it both ways."""
    assert careless_successes(told, 8, 8 - gone)
    with told.cursor() as cursor:
        for table in ("answer", "response"):
            cursor.execute(f"DELETE FROM vault.{table} WHERE response_no < {1000 + gone}")  # noqa: S608 - names from above
    make_release(told, "p", reason="import")
    assert numbers(told)[0] == 0


def test_a31_two_roles_with_different_updates_learn_nothing_together(told):
    """A31: a team sees the new update first and leaders the old one; both together tell of nobody."""
    assert careless_successes(told, 8, 9)
    bring_in(told, LATE, people(np.random.default_rng(2), "a-2", "a-r1", 2, "late"))
    make_release(told, "p", reason="import")
    assert numbers(told)[0] == 0
    definitions = definitions_of(told)
    update = told.ask("attack/updates").iloc[-1]["release_id"]
    shown = {f"release.{name}": told.ask(f"attack/{ask}", release_id=update) for name, ask in
             (("figure", "figures"), ("figure_option", "options"), ("finding", "findings"))}  # fmt: skip
    assert self_attack(shown, truth_of(told, "p", TODAY, definitions, POLICY), definitions, POLICY).recovered == 0


def test_a26_a_team_that_was_renamed_is_one_team(told):
    """A26: after a team is renamed its figures stand once, so that old and new name cannot be held together."""

    def teams():
        shown = told.ask("attack/figures", release_id=str(told.ask("attack/updates").iloc[-1]["release_id"]))
        return sorted(shown.loc[shown["group_kind"] == "team", "group_id"].unique())

    def names():
        return set(told.ask("views/teams", programme_id="p")["name"])

    before, known = teams(), names()
    with told.cursor() as cursor:
        cursor.execute("UPDATE programme.team SET name = 'Another name' WHERE team_id = 'a-1'")
    make_release(told, "p", reason="by_hand")
    assert len(known | names()) == len(known) + 1, "a careless release that goes by names holds its people twice"
    assert teams() == before


def test_a18_the_order_of_arrival_tells_nothing(settings, tmp_path):
    """A18: the same answers brought in the other way round give the same update, row by row."""

    def published(order, home):
        rng = np.random.default_rng(18)
        rows = [row for t in range(1, 5) for row in people(rng, f"a-{t}", "a-r1", 8)]
        with closing(open_store(Settings(home=home, with_sample=False))) as store:
            lay_out(store, {"a": [9, 9, 9, 9]})
            bring_in(store, FIRST, [rows[i] for i in order])
            update = make_release(store, "p", reason="by_hand")
            with store.cursor() as cursor:  # as a careless page would read it: without saying in which order
                arrived = cursor.execute("SELECT link_key FROM vault.response").fetchall()
            return store.ask("attack/figures", release_id=update), arrived

    forth, names = published(range(32), tmp_path / "forth")
    back, seman = published(range(31, -1, -1), tmp_path / "back")
    assert names != seman, "a careless list in order of arrival tells who came first"
    pd.testing.assert_frame_equal(forth, back)


@pytest.mark.parametrize("words", ["k_show = 3", "k_show = 1"])
def test_a32_no_file_lowers_a_threshold_below_its_floor(words, tmp_path):
    """A32: a policy file below the floor is refused; a careless reader would take any number."""
    lowered = (DATA / "policy.toml").read_text(encoding="utf-8").replace("k_show = 5", words)
    path = tmp_path / "policy.toml"
    path.write_text(lowered, encoding="utf-8")
    assert words in lowered
    with pytest.raises(DefinitionProblem):
        load_policy(path)


def test_a30_a_thin_week_looks_like_a_week_without_answers(tmp_path):
    """A30: how many rows an update has does not tell a week with two answers from one with none."""
    start = date(2024, 1, 1)
    full = [
        (f"a-{t}", start + timedelta(days=d), 5, 3) for t in (1, 2, 3) for d in range(70) if d % 7 < 4 and d // 7 != 3
    ]

    def told_of(home, days):
        with closing(open_store(Settings(home=home, with_sample=False))) as store:
            lay_out(store, {"a": [9, 9, 9]})
            add_tallies(store, days)
            shown = store.ask("attack/figures", release_id=make_release(store, "p", reason="by_hand"))
            days = store.ask("release/days", programme_id="p", closed_before=TODAY)
        weeks = (shown["group_id"] == "a-1") & (shown["period_kind"] == "week")
        mine = pd.to_datetime(days.loc[days["enrolment_id"] == "a-1", "on_date"])
        return shown.loc[weeks, "period_id"].tolist(), set(mine.dt.to_period("W"))

    ours, careless = told_of(tmp_path / "none", full)
    ours_thin, careless_thin = told_of(tmp_path / "thin", [*full, ("a-1", start + timedelta(weeks=3), 2, 1)])
    assert len(careless_thin - careless) == 1, "a careless list of the weeks with answers has one more"
    assert ours_thin == ours
    assert str(start) in ours


def test_a6_rolling_windows_and_fortnights_beside_weeks_tell_no_single_week(store):
    """A6: three weeks rolling give each single week to a careless reader; no thin week follows from what ours shows."""
    rng = np.random.default_rng(6)
    lay_out(store, {"a": [9, 9, 9, 9]})
    start = date(2024, 1, 1)
    days = []
    for t in range(1, 5):
        for d in range(140):
            n = int(rng.binomial(9, 0.12 if (d // 7) % 4 == t - 1 else 0.4))
            if d % 7 < 5 and n:
                days.append((f"a-{t}", start + timedelta(days=d), n, int(rng.binomial(n, 0.6))))
    add_tallies(store, days)
    update = make_release(store, "p", reason="by_hand")
    definitions = definitions_of(store)
    shown = {f"release.{name}": store.ask(f"attack/{ask}", release_id=update) for name, ask in
             (("figure", "figures"), ("figure_option", "options"), ("finding", "findings"))}  # fmt: skip
    report = self_attack(shown, truth_of(store, "p", TODAY, definitions, POLICY), definitions, POLICY)
    line = next(line for line in report.tried if line.attack == "A6")
    assert line.targets > 0
    assert line.recovered == 0
