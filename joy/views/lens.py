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
from joy.findings.lens import ALWAYS_TOLD, FATES, SIGNS, Fate, Visibility
from joy.release.whatif import Remembered, to_choose_from, with_thresholds
from joy.store.reader import Asker
from joy.views import words
from joy.views.fates import POINTS, VISIBLE, both_of, by_round, by_week, could_be_shown


CLASS_NAMES = {
    DisclosureClass.PULSE: "Good days and other tallies",
    DisclosureClass.SURVEY: "Surveys",
    DisclosureClass.SENSITIVE: "Burnout and the like",
}
CELL_NAMES = {  # what is counted of each class
    DisclosureClass.PULSE: "Weeks of good days and other tallies, team by team",
    DisclosureClass.SURVEY: "Survey results, team by team",
    DisclosureClass.SENSITIVE: "Results on burnout and the like, team by team",
}
FOR_YOU = "The reasons are for you alone: everybody else reads one label, whatever the reason."
NO_CELL = "Too few answers came for any week, fortnight or survey of these teams to have a figure of its own."
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
    is_other: bool


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
    definitions, rounds = store.definitions, store.ask("views/rounds", programme_id=about[0])
    tallies = frozenset(i.id for i in _in_order(definitions) if i.measured.kind == "tally")
    both = [frame[frame["group_kind"] == "team"] for frame in (now, then)]
    present = set(both[0]["indicator_id"])
    cells = both_of(*both)
    return Lens(
        sentence=_sentence(teams, both, is_other=other != policy),
        shares=_shares(teams, both, could_be_shown(cells, rounds, tallies), definitions),
        cells=cells,
        measures={i.id: i.name for i in _in_order(definitions) if i.id in present},
        teams=teams,
        rounds=rounds,
        tallies=tallies,
        is_other=other != policy,
    )


def visibility(who: Who, lens: Lens, cohort_id: str, indicator_id: str) -> Visibility:
    """One measure of one cohort as a grid of teams and periods. Raises `NotAllowed` for anybody but a data lead."""
    need_steward(who)
    teams = lens.teams[lens.teams["cohort_id"] == cohort_id]
    own = lens.cells[lens.cells["group_id"].isin(teams["enrolment_id"]) & (lens.cells["indicator_id"] == indicator_id)]
    grid = by_week(own, teams) if indicator_id in lens.tallies else by_round(own, lens.rounds, cohort_id)
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
    title, told = _grid_title(grid["fate"], is_other=lens.is_other), _counts(grid["fate"])
    by = "week by week" if indicator_id in lens.tallies else "by survey"
    return Visibility(
        title=f"{lens.measures.get(indicator_id, 'Nothing asked')}: {title}",
        subtitle=f"Teams in order of enrolment, {by}: {_legend(grid['fate'])}",
        verdict=Verdict.NO_CHANGE,
        alt=f"{words.several(len(names), 'team', 'teams')} by {len(periods)} periods. {told}.",
        why=((FOR_YOU if len(grid) else NO_CELL),),
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


def _shares(
    teams: pd.DataFrame, both: list[pd.DataFrame], cells: pd.DataFrame, definitions: Definitions
) -> pd.DataFrame:
    """Teams, staff and figures that can be seen, today and then, each as a count and a share.

    `cells` are those that could be shown if nothing were hidden: the whole is the same whatever is tried.
    """
    classes = cells["indicator_id"].map({i.id: i.disclosure_class for i in _in_order(definitions)})
    charts = [_with_chart(frame) for frame in both]
    anything = [set(frame.loc[frame["seen"].isin(VISIBLE), "group_id"]) for frame in both]
    rows = [
        _share_row("Teams with a chart of their good days", charts, teams, "is_one"),
        _share_row("Staff in these teams", charts, teams, "people"),
        _share_row("Teams with any figure of their own", anything, teams, "is_one"),
    ]
    for name, label in CELL_NAMES.items():
        own = cells[classes == name]
        if len(own):
            today, there = (_share(int(own[which].sum()), len(own)) for which in ("now", "then"))
            rows.append((label, today, there))
    return pd.DataFrame(rows, columns=["what", "today", "then"])


def _share_row(label: str, seen: list[set[str]], teams: pd.DataFrame, weight: str) -> tuple[str, str, str]:
    weights = teams.assign(is_one=1).set_index("enrolment_id")[weight].fillna(0)
    today, then = (_share(int(weights[weights.index.isin(ids)].sum()), int(weights.sum())) for ids in seen)
    return label, today, then


def _share(part: int, whole: int) -> str:
    return f"{words.percent(part / whole)} ({part:,} of {whole:,})" if whole else "–"


def _grid_title(fates: pd.Series, *, is_other: bool) -> str:
    gone = int(fates.isin([Fate.VANISHES_FEW, Fate.VANISHES_PROTECTS]).sum())
    new = int((fates == Fate.APPEARS).sum())
    if fates.empty:
        return "nothing to show by itself, not even pooled"
    if not is_other:
        return "what can be seen today"
    if not gone and not new:
        return "with these thresholds the same can be seen as today"
    told = [f"{gone:,} of {len(fates):,} would vanish"] * bool(gone) + [f"{new:,} would appear"] * bool(new)
    return words.listed(told)


def _legend(fates: pd.Series) -> str:
    """What each mark means that there is, and always what is shown."""
    present = [fate for fate in Fate if fate in ALWAYS_TOLD or (fates == fate).any()]
    return " · ".join(f"{SIGNS[fate]} {FATES[fate]}" for fate in present)


def _counts(fates: pd.Series) -> str:
    """How many of each, in words."""
    return (
        "; ".join(f"{int(number)} {FATES[Fate(str(name))]}" for name, number in fates.value_counts().items()) or "None"
    )
