"""What becomes of each figure of a team under other thresholds, and of what whole that is."""

from __future__ import annotations

import pandas as pd

from joy.findings.lens import Fate, Seen
from joy.frames import each


VISIBLE = (Seen.SHOWN, Seen.COARSER)
POINTS = ("week", "fortnight")  # what a run chart is drawn from
AT = ["group_id", "indicator_id", "period_id"]


def both_of(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
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


def by_round(cells: pd.DataFrame, rounds: pd.DataFrame, cohort_id: str) -> pd.DataFrame:
    """One row per team and survey round, seen by itself or in a block; versions of a questionnaire count as one."""
    own = rounds[rounds["cohort_id"] == cohort_id].set_index("round_id")
    singles = cells[cells["period_kind"] == "round"]
    asked = singles[_is_asked(singles) & singles["period_id"].isin(own.index)]
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


def by_week(cells: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """One row per team and week of the cohort's time; a week that is pooled stands where its fortnight is.

    A week without any answer looks like one with too few: the lens does not tell them apart either.
    """
    points = cells[cells["period_kind"].isin(POINTS)]
    if points.empty:
        return pd.DataFrame(columns=["group_id", "start", "period", "fate"])
    weeks = _weeks_of(points)
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


def could_be_shown(cells: pd.DataFrame, rounds: pd.DataFrame, tallies: frozenset[str]) -> pd.DataFrame:
    """Every cell that could be shown if nothing were hidden: group_id, indicator_id, and whether seen `now`, `then`.

    They are every week (or week of a fortnight) in which a team sent answers, and every measure that a team was asked
    in a survey round. Which they are hangs on the update only, never on the thresholds that are tried.
    """
    is_tally = cells["indicator_id"].isin(tallies)
    every = [_all_weeks(cells[is_tally]), _all_rounds(cells[~is_tally], rounds)]
    return pd.concat(every, ignore_index=True)[["group_id", "indicator_id", "now", "then"]]


def _all_rounds(cells: pd.DataFrame, rounds: pd.DataFrame) -> pd.DataFrame:
    own = cells[cells["period_id"].isin(rounds["round_id"]) & (cells["period_kind"] == "round")]
    every = own.loc[_is_asked(own), AT].drop_duplicates()
    blocks = cells[cells["period_kind"] == "pooled"]
    blocks = blocks.assign(period_id=blocks["period_id"].str.split("+")).explode("period_id")
    return _marked(every, pd.concat([own, blocks]), AT)


def _all_weeks(cells: pd.DataFrame) -> pd.DataFrame:
    at = ["group_id", "indicator_id", "period_start"]
    points = cells[cells["period_kind"].isin(POINTS)]
    fortnights = points[points["period_kind"] == "fortnight"]
    second = fortnights.assign(period_start=fortnights["period_start"] + pd.Timedelta(weeks=1))
    weeks = pd.concat([points, second])
    return _marked(weeks.loc[_is_asked(weeks), at].drop_duplicates(), weeks, at)


def _marked(every: pd.DataFrame, seen: pd.DataFrame, at: list[str]) -> pd.DataFrame:
    """Every cell with whether anything that covers it can be seen, under both rules."""
    covered = seen[at].assign(**{which: seen[which].isin(VISIBLE) for which in ("now", "then")})
    covered = covered.groupby(at, as_index=False)[["now", "then"]].any()
    marked = every[at].merge(covered, on=at, how="left")
    return marked.assign(**{which: marked[which].eq(True) for which in ("now", "then")})


def _is_asked(cells: pd.DataFrame) -> pd.Series:
    """Whether the published update holds a figure, shown or not: what is tried never changes what there is."""
    return cells["now"].notna() & (cells["now"] != Seen.NOT_ASKED)


def _weeks_of(points: pd.DataFrame) -> pd.DatetimeIndex:
    """The weeks that points reach over, as published; where none are, as they would be."""
    published = points[points["now"].notna()]
    points = published if len(published) else points
    second = pd.to_timedelta((points["period_kind"] == "fortnight") * 7, unit="D")
    return pd.date_range(points["period_start"].min(), (points["period_start"] + second).max(), freq="7D")
