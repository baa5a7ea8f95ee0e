"""The data lead's lens: who can be seen in a published update, and who under other thresholds. No value, no n.

The data lead runs the data without seeing results: what is told here is only whether a figure can be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from joy.access import Who, need_steward
from joy.definitions import Definitions, DisclosureClass, Indicator, load_policy
from joy.findings import Verdict
from joy.findings.lens import FATES, Fate, Seen, Visibility
from joy.frames import each
from joy.release.whatif import Remembered, to_choose_from, with_thresholds
from joy.store.reader import Asker
from joy.views import words


VISIBLE = (Seen.SHOWN, Seen.COARSER)
POINTS = ("week", "fortnight")  # what a run chart is drawn from
CLASS_NAMES = {
    DisclosureClass.PULSE: "Good days and other tallies",
    DisclosureClass.SURVEY: "Surveys",
    DisclosureClass.SENSITIVE: "Burnout and the like",
}
Thresholds = Mapping[DisclosureClass, int]
Memory = Remembered


@dataclass(frozen=True)
class Rules:
    """Thresholds that may be tried: of each class those to choose from and today's; and whether the weaker bound is on.

    Classes that no figure of the update belongs to are left out.
    """

    choices: dict[DisclosureClass, tuple[int, ...]]
    today: dict[DisclosureClass, int]
    weaker_bound: bool


@dataclass(frozen=True)
class Lens:
    """What a what-if shows. `shares`: what, today and then text. `cells` of teams: key, start, `Seen` now and then."""

    sentence: str
    shares: pd.DataFrame
    cells: pd.DataFrame
    measures: dict[str, str]
    teams: pd.DataFrame
    rounds: pd.DataFrame
    tallies: frozenset[str]


def remembered(store: Asker) -> Memory:
    """Keep what is asked of the store, so that trying on thresholds asks it nothing. Hand it to this module only."""
    return Remembered(store)


def rules_of(who: Who, store: Memory, release: Asker) -> Rules:
    """Say which thresholds may be tried on a published update. Raises `NotAllowed` for anybody but a data lead."""
    need_steward(who)
    policy, indicators = load_policy(), store.definitions.indicators
    now = store.seen(release, *_about(release), policy, policy)
    present = {indicators[name].disclosure_class for name in now["indicator_id"].unique()}
    classes = [name for name in CLASS_NAMES if name in present]
    return Rules(
        {name: to_choose_from(policy, name) for name in classes},
        {name: policy.classes[name].k_show for name in classes},
        policy.pulse.enabled,
    )


def privacy_lens(
    who: Who, store: Memory, release: Asker, thresholds: Thresholds | None = None, *, weaker_bound: bool = True
) -> Lens:
    """Hold today's rules against a copy of them with other `thresholds`; nothing is saved.

    `store` remembers what it was asked, so a further call takes no query. Raises `NotAllowed` for anybody but a data
    lead, `ValueError` for a threshold below its floor or within a band.
    """
    need_steward(who)
    policy, about = load_policy(), _about(release)
    now = store.seen(release, *about, policy, policy)
    other = with_thresholds(policy, thresholds or {}, weaker_bound=weaker_bound and policy.pulse.enabled)
    then = store.seen(release, *about, policy, other)
    teams = store.ask("views/teams", programme_id=about[0])
    sizes = store.ask("release/enrolments", programme_id=about[0])[["enrolment_id", "people"]]
    teams = teams.merge(sizes, on="enrolment_id")
    definitions = store.definitions
    both = [frame[frame["group_kind"] == "team"] for frame in (now, then)]
    present = set(both[0]["indicator_id"])
    return Lens(
        sentence=_sentence(teams, both, is_other=other != policy),
        shares=_shares(teams, both, definitions),
        cells=_fates(*both),
        measures={i.id: i.name for i in _in_order(definitions) if i.id in present},
        teams=teams,
        rounds=store.ask("views/rounds", programme_id=about[0]),
        tallies=frozenset(i.id for i in _in_order(definitions) if i.measured.kind == "tally"),
    )


def visibility(who: Who, lens: Lens, cohort_id: str, indicator_id: str) -> Visibility:
    """One measure of one cohort as a grid of teams and periods. Raises `NotAllowed` for anybody but a data lead."""
    need_steward(who)
    teams = lens.teams[lens.teams["cohort_id"] == cohort_id]
    own = lens.cells[lens.cells["group_id"].isin(teams["enrolment_id"]) & (lens.cells["indicator_id"] == indicator_id)]
    grid = _by_week(own, teams) if indicator_id in lens.tallies else _by_round(own, lens.rounds, cohort_id)
    names = teams.set_index("enrolment_id")["name"]
    periods = tuple(dict.fromkeys(grid.sort_values("start")["period"]))
    rows = pd.DataFrame(
        {
            "team": grid["group_id"].map(names),
            "period": grid["period"],
            "position": grid["period"].map({period: place for place, period in enumerate(periods)}),
            "fate": grid["fate"],
        }
    )
    title, told = _grid_title(grid["fate"]), _counts(grid["fate"])
    return Visibility(
        title=f"{lens.measures.get(indicator_id, 'Nothing asked')}: {title}",
        subtitle="Teams in order of enrolment, " + ("week by week" if indicator_id in lens.tallies else "by survey"),
        verdict=Verdict.NO_CHANGE,
        alt=f"{words.several(len(names), 'team', 'teams')} by {len(periods)} periods. {told}.",
        why=("The reasons are for you alone: everybody else reads one label, whatever the reason.",),
        rows=rows.sort_values(["position", "team"], ignore_index=True),
        teams=tuple(names),
        periods=periods,
    )


def _about(release: Asker) -> tuple[str, date]:
    record = release.ask("views/release_record").iloc[0]
    return str(record["programme_id"]), record["as_of"].date()


def _in_order(definitions: Definitions) -> Iterator[Indicator]:
    yield from definitions.indicators.values()


def _sentence(teams: pd.DataFrame, both: list[pd.DataFrame], *, is_other: bool) -> str:
    now, then = (len(_with_chart(cells)) for cells in both)
    verb = "has" if now == 1 else "have"
    told = f"Of {words.several(len(teams), 'team', 'teams')}, {now} {verb} a chart of their good days"
    return f"{told}; with these thresholds it would be {then}" if is_other else told


def _with_chart(cells: pd.DataFrame) -> set[str]:
    """The teams of whose run chart any point can be seen."""
    return set(cells.loc[cells["period_kind"].isin(POINTS) & cells["seen"].isin(VISIBLE), "group_id"])


def _shares(teams: pd.DataFrame, both: list[pd.DataFrame], definitions: Definitions) -> pd.DataFrame:
    """Teams, staff and figures that can be seen, today and then, each as a count and a share."""
    classes = {i.id: i.disclosure_class for i in _in_order(definitions)}
    charts = [_with_chart(cells) for cells in both]
    anything = [set(cells.loc[cells["seen"].isin(VISIBLE), "group_id"]) for cells in both]
    rows = [
        _share_row("Teams with a chart of their good days", charts, teams, "is_one"),
        _share_row("Staff in these teams", charts, teams, "people"),
        _share_row("Teams with any figure of their own", anything, teams, "is_one"),
    ]
    for name, label in CLASS_NAMES.items():
        asked = [c[(c["indicator_id"].map(classes) == name) & (c["seen"] != Seen.NOT_ASKED)] for c in both]
        if len(asked[0]):
            counts = [(int(c["seen"].isin(VISIBLE).sum()), len(c)) for c in asked]
            today, there = (_share(*pair) for pair in counts)
            rows.append((f"Figures of teams: {label[0].lower()}{label[1:]}", today, there))
    return pd.DataFrame(rows, columns=["what", "today", "then"])


def _share_row(label: str, seen: list[set[str]], teams: pd.DataFrame, weight: str) -> tuple[str, str, str]:
    weights = teams.assign(is_one=1).set_index("enrolment_id")[weight].fillna(0)
    today, then = (_share(int(weights[weights.index.isin(ids)].sum()), int(weights.sum())) for ids in seen)
    return label, today, then


def _share(part: int, whole: int) -> str:
    return f"{words.percent(part / whole)} ({part:,} of {whole:,})" if whole else "–"


def _fates(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Each team's figure under both rules; one that only one of them makes (a fortnight) is missing in the other."""
    key = ["group_id", "indicator_id", "instrument", "period_kind", "period_id", "period_start"]
    both = now[[*key, "seen"]].merge(then[[*key, "seen"]], on=key, how="outer", suffixes=("_now", "_then"))
    return both.rename(columns={"seen_now": "now", "seen_then": "then"})


def fate_of(now: str, then: str) -> Fate:
    """What becomes of a figure that is `now` and would be `then` (each a `Seen`, never not asked)."""
    if then in VISIBLE:
        return Fate.APPEARS if now not in VISIBLE else Fate.STAYS if then == Seen.SHOWN else Fate.COARSER
    if now in VISIBLE:
        return Fate.VANISHES_PROTECTS if then == Seen.PROTECTS else Fate.VANISHES_FEW
    return Fate.HIDDEN_PROTECTS if then == Seen.PROTECTS else Fate.HIDDEN_FEW


def _by_round(cells: pd.DataFrame, rounds: pd.DataFrame, cohort_id: str) -> pd.DataFrame:
    """One row per team and survey round, seen by itself or in a block; versions of a questionnaire count as one."""
    own = rounds[rounds["cohort_id"] == cohort_id].set_index("round_id")
    singles = cells[cells["period_kind"] == "round"]
    asked = singles[~(singles[["now", "then"]] == Seen.NOT_ASKED).any(axis=1) & singles["period_id"].isin(own.index)]
    blocks = [_seen_in_blocks(cells[cells["period_kind"] == "pooled"], which) for which in ("now", "then")]
    fates = [
        fate_of(*(blocks[k].get((row.group_id, row.period_id), seen) for k, seen in enumerate((row.now, row.then))))
        for row in each(asked)
    ]
    return pd.DataFrame(
        {
            "group_id": asked["group_id"],
            "start": asked["period_start"],
            "period": asked["period_id"].map(own["name"]),
            "fate": fates,
        }
    ).drop_duplicates(["group_id", "period"])


def _seen_in_blocks(blocks: pd.DataFrame, which: str) -> dict[tuple[str, str], str]:
    """The rounds of each team that can be seen as part of a block of rounds: more coarsely."""
    shown = blocks[blocks[which].isin(VISIBLE)]
    return {(row.group_id, part): Seen.COARSER for row in each(shown) for part in row.period_id.split("+")}


def _by_week(cells: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """One row per team and week of the cohort's time; a week that is pooled stands where its fortnight is.

    A week without any answer looks like one with too few: the lens does not tell them apart either.
    """
    points = cells[cells["period_kind"].isin(POINTS)]
    if points.empty:
        return pd.DataFrame(columns=["group_id", "start", "period", "fate"])
    second = pd.to_timedelta((points["period_kind"] == "fortnight") * 7, unit="D")
    weeks = pd.date_range(points["period_start"].min(), (points["period_start"] + second).max(), freq="7D")
    seen = [_seen_by_week(points, which) for which in ("now", "then")]
    rows = [
        (team, week, f"{week:%-d %b %Y}", fate_of(*(found.get((team, week), Seen.TOO_FEW) for found in seen)))
        for team in teams["enrolment_id"]
        for week in weeks
    ]
    return pd.DataFrame(rows, columns=["group_id", "start", "period", "fate"])


def _seen_by_week(points: pd.DataFrame, which: str) -> dict[tuple[str, pd.Timestamp], str]:
    """What can be seen of each team's weeks; a fortnight that can be seen covers both of its weeks, more coarsely."""
    found: dict[tuple[str, pd.Timestamp], str] = {}
    known = points[points[which].notna()]
    for row in each(known.sort_values("period_kind", ascending=False)):
        seen = str(getattr(row, which))
        if row.period_kind == "week":
            found[row.group_id, row.period_start] = seen
            continue
        for week in (row.period_start, row.period_start + pd.Timedelta(weeks=1)):
            found[row.group_id, week] = Seen.COARSER if seen in VISIBLE else seen
    return found


def _grid_title(fates: pd.Series) -> str:
    gone = int(fates.isin([Fate.VANISHES_FEW, Fate.VANISHES_PROTECTS]).sum())
    new = int((fates == Fate.APPEARS).sum())
    if not gone and not new:
        return "as it is published by today’s thresholds"
    told = [f"{gone:,} of {len(fates):,} would vanish"] * bool(gone) + [f"{new:,} would appear"] * bool(new)
    return words.listed(told)


def _counts(fates: pd.Series) -> str:
    """How many of each, in words."""
    return (
        "; ".join(f"{int(number)} {FATES[Fate(str(name))]}" for name, number in fates.value_counts().items()) or "None"
    )
