"""The self-attack: everything that can be tried on one published update by whoever knows the method and sees it all.

The attacker is given more than anybody has: the exact number of answers behind every figure, shown or hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd

from joy.attack.equations import Leaves
from joy.attack.picture import Finding, Picture, aim, by_one_total, is_certain, is_recovered
from joy.attack.report import AttackLine, AttackReport
from joy.attack.single import rare_options, spreads_from_limits, unanimous, whole_answers
from joy.attack.surveys import (
    SurveyMap,
    counts_pinned,
    say_differences,
    say_figures,
    steps_of,
    survey_leaves,
    survey_targets,
)
from joy.attack.tallies import TallyMap, say_tallies, tally_targets
from joy.definitions import Definitions, Policy
from joy.frames import Row, each
from joy.periods import last_closed_week_end
from joy.release.policies import policies_of
from joy.release.raw import raw_of
from joy.release.rows import KEY
from joy.store.reader import Asker


FIGURES, OPTIONS, FINDINGS = "release.figure", "release.figure_option", "release.finding"
GROUPS = {"programme", "cohort", "team"}
BELOW = {"team_round", "cohort_round"}  # sources of A2; everything else comes in with A3
TINY = 1e-6
NUMBERS = ("value", "favourable_share", "spread", "n_low", "tier")


@dataclass(frozen=True)
class Truth:
    """What is really hidden: sums of people by team, asked of the vault, and who is in which team."""

    scores: pd.DataFrame
    rounds: pd.DataFrame
    days: pd.DataFrame
    options: pd.DataFrame
    people: Mapping[str, float]
    exact: Mapping[tuple[str, ...], float]


def truth_of(asker: Asker, programme_id: str, as_of: date, definitions: Definitions, policy: Policy) -> Truth:
    """Ask the vault for what an update of this day could hold.

    `exact` has the number of answers behind each figure, by its key: whoever knows the method knows what a figure is
    the sum of, and this tells a right reading of it from one that fits by chance.
    """
    raw = raw_of(asker, programme_id, as_of, definitions, policies_of(asker, programme_id, policy)).rows
    exact = {tuple(map(str, key)): float(n) for *key, n in raw[[*KEY, "n"]].itertuples(index=False)}
    about = {"programme_id": programme_id}
    enrolments = asker.ask("release/enrolments", **about)
    people = enrolments.set_index("enrolment_id")["people"].astype("float64").fillna(np.inf)
    return Truth(
        scores=asker.ask("release/scores", **about),
        rounds=asker.ask("release/rounds", **about, closed_before=as_of),
        days=asker.ask("release/days", **about, closed_before=last_closed_week_end(as_of)),
        options=asker.ask("release/options", **about),
        people={str(name): float(number) for name, number in people.items()},
        exact=exact,
    )


def self_attack(
    shown: Mapping[str, pd.DataFrame], truth: Truth, definitions: Definitions, policy: Policy
) -> AttackReport:
    """Attack one published update, or a what-if copy of one; `shown` holds its tables by name (release.figure, …).

    Returns per attack how many hidden figures were aimed at and how many gave way: a hidden group's mean known within
    1.0 of the 4.0 points of a scale from one to five (25 points of a share) with fewer than three possible totals, or
    in the linear span of what is shown, or any single person's answer certain.
    """
    figures = _plain(shown[FIGURES])
    survey = _surveys(figures, shown[FINDINGS], truth, definitions, policy)
    tally = _tallies(figures, truth, definitions, policy)
    n_of = _numbers(figures, survey, tally, definitions, policy)
    lines = [
        *survey.lines,
        *tally.lines,
        *whole_answers(figures, n_of, definitions, policy),
        spreads_from_limits(shown[FINDINGS], definitions),
        unanimous(figures, n_of, definitions, policy),
        _cuts(figures),
        rare_options(shown[OPTIONS], truth.options, policy),
    ]
    halves = (survey, tally)
    return AttackReport(
        tuple(sorted(lines, key=lambda line: int(line.attack[1:]))),
        hidden=sum(len(half.aimed) for half in halves),
        recovered=sum(len(half.given) for half in halves),
        read=sum(len(half.picture.equations) for half in halves),
        unread=sum(half.picture.unread for half in halves),
    )


@dataclass(frozen=True)
class Outcome:
    """What came of one half of the attack: its lines, the targets, those that gave way, and how figures were read."""

    picture: Picture
    lines: tuple[AttackLine, ...]
    aimed: frozenset[Leaves]
    given: frozenset[Leaves]
    found: tuple[Finding, ...]
    where: SurveyMap | TallyMap


def _plain(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures with plain numbers, whatever type an empty column came in."""
    return figures.assign(**{name: pd.to_numeric(figures[name]).astype("float64") for name in NUMBERS})


def _surveys(
    figures: pd.DataFrame, findings: pd.DataFrame, truth: Truth, definitions: Definitions, policy: Policy
) -> Outcome:
    picture = Picture()
    closed = truth.scores[truth.scores["round_id"].isin(truth.rounds["round_id"])]
    leaves = survey_leaves(picture, closed, definitions)
    where = SurveyMap(leaves, truth.rounds)
    own = figures[~figures["indicator_id"].isin(_tallied(definitions))]
    shown = say_figures(picture, own, where, definitions, policy)
    say_differences(picture, findings, shown, steps_of(own, definitions, policy), definitions)
    series = {int(leaf): str(name) for leaf, name in zip(leaves["leaf"], leaves["indicator_id"], strict=True)}
    is_share = {leaf: definitions.indicators[name].shows == "share" for leaf, name in series.items()}
    targets = [*survey_targets(leaves, shown, definitions, policy)]
    below = aim(picture, picture.system(BELOW), targets)
    whole = aim(picture, picture.system(), targets)
    alone = [one for one in whole if picture.n(one.target.leaves) == 1]
    k_of = {name: policy.classes[one.disclosure_class].k_show for name, one in definitions.indicators.items()}
    open_leaves = {group[0] for key, group in shown.items() if key[0] == "team" and len(group) == 1}
    pinned = counts_pinned(own, where, leaves, truth.people, open_leaves, k_of)
    others = _sole_others(leaves, shown, picture)
    lines = (
        _nested(shown, picture, {leaf: k_of[name] for leaf, name in series.items()}),
        _line("A2", "a team from its cohort less the other teams", below, picture, is_share),
        _line("A3", "a team or cohort from everything shown together", whole, picture, is_share),
        AttackLine("A10", "an exact number of answers from bands", *pinned),
        _line("A20", "the only answer in a team", alone, picture, is_share),
        AttackLine("A36", "a total that is one other team", *others),
    )
    given = frozenset(one.target.leaves for one in (*below, *whole) if _gives_way(one, picture, is_share))
    return Outcome(picture, lines, frozenset(one.leaves for one in targets), given, tuple(whole), where)


def _tallies(figures: pd.DataFrame, truth: Truth, definitions: Definitions, policy: Policy) -> Outcome:
    picture = Picture()
    own = figures[figures["indicator_id"].isin(_tallied(definitions))]
    where = TallyMap(picture, truth.days, own, truth.exact)
    shown = say_tallies(picture, where, definitions, policy)
    targets = [*tally_targets(where, shown, policy)]
    found = aim(picture, picture.system(), targets)
    shares = dict.fromkeys(range(len(picture.people)), True)
    line = _line("A6", "a thin week from windows, fortnights and totals", found, picture, shares)
    given = frozenset(one.target.leaves for one in found if _gives_way(one, picture, shares))
    return Outcome(picture, (line,), frozenset(one.leaves for one in targets), given, tuple(found), where)


def _tallied(definitions: Definitions) -> list[str]:
    return [one.id for one in definitions.indicators.values() if one.measured.kind == "tally"]


def _gives_way(one: Finding, picture: Picture, is_share: Mapping[int, bool]) -> bool:
    """Whether a target was recovered, by more than what one shown total says of everybody in it."""
    people, share = picture.n(one.target.leaves), is_share[one.target.leaves[0]]
    if one.follows or is_certain(_whole(one) if share else one, people):
        return True
    return is_recovered(one, people, share) and not is_recovered(by_one_total(picture, one.target), people, share)


def _whole(one: Finding) -> Finding:
    """Bounds of a count, which is a whole number."""
    return Finding(one.target, one.follows, float(np.ceil(one.low - TINY)), float(np.floor(one.high + TINY)))


def _line(
    attack: str, what: str, found: Iterable[Finding], picture: Picture, is_share: Mapping[int, bool]
) -> AttackLine:
    tried = list(found)
    return AttackLine(attack, what, len(tried), sum(_gives_way(one, picture, is_share) for one in tried))


def _nested(shown: Mapping[tuple[str, ...], Leaves], picture: Picture, k_of: Mapping[int, int]) -> AttackLine:
    """A1: two shown figures that differ by fewer than k people."""
    by_series: dict[tuple[str, ...], list[frozenset[int]]] = {}
    for key, leaves in shown.items():
        by_series.setdefault(key[2:4], []).append(frozenset(leaves))
    pairs = list(_differences(by_series.values()))
    few = sum(0 < picture.n(rest) < k_of[min(rest)] for rest in pairs)
    return AttackLine("A1", "two shown figures that differ by few people", len(pairs), few)


def _differences(series: Iterable[list[frozenset[int]]]) -> Iterator[frozenset[int]]:
    for groups in series:
        for one, other in combinations(groups, 2):
            small, large = sorted((one, other), key=len)
            if small < large:
                yield large - small


def _sole_others(leaves: pd.DataFrame, shown: Mapping[tuple[str, ...], Leaves], picture: Picture) -> tuple[int, int]:
    """A36: shown totals of just two teams, of which one is hidden: to the other team the total is that team."""
    open_leaves = {group[0] for key, group in shown.items() if key[0] == "team" and len(group) == 1}
    known = set(leaves["leaf"])
    totals = [[leaf for leaf in group if leaf in known] for key, group in shown.items() if key[0] != "team"]
    totals = [[leaf for leaf in group if picture.people[leaf] > 0] for group in totals]
    pairs = [group for group in totals if len(group) == 2]  # noqa: PLR2004 - oneself and one other
    return len(pairs), sum(sum(leaf in open_leaves for leaf in group) == 1 for group in pairs)


def _cuts(figures: pd.DataFrame) -> AttackLine:
    """A4: figures of other groups than programme, cohort and team, which would cut across them."""
    cuts = figures[~figures["group_kind"].isin(GROUPS)]
    return AttackLine("A4", "a cut by role or place across the teams", len(figures), len(cuts))


def _numbers(
    figures: pd.DataFrame, survey: Outcome, tally: Outcome, definitions: Definitions, policy: Policy
) -> pd.Series:
    """The exact number of answers behind every shown figure; missing where the attacker cannot say."""
    tallied = set(_tallied(definitions))

    def of(row: Row) -> float:
        name = str(row.indicator_id)
        if row.state != "shown" or name not in definitions.indicators:
            return np.nan
        outcome = tally if name in tallied else survey
        where = outcome.where
        leaves = where.of(row, definitions, policy) if isinstance(where, TallyMap) else where.of(row)
        return outcome.picture.n(leaves) if leaves else np.nan

    return pd.Series([of(row) for row in each(figures)], index=figures.index, dtype="float64")
