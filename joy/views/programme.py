"""The landing page's question: is it working, honestly, and who takes part?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import pandas as pd

from joy.access import Who, need_programme, sees_cohort, sees_whole_programme
from joy.definitions import Indicator
from joy.findings import WORDS, Aligned, Finding, Participation, Tile, Verdict
from joy.findings.quilt import Quilt, Tried
from joy.findings.records import TITLE_WORDS
from joy.store.reader import Asker
from joy.views import words
from joy.views.aligned import aligned, left_out, on_shared_axes
from joy.views.changes import Compared, compare, title_of
from joy.views.context import Context, context_of
from joy.views.figures import ends, of_indicator
from joy.views.quilt import quilt_of, signals_tile, teams_seen
from joy.views.reach import teams_called
from joy.views.scale import axis
from joy.views.sentences import fitting
from joy.views.sustained import Sustained, sustained
from joy.views.taking_part import last_day, only_cohorts, people_tile, quality_notes, reconciled, taking_part
from joy.views.tried import tried
from joy.views.verdicts import Signals, signals_of
from joy.views.young import Young, young_cohort


COUNTED = ("signals", "people")  # tiles that count teams or people and have no course of their own
EVERY_TEAM = "Every team"
FEWEST_STRETCHES = 3  # two points are no course
Told = TypeVar("Told", bound=Finding)


@dataclass(frozen=True)
class ProgrammeImpact:
    """Everything the landing page shows."""

    name: str
    as_of: str
    headline: Finding
    young: Young | None
    tiles: tuple[Tile, ...]
    quilt: Quilt
    tried: Tried
    aligned: tuple[Aligned, ...]
    participation: Participation
    sustained: Sustained | None
    quality: tuple[str, ...]
    teams_called: str = EVERY_TEAM  # or what they are to a reader who does not see all of them


def programme_impact(store: Asker, release: Asker, who: Who, programme_id: str) -> ProgrammeImpact:
    """Answer the landing page's question for one programme from one published update.

    Its totals, and the cohorts whose totals `who` may see. Raises `NotAllowed`.
    """
    need_programme(who, programme_id)
    context = context_of(store, release, who)
    ours = context.release.ask("views/figures", group_kind="programme", group_id=programme_id)
    cohorts = context.release.ask("views/figures", group_kind="cohort", group_id=None)
    findings = context.release.ask("views/findings", group_kind="programme", group_id=programme_id)
    part = context.release.ask("views/participation")
    compared = {i.id: compare(i, ours, findings) for i in context.headline}
    teams, is_whole = teams_seen(context), sees_whole_programme(who, context.cohorts["cohort_id"])
    signals = signals_of(teams) if is_whole else None
    young = young_cohort(context, cohorts, part)
    go_together = _go_together(context, part, signals, compared.get(context.good_days.id))
    quilt, who_takes_part = quilt_of(context, teams, signals), taking_part(context, part)
    return ProgrammeImpact(
        name=_name(store, programme_id),
        as_of=words.day(last_day(context)),
        headline=_with_more(_headline(context, compared, young, cohorts), go_together),
        young=young,
        tiles=tuple(
            _with_more(tile, go_together) if tile.indicator_id in COUNTED else tile
            for tile in _tiles(context, compared, cohorts, part, signals)
        ),
        quilt=_with_more(quilt, go_together),
        tried=tried(context),
        aligned=on_shared_axes(
            aligned(context, cohorts, indicator, title=_aligned_title(context, compared.get(indicator.id), indicator))
            for indicator in context.headline
        ),
        participation=_with_more(who_takes_part, go_together),
        sustained=sustained(context) if is_whole else None,
        quality=quality_notes(context, teams if is_whole else ()),
        teams_called=_called(who, len(teams), is_whole=is_whole),
    )


def _go_together(
    context: Context, part: pd.DataFrame, signals: Signals | None, good: Compared | None
) -> tuple[str, ...]:
    """One sentence that holds every number of teams on the page; none where not all teams may be seen."""
    if signals is None or part.empty:
        return ()
    return (reconciled(context, part, signals.judged, good.change.teams if good and good.change else ""),)


def _with_more(record: Told, told: tuple[str, ...]) -> Told:
    return replace(record, why=(*record.why, *told))


def _tiles(
    context: Context,
    compared: dict[str, Compared | None],
    cohorts: pd.DataFrame,
    part: pd.DataFrame,
    signals: Signals | None,
) -> tuple[Tile, ...]:
    """The headline figures, how many teams changed (only for those who see every team), and who is heard."""
    seen = _if_all_seen(context, cohorts)
    measured = [tile_of(one, seen, context) for one in compared.values() if one is not None]
    changed = [signals_tile(signals)] if signals is not None else []
    return (*measured, *changed, people_tile(context, part, cohorts))


def _if_all_seen(context: Context, cohorts: pd.DataFrame) -> pd.DataFrame:
    """The cohorts' figures, from which a course of the whole programme is drawn; none where some may not be seen."""
    is_whole = all(sees_cohort(context.who, cohort_id) for cohort_id in context.cohorts["cohort_id"])
    return cohorts if is_whole else cohorts.iloc[0:0]


def tile_of(one: Compared, cohorts: pd.DataFrame, context: Context) -> Tile:
    """A headline: the latest value, its change with interval, what it rests on, and a sparkline."""
    indicator, change = one.indicator, one.change
    after = one.after
    has_value = after is not None and after["state"] == "shown"
    value = words.value_text(indicator, after["value"], after["capped"]) if has_value and after is not None else ""
    # A tile is small: what the change rests on stands below, with what the value rests on.
    text = words.change_text(indicator, replace(change, people="")) if change else WORDS[one.verdict]
    counts = _rests_on(one, str(after["n_band"])) if has_value and after is not None else ""
    spark = _course(cohorts, indicator) if indicator.measured.kind == "tally" else _two_ends(one)
    low, high = axis(spark["value"], indicator.minimum, indicator.maximum)
    return Tile(
        title=title_of(one),
        subtitle=indicator.question,
        verdict=one.verdict,
        alt=_tile_alt(one, value, text, counts),
        why=(*_tile_why(one), *left_out(context, cohorts, indicator)),
        notes=indicator.caveats,
        indicator_id=indicator.id,
        label=indicator.name,
        value_text=value,
        unit=indicator.unit,
        counts=counts,
        period=_period(indicator),
        change_text=text,
        spark=spark,
        minimum=low,
        maximum=high,
        is_share=indicator.shows == "share",
    )


def _tile_alt(one: Compared, value: str, change: str, counts: str) -> str:
    said = (title_of(one), f"{one.indicator.name}: {value or change}", change if value else "", f"Rests on {counts}")
    return f"{'. '.join(filter(None, said if counts else said[:-1]))}."


def _rests_on(one: Compared, n_band: str) -> str:
    """What the value rests on, and the change, where that is a part of them or is weighed team by team."""
    value, change = words.counted(one.indicator, n_band), one.change
    of = "" if change is None else change.teams or (f"{change.people} people both times" if change.people else "")
    return f"{value}; change: {of}" if of else value


def _tile_why(one: Compared) -> tuple[str, ...]:
    if one.change is None:
        return (f"{WORDS[one.verdict]}.", *([words.WHY_HIDDEN] if one.verdict is Verdict.HIDDEN else []))
    how = "All who answered are compared; they are not the same people both times."
    if one.change.method == "team by team":
        how = f"Compared team by team ({one.change.teams} that could be), because the same people answer many times."
    elif "same people" in one.change.method:
        how = (
            f"Compared only for people who could be paired: {one.change.people} people. The value and the small line "
            "are of all who answered, so they may move otherwise."
        )
    return (
        f"{words.change_text(one.indicator, one.change)}. The range is a 95% interval; one that holds "
        "zero means that chance alone could do this.",
        how,
    )


def _period(indicator: Indicator) -> str:
    if indicator.measured.kind == "tally":
        return "latest weeks of each cohort, at most eight, against its baseline"
    return "latest survey of each cohort, against its first"


def _course(cohorts: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The stretches between learning sets that a fixed set of cohorts has all of, weighed by answers.

    Cohorts with fewer than three stretches are too young; taking others in and out would bend the line.
    """
    mine = of_indicator(cohorts, indicator)
    rows = mine[(mine["period_kind"] == "between_sets") & (mine["state"] == "shown") & mine["capped"].isna()]
    rows = rows.assign(place=rows["period_id"].astype("int64"))
    held = rows.groupby("group_id")["place"].agg(["max", "size"])
    whole = held[(held["max"] == held["size"]) & (held["size"] >= FEWEST_STRETCHES)]
    rows = rows[rows["group_id"].isin(whole.index) & (rows["place"] <= whole["size"].min())]
    sums = rows.assign(good=rows["value"] * rows["n_low"]).groupby("place")[["good", "n_low"]].sum()
    return pd.DataFrame({"start": sums.index, "value": (sums["good"] / sums["n_low"]).astype("float64").to_numpy()})


def _two_ends(one: Compared) -> pd.DataFrame:
    """First and latest survey of all cohorts together; none where one is but a bound, for that has no place."""
    both = [end for end in (one.before, one.after) if end is not None]
    is_bounded = any(pd.notna(end["capped"]) for end in both)
    values = [] if is_bounded else [float(end["value"]) for end in both]
    return pd.DataFrame({"start": range(1, len(values) + 1), "value": pd.Series(values, dtype="float64")})


def _headline(
    context: Context, compared: dict[str, Compared | None], young: Young | None, cohorts: pd.DataFrame
) -> Finding:
    """One sentence for the whole programme, led by good days; of a young first cohort, when there can be one."""
    one = compared.get(context.good_days.id)
    if young is not None and len(context.cohorts) == 1:
        title, verdict = young.title, Verdict.TOO_FEW
        why: tuple[str, ...] = tuple(f"{label}: {told}." for label, told in young.facts)
    elif one is None or one.change is None:
        title = "Nothing can be said yet about what is changing"
        verdict = Verdict.TOO_FEW
        why = (
            "Good days are compared once teams have a baseline and later weeks that can be shown.",
            words.WHY_HIDDEN,
        )
    else:
        verdict, why = one.verdict, (*_tile_why(one), *_with_young(context, young, cohorts))
        size = words.points_text(one.indicator, one.change.difference, signed=False)
        more = "more" if one.change.difference > 0 else "fewer"
        title = (
            f"Good days: {size} {more} than when teams started"
            if verdict in {Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED}
            else "Good days: no change across the programme that we can tell from chance"
        )
    return Finding(title=title, subtitle=_others(compared, context), verdict=verdict, alt=title, why=why)


def _with_young(context: Context, young: Young | None, cohorts: pd.DataFrame) -> tuple[str, ...]:
    """Whether a cohort that is too young for a verdict of its own counts in the programme's."""
    if young is None:
        return ()
    both = ends(cohorts[cohorts["group_id"] == young.cohort_id], context.good_days)
    if both is None:
        return (f"{young.name} does not count in it yet.",)
    return (f"{young.name} counts in it with its first weeks, though it is too young for a verdict of its own.",)


def _others(compared: dict[str, Compared | None], context: Context) -> str:
    """What the other headline indicators say, grouped by verdict in words."""
    others = [one for key, one in compared.items() if one is not None and key != context.good_days.id]
    said = []
    for verdict in (Verdict.IMPROVED, Verdict.WORSENED, Verdict.NO_CHANGE):
        names = [one.indicator.name.lower() for one in others if one.verdict is verdict]
        if names:
            said.append(f"{WORDS[verdict]}: {words.listed(names)}.")
    return " ".join(said)


def _aligned_title(context: Context, one: Compared | None, indicator: Indicator) -> str:
    """The programme's change over the lines of all cohorts; over those of some, only what is drawn."""
    if only := only_cohorts(context):
        return fitting(TITLE_WORDS, f"{indicator.name} by learning set: {only}", f"{indicator.name} by learning set")
    return title_of(one) if one is not None else f"{indicator.name} by learning set"


def _called(who: Who, count: int, *, is_whole: bool) -> str:
    """What stands over the teams, for a reader who sees all of them, some or none."""
    if is_whole:
        return EVERY_TEAM
    return teams_called(who, count) if count else "Teams"


def _name(store: Asker, programme_id: str) -> str:
    programmes = store.ask("release/programmes").set_index("programme_id")
    return str(programmes.loc[programme_id, "name"])
