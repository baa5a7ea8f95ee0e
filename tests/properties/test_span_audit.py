"""What is published is held against an exact judge: few people can never be worked out, and planted leaks are found."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from joy.definitions import Definitions, load_definitions, load_policy
from joy.disclosure import breaches, sums
from joy.release import audit as auditing
from joy.release.audit import audited
from joy.release.guard import guarded
from joy.release.overlaps import ATTRITION, CHANGE, safe_together
from joy.release.rows import KEY, raw_rows
from tests.properties.exact_span import exact_basis, recoverable, remainder


K = 5
WORLDS = range(30)
MONDAY = pd.Timestamp("2024-01-01")
NUMBERS = {
    "value": 50.0,
    "n_band": "5–9",
    "n_low": 5,
    "tier": 5,
    "capped": None,
    "favourable_share": np.nan,
    "spread": np.nan,
}
SURVEY = {"indicator_id": "wellbeing", "instrument": "who5@1998"}
TALLY = {"indicator_id": "good_days", "instrument": "good_day_yes_no@1"}


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load_definitions()


@dataclass
class World:
    """Raw figures, and for each what it truly is the sum of; groups are (team, period)."""

    rows: list[dict[str, object]] = field(default_factory=list)
    truth: dict[tuple[object, ...], dict[object, int]] = field(default_factory=dict)
    people: dict[object, float] = field(default_factory=dict)
    owner: dict[object, object] = field(default_factory=dict)

    def add(self, kind: str, group: str, period: tuple[str, str, int, int], atoms: dict[object, int], **more) -> None:
        period_kind, period_id, first, last = period
        row = {
            "group_kind": kind,
            "group_id": group,
            "period_kind": period_kind,
            "period_id": period_id,
            "period_start": MONDAY + pd.Timedelta(weeks=first),
            "period_end": MONDAY + pd.Timedelta(weeks=last),
            **more,
        }
        self.rows.append(row)
        self.truth[kind, group, period_kind, period_id] = atoms

    def frame(self, series: dict[str, str]) -> pd.DataFrame:
        return raw_rows(pd.DataFrame(self.rows).assign(**series))

    def published(self, figures: pd.DataFrame) -> list[dict[object, int]]:
        shown = figures[figures["state"] == "shown"]
        return [
            self.truth[key]
            for key in shown[["group_kind", "group_id", "period_kind", "period_id"]].itertuples(index=False, name=None)
        ]

    def leaks(self, figures: pd.DataFrame, most: int = 3) -> set[frozenset[object]]:
        return set(recoverable(self.published(figures), self.people, self.owner, K, most=most))


def survey_world(seed: int, *, pooled: bool = True) -> World:
    """Cohorts of small teams over two or three rounds; joiners, non-response, and rounds pooled two by two."""
    draw, world = np.random.default_rng(seed), World()
    rounds = int(draw.integers(2, 4))
    totals: dict[tuple[str, int], dict[object, int]] = {}
    for cohort in "ab"[: int(draw.integers(1, 3))]:
        for place in range(int(draw.integers(2, 6))):
            team, size = f"{cohort}{place}", draw.negative_binomial(4, 4 / 11) + 1  # mean 7
            n = draw.binomial(np.maximum(size + draw.integers(-2, 3, rounds), 0), draw.uniform(0.3, 1))
            for r in range(rounds):
                if n[r]:
                    _answered(world, team, r, float(n[r]))
                    totals.setdefault((cohort, r), {})[team, r] = 1
                    parent = {"parent_kind": "cohort", "parent_id": cohort, "parent_period_kind": "round"}
                    own = {"n": int(n[r]), "value": 50.0, "parent_period_id": str(r)}
                    world.add("team", team, ("round", str(r), r, r + 1), {(team, r): 1}, **own, **parent)
            for one, other in pairwise(range(rounds)) if pooled else ():
                if n[one] + n[other]:
                    atoms = {(team, r): 1 for r in (one, other) if n[r]}
                    span = ("several", f"{one}-{other}", one, other + 1)
                    world.add("team", team, span, atoms, n=int(n[one] + n[other]), value=50.0)
    _cohorts(world, totals, rounds)
    return world


def _answered(world: World, team: str, period: int, people: float) -> None:
    world.people[team, period], world.owner[team, period] = people, team


def _cohorts(world: World, totals: dict[tuple[str, int], dict[object, int]], rounds: int) -> None:
    ends = {0: "baseline", rounds - 1: "latest"}
    whole: dict[int, dict[object, int]] = {}
    for (cohort, r), atoms in totals.items():
        n = int(sum(world.people[atom] for atom in atoms))
        names = ("parent_kind", "parent_id", "parent_period_kind", "parent_period_id")
        up = dict(zip(names, ("programme", "p", ends[r], ends[r]), strict=True)) if r in ends else {}
        world.add("cohort", cohort, ("round", str(r), r, r + 1), atoms, n=n, value=50.0, **up)
        if r in ends:
            whole[r] = whole.get(r, {}) | atoms
    for r, atoms in whole.items():
        n = int(sum(world.people[atom] for atom in atoms))
        world.add("programme", "p", (ends[r], ends[r], r, r + 1), atoms, n=n, value=50.0)


def tally_world(seed: int) -> World:
    """Teams' weeks, windows of whole weeks that cross each other, and the cohort's weeks and windows."""
    draw, world = np.random.default_rng(seed), World()
    weeks, spans = 6, [(0, 3), (1, 4), (2, 6), (0, 6)]
    by_cohort: dict[tuple[str, str, int, int], dict[object, int]] = {}
    counts: dict[object, tuple[int, int]] = {}
    for place in range(int(draw.integers(2, 5))):
        team, size, rate = f"a{place}", int(draw.negative_binomial(4, 4 / 11) + 3), draw.uniform(0.1, 0.7)
        for week in range(weeks):
            days = draw.binomial(size, rate, 5) * (draw.random(5) < 0.9)
            if days.sum():
                passes = days.sum() >= 5 and days.max() >= 3 and size >= 5  # the written decision about pulse tallies
                _answered(world, team, week, float(max(days.max(), K) if passes else min(days.max(), K - 1)))
                counts[team, week] = int(days.sum()), int(days.max())
        for kind, first, last in [("week", w, w + 1) for w in range(weeks)] + [("window", *span) for span in spans]:
            atoms = {(team, week): 1 for week in range(first, last) if (team, week) in counts}
            period = (kind, f"{first}-{last}", first, last)
            if atoms:
                by_cohort[period] = by_cohort.get(period, {}) | atoms
                world.add("team", team, period, atoms, **_tallied(atoms, counts), people=size, **_parent(period))
    for period, atoms in by_cohort.items():
        world.add("cohort", "a", period, atoms, **_tallied(atoms, counts), people=99)
    return world


def _tallied(atoms: dict[object, int], counts: dict[object, tuple[int, int]]) -> dict[str, object]:
    n, busiest = zip(*(counts[atom] for atom in atoms), strict=True)
    return {"n": sum(n), "value": 0.5, "busiest_day": max(busiest)}


def _parent(period: tuple[str, str, int, int]) -> dict[str, str]:
    kind, period_id, *_ = period
    return {"parent_kind": "cohort", "parent_id": "a", "parent_period_kind": kind, "parent_period_id": period_id}


def shown_after(
    world: World, series: dict[str, str], definitions: Definitions
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    rows, policy = world.frame(series), load_policy()
    figures = guarded(rows, definitions, policy)
    return figures, *audited(rows, figures, definitions, policy)


@pytest.mark.parametrize("seed", WORLDS)
def test_no_few_people_can_be_worked_out_of_surveys(seed: int, definitions: Definitions) -> None:
    """In random programmes no union of up to three hidden groups with fewer than five people lies in the exact span."""
    world = survey_world(seed)
    _, figures, record = shown_after(world, SURVEY, definitions)

    assert world.leaks(figures) == set()
    assert record["outcome"].tolist() == ["clear"]


@pytest.mark.parametrize("seed", WORLDS)
def test_no_few_people_can_be_worked_out_of_tallies(seed: int, definitions: Definitions) -> None:
    """The same for weeks and windows that cross each other; the people are those who answered on the busiest day."""
    world = tally_world(seed)
    _, figures, _ = shown_after(world, TALLY, definitions)
    assert world.leaks(figures) == set()


@pytest.mark.parametrize(("make", "series"), [(survey_world, SURVEY), (tally_world, TALLY)])
def test_without_the_audit_some_worlds_leak(make, series: dict[str, str], definitions: Definitions) -> None:
    """The judge is no rubber stamp: threshold and complement alone let few people be worked out in some worlds."""
    leaking = [seed for seed in WORLDS if (world := make(seed)).leaks(shown_after(world, series, definitions)[0])]

    assert len(leaking) >= 3


@pytest.mark.parametrize("seed", range(30))
def test_of_trees_the_audit_hides_nothing(seed: int, definitions: Definitions) -> None:
    """Where groups are only teams in cohorts in a programme, complement suffices and the audit hides nothing more."""
    world = survey_world(seed, pooled=False)
    before, after, record = shown_after(world, SURVEY, definitions)

    assert record["hidden_by_audit"].tolist() == [0]
    assert (before["state"] == "shown").sum() == (after["state"] == "shown").sum()


@pytest.mark.parametrize("seed", range(100))
def test_single_groups_and_pairs_are_found_exactly(seed: int) -> None:
    """In any system of sums the audit speaks up if and only if something about fewer than k people is in the span."""
    draw = np.random.default_rng(seed)
    atoms = int(draw.integers(3, 9))
    vectors = [list(np.flatnonzero(draw.random(atoms) < 0.5)) for _ in range(int(draw.integers(1, 6)))]
    people, owner = draw.integers(1, 7, atoms).astype(float), draw.integers(0, atoms, atoms)
    found = breaches(sums(vectors, people, owner=owner), K)
    as_dicts = [dict.fromkeys(map(int, vector), 1) for vector in vectors]
    exact = set(recoverable(as_dicts, dict(enumerate(people)), dict(enumerate(owner.tolist())), K, most=2))

    assert found or not exact
    for breach in found:
        others = [{a: c for a, c in vector.items() if a not in breach.atoms} for vector in as_dicts]
        assert len(exact_basis(others)) < len(
            exact_basis(as_dicts)
        )  # so something about these atoms alone is in the span
        assert breach.people < K


@pytest.mark.parametrize("seed", range(100))
def test_hidden_groups_of_any_size_are_found_exactly(seed: int) -> None:
    """A hidden group is found if and only if its sum can be worked out, however many people it has."""
    draw = np.random.default_rng(1000 + seed)
    vectors = [list(map(int, np.flatnonzero(draw.random(7) < 0.5))) for _ in range(4)]
    group = list(map(int, np.flatnonzero(draw.random(7) < 0.5))) if seed % 2 else sorted({*vectors[0]} ^ {*vectors[1]})
    found = breaches(sums(vectors, np.full(7, 100.0), groups=[group]), K)
    basis = exact_basis([dict.fromkeys(vector, 1) for vector in vectors])

    assert bool(found) == (bool(group) and not remainder(basis, dict.fromkeys(group, 1)))


def planted(world: World, hidden: set[tuple[str, str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Raw figures, and figures of which only some of the teams' are hidden: as if no rule but the threshold held."""
    rows = world.frame(SURVEY)
    is_hidden = [(row.group_id, row.period_id) in hidden for row in rows.itertuples()]
    return rows, rows[KEY].assign(state=np.where(is_hidden, "hidden", "shown"), **NUMBERS)


def cohort_of(*sizes: int, leftover: int = 0) -> World:
    world = World()
    for place, n in enumerate(sizes):
        world.add(
            "team", f"a{place}", ("round", "0", 0, 1), {(place, 0): 1}, n=n, value=50.0, **_parent(("round", "0", 0, 1))
        )
    world.add("cohort", "a", ("round", "0", 0, 1), {}, n=sum(sizes) + leftover, value=50.0)
    return world


def test_a_planted_subtraction_is_found_and_mended(definitions: Definitions) -> None:
    """A lone hidden team has the smallest shown figure of its cohort hidden with it, which then holds no number."""
    rows, figures = planted(cohort_of(3, 6, 9), {("a0", "0")})
    after, record = audited(rows, figures, definitions, load_policy())
    states = after.set_index("group_id")["state"].to_dict()

    assert states == {"a0": "hidden", "a1": "hidden", "a2": "shown", "a": "shown"}
    assert after.loc[after["state"] == "hidden", ["value", "n_band", "spread"]].iloc[1].isna().all()
    assert record[["hidden", "hidden_by_audit", "rounds", "outcome"]].iloc[0].tolist() == [2, 1, 1, "clear"]


def test_what_an_earlier_update_showed_protects_nobody(definitions: Definitions) -> None:
    """Of two hidden teams one is known from an earlier update: the other is then alone, so a shown team joins it;
    without that update nothing is hidden."""
    rows, figures = planted(cohort_of(3, 6, 9), {("a0", "0"), ("a1", "0")})
    known = (rows["group_id"] == "a1").to_numpy()
    _, first = audited(rows, figures, definitions, load_policy())
    after, second = audited(rows, figures, definitions, load_policy(), known)

    assert [first["hidden_by_audit"].iloc[0], second["hidden_by_audit"].iloc[0]] == [0, 1]
    states = after.set_index("group_id")["state"].to_dict()
    assert states == {"a0": "hidden", "a1": "hidden", "a2": "hidden", "a": "shown"}


def test_answers_nobody_accounts_for_are_a_group_too(definitions: Definitions) -> None:
    """If a cohort counts two people more than its shown teams, those two are protected though no figure names them."""
    rows, figures = planted(cohort_of(6, 9, leftover=2), set())
    after, record = audited(rows, figures, definitions, load_policy())

    assert record["hidden_by_audit"].tolist() == [1]
    assert (after["state"] == "hidden").sum() == 1


def test_what_cannot_be_solved_publishes_parents_only(
    definitions: Definitions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where looking again does not make it safe, teams are not published at all, and the record says so."""
    monkeypatch.setattr(auditing, "MOST_ROUNDS", 1)
    rows, figures = planted(cohort_of(1, 1, 5, 6, 7), {("a0", "0"), ("a1", "0")})
    after, record = audited(rows, figures, definitions, load_policy())

    assert record["outcome"].tolist() == ["parents_only"]
    assert set(after.loc[after["state"] == "shown", "group_kind"]) <= {"cohort"}


@pytest.mark.parametrize(("alone", "is_told"), [(0, True), (1, False), (4, False), (5, True)])
def test_comparisons_of_the_same_people_are_held_against_each_other(alone: int, is_told: bool) -> None:
    """Who is in the first comparison only may not be had from the others: nobody, or at least five (R13)."""
    steps = [("1", "2"), ("2", "3"), ("1", "3")]
    together = {frozenset("123"): 20.0} | ({frozenset("12"): float(alone)} if alone else {})
    wanted = [(CHANGE, step) for step in steps]
    told = safe_together(wanted, together, {"1": 40.0, "2": 40.0, "3": 40.0}, K)

    assert (len(told) == 3) == is_told
    assert len(told) >= 2


def test_attrition_goes_before_a_change() -> None:
    """Where two tellings of the earlier mean differ by three people one of them goes, not both."""
    together = {frozenset("123"): 20.0, frozenset("13"): 3.0}
    wanted = [(kind, step) for kind in (CHANGE, ATTRITION) for step in (("1", "2"), ("1", "3"))]
    told = safe_together(wanted, together, {"1": 90.0, "2": 90.0, "3": 90.0}, K)

    assert (ATTRITION, ("1", "2")) not in told or (ATTRITION, ("1", "3")) not in told
    assert {(ATTRITION, ("1", "2")), (ATTRITION, ("1", "3"))} & told
