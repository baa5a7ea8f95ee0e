"""Finding teams, change ideas with their tests, and stories by words; never anything that a person answered.

Words are compared folded: without capitals and accents, each anywhere in the text, in any order; where a reader finds
nothing, by what comes close: another ending, one letter wrong, two words written as one. An idea's title is
shared with everybody who sees its cohort, so that teams learn from each other; what was written of its tests, and whose
idea it is, with those who see the team. Stories come only as far as their consent reaches.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import zip_longest

import pandas as pd

from joy.access import Who, need_programme, sees_cohort, sees_team
from joy.frames import each
from joy.store.reader import Asker
from joy.views import words as wording
from joy.views.close_words import close_to
from joy.views.seen import Seen
from joy.views.stories import stories_for


LONGEST = 200  # signs that are searched for; more is nobody's word
MOST = 30  # of each kind are listed; a longer list is read by nobody, another word is quicker
STAGES = {  # programme.change_idea.stage, as the reader says it
    "suggested": "suggested",
    "planned": "planned",
    "testing": "being tested",
    "adapted": "adapted",
    "adopted": "adopted",
    "abandoned": "abandoned",
    "implemented": "in daily use",
    "escalated": "with a sponsor",
}
PATTERNS = ("close", "close_2", "close_3")  # as the queries call them
CLOSE = "Nothing has these words as they stand; close to them: "
NOTHING = "Nothing was found for these words. Try one word, or only its beginning."


@dataclass(frozen=True)
class Hit:
    """Something that was found: its name, a quiet line about it, and what it opens: a team, else its cohort's page."""

    name: str
    about: str
    cohort_id: str
    enrolment_id: str = ""


@dataclass(frozen=True)
class Hits:
    """What was found of one kind: at most `MOST` are listed of all there are."""

    name: str
    hits: tuple[Hit, ...]
    count: int

    @property
    def more(self) -> str:
        """What to do where not all are listed; empty where they are."""
        return f"The first {len(self.hits)} of {self.count}. Add a word to see fewer." if self.count > MOST else ""


@dataclass(frozen=True)
class Found:
    """Everything that was found for some words: groups that are not empty, in the order they are read.

    `is_close`: nothing has the words as they were typed, and this comes close.
    """

    words: str
    groups: tuple[Hits, ...]
    is_close: bool = False

    @property
    def told(self) -> str:
        """How much was found, in one line; or a kind word where nothing was."""
        parts = [wording.several(one.count, *PLURALS[one.name]) for one in self.groups]
        if not parts:
            return NOTHING if self.words else ""
        return f"{CLOSE if self.is_close else ''}{wording.listed(parts)} found."


@dataclass(frozen=True)
class Place:
    """Where is looked, for whom, and until which day; the names of cohorts, and the stories that may be read."""

    store: Asker
    who: Who
    programme_id: str
    until: date
    cohorts: dict[str, str]
    stories: pd.DataFrame


PLURALS = {"Teams": ("team", "teams"), "Ideas and tests": ("idea", "ideas"), "Stories": ("story", "stories")}


def searched(text: str) -> str:
    """The words that are searched for: at most `LONGEST` signs, one space apart, without signs that nobody sees."""
    seen = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text[:LONGEST])
    return " ".join(seen.split())


def find(store: Asker, release: Asker, who: Who, programme_id: str, text: str) -> Found:
    """Look for everything of a programme that has all the words of `text` and that `who` may see.

    Where there is nothing, what comes close to the words is looked for. Ideas are those raised up to the day of the
    published update. Raises `NotAllowed`.
    """
    need_programme(who, programme_id)
    words = searched(text)
    if not words:
        return Found("", ())
    until = Seen(release, who).ask("views/release_record")["as_of"].iloc[0].date()
    cohorts = store.ask("views/cohorts", programme_id=programme_id)
    names = {str(key): str(name) for key, name in zip(cohorts["cohort_id"], cohorts["name"], strict=True)}
    place = Place(store, who, programme_id, until, names, stories_for(store, who, programme_id))
    groups, close = _groups(place, words), close_to(words)
    if groups or not close:
        return Found(words, groups)
    groups = _groups(place, "", close)
    return Found(words, groups, is_close=bool(groups))


def _groups(place: Place, words: str, close: tuple[str, ...] = ()) -> tuple[Hits, ...]:
    """Everything that has all of these words and fits all of these patterns, kind by kind."""
    patterns = dict(zip_longest(PATTERNS, close, fillvalue=""))
    asked = {"programme_id": place.programme_id, "words": words, **patterns}
    ask, who, names = place.store.ask, place.who, place.cohorts
    groups = (
        _teams(ask("views/find_teams", **asked), who, names),
        _ideas(ask("views/find_ideas", **asked, until=place.until), who, names),
        _stories(place.stories, ask("views/find_stories", **asked), who, names),
    )
    return tuple(group for group in groups if group.hits)


def _teams(rows: pd.DataFrame, who: Who, cohorts: dict[str, str]) -> Hits:
    seen = rows[_each_of(rows["enrolment_id"], partial(sees_team, who))]
    told = ["name", "cohort_id", "organisation"]
    twice = set(seen.loc[seen.duplicated(told, keep=False), "enrolment_id"])  # told apart by their ids
    hits = (
        Hit(
            row.name,
            _line(cohorts[row.cohort_id], row.organisation, row.enrolment_id if row.enrolment_id in twice else ""),
            row.cohort_id,
            row.enrolment_id,
        )
        for row in each(seen.head(MOST))
    )
    return Hits("Teams", tuple(hits), len(seen))


def _ideas(rows: pd.DataFrame, who: Who, cohorts: dict[str, str]) -> Hits:
    """Ideas of teams that are seen, found by all that was written; of others by their titles, without the team."""
    own = _each_of(rows["enrolment_id"], partial(sees_team, who))
    shared = _each_of(rows["cohort_id"], partial(sees_cohort, who)) & rows["in_title"].astype("bool")
    seen = rows.assign(is_own=own)[own | shared]
    hits = (
        Hit(
            row.title,
            _line(row.team if row.is_own else "", cohorts[row.cohort_id], STAGES.get(row.stage, "")),
            row.cohort_id,
            row.enrolment_id if row.is_own else "",
        )
        for row in each(seen.head(MOST))
    )
    return Hits("Ideas and tests", tuple(hits), len(seen))


def _stories(told: pd.DataFrame, matching: pd.DataFrame, who: Who, cohorts: dict[str, str]) -> Hits:
    """Stories that may be read, under the name their tellers chose; they open their team where it is seen."""
    seen = told[told["story_id"].isin(matching["story_id"])]
    hits = (
        Hit(
            row.title,
            _line(row.author_label, cohorts.get(row.cohort_id, ""), wording.month(row.told_on)),
            row.cohort_id if sees_cohort(who, row.cohort_id) else "",
            row.enrolment_id if sees_team(who, row.enrolment_id) else "",
        )
        for row in each(seen.head(MOST))
    )
    return Hits("Stories", tuple(hits), len(seen))


def _line(*parts: object) -> str:
    return " · ".join(part for part in parts if isinstance(part, str) and part)


def _each_of(ids: pd.Series, sees: Callable[[str], bool]) -> pd.Series:
    """Ask for each id once."""
    return ids.map({key: sees(str(key)) for key in ids.unique()}).astype("bool")
