"""What to call the teams that a reader sees where they are not all: one's own, or those that a role takes in."""

from __future__ import annotations

from joy.access import SEE_RESULTS, Who


NONE = "No team is shown to you here"


def is_own(who: Who) -> bool:
    """Whether what is seen of teams is the reader's own only: every role that shows results is a team's."""
    roles = {one.role for one in who.held if one.role in SEE_RESULTS}
    return roles == {"team"}


def teams_called(who: Who, count: int) -> str:
    """Name the `count` teams that are seen, where others are not: a leader's are no “your team”."""
    if not count:
        return NONE
    noun = "team" if count == 1 else "teams"
    return f"Your {noun}" if is_own(who) else f"The {noun} your role shows"


def week_by_week(called: str) -> str:
    """The title over the charts of several such teams, by what they are `called`."""
    return called if called == NONE else f"{called}, week by week"
