"""A figure against every update that ever showed it (rules R14 and R15): two updates never tell of a few people.

`vault.counted` says whom each update counted, by team, period and import. Where what a figure holds now differs from
what a shown update held by one to k-1 people, the figure is hidden before any other rule looks at it. Late answers wait
instead (`admission`), so this happens only where answers were taken back or erased.

Every update's rows of release.figure are kept for this. The 82 teams of the sample make 4,745 rows an update. With a
new one every night a year would be 1.7 million rows, 28 MB, and asking them all took 0.2 s; so no shorter history is
kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from joy.definitions import Definitions, Policy
from joy.disclosure import Step, pulse_visible
from joy.periods import last_closed_week_end
from joy.release.admission import k_by_series
from joy.release.joined import told_by_joining
from joy.release.leaves import with_leaves
from joy.release.pooled import JOINT, POOLED
from joy.store.reader import Asker


SERIES = ["indicator_id", "instrument"]
LEAF = ["kind", "cohort_id", "enrolment_id", *SERIES, "period_id"]
OWNER = ["group_kind", "group_id", *SERIES]
NOT_OF = {"week": {Step.FORTNIGHT, Step.BETWEEN_SETS}, "baseline": {Step.BETWEEN_SETS}, "latest": {Step.BETWEEN_SETS}}
OF_ROUNDS = ("round", POOLED)
# Findings about everybody in the figures they rest on, or about whole teams: where those are shown, so are these.
OF_ALL = {"unpaired_change", "mixed_model", "correlation", "clustered_change"}
ENDLESS = np.iinfo(np.int64).max
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Earlier:
    """What earlier updates mean for the raw rows of this one, row by row.

    `hidden`: too little differs from an update that showed it, or it was hidden before with the same answers, so that
    showing it now would tell of the neighbours it stood beside. `known`: a team's figure, or a cohort's of a survey
    round, that was shown before with the same answers; readers have it, so it cannot stand beside a hidden neighbour
    any more to protect it. `taken_back`: those hidden for the first of both reasons. `changed`: rounds of a cohort, by
    both ids, in which anybody came or went; `unsafe`: where they were few in some team.
    """

    hidden: Truths
    known: Truths
    taken_back: Truths
    changed: frozenset[tuple[str, str]] = frozenset()
    unsafe: frozenset[tuple[str, str]] = frozenset()


def nothing_earlier(rows: pd.DataFrame) -> Earlier:
    """No update before this one, or none that differs."""
    hidden, known, taken_back = np.zeros((3, len(rows)), dtype=bool)
    return Earlier(hidden, known, taken_back)


def against_earlier(
    asker: Asker,
    programme_id: str,
    rows: pd.DataFrame,
    new_steps: pd.DataFrame,
    definitions: Definitions,
    policy: Policy,
) -> Earlier:
    """Hold raw rows against every update that was ever shown, withdrawn ones too; `vault.counted` must be up to date.

    `new_steps` are the steps of tallies that this update is the first to be made with.

    People are counted by import. Where answers went and others came, nobody knows how many are the same, so only the
    difference of both numbers is certain; the same sums are the same answers.
    """
    changed = asker.ask("release/changed_counts", programme_id=programme_id)
    found = nothing_earlier(rows)
    shown = asker.ask("release/ever_shown", programme_id=programme_id)
    if shown.empty or rows.empty:
        return found
    rows = rows.reset_index(drop=True).assign(row=range(len(rows)))
    begun = _first_numbers(asker, programme_id, rows)
    found.hidden[:] = told_by_joining(rows, begun, shown, definitions, policy)
    if changed.empty:
        return _as_ever(found, rows, begun, shown)
    changed = changed.assign(
        k=k_by_series(changed, definitions, policy), to_number=changed["to_number"].fillna(ENDLESS).astype("int64")
    )
    changed = _in_leaves(asker, programme_id, changed, new_steps)
    stayed = np.zeros(len(rows), dtype=bool)
    rounds: list[pd.DataFrame] = []
    for first, last in _stretches(changed, shown):
        leaves = differences(changed, first, policy)
        seen = shown[(shown["first_number"] <= last) & (shown["last_number"] >= first)]
        inside = _inside(rows, leaves)
        found.hidden[_marked(rows, _too_close(inside, policy)) & _was_seen(rows, seen)] = True
        is_same, is_seen = ~_marked(rows, inside["row"]), _exactly_seen(rows, seen)
        found.known[is_same & is_seen] = True
        stayed[is_same & ~is_seen & (begun <= last)] = True
        rounds.append(leaves[leaves["kind"] != "week"])
    found.taken_back[:] = found.hidden
    found.hidden[stayed & ~found.known & (rows["group_kind"] != "programme").to_numpy()] = True
    found.known[:] &= ((rows["group_kind"] == "team") | _is_of_one_round_of_a_cohort(rows)).to_numpy()
    every = pd.concat(rounds) if rounds else changed.head(0).assign(is_unsafe=False)
    return Earlier(
        found.hidden, found.known, found.taken_back, _rounds(every), _rounds(every[every["is_unsafe"].astype(bool)])
    )


def _as_ever(found: Earlier, rows: pd.DataFrame, begun: NDArray[np.float64], shown: pd.DataFrame) -> Earlier:
    """Where everything holds what it held: survey figures of teams and cohorts that were hidden stay so.

    A new round makes other rounds the programme's last, so that an older one would need no protection any more beside
    this update's total; beside that of the update before it does. Tallies need this nowhere: what may be shown of them
    depends on nothing around them.
    """
    is_survey, group = rows["period_kind"].isin(OF_ROUNDS).to_numpy(), rows["group_kind"].to_numpy()
    is_seen = _exactly_seen(rows, shown)
    newest = int(shown["last_number"].max())
    found.hidden[is_survey & (group != "programme") & ~is_seen & (begun <= newest)] = True
    found.known[is_survey & (group != "programme") & is_seen] = True
    return found


def _is_of_one_round_of_a_cohort(rows: pd.DataFrame) -> pd.Series:
    """Cohorts' survey figures. Of tallies it is not certain which teams a cohort's window held before."""
    return (rows["group_kind"] == "cohort") & (rows["period_kind"] == "round")


def without_unsafe_options(options: pd.DataFrame, earlier: Earlier) -> pd.DataFrame:
    """Leave out how answers spread over options in rounds of a cohort where too few were taken away or added."""
    if not earlier.unsafe or options.empty:
        return options
    where = zip(options["group_kind"], options["group_id"], options["period_id"], strict=True)
    return options[[_is_apart(kind, group, (period,), earlier.unsafe) for kind, group, period in where]]


def without_unsafe_findings(findings: pd.DataFrame, earlier: Earlier) -> pd.DataFrame:
    """Leave out results about some of the people of a round whose answers were not the same in every update.

    Of those matched, or of those who answered every question, nobody counts by import who came and went, so where
    anything of the round changed they are not told any more.
    """
    if not earlier.changed or findings.empty:
        return findings
    names = ("kind", "group_kind", "group_id", "from_period", "to_period")
    where = zip(*(findings[name] for name in names), strict=True)
    is_told = [
        finding in OF_ALL or _is_apart(kind, group, (first, last), earlier.changed)
        for finding, kind, group, first, last in where
    ]
    return findings[is_told]


def _is_apart(kind: str, group: str, periods: tuple[str, ...], rounds: frozenset[tuple[str, str]]) -> bool:
    """Whether none of these rounds is one of a cohort's `rounds`; the programme's periods may hold any of them."""
    return kind == "cohort" and all((group, period) not in rounds for period in periods)


def _first_numbers(asker: Asker, programme_id: str, rows: pd.DataFrame) -> NDArray[np.float64]:
    """The first update that held each row's whole period for its cohort; infinite for none and for the programme's."""
    first = asker.ask("release/first_counted", programme_id=programme_id)
    enrolments = asker.ask("release/enrolments", programme_id=programme_id).set_index("enrolment_id")["cohort_id"]
    own = rows[["row", "group_id", "instrument", "period_kind", "period_id", "period_start", "period_end"]]
    own = own.assign(cohort_id=own["group_id"].map(enrolments).fillna(own["group_id"]))
    by_round = _round_by_round(own).merge(first[first["kind"] == "round"], on=["cohort_id", "instrument", "period_id"])
    weeks = (
        first[first["kind"] == "week"]
        .drop(columns="period_id")
        .assign(week=pd.to_datetime(first["period_id"][first["kind"] == "week"]))
    )
    by_week = own[~own["period_kind"].isin(OF_ROUNDS)].merge(weeks, on=["cohort_id", "instrument"])
    by_week = by_week[(by_week["period_start"] <= by_week["week"]) & (by_week["week"] < by_week["period_end"])]
    latest = pd.concat([by_round, by_week]).groupby("row")["first_number"].max()
    return np.asarray(rows["row"].map(latest).astype("float64").fillna(np.inf), dtype=np.float64)


def _in_leaves(asker: Asker, programme_id: str, changed: pd.DataFrame, new_steps: pd.DataFrame) -> pd.DataFrame:
    """Give each line the period it is told in (`leaf`), and the first update that could tell it.

    A fortnight, or the time between learning sets of a thin team, is in no figure before it is over; so it is compared
    with updates made since then only, and with those whoever tallied in it.
    """
    is_tally = changed["kind"] == "week"
    other = changed[~is_tally]
    other = other.assign(leaf=other["period_id"], days=1, step="")
    if not is_tally.any():
        return other
    told = with_leaves(asker, programme_id, changed[is_tally], new_steps)
    updates = asker.ask("release/updates", programme_id=programme_id).dropna(subset=["number"])
    closed = [pd.Timestamp(last_closed_week_end(day.date())) for day in updates["as_of"]]
    first = {
        end: min((int(n) for n, day in zip(updates["number"], closed, strict=True) if end <= day), default=ENDLESS)
        for end in told["leaf_end"].unique()
    }
    over = told["leaf_end"].map(first).astype("int64")
    first_number = told["first_number"].astype("int64").where(told["step"] == Step.WEEK, over)
    return pd.concat([other, told.assign(first_number=first_number).drop(columns="leaf_end")], ignore_index=True)


def _stretches(changed: pd.DataFrame, shown: pd.DataFrame) -> list[tuple[int, int]]:
    """Runs of updates that all held the same, up to the newest that showed anything."""
    if shown.empty:
        return []
    newest = int(shown["last_number"].max())
    changed = changed[changed["is_changed"].astype(bool)]
    ends = changed["to_number"][changed["to_number"] < newest] + 1
    starts = sorted({1, *changed["from_number"].astype(int), *changed["first_number"].astype(int), *ends.astype(int)})
    starts = [start for start in starts if start <= newest]
    return [(a, b - 1) for a, b in zip(starts, [*starts[1:], newest + 1], strict=True)]


def differences(changed: pd.DataFrame, number: int, policy: Policy) -> pd.DataFrame:
    """How many at least differ between update `number` and now, by team, series and period; only those that differ.

    Columns of LEAF, `n`, `busiest_day`, `k` and `is_unsafe` (too few to be told). A period that no team of the cohort
    had in that update is not compared.
    """
    covered = changed[changed["first_number"] <= number]
    then = covered[(covered["from_number"] <= number) & (covered["to_number"] >= number)]
    now = covered[covered["to_number"] == ENDLESS]
    both = pd.concat([then.assign(sign=1), now.assign(sign=-1)], ignore_index=True)
    both = both[~_never_told(both, policy)]
    same = both.groupby([*LEAF, "came_with", "n", "busiest_day"])["sign"].transform("sum") == 0
    about = ["leaf", "days", "step", "k"]
    net = both[~same].groupby([*LEAF, *about, "n", "busiest_day", "mark"], as_index=False)["sign"].sum()
    net = net[net["sign"] != 0]
    people = (net["n"] * net["sign"]).astype("float64")
    net = net.assign(gone=people.clip(lower=0), come=(-people).clip(lower=0), period_id=net["leaf"])
    leaves = net.groupby([*LEAF, *about], as_index=False).agg(
        gone=("gone", "sum"), come=("come", "sum"), busiest_day=("busiest_day", "max")
    )
    is_mixed = (leaves["gone"] > 0) & (leaves["come"] > 0)
    n = (leaves["gone"] - leaves["come"]).abs().clip(lower=1)
    # Of a week's answers some day has at least a seventh; nothing more is certain where some went and others came.
    busiest = leaves["busiest_day"].astype("float64").where(~is_mixed, np.ceil(n / leaves["days"]))
    leaves = leaves.assign(n=n, busiest_day=busiest)
    marked: pd.DataFrame = leaves.assign(is_unsafe=~_enough(leaves, policy))
    return marked


def _never_told(both: pd.DataFrame, policy: Policy) -> pd.Series:
    """Weeks and fortnights that pass the pulse rule neither then nor now: they are in no figure at all.

    The busiest day of several imports and weeks is at most the sum of theirs.
    """
    by = [*LEAF[:-1], "leaf"]
    own = both.groupby([*by, "sign"], as_index=False, dropna=False).agg(
        kind_of=("kind", "first"), step=("step", "first"), n=("n", "sum"), busiest_day=("busiest_day", "sum")
    )
    own["may_pass"] = pulse_visible(own["n"], own["busiest_day"], np.inf * np.ones(len(own)), policy)
    own["may_pass"] |= (own["kind_of"] != "week") | (own["step"] == Step.BETWEEN_SETS)
    told = own.groupby(by, as_index=False)["may_pass"].any()
    return ~both[by].merge(told, on=by, how="left")["may_pass"].set_axis(both.index).astype(bool)


def _enough(parts: pd.DataFrame, policy: Policy) -> Truths:
    """Whether a difference may be told: enough people, or tallies that pass the pulse rule by themselves."""
    n, busiest = (parts[name].to_numpy(dtype="float64") for name in ("n", "busiest_day"))
    by_pulse = pulse_visible(n, busiest, np.inf * np.ones(len(parts)), policy)
    return np.where(parts["kind"] == "week", by_pulse, n >= parts["k"].to_numpy(dtype="float64")).astype(bool)


def _inside(rows: pd.DataFrame, leaves: pd.DataFrame) -> pd.DataFrame:
    """Which differing team and period lies in which row: one line for each pair, `part_of` naming what it came by."""
    scores, weeks = leaves[leaves["kind"] == "round"], leaves[leaves["kind"] == "week"]
    by_round = _round_by_round(rows)
    ends = by_round[(by_round["group_kind"] == "cohort") & (by_round["parent_id"] != "")]
    ends = ends[["group_id", *SERIES, "period_id", "parent_id", "parent_period_id"]]
    pooled = ends.rename(columns={"group_id": "cohort_id", "parent_id": "group_id", "parent_period_id": "to_period"})
    in_programme = scores.merge(pooled, on=["cohort_id", *SERIES, "period_id"])
    programme = rows[(rows["group_kind"] == "programme")].rename(columns={"period_id": "to_period"})
    pairs = [_of_owner(by_round, scores, kind, ["period_id"]) for kind in ("team", "cohort")] + [
        in_programme.merge(programme[["row", "group_id", *SERIES, "to_period"]], on=["group_id", *SERIES, "to_period"])
    ]
    weeks = weeks.assign(week=pd.to_datetime(weeks["period_id"])).drop(columns="period_id")
    for kind in ("team", "cohort", "programme"):
        own = _of_owner(rows[~rows["period_kind"].isin(OF_ROUNDS)], weeks, kind, [])
        own = own[(own["period_start"] <= own["week"]) & (own["week"] < own["period_end"])]
        is_part = [
            step not in NOT_OF.get(period, ()) for period, step in zip(own["period_kind"], own["step"], strict=True)
        ]
        pairs.append(own[np.array(is_part, dtype=bool)])
    columns = ["row", "kind", "cohort_id", "enrolment_id", "week", "n", "busiest_day", "k", "is_unsafe"]
    return pd.concat([part.reindex(columns=columns) for part in pairs if len(part)] or [pd.DataFrame(columns=columns)])


def _round_by_round(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of survey rounds; one of several rounds together once for each of them."""
    together = rows[rows["period_kind"] == POOLED]
    several = together.assign(period_id=together["period_id"].str.split(JOINT, regex=False)).explode("period_id")
    return pd.concat([rows[rows["period_kind"] == "round"], several])


def _of_owner(rows: pd.DataFrame, leaves: pd.DataFrame, kind: str, also: list[str]) -> pd.DataFrame:
    """Rows of one kind of group with the differing leaves of that group's series."""
    columns = ["row", "group_id", *SERIES, "period_kind", "period_start", "period_end", *also]
    own = rows.loc[rows["group_kind"] == kind, columns]
    if kind == "programme":
        return own.merge(leaves, on=[*SERIES, *also])
    owner = "enrolment_id" if kind == "team" else "cohort_id"
    return own.merge(leaves.assign(group_id=leaves[owner]), on=["group_id", *SERIES, *also])


def _too_close(inside: pd.DataFrame, policy: Policy) -> set[int]:
    """Rows in which too few remain once everything was taken away that differs by enough and may stand beside them.

    What may be taken away are whole teams, whole cohorts or whole weeks; a row must bear each.
    """
    few = inside[inside["is_unsafe"].astype(bool)]
    close: set[int] = set()
    for by in ([], ["enrolment_id"], ["cohort_id"], ["week"]):
        parts = _summed(few, ["row", *by])
        rest = _summed(parts[~_enough(parts, policy)] if by else parts, ["row"])
        close |= set(rest.loc[~_enough(rest, policy), "row"].astype(int))
    return close


def _summed(parts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    how = {"n": "sum", "busiest_day": "max", "k": "max", "kind": "first"}
    keep = {name: "first" for name in ("enrolment_id", "cohort_id", "week") if name not in by}
    summed: pd.DataFrame = parts.groupby(by, as_index=False, dropna=False).agg({**how, **keep})
    return summed


def _was_seen(rows: pd.DataFrame, seen: pd.DataFrame) -> Truths:
    """Rows of which these updates showed the same round or end, or any span of the same tallies that overlaps."""
    is_tally = rows["busiest_day"] > 0
    named = rows[[*OWNER, "period_kind", "period_id"]].merge(
        seen[[*OWNER, "period_kind", "period_id"]].drop_duplicates(), how="left", indicator=True
    )["_merge"]
    spans = rows.loc[is_tally, ["row", *OWNER, "period_start", "period_end"]].merge(
        seen, on=OWNER, suffixes=("", "_then")
    )
    meets = (spans["period_start"] < spans["period_end_then"]) & (spans["period_start_then"] < spans["period_end"])
    return (named == "both").to_numpy() | rows["row"].isin(spans.loc[meets, "row"]).to_numpy()


def _exactly_seen(rows: pd.DataFrame, seen: pd.DataFrame) -> Truths:
    key = [*OWNER, "period_kind", "period_id", "period_start", "period_end"]
    there = rows[key].merge(seen[key].drop_duplicates(), how="left", indicator=True)["_merge"]
    return np.asarray(there == "both")


def _marked(rows: pd.DataFrame, places: Iterable[int]) -> Truths:
    return np.asarray(rows["row"].isin([*places]), dtype=bool)


def _rounds(leaves: pd.DataFrame) -> frozenset[tuple[str, str]]:
    return frozenset(zip(leaves["cohort_id"].astype(str), leaves["period_id"].astype(str), strict=True))
