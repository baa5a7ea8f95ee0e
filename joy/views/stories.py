"""Stories that somebody may read: only as far as their tellers agreed, and no longer than they do (rule R17).

They are read from the programme's own table, never from an update. Whoever keeps what was read keeps it under
`story_stamp`, which any change of a story or of its consent changes; so one that is withdrawn or erased is gone from
the next look at any page.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from joy.access import Who, need_programme, need_team, sees_cohort, sees_programme, sees_team
from joy.findings import StoryCard
from joy.store.reader import Asker
from joy.views import words


PARTS = (
    ("challenge", "The challenge"),
    ("who", "Who took part"),
    ("how_measured", "How we knew"),
    ("tested", "What we tried"),
    ("outcome", "What happened"),
    ("learned_from_failure", "What did not work"),
    ("next_step", "What next"),
)
IN_THE_ROOM = ("facilitator", "team")  # who belongs to a cohort; leaders and evaluators look at it from outside


def stories_for(store: Asker, who: Who, programme_id: str) -> pd.DataFrame:
    """The stories of a programme that `who` may read, newest first; one row per story, as in views/stories."""
    told = store.ask("views/stories", programme_id=programme_id, today=datetime.now(UTC).date())
    reads = [_reads(who, programme_id, row) for row in told.to_dict("records")]
    return told[pd.Series(reads, index=told.index, dtype=bool)]


def story_stamp(store: Asker, who: Who, enrolment_id: str) -> str:
    """Name what a team's stories and consents are now, and the day; it holds nothing of them. Raises `NotAllowed`."""
    need_team(who, enrolment_id)
    stamp = store.ask("views/story_stamp", enrolment_id=enrolment_id)["stamp"].iloc[0]
    return f"{stamp} {datetime.now(UTC).date()}"


def team_story(store: Asker, who: Who, enrolment_id: str) -> StoryCard | None:
    """The newest story of a team in its cohort that `who` may read. Raises `NotAllowed`."""
    need_team(who, enrolment_id)
    home = store.ask("store/group_programme", group_kind="team", group_id=enrolment_id)
    if home.empty:
        return None
    told = stories_for(store, who, str(home["programme_id"].iloc[0]))
    own = told[told["enrolment_id"] == enrolment_id]
    return None if own.empty else _card(own.iloc[0])


def stories_stamp(store: Asker, who: Who, programme_id: str) -> str:
    """Name what a programme's stories and consents are now, and the day; it holds nothing of them.

    Raises `NotAllowed`.
    """
    need_programme(who, programme_id)
    stamp = store.ask("views/stories_stamp", programme_id=programme_id)["stamp"].iloc[0]
    return f"{stamp} {datetime.now(UTC).date()}"


def programme_story(store: Asker, release: Asker, who: Who, programme_id: str) -> StoryCard | None:  # noqa: ARG001  a view
    """The newest story of a programme that its tellers agreed to share with `who`. Raises `NotAllowed`.

    A team's own story that it shares with nobody is on its own page only.
    """
    need_programme(who, programme_id)
    told = stories_for(store, who, programme_id)
    shared = told[told["consent_scope"].notna()]
    return None if shared.empty else _card(shared.iloc[0])


def _reads(who: Who, programme_id: str, story: dict[object, object]) -> bool:
    """Whether a story's consent covers this reader; without consent its own team only."""
    own, cohort = str(story["enrolment_id"]), str(story["cohort_id"])
    teams = Who(who.person, tuple(one for one in who.held if one.role == "team"))
    if sees_team(teams, own):
        return True
    scope = story["consent_scope"]
    if scope == "cohort":
        room = Who(who.person, tuple(one for one in who.held if one.role in IN_THE_ROOM))
        return sees_cohort(room, cohort)
    return scope in ("programme", "public") and sees_programme(who, programme_id)


def _card(row: pd.Series) -> StoryCard:
    return StoryCard(
        title=_text(row["title"]),
        synopsis=_text(row["synopsis"]),
        attribution=_text(row["author_label"]) or f"Team member, cohort {row['cohort_ordinal']}",
        told=words.month(row["told_on"]),
        parts=tuple((heading, _text(row[name])) for name, heading in PARTS if _text(row[name])),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
