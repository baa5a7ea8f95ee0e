"""What people's answers say of scales, of linked people and of the two relationships equals a slow computation.

The slow computation reads the sample's files with pandas and scipy and knows nothing of the database.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from joy.definitions import load_definitions
from joy.store import Store
from tests.unit.sample_files import (
    BLOCKS,
    INDICATORS,
    P6,
    ROUNDS,
    in_update,
    read,
    scores,
    team_of_name,
)


LEAST = {"colleagues": 4, "service_users": 4, "wellbeing": 5, "users_view": 4}
PAIRS = [pair for own in ROUNDS for pair in dict.fromkeys([*pairwise(own), (own[0], own[-1])])]
SIDES = ("service_users", "colleagues")
LABELS = {"similar", "different", "unclear"}


@pytest.fixture(scope="module")
def told(sample_store: Store, programme: str) -> pd.DataFrame:
    """Every finding of the sample, shown or not, straight from its file."""
    return in_update(sample_store, programme, "release.finding")


@pytest.fixture(scope="module")
def shown_teams(sample_store: Store, programme: str) -> set[tuple[str, str, str]]:
    """Team, round and indicator of every team figure that is shown."""
    figures = in_update(sample_store, programme, "release.figure")
    mine = figures[(figures["group_kind"] == "team") & (figures["state"] == "shown")]
    return set(mine[["group_id", "period_id", "indicator_id"]].itertuples(index=False, name=None))


@pytest.fixture(scope="module")
def answers() -> dict[str, pd.DataFrame]:
    """For each of the four ratings: one row per questionnaire with its points of 100 per question, and its score."""
    staff = pd.concat([read("staff_survey_early"), read("staff_survey")], ignore_index=True)
    return {
        rating: with_scores(read("service_user_survey") if rating == "users_view" else staff, rating)
        for rating in BLOCKS
    }


def with_scores(frame: pd.DataFrame, rating: str) -> pd.DataFrame:
    points = scores(frame, rating)
    points.columns = [str(name).removeprefix(BLOCKS[rating][0]) for name in points]
    enrolment = read("enrolment").assign(key=lambda e: e["cohort_id"] + e["team_id"]).set_index("key")["enrolment_id"]
    cohort = frame["round"].str.split("-").str[0]
    score = points.mean(axis=1).where(points.notna().sum(axis=1) >= LEAST[rating])
    return points.assign(
        score=score,
        round=frame["round"],
        cohort=cohort,
        team=(cohort + frame["team"].map(team_of_name())).map(enrolment),
        code=frame.get("code", ""),
    )


def rows_of(told: pd.DataFrame, kind: str, **where: str) -> pd.DataFrame:
    found = told[told["kind"] == kind]
    for column, value in where.items():
        found = found[found[column] == value]
    return found


def one(told: pd.DataFrame, kind: str, **where: str) -> pd.Series:
    found = rows_of(told, kind, **where)
    assert len(found) == 1, (kind, where, len(found))
    return found.iloc[0]


def agrees(row: pd.Series, value: float, step: float, ends: tuple[float, float] | None = None) -> bool:
    """Whether a told value is the exact one to its step, and its interval the exact one rounded outwards."""
    near = abs(row["value"] - value) <= step / 2 + 1e-9
    if ends is None:
        return bool(near and math.isnan(row["low"]) and math.isnan(row["high"]))
    below, above = ends[0] - row["low"], row["high"] - ends[1]
    return bool(near and -1e-9 <= below < step + 1e-9 and -1e-9 <= above < step + 1e-9)


SPREAD_FROM = 30  # rule R5: an interval would give the spread away, which is shown from so many people


def step_for(n: float) -> float:
    return 1.0 if n >= 20 else 5.0


def t_ends(values: pd.Series) -> tuple[float, float]:
    found = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    return float(found.low), float(found.high)


def welch_ends(before: pd.Series, after: pd.Series) -> tuple[float, float]:
    found = stats.ttest_ind(after, before, equal_var=False).confidence_interval(0.95)
    return float(found.low), float(found.high)


def matched(answers: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Scores of the people whose code occurs once in either round, side by side."""
    ends = []
    for name in (first, last):
        mine = answers[(answers["round"] == name) & (answers["code"] != "") & answers["score"].notna()]
        ends.append(mine[~mine["code"].duplicated(keep=False)].set_index("code")["score"])
    return pd.concat(ends, axis=1, keys=["before", "after"], join="inner")


def is_safe(rest: float) -> bool:
    return rest == 0 or rest >= 5


@pytest.mark.parametrize("rating", BLOCKS)
def test_reliability_twice(rating: str, told: pd.DataFrame, answers: dict[str, pd.DataFrame]) -> None:
    """Alpha of every cohort and round with 30 complete questionnaires is Cronbach's formula, its interval Feldt's."""
    own, items = answers[rating], list(BLOCKS[rating][2])
    expected = 0
    for name, part in own.groupby("round"):
        complete = part[items].dropna()
        n, k = complete.shape
        if n < SPREAD_FROM:
            continue
        expected += 1
        alpha = k / (k - 1) * (1 - complete.var(ddof=1).sum() / complete.sum(axis=1).var(ddof=1))
        f = stats.f(n - 1, (n - 1) * (k - 1))
        ends = (1 - (1 - alpha) * f.ppf(0.975), 1 - (1 - alpha) * f.ppf(0.025))
        row = one(told, "reliability", indicator_id=INDICATORS[rating], from_period=str(name))
        assert agrees(row, alpha, 0.01, ends), (name, alpha, ends, row)
    assert expected > 0
    assert len(rows_of(told, "reliability", indicator_id=INDICATORS[rating])) == expected


@pytest.mark.parametrize("rating", ["colleagues", "wellbeing", "users_view"])
def test_omega_is_near_alpha(rating: str, told: pd.DataFrame) -> None:
    """Omega stands beside alpha in every cohort and round, within a tenth of it, as the sample's items weigh alike."""
    pairs = [
        rows_of(told, kind, indicator_id=INDICATORS[rating]).set_index("from_period")["value"]
        for kind in ("reliability", "omega")
    ]
    assert len(pairs[1]) > 0
    assert (pairs[0].loc[pairs[1].index] - pairs[1]).abs().max() <= 0.1


@pytest.mark.parametrize("rating", ["colleagues", "service_users", "wellbeing"])
def test_linked_people_twice(rating: str, told: pd.DataFrame, answers: dict[str, pd.DataFrame]) -> None:
    """Paired change, match rate and attrition equal a plain matching of codes, and nobody left over is exposed."""
    own, hidden = answers[rating], 0
    for first, last in PAIRS:
        both = matched(own, first, last)
        before, after = (own.loc[own["round"] == name, "score"].dropna() for name in (first, last))
        lost, n = len(before) - len(both), len(both)
        where = {"indicator_id": INDICATORS[rating], "from_period": first, "to_period": last}
        if n < 5 or not is_safe(lost) or not is_safe(len(after) - n):
            hidden += 1
            for kind in ("paired_change", "match_rate", "attrition"):
                assert rows_of(told, kind, **where, group_kind="cohort").empty
            continue
        change = both["after"] - both["before"]
        ends = t_ends(change) if n >= SPREAD_FROM else None
        assert agrees(one(told, "paired_change", **where), change.mean(), step_for(n), ends), (where, change.mean())
        assert agrees(one(told, "match_rate", **where), n / len(before), 0.05)
        left = own[(own["round"] == first) & own["score"].notna() & ~own["code"].isin(both.index)]["score"]
        fewer = min(n, lost)
        ends = welch_ends(left, both["before"]) if fewer >= SPREAD_FROM else None
        row = one(told, "attrition", **where)
        assert agrees(row, both["before"].mean() - left.mean(), step_for(fewer), ends), (where, row)
    assert hidden < len(PAIRS)


@pytest.mark.parametrize("rating", BLOCKS)
def test_everybody_twice(rating: str, told: pd.DataFrame, answers: dict[str, pd.DataFrame]) -> None:
    """All who answered at two rounds, the next one or the last, are compared as Welch's interval says.

    The change is that of the two means as they are shown, each rounded, and so says no more than they do.
    """
    own = answers[rating]
    for first, last in PAIRS:
        before, after = (own.loc[own["round"] == name, "score"].dropna() for name in (first, last))
        fewer = min(len(before), len(after))
        row = one(
            told, "unpaired_change", indicator_id=INDICATORS[rating], from_period=first, to_period=last,
            group_kind="cohort",
        )  # fmt: skip
        ends = welch_ends(before, after) if fewer >= SPREAD_FROM else None
        assert row["value"] == pytest.approx(shown_mean(after) - shown_mean(before)), (first, last, row)
        assert agrees(row, row["value"], step_for(fewer), ends), (first, last, row)


def shown_mean(values: pd.Series) -> float:
    """The mean of scores as a figure tells it: to the nearest step, a half upwards."""
    step = step_for(len(values))
    return math.floor(values.mean() / step + 0.5) * step


def rests_of(answers: dict[str, pd.DataFrame], name: str) -> list[int]:
    """How many people of a round have a score on one side but not on both, side by side."""
    scored = [answers[side].loc[answers[side]["round"] == name, "score"].notna() for side in SIDES]
    return [int(side.sum() - (scored[0] & scored[1]).sum()) for side in scored]


def complete_on_both(answers: dict[str, pd.DataFrame], name: str) -> tuple[pd.DataFrame, pd.DataFrame, list[int]]:
    """The questionnaires of a round with every question about both answered, and how many are left over elsewhere."""
    sides = [answers[rating][answers[rating]["round"] == name] for rating in SIDES]
    whole = sides[0][[*P6]].notna().all(axis=1) & sides[1][[*P6]].notna().all(axis=1)
    scored = [side["score"].notna() for side in sides]
    counts = [int(part.sum()) for part in (scored[0] & scored[1], *scored)]
    return sides[0][whole], sides[1][whole], [count - int(whole.sum()) for count in counts]


def test_items_of_the_mirror_twice(told: pd.DataFrame, answers: dict[str, pd.DataFrame]) -> None:
    """Each question's two levels and its gap within people equal a paired t interval over complete questionnaires."""
    rounds_told = 0
    for name in read("survey_round")["round_id"]:
        users, colleagues, rests = complete_on_both(answers, name)
        n, step = len(users), step_for(len(users))
        if n < 10 or not all(is_safe(rest) for rest in (*rests, *rests_of(answers, name))):
            assert rows_of(told, "item_gap", from_period=name).empty
            assert rows_of(told, "item_level", from_period=name).empty
            continue
        rounds_told += 1
        asked = {rating: answers[rating][answers[rating]["round"] == name] for rating in SIDES}
        for key in P6:
            if not all(is_safe(int(side[key].notna().sum()) - n) for side in asked.values()):
                assert rows_of(told, "item_level", from_period=name, part=key).empty  # its distribution may be shown
                continue
            gap = users[key] - colleagues[key]
            row = one(told, "item_gap", from_period=name, part=key)
            assert agrees(row, gap.mean(), step, t_ends(gap) if n >= SPREAD_FROM else None), (name, key, row)
            assert row["conclusion"] == (likeness(row, gap, 6.25) if n >= SPREAD_FROM else "")
            for side, rating in ((users, "service_users"), (colleagues, "colleagues")):
                level = one(told, "item_level", from_period=name, part=key, indicator_id=INDICATORS[rating])
                assert agrees(level, side[key].mean(), step)
    assert 5 < rounds_told < 14


def likeness(row: pd.Series, gap: pd.Series, margin: float) -> str:
    """Two one-sided t tests at 5 % against the margin, else whether the interval as told leaves out zero."""
    tests = (
        stats.ttest_1samp(gap, -margin, alternative="greater").pvalue,
        stats.ttest_1samp(gap, margin, alternative="less").pvalue,
    )
    if max(tests) < 0.05:
        return "similar"
    return "different" if row["low"] > 0 or row["high"] < 0 else "unclear"


def test_the_whole_mirror_twice(told: pd.DataFrame, answers: dict[str, pd.DataFrame]) -> None:
    """The gap of the two scales within people who have both equals a paired t interval, in the step of its figure.

    It is left out where one to four people have a score on one side only.
    """
    gaps = answers["service_users"]["score"] - answers["colleagues"]["score"]
    rounds_told = 0
    for name in read("survey_round")["round_id"]:
        if not all(is_safe(rest) for rest in rests_of(answers, name)):
            assert rows_of(told, "scale_gap", from_period=name).empty
            continue
        rounds_told += 1
        gap = gaps[answers["colleagues"]["round"] == name].dropna()
        row = one(told, "scale_gap", from_period=name)
        assert agrees(row, gap.mean(), 2 * step_for(len(gap)), t_ends(gap) if len(gap) >= SPREAD_FROM else None)
        assert row["conclusion"] == (likeness(row, gap, 5.0) if len(gap) >= SPREAD_FROM else "")
    assert 5 < rounds_told < 14


@pytest.mark.parametrize("rating", BLOCKS)
def test_agreement_twice(
    rating: str,
    told: pd.DataFrame,
    answers: dict[str, pd.DataFrame],
    shown_teams: set[tuple[str, str, str]],
) -> None:
    """ICC(1), ICC(2) and the median r_wg(j) equal an analysis of variance and item variances team by team."""
    own, (_, _, keys, step) = answers[rating], BLOCKS[rating]
    steps, expected = 100 // step, 0
    for name, part in own.groupby("round"):
        open_teams = [team for team in part["team"].unique() if (team, name, INDICATORS[rating]) in shown_teams]
        where = {"indicator_id": INDICATORS[rating], "from_period": str(name)}
        closed = part.dropna(subset="score")["team"].nunique() - len(open_teams)
        if len(open_teams) < 5 or 0 < closed < 3:  # two hidden teams could be solved from it
            assert rows_of(told, "agreement", **where).empty
            assert rows_of(told, "icc1", **where).empty
            continue
        expected += 1
        even = ((steps + 1) ** 2 - 1) / 12
        ratio = [
            min((part.loc[part["team"] == team, [*keys]] / step).var(ddof=1).mean() / even, 1.0) for team in open_teams
        ]
        r_wg = [len(keys) * (1 - r) / (len(keys) * (1 - r) + r) for r in ratio]
        assert agrees(one(told, "agreement", **where), float(np.median(r_wg)), 0.01), (name, np.median(r_wg))
        between, within, size = variance_table(part.dropna(subset="score"))
        icc1 = (between - within) / (between + (size - 1) * within)
        assert agrees(one(told, "icc1", **where), icc1, 0.01)
        assert agrees(one(told, "icc2", **where), (between - within) / between, 0.01)
    assert len(rows_of(told, "agreement", indicator_id=INDICATORS[rating])) == expected
    assert expected > 3


def variance_table(part: pd.DataFrame) -> tuple[float, float, float]:
    """Mean squares between and within teams, and the mean size of a team."""
    teams = [group["score"].to_numpy() for _, group in part.groupby("team")]
    middle = part["score"].mean()
    between = sum(len(team) * (team.mean() - middle) ** 2 for team in teams) / (len(teams) - 1)
    within = sum(((team - team.mean()) ** 2).sum() for team in teams) / (len(part) - len(teams))
    return between, within, len(part) / len(teams)


def test_correlation_twice(
    told: pd.DataFrame, answers: dict[str, pd.DataFrame], shown_teams: set[tuple[str, str, str]]
) -> None:
    """Over teams shown in their cohort's last round, relationships and wellbeing correlate as scipy's pearsonr says."""
    last = {own[-1] for own in ROUNDS}
    means = {
        rating: own[own["round"].isin(last)].groupby(["team", "round"])["score"].mean()
        for rating, own in answers.items()
    }
    for rating in ("colleagues", "service_users", "users_view"):
        both = pd.concat([means[rating], means["wellbeing"]], axis=1, keys=["one", "well"]).dropna()
        names = (INDICATORS[rating], "wellbeing")
        both = both[[all((*key, name) in shown_teams for name in names) for key in both.index]]
        found = stats.pearsonr(both["one"], both["well"])
        ends = found.confidence_interval(0.95)
        row = one(told, "correlation", indicator_id=INDICATORS[rating])
        assert agrees(row, found.statistic, 0.01, (ends.low, ends.high))
        assert (row["n_band"], row["part"]) == (f"{len(both)} teams", "wellbeing")


def test_only_what_is_shown_is_told(told: pd.DataFrame) -> None:
    """Every finding is shown and carries a value, a band, known words and nothing of teams; intervals go around it."""
    assert set(told["state"]) == {"shown"}
    assert set(told["group_kind"]) == {"cohort", "programme"}
    assert (told["value"].notna() & (told["n_band"] != "")).all()
    assert set(told["conclusion"]) <= LABELS | {""}
    assert (told["conclusion"] == "").eq(~told["kind"].isin(["item_gap", "scale_gap"]) | told["low"].isna()).all()
    assert told["low"].isna().equals(told["high"].isna())
    inside = told.dropna(subset="low")
    assert inside["value"].between(inside["low"] - 1e-9, inside["high"] + 1e-9).all()


def test_no_interval_where_the_spread_is_hidden(told: pd.DataFrame) -> None:
    """A finding of means below thirty people, or of shares below 20, has no interval: it would give the spread away."""
    few = told[told["n_band"].isin(["5–9", "10–14", "15–19", "about 20", "about 25"])]
    open_ones = few.dropna(subset="low")
    shares = {name for name, one in load_definitions().indicators.items() if one.shows == "share"}
    assert len(few) > len(open_ones)
    assert set(open_ones["kind"]) <= {"unpaired_change"}
    assert set(open_ones["indicator_id"]) <= shares
    assert set(open_ones["n_band"]) <= {"about 20", "about 25"}


def test_stretches_follow_one_another(told: pd.DataFrame) -> None:
    """Between learning sets good days are compared from each stretch to the next, cohort by cohort."""
    steps = rows_of(told, "clustered_change", group_kind="cohort").query("from_period != 'baseline'")
    assert len(steps) > 10
    assert (steps["to_period"].astype(int) - steps["from_period"].astype(int) == 1).all()
