"""No two shown figures give away the few people who are in one of them but not in the other.

The few are counted from the sample's files with pandas, and in small worlds person by person.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from joy.release import make_release
from joy.store import Store, open_release_file
from tests.small_world import add_responses, everybody, lay_out
from tests.unit.sample_files import P6, read, scores, staff, team_of_name


SIDES = {"relationships_service_users": "service_users", "relationships_colleagues": "colleagues"}
REFS = {"relationships_service_users": "p6_service_users@1", "relationships_colleagues": "p6_colleagues@1"}
GAP = "relationships_gap"
YES = {  # indicator: columns of the sample's file that must all say yes
    "hard_days": ["balance_hard_day"],
    "worthwhile_days": ["balance_worthwhile_day"],
    "hard_but_worthwhile": ["balance_hard_day", "balance_worthwhile_day"],
    "work_done": ["balance_work_done"],
    "too_much_support": ["balance_too_much_support"],
}
GROUPS = ["group_kind", "group_id", "period_id"]


def published(store: Store, programme: str, table: str) -> pd.DataFrame:
    update = store.ask("release/latest", programme_id=programme)["release_id"].iloc[0]
    reader = open_release_file(store.settings, str(update))
    with reader.cursor() as cursor:
        frame = cursor.table(table).df()
    reader.close()
    return frame


def in_all_groups(people: pd.DataFrame, programme: str) -> pd.DataFrame:
    """Each person once in the team, the cohort and, in the first and last round with an answer, the programme.

    `people` have team, cohort, round and one column of True, False or missing per figure.
    """
    order = read("survey_round").set_index("round_id")["ordinal"].astype(int)
    parts = [
        people.assign(group_kind="team", group_id=people["team"], period_id=people["round"]),
        people.assign(group_kind="cohort", group_id=people["cohort"], period_id=people["round"]),
    ]
    rounds = people.assign(at=people["round"].map(order)).groupby("cohort")["at"]
    first, last = rounds.transform("min"), rounds.transform("max")
    at = people["round"].map(order)
    for name, end in (("baseline", first), ("latest", last)):
        ours = people[(at == end) & (first < last)]
        parts.append(ours.assign(group_kind="programme", group_id=programme, period_id=name))
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def figures(sample_store: Store, programme: str) -> pd.DataFrame:
    return published(sample_store, programme, "release.figure")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """The staff's questionnaires with team (enrolment) and cohort."""
    answers = staff()
    enrolment = read("enrolment").assign(key=lambda e: e["cohort_id"] + e["team_id"]).set_index("key")["enrolment_id"]
    cohort = answers["round"].str.split("-").str[0]
    return answers.assign(cohort=cohort, team=(cohort + answers["team"].map(team_of_name())).map(enrolment))


@pytest.fixture(scope="module")
def yes_counts(frame: pd.DataFrame, programme: str) -> pd.DataFrame:
    """Of every group and balancing question: how many answered and how many said yes, from the files."""
    found = []
    for indicator, columns in YES.items():
        asked = frame[(frame[columns] != "").all(axis=1)]
        said = asked.assign(yes=(asked[columns] == "Yes").all(axis=1))[["team", "cohort", "round", "yes"]]
        sums = in_all_groups(said, programme).groupby(GROUPS)["yes"].agg(n="size", good="sum")
        found.append(sums.reset_index().assign(indicator_id=indicator))
    return pd.concat(found, ignore_index=True)


def shown_of(figures: pd.DataFrame, indicator: str) -> set[tuple[str, str, str]]:
    mine = figures[(figures["indicator_id"] == indicator) & (figures["state"] == "shown")]
    mine = mine[mine["period_kind"] != "pooled"]  # several rounds together stand beside none of them, nor beside a gap
    return set(mine[GROUPS].itertuples(index=False, name=None))


def test_no_shown_gap_leaves_a_few_over(figures: pd.DataFrame, frame: pd.DataFrame, programme: str) -> None:
    """Wherever a gap is shown both sides are, and nobody or at least five people have a score on one side only."""
    scored = {name: scores(frame, prefix).notna().sum(axis=1) >= 4 for name, prefix in SIDES.items()}
    both = np.logical_and(*scored.values())
    left_over = 0
    for name, has in scored.items():
        people = frame[["team", "cohort", "round"]].assign(rest=has & ~both)[has]
        rests = in_all_groups(people, programme).groupby(GROUPS)["rest"].sum()
        assert shown_of(figures, GAP) <= shown_of(figures, name)
        for group in shown_of(figures, GAP):
            assert rests[group] == 0 or rests[group] >= 5, (group, name, rests[group])
        left_over += sum(0 < rests[group] < 5 for group in shown_of(figures, name))
    assert left_over >= 7  # the sample puts the rule to the test
    assert len(shown_of(figures, GAP)) > 80


def test_a_gap_is_told_by_one_number(sample_store: Store, figures: pd.DataFrame, programme: str) -> None:
    """The finding on the gap of the scales and the figure of the gap say the same number."""
    findings = published(sample_store, programme, "release.finding").query("kind == 'scale_gap'")
    beside = findings.merge(
        figures[figures["indicator_id"] == GAP],
        left_on=["group_kind", "group_id", "from_period"],
        right_on=GROUPS,
        suffixes=("_told", "_shown"),
    )
    assert len(beside) == len(findings) > 5
    assert set(beside["state_shown"]) == {"shown"}
    assert beside["value_told"].tolist() == beside["value_shown"].tolist()
    ranged = beside.dropna(subset="low")  # from as many people as the spread is shown
    assert len(ranged) > 5
    assert ((ranged["low"] <= ranged["value_told"]) & (ranged["value_told"] <= ranged["high"])).all()


def test_one_to_four_people_are_never_told_exactly(figures: pd.DataFrame, yes_counts: pd.DataFrame) -> None:
    """From 20 people on a share of fewer than five people, or of all but so few, is a bound that holds for none too."""
    shown = figures[figures["state"] == "shown"].merge(yes_counts, on=[*GROUPS, "indicator_id"])
    large = shown[shown["n"] >= 20]
    few = large[large[["good"]].assign(bad=large["n"] - large["good"]).min(axis=1) < 5]

    assert len(few) >= 3
    assert few["capped"].notna().all()
    assert few["favourable_share"].isna().all()
    for row in few.itertuples():
        bound = 2 * row.value if row.capped == "under" else 2 * (1 - row.value)
        assert bound * row.n_low > 4
        assert round(bound / 0.05, 9) % 1 == 0


def test_no_difference_is_told_of_a_bound(sample_store: Store, yes_counts: pd.DataFrame, programme: str) -> None:
    """No change is told from or to a round in which one to four people said yes, or all but so few did."""
    findings = published(sample_store, programme, "release.finding")
    told = findings[findings["indicator_id"].isin(YES)]
    large = yes_counts[(yes_counts["n"] >= 20) & (yes_counts["group_kind"] != "team")]
    few = large[large[["good"]].assign(bad=large["n"] - large["good"]).min(axis=1) < 5]
    names = set(few[["group_id", "indicator_id", "period_id"]].itertuples(index=False, name=None))

    assert len(names) >= 3
    assert len(told) > 0
    for end in ("from_period", "to_period"):
        assert not names & set(told[["group_id", "indicator_id", end]].itertuples(index=False, name=None))


def few_apart(yes_counts: pd.DataFrame, figures: pd.DataFrame) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Shown figures of the balancing questions whose n is one to four off that of another shown one, by plain n."""
    seen = {name: shown_of(figures, name) for name in YES}
    n = yes_counts.set_index(["indicator_id", *GROUPS])["n"]
    for one, other in combinations(YES, 2):
        for group in seen[one] & seen[other]:
            if 0 < abs(int(n[(one, *group)]) - int(n[(other, *group)])) < 5:
                yield one, group
                yield other, group


def test_questions_left_open_by_few_are_told_coarsely(
    sample_store: Store, figures: pd.DataFrame, yes_counts: pd.DataFrame, programme: str
) -> None:
    """Shares whose n differ by one to four are told in steps of five points or more, without their spread (R10)."""
    shown = figures[figures["state"] == "shown"].set_index(["indicator_id", *GROUPS])
    options = published(sample_store, programme, "release.figure_option")
    spread = set(options[["group_id", "item_key", "period_id"]].itertuples(index=False, name=None))
    marked = set(few_apart(yes_counts, figures))

    assert len({group for _, group in marked if group[0] == "cohort"}) >= 5
    for name, group in marked:
        row = shown.loc[(name, *group)]
        assert row["tier"] < 20
        assert pd.isna(row["favourable_share"])
        assert isinstance(row["capped"], str) or round(row["value"] / 0.05, 9) % 1 == 0
        columns = YES[name]
        if len(columns) == 1:
            assert (group[1], columns[0].removeprefix("balance_"), group[2]) not in spread


def in_small(store: Store, group_kind: str, group_id: str | None = None) -> pd.DataFrame:
    reader = open_release_file(store.settings, make_release(store, "p", reason="by_hand"))
    frame = reader.ask("views/figures", group_kind=group_kind, group_id=group_id)
    reader.close()
    return frame


def about(team: str, survey_round: str, people: int, *sides: str) -> list[tuple[str, str, None, dict]]:
    """So many people of a team who answered every question on each of the named sides."""
    given = {key: code for side in sides for key, code in everybody(REFS[side], P6, 2).items()}
    return [(team, survey_round, None, dict(given)) for _ in range(people)]


USERS, COLLEAGUES = SIDES


@pytest.mark.parametrize(("rest", "is_shown"), [(0, True), (1, False), (4, False), (5, True)])
@pytest.mark.parametrize("side", SIDES)
def test_a_gap_beside_a_side_with_a_few_more(store: Store, side: str, rest: int, is_shown: bool) -> None:
    """A gap is hidden where one to four people answered about one side only, whichever it is; the sides stay."""
    lay_out(store, {"a": [40]})
    add_responses(store, about("a-1", "a-r1", 20, *SIDES) + about("a-1", "a-r1", rest, side))
    for kind in ("team", "cohort"):
        states = in_small(store, kind).set_index("indicator_id")["state"]
        assert states[GAP] == ("shown" if is_shown else "hidden"), kind
        assert set(states[list(SIDES)]) == {"shown"}


def test_a_gap_is_hidden_without_both_sides(store: Store) -> None:
    """Where one side is hidden its gap is too: with the other side it would give the hidden one away.

    Three people of the first team answered about service users only, so that of the second team, the smallest, that
    side is hidden as well; all its people answered about both.
    """
    lay_out(store, {"a": [9, 9, 20, 20]})
    add_responses(
        store,
        about("a-1", "a-r1", 3, USERS)
        + about("a-1", "a-r1", 6, COLLEAGUES)
        + about("a-2", "a-r1", 6, *SIDES)
        + about("a-3", "a-r1", 12, *SIDES)
        + about("a-4", "a-r1", 13, *SIDES),
    )
    teams = in_small(store, "team").set_index(["group_id", "indicator_id"])["state"]

    assert teams["a-2", USERS] == "hidden"
    assert teams["a-2", COLLEAGUES] == "shown"
    assert teams["a-2", GAP] == "hidden"


Counts = dict[tuple[str, str], int]  # people by team and round
COHORTS = "abc"


def random_programme(store: Store, seed: int) -> tuple[Counts, dict[str, Counts]]:
    """Three cohorts of five teams in two rounds: how many answered about both, and how many about one side only."""
    draw = np.random.default_rng(seed)
    cells = [(f"{cohort}-{team}", f"{cohort}-r{r}") for cohort in COHORTS for team in range(1, 6) for r in (1, 2)]
    both = {cell: int(draw.choice([0, 3, 6, 9, 14])) for cell in cells}
    only = {side: {cell: int(draw.choice([0, 0, 0, 1, 2, 5, 7])) for cell in cells} for side in SIDES}
    lay_out(store, {cohort: [40] * 5 for cohort in COHORTS})
    answers = [row for cell, n in both.items() for row in about(*cell, n, *SIDES)]
    answers += [row for side, own in only.items() for cell, n in own.items() for row in about(*cell, n, side)]
    add_responses(store, answers)
    return both, only


def hidden_cells(cells: Counts, gaps: set[tuple[str, str]], pooled: int | None = None) -> list[tuple[str, str]]:
    """Teams and rounds whose gap is not shown, nor, of a programme's round, that of their cohort."""
    return [
        (team, at)
        for team, at in cells
        if (team, at) not in gaps and (pooled is None or (at.endswith(f"r{pooled}") and (team[0], at) not in gaps))
    ]


def open_totals(gaps: set[tuple[str, str]], cells: Counts) -> Iterator[tuple[list[tuple[str, str]], ...]]:
    """For each shown gap of a cohort or the programme: all its teams, and those left when shown parts are taken off."""
    hidden = hidden_cells(cells, gaps)
    for cohort in COHORTS:
        for at in (f"{cohort}-r1", f"{cohort}-r2"):
            if (cohort, at) in gaps:
                yield [cell for cell in cells if cell[1] == at], [cell for cell in hidden if cell[1] == at]
    for r, period in ((1, "baseline"), (2, "latest")):
        if ("p", period) in gaps:
            whole = [cell for cell in cells if cell[1].endswith(f"r{r}")]
            without_cohorts = [cell for cell in whole if (cell[0][0], cell[1]) not in gaps]
            yield whole, without_cohorts
            yield whole, hidden_cells(cells, gaps, r)


@pytest.mark.parametrize("seed", range(12))
def test_no_subtraction_of_gaps_and_sides_leaves_a_few(store: Store, seed: int) -> None:
    """In random programmes no shown gap, and no shown total less its shown parts, leaves one to four of one side only.

    Nor of those who answered about both.
    """
    both, only = random_programme(store, seed)
    make_release(store, "p", reason="by_hand")
    found = published(store, "p", "release.figure").query("state == 'shown'")
    gaps, *sides = (
        set(found.loc[found["indicator_id"] == name, ["group_id", "period_id"]].itertuples(index=False, name=None))
        for name in (GAP, *SIDES)
    )

    assert gaps <= sides[0] & sides[1]
    for rest in only.values():
        assert all(safe(rest[cell]) for cell in gaps & set(both))
        for whole, left in open_totals(gaps, both):
            assert safe(sum(rest[cell] for cell in whole))
            assert safe(sum(rest[cell] for cell in left))
            assert safe(sum(both[cell] for cell in left))


def test_the_random_programmes_show_gaps_of_every_kind(store: Store) -> None:
    """Teams, cohorts and the programme have gaps that are shown and some that are hidden, so that there is a test."""
    random_programme(store, 4)
    kinds = {kind: set(in_small(store, kind).query("indicator_id == @GAP")["state"]) for kind in ("team", "cohort")}

    assert kinds["team"] >= {"shown", "hidden"}
    assert "shown" in kinds["cohort"]


def safe(people: int) -> bool:
    return people == 0 or people >= 5


def balance(team: str, *replies: tuple[int | None, int | None]) -> list[tuple[str, str, None, dict]]:
    """Questionnaires with a hard day and a worthwhile day: yes (1), no (0) or left open."""
    items = [("balance@1", "hard_day"), ("balance@1", "worthwhile_day")]
    return [
        (team, "a-r1", None, {item: code for item, code in zip(items, reply, strict=True) if code is not None})
        for reply in replies
    ]


@pytest.mark.parametrize(("left_open", "tier"), [(0, 30), (1, 10), (4, 10), (5, 30)])
def test_few_open_answers_make_a_question_coarser(store: Store, left_open: int, tier: int) -> None:
    """With one to four answers left open both questions and their crossing are told to five points, else to one."""
    lay_out(store, {"a": [90]})
    given = [(1, 1)] * 13 + [(1, 0)] * 9 + [(0, 1)] * 10 + [(0, 0)] * 9 + [(1, None)] * left_open
    add_responses(store, balance("a-1", *given))
    found = in_small(store, "cohort").set_index("indicator_id")
    names = ["hard_days", "worthwhile_days", "hard_but_worthwhile"]

    assert set(found.loc[names, "tier"]) == {tier}
    assert found.loc["worthwhile_days", "value"] == (0.56 if tier == 30 else 0.55)
    assert found.loc["hard_but_worthwhile", "value"] == (0.32 if tier == 30 else 0.3)
    assert set(found.loc[names, "n_band"]) <= {"about 40", "about 45"}
