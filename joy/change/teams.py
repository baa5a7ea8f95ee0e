"""Whether a team's mean may be told as something the team shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


AGREES = 0.70  # median r_wg(j) from which answers may be averaged: LeBreton & Senter 2008
STEADY = 0.70  # ICC(2) from which a single team's mean is steady: LeBreton & Senter 2008, doi 10.1177/1094428106296642
FEWEST_PEOPLE = 5  # people of a team, below which its agreement is mostly chance; also the display threshold
FEWEST_TEAMS = 2


@dataclass(frozen=True)
class TeamClaim:
    """Whether answers may be averaged to team level, with the reasons and further notes in words.

    `median` is the median r_wg(j) of the `teams` teams large enough; `left_out` counts smaller ones.
    """

    is_justified: bool
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    median: float | None
    teams: int
    left_out: int


def may_speak_for_teams(
    agreement: Sequence[float | None], sizes: Sequence[int], icc1: float | None, icc2: float | None
) -> TeamClaim:
    """Say whether a scale about the team may be told as a team mean.

    `agreement` holds r_wg(j) of each team (0 to 1, None where unknown) and `sizes` its people who answered; teams of
    fewer than five are left out. Justified when at least two teams remain, their median agreement is .70 or more and
    ICC(1) is above zero. ICC(2) decides nothing: it says whether one team's mean is steady enough to stand alone.
    Raises `ValueError` when there are not as many sizes as values.
    Source: LeBreton & Senter 2008, doi 10.1177/1094428106296642, who also tell that .70 is a custom and no law.
    """
    pairs = list(zip(agreement, sizes, strict=True))
    kept = [value for value, size in pairs if size >= FEWEST_PEOPLE and value is not None]
    middle = median(kept) if kept else None
    checks = (_enough(len(kept)), _agreed(middle), _differ(icc1))
    return TeamClaim(
        is_justified=all(is_met for is_met, _ in checks),
        reasons=tuple(words for _, words in checks if words),
        notes=tuple(note for note in (_left_out(len(pairs) - len(kept)), _steady(icc2)) if note),
        median=middle,
        teams=len(kept),
        left_out=len(pairs) - len(kept),
    )


def _enough(teams: int) -> tuple[bool, str]:
    known = f"teams with at least {FEWEST_PEOPLE} people who answered: {teams}"
    return teams >= FEWEST_TEAMS, known if teams >= FEWEST_TEAMS else f"{known}; at least {FEWEST_TEAMS} are needed"


def _agreed(middle: float | None) -> tuple[bool, str]:
    if middle is None:
        return False, ""
    how = "agree enough" if middle >= AGREES else "do not agree enough"
    return middle >= AGREES, f"people of a team {how}: median r_wg(j) {middle:.2f}, {AGREES:.2f} is wanted"


def _differ(icc1: float | None) -> tuple[bool, str]:
    if icc1 is None:
        return False, "how much teams differ from one another is not known"
    if icc1 <= 0:
        return False, f"teams differ no more than people do: ICC(1) {icc1:.2f}"
    return True, f"{100 * icc1:.0f} % of the difference between people goes with their team: ICC(1) {icc1:.2f}"


def _left_out(teams: int) -> str:
    return f"teams left out because fewer than {FEWEST_PEOPLE} answered: {teams}" if teams else ""


def _steady(icc2: float | None) -> str:
    if icc2 is None:
        return ""
    how = "steady enough to stand alone" if icc2 >= STEADY else "not steady enough to stand alone"
    return f"one team's mean is {how}: ICC(2) {icc2:.2f}, {STEADY:.2f} is wanted"
