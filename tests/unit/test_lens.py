"""The data lead's lens: it agrees with what is published, tells no number, saves nothing, and is for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from joy.access import EVERYBODY_ROLES, NotAllowed, owner_of_machine
from joy.definitions import DisclosureClass, load_policy
from joy.definitions.policy import FLOORS
from joy.findings.lens import Fate, Seen
from joy.release import make_release
from joy.release.rows import KEY
from joy.release.whatif import CELL, Remembered, seen_now, seen_under, to_choose_from, with_thresholds
from joy.store import Reader, Store, open_release_file
from joy.views.fates import fate_of
from joy.views.lens import Lens, privacy_lens, rules_of, visibility
from tests.small_world import P6, add_responses, everybody, lay_out


LEAD = owner_of_machine("steward")
TEN = {DisclosureClass.SURVEY: 10}


@pytest.fixture(scope="module")
def update(sample_store: Store, programme: str) -> Iterator[Reader]:
    newest = sample_store.ask("store/programmes").set_index("programme_id").loc[programme, "release_id"]
    opened = open_release_file(sample_store.settings, str(newest))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def as_of(update: Reader) -> date:
    return update.ask("views/release_record")["as_of"].iloc[0].date()


@pytest.fixture(scope="module")
def at_ten(sample_store: Store, update: Reader) -> Lens:
    """The lens on the sample, with surveys shown from ten people."""
    return privacy_lens(LEAD, Remembered(sample_store), update, TEN)


def keys(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(frame[KEY].astype("str").itertuples(index=False, name=None))


def test_today_is_what_is_published(sample_store: Store, update: Reader, programme: str, as_of: date) -> None:
    """What the lens calls shown today are exactly the figures of the published update."""
    seen = seen_now(sample_store, update, programme, as_of, load_policy())
    kinds = ("programme", "cohort", "team")
    published = pd.concat(
        [update.ask("views/figures", group_kind=k, group_id=None).assign(group_kind=k) for k in kinds]
    )

    assert keys(seen[seen["seen"].isin([Seen.SHOWN, Seen.COARSER])]) == keys(published[published["state"] == "shown"])


def test_ten_shows_only_what_ten_people_answered(sample_store: Store, programme: str, as_of: date) -> None:
    """With ten as threshold every survey figure of a team that is shown has ten people, counted in the vault."""
    policy = with_thresholds(load_policy(), TEN, weaker_bound=True)
    seen = seen_under(sample_store, programme, as_of, policy)
    teams = seen[(seen["group_kind"] == "team") & (seen["period_kind"] == "round")]
    scores = sample_store.ask("release/scores", programme_id=programme)
    people = scores.set_index(["enrolment_id", "indicator_id", "instrument", "round_id"])["n"].to_dict()
    n = [
        people.get((row.group_id, row.indicator_id, row.instrument, row.period_id), 0)
        for row in teams.itertuples(index=False)
    ]
    is_shown = teams["seen"].isin([Seen.SHOWN, Seen.COARSER])
    passed = [number for number, shown in zip(n, is_shown, strict=True) if shown]

    assert passed
    assert min(passed) >= 10
    assert all(number < 10 for number, seen in zip(n, teams["seen"], strict=True) if seen == Seen.TOO_FEW)


def test_nothing_that_leaves_the_release_package_is_a_number(at_ten: Lens, update: Reader, sample_store: Store) -> None:
    """Of each figure only its key, its dates and whether it can be seen are handed on: no value and no number."""
    seen = seen_under(
        sample_store, *update.ask("views/release_record")[["programme_id"]].iloc[0], date(2023, 3, 22), load_policy()
    )

    assert list(seen.columns) == CELL
    assert not [name for name in seen if pd.api.types.is_numeric_dtype(seen[name])]
    assert not [name for name in at_ten.cells if pd.api.types.is_numeric_dtype(at_ten.cells[name])]


def test_trying_thresholds_changes_nothing(sample_store: Store, update: Reader) -> None:
    """After a what-if every table holds as many rows as before, and the policy is the same."""
    before = sample_store.ask("store/rows_by_batch"), sample_store.ask("store/programmes"), load_policy()

    privacy_lens(LEAD, Remembered(sample_store), update, {DisclosureClass.PULSE: 20}, weaker_bound=False)
    after = sample_store.ask("store/rows_by_batch"), sample_store.ask("store/programmes"), load_policy()

    for one, other in zip(before[:2], after[:2], strict=True):
        pd.testing.assert_frame_equal(one, other)
    assert before[2] == after[2]


@pytest.mark.parametrize("name", list(DisclosureClass))
def test_no_threshold_goes_below_its_floor(name: DisclosureClass) -> None:
    """No class can be tried below its floor, neither by the slider nor past it."""
    policy = load_policy()

    assert min(to_choose_from(policy, name)) >= FLOORS[name]
    with pytest.raises(ValueError, match=r"floor|greater"):
        with_thresholds(policy, {name: FLOORS[name] - 1}, weaker_bound=True)


@pytest.mark.parametrize("name", list(DisclosureClass))
def test_no_threshold_within_a_band_is_tried(name: DisclosureClass) -> None:
    """Past the slider too, a threshold between two band starts is refused: its steps would tell exact numbers."""
    policy = load_policy()
    offered = to_choose_from(policy, name)
    for k_show in range(FLOORS[name], 31):
        if k_show in offered:
            assert with_thresholds(policy, {name: k_show}, weaker_bound=True).classes[name].k_show == k_show
        else:
            with pytest.raises(ValueError, match="where a band begins"):
                with_thresholds(policy, {name: k_show}, weaker_bound=True)


def test_thresholds_move_from_band_to_band() -> None:
    """The thresholds on offer tell two numbers of answers apart only where their published bands do."""
    today = load_policy().classes[DisclosureClass.SURVEY].k_show

    assert set(to_choose_from(load_policy(), DisclosureClass.SURVEY)) <= {5, 10, 15, 20, 30, today}


@pytest.mark.parametrize("role", [role for role in EVERYBODY_ROLES if role != "steward"])
def test_the_lens_is_for_the_data_lead_only(sample_store: Store, update: Reader, at_ten: Lens, role: str) -> None:
    """Everybody else is refused the thresholds, the shares and the grid."""
    who = owner_of_machine(role)
    known = Remembered(sample_store)

    for ask in (
        lambda: rules_of(who, known, update),
        lambda: privacy_lens(who, known, update),
        lambda: visibility(who, at_ten, "c3", "good_days"),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_reasons_are_told_apart(store: Store) -> None:
    """A team of four who answered is too few; the next smallest is hidden to protect it; the largest is shown."""
    lay_out(store, {"a": [8, 8, 9]})
    answers = everybody("p6_colleagues@1", P6, 3)
    people = {"a-1": 4, "a-2": 7, "a-3": 9}
    add_responses(store, [(team, "a-r1", None, answers) for team, n in people.items() for _ in range(n)])
    update = open_release_file(store.settings, make_release(store, "p", reason="by_hand"))
    lens = privacy_lens(LEAD, Remembered(store), update)
    update.close()
    now = lens.cells[(lens.cells["indicator_id"] == "relationships_colleagues") & (lens.cells["period_id"] == "a-r1")]

    assert now.set_index("group_id")["now"].to_dict() == {
        "a-1": Seen.TOO_FEW,
        "a-2": Seen.PROTECTS,
        "a-3": Seen.SHOWN,
    }
    assert lens.sentence == "Of 3 teams, 0 have a chart of their good days"
    nothing = visibility(LEAD, lens, "a", "good_days")
    assert nothing.title.endswith("nothing to show by itself, not even pooled")
    assert "Too few answers" in nothing.why[0]


def test_the_grid_keeps_every_team_in_order_of_enrolment(at_ten: Lens) -> None:
    """Every team of the cohort has its row, in order of enrolment, whether or not anything of it can be seen."""
    grid = visibility(LEAD, at_ten, "c3", "good_days")
    teams = at_ten.teams[at_ten.teams["cohort_id"] == "c3"]

    assert grid.teams == tuple(teams.sort_values("ordinal")["name"])
    assert set(grid.rows["team"]) == set(grid.teams)
    assert len(grid.rows) == len(grid.teams) * len(grid.periods)


@pytest.mark.parametrize(
    ("now", "then", "fate"),
    [
        (Seen.SHOWN, Seen.SHOWN, Fate.STAYS),
        (Seen.SHOWN, Seen.COARSER, Fate.COARSER),
        (Seen.TOO_FEW, Seen.SHOWN, Fate.APPEARS),
        (Seen.PROTECTS, Seen.COARSER, Fate.APPEARS),
        (Seen.COARSER, Seen.TOO_FEW, Fate.VANISHES_FEW),
        (Seen.SHOWN, Seen.PROTECTS, Fate.VANISHES_PROTECTS),
        (Seen.TOO_FEW, Seen.TOO_FEW, Fate.HIDDEN_FEW),
        (Seen.TOO_FEW, Seen.PROTECTS, Fate.HIDDEN_PROTECTS),
    ],
)
def test_what_becomes_of_a_figure(now: Seen, then: Seen, fate: Fate) -> None:
    """Each pair of today and then has one fate."""
    assert fate_of(now, then) is fate


def whole_and_seen(lens: Lens, column: str) -> list[tuple[int, int]]:
    """The counts behind each share: how many can be seen, and of how many."""
    return [
        (int(seen), int(whole))
        for seen, whole in (
            told.partition("(")[2].rstrip(")").replace(",", "").split(" of ") for told in lens.shares[column]
        )
    ]


def test_the_whole_of_a_share_never_moves(sample_store: Store, update: Reader) -> None:
    """Whatever thresholds are tried, each share is of the same whole: what could be shown if nothing were hidden."""
    known = Remembered(sample_store)
    today = privacy_lens(LEAD, known, update)
    strict = dict.fromkeys((DisclosureClass.PULSE, DisclosureClass.SURVEY, DisclosureClass.SENSITIVE), 30)
    for tried in (privacy_lens(LEAD, known, update, strict), privacy_lens(LEAD, known, update, weaker_bound=False)):
        before, then = whole_and_seen(tried, "today"), whole_and_seen(tried, "then")
        assert before == whole_and_seen(today, "today")
        assert [whole for _, whole in then] == [whole for _, whole in before]
        assert all(0 <= seen <= known_before for (seen, _), (known_before, _) in zip(then, before, strict=True))
    assert whole_and_seen(privacy_lens(LEAD, known, update, strict), "then") != whole_and_seen(today, "today")


def test_shares_count_what_the_grids_show(sample_store: Store, update: Reader) -> None:
    """As many weeks of tallies are counted as seen as the grids of all cohorts and measures mark as shown."""
    lens = privacy_lens(LEAD, Remembered(sample_store), update)
    cohorts = lens.teams["cohort_id"].unique()
    grids = [visibility(LEAD, lens, c, measure) for c in cohorts for measure in lens.tallies & set(lens.measures)]
    marked = sum(int(grid.rows["fate"].isin([Fate.STAYS, Fate.COARSER]).sum()) for grid in grids)

    weeks = lens.shares["what"].str.startswith("Weeks").to_list().index(True)
    assert whole_and_seen(lens, "today")[weeks][0] == marked > 0


def test_the_title_says_whether_other_thresholds_are_tried(sample_store: Store, update: Reader, at_ten: Lens) -> None:
    """Only with today's thresholds does a grid say that it is today's; the legend always tells what is shown."""
    today = visibility(LEAD, privacy_lens(LEAD, Remembered(sample_store), update), "c3", "good_days")
    tried = visibility(LEAD, at_ten, "c3", "good_days")

    assert today.title.endswith("what can be seen today")
    assert tried.title.endswith("with these thresholds the same can be seen as today")
    for record in (today, tried):
        assert "■ shown" in record.subtitle
