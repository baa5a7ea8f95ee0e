"""What a view returns and a chart draws: one frozen record for the chart, its table, its sentence and every export.

A record holds only released figures. Frames are tidy, with the columns named beside each field; a missing value is a
gap, never zero. `title` states the finding in at most 20 words; `why` holds what "Why?" opens.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pandas as pd


TITLE_WORDS = 20  # a finding is one sentence that can be read aloud in a breath
ROOM_WORDS = 12  # what can be read from the back of a room
SAME = 1e-9  # two values this near are one


class Verdict(StrEnum):
    """What may be said about a series. The words on screen are `WORDS`."""

    IMPROVED = "improved"
    WORSENED = "worsened"
    CHANGED = "changed"  # a signal in an indicator that has no good direction
    NO_CHANGE = "no_change"
    BASELINE = "baseline"  # the stretch to compare with has not ended
    TOO_FEW = "too_few"
    HIDDEN = "hidden"
    NOT_ASKED = "not_asked"


# One label for every reason: whoever reads it learns neither which rule hid a figure nor whether anybody answered.
NOT_SHOWN = "Not shown, to protect people’s answers"
WORDS = {
    Verdict.IMPROVED: "Improved",
    Verdict.WORSENED: "Worsened",
    Verdict.CHANGED: "Changed",
    Verdict.NO_CHANGE: "No change we can tell from chance",
    Verdict.BASELINE: "Baseline not finished",
    Verdict.TOO_FEW: "Too few points yet",
    Verdict.HIDDEN: NOT_SHOWN,
    Verdict.NOT_ASKED: "Not asked",
}
NO_MORE = "Too few points to tell"  # of a series that has ended


@dataclass(frozen=True)
class Change:
    """A difference between two periods. `low` and `high` are its 95 % interval, both missing when none may be given.

    `before` and `after` are the shown figures of all who answered. `difference` is theirs, unless `method` compares a
    part of them (the same people both times) or weighs them otherwise (team by team). Shares are 0 to 1, means are in
    the indicator's unit. `method` is in the reader's words: "the same people both times", "all who answered", "team by
    team"; `people` says how many could be paired, `teams` how many were compared team by team, `also` what another way
    of comparing gives, where there is one. Both ends of the interval are rounded outwards, and the verdict is theirs.
    `is_direction_only`: it may be told that it rose or fell, not by how much (rule R14).
    `is_doubtful`: that other way gives less than half, so other people may have answered and no change is claimed.
    """

    before: float
    after: float
    difference: float
    low: float | None
    high: float | None
    n_before: str
    n_after: str
    method: str
    people: str = ""
    also: str = ""
    is_doubtful: bool = False
    is_direction_only: bool = False
    teams: str = ""

    @property
    def is_beyond_chance(self) -> bool:
        if self.is_doubtful:
            return False
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def bound_at(points: pd.DataFrame, value: float | None) -> str:
    """The words of the bound whose place is `value` among the points (such as “over 75%”); empty for a plain number."""
    if value is None or "bound" not in points:
        return ""
    told = points.loc[(points["bound"] != "") & ((points["value"] - value).abs() < SAME), "bound"]
    return str(told.iloc[0]) if len(told) else ""


@dataclass(frozen=True)
class Finding:
    """What every record carries, whatever it shows. `room` is the title for a room, where that is shorter.

    `instead` is what a hidden record shows in its place, in one line: the published figure of a larger group, named.
    """

    title: str
    subtitle: str
    verdict: Verdict
    alt: str
    why: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    room: str = field(default="", kw_only=True)
    instead: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        for words, most in ((self.title, TITLE_WORDS), (self.room, ROOM_WORDS)):
            if len(words.split()) > most:
                raise AssertionError(f"at most {most} words: {words}")
        if not self.alt:
            raise AssertionError("a finding needs an alternative text")

    def table(self) -> pd.DataFrame:
        """The same figures as a table, with column names in the reader's words."""
        return pd.DataFrame()


@dataclass(frozen=True)
class Tile(Finding):
    """A headline: value, unit, n, period, change, and a sparkline (columns: start date or number, value number).

    `minimum` and `maximum` bound the sparkline's axis, so that a small change does not look steep.
    """

    indicator_id: str = ""
    label: str = ""
    value_text: str = ""
    unit: str = ""
    counts: str = ""
    period: str = ""
    change_text: str = ""
    spark: pd.DataFrame = field(default_factory=pd.DataFrame)
    is_share: bool = False
    minimum: float | None = None
    maximum: float | None = None

    def table(self) -> pd.DataFrame:
        return self.spark


@dataclass(frozen=True)
class Run(Finding):
    """A run chart of one series.

    `points`: start date, label text, value number, n text, marked truth (where a signal was found:
    in the longest run on the side the series moved to), part integer where the question changed on the way, and bound
    text: “over 75%” where no more than that may be told and the value is only its place on the chart, else empty.
    `sets`: on_date date, label text. `flags`: on_date date, number integer, title text, kind text (test or note).
    `centre` is the median of the whole series, missing under ten useful points; `baseline` the median of the baseline
    window with the window's first and last day, drawn as a reference only. `by_chance`: how often such a chart signals
    although nothing changed, 0 where it cannot. `phases`: start date, label text (such as “median 52% → 65%”), reason
    text, for each new phase that a person has started; `centres` is then the line at every point, `centre` the latest.
    `is_over`: nothing is added to the series any more. `is_joined`: there are points enough for a line through them.
    """

    points: pd.DataFrame = field(default_factory=pd.DataFrame)
    sets: pd.DataFrame = field(default_factory=pd.DataFrame)
    flags: pd.DataFrame = field(default_factory=pd.DataFrame)
    centre: float | None = None
    baseline: float | None = None
    baseline_start: date | None = None
    baseline_end: date | None = None
    label: str = ""
    key: str = ""
    is_share: bool = True
    minimum: float = 0.0
    maximum: float = 1.0
    unit: str = ""
    step: str = "week"
    by_chance: float = 0.0
    phases: pd.DataFrame = field(default_factory=pd.DataFrame)
    centres: tuple[float, ...] = ()
    is_over: bool = False
    is_joined: bool = True

    @property
    def told(self) -> str:
        """The verdict in words, without a “yet” where nothing more will come."""
        return NO_MORE if self.is_over and self.verdict is Verdict.TOO_FEW else WORDS[self.verdict]

    def table(self) -> pd.DataFrame:
        return self.points


@dataclass(frozen=True)
class Multiples(Finding):
    """Many small run charts on one scale, in enrolment order; `panels` may hold hidden and too-few ones."""

    panels: tuple[Run, ...] = ()

    def table(self) -> pd.DataFrame:
        frames = [panel.points.assign(team=panel.label) for panel in self.panels if len(panel.points)]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


@dataclass(frozen=True)
class Comparison(Finding):
    """Baseline to latest, row by row (a dumbbell chart).

    `rows`: key text, label text, before number, after number, low number, high number, n_before text, n_after text,
    change_text text, verdict text (a `Verdict`), method text. Low and high bound the change, not the value.
    """

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    is_share: bool = False
    minimum: float = 0.0
    maximum: float = 100.0
    unit: str = ""
    before_label: str = "Baseline"
    after_label: str = "Latest"

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class Aligned(Finding):
    """Cohorts or one cohort's indicator over its learning sets, aligned at learning set 1 or by date.

    `lines`: cohort text, ordinal integer, position number (`by` sets: learning set that opens the stretch, or round
    number; `by` weeks: weeks since learning set 1; `by` calendar: days since 1970), position_label text, value number,
    n text, is_live truth, bound text as in `Run`. `reworded`: cohorts that were asked another question before their
    first point here. `is_numbered`: the ordinal says which line is whose.
    """

    lines: pd.DataFrame = field(default_factory=pd.DataFrame)
    by: str = "sets"
    reworded: tuple[str, ...] = ()
    is_numbered: bool = True
    is_share: bool = True
    minimum: float = 0.0
    maximum: float = 1.0
    unit: str = ""

    def table(self) -> pd.DataFrame:
        return self.lines


@dataclass(frozen=True)
class Participation(Finding):
    """Who takes part. `rows`: cohort text, enrolled, sending, testing, left integers, people integer."""

    rows: pd.DataFrame = field(default_factory=pd.DataFrame)

    def table(self) -> pd.DataFrame:
        return self.rows


@dataclass(frozen=True)
class TestRow:
    """One test of a change idea, as the reader sees it."""

    number: int
    title: str
    started: str
    prediction: str
    result: str
    learned: str
    decision: str
    meant_for: str = ""  # the measure it was meant to move


@dataclass(frozen=True)
class StoryCard:
    """One consented story."""

    title: str
    synopsis: str
    attribution: str
    told: str
    parts: tuple[tuple[str, str], ...] = ()
