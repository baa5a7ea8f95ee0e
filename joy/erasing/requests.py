"""What may be erased on request: a person's questionnaires by their code, a remark, a story, a whole survey round.

The rows go in one transaction with a tombstone for each, and a note that the erasure is unfinished: `finish` does the
rest, in this process or in the next one that opens the database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from joy.errors import NotFound, ShownError
from joy.frames import each
from joy.intake.columns import clean
from joy.intake.keep import has_salt, hash_link, link_salt
from joy.intake.load import ONE_AT_A_TIME
from joy.intake.problems import counted
from joy.intake.tombstones import COMMENT, RESPONSE, ROUND, STORY, comment_marks, mark_of, response_mark, story_marks
from joy.store import Store, Writer
from joy.store.events import add_event
from joy.store.reader import Asker
from joy.store.rewrite import ERASING


ABOUT_ALL = "all rounds"
RECOUNTS = ("recount_answers", "recount_comments", "recount_stories")
# Worked out from people's answers and made anew with every update: what was worked out before must not stay.
WORKED_OUT = ("vault.score_statistic", "vault.option_statistic", "vault.pulse_statistic", "vault.counted_now")
NO_CODE = (
    "No questionnaire stands under this code. Write it exactly as it was written then, with capital and small letters; "
    "questionnaires without a code cannot be told apart, so nobody can say whose they are. Nothing was changed."
)


@dataclass(frozen=True)
class Request:
    """What is to be erased: how it is told, the marks it leaves, and the removal of its rows in a transaction."""

    told: str
    about: str  # for the account of what was done; never a code or a word of anybody's
    kind: str
    marks: tuple[str, ...]
    remove: Callable[[Writer], None]


def find(store: Store, what: str, name: str, *, round_id: str = "", team: str = "") -> Request:
    """Find what is to be erased; nothing is changed.

    `what` is response (then `name` is the person's own code), comment, story or round (then it is an id). Raises
    `NotFound` when there is none, and `ShownError` when a code stands in several teams and none is named.
    """
    if not has_salt(store.settings):
        raise NotFound("Nothing was ever imported here, so there is nothing to erase.")
    salt = link_salt(store.settings)
    if what == RESPONSE:
        return _response(store, salt, name, round_id, team)
    if round_id or team:
        raise ShownError("A round and a team are named for a response only. Nothing was changed.")
    return {COMMENT: _comment, STORY: _story, ROUND: _round}[what](store, salt, name)


def erase(store: Store, request: Request, *, by: str) -> None:
    """Remove the rows and leave the tombstones, in one transaction; `finish` has to follow."""
    erase_all(store, [request], by=by, what="erasure")


def erase_all(store: Store, requests: list[Request], *, by: str, what: str) -> None:
    """Erase several things in one transaction."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    with ONE_AT_A_TIME, store.writing() as writer:
        for request in requests:
            request.remove(writer)
            for mark in request.marks:
                writer.run("erase/add_tombstone", kind=request.kind, mark=mark, erased_at=now)
            add_event(writer, by, what, request.about)
        for removal in ("empty_held_cells", "empty_cells", *RECOUNTS):
            writer.run(f"erase/{removal}")
        for table in WORKED_OUT:
            writer.clear(table)
        note_unfinished(writer)


def note_unfinished(writer: Writer) -> None:
    """Note that bytes of what was removed may still be about."""
    writer.run("store/forget_about", key=ERASING)
    writer.run("store/add_about", key=ERASING, value="yes")


def _response(store: Asker, salt: bytes, code: str, round_id: str, team: str) -> Request:
    link = hash_link(clean(code), salt)
    found = store.ask("erase/responses_of_code", link_key=link)
    if found.empty:
        raise NotFound(NO_CODE)
    mine = _of_team(found, team)
    if len(set(mine["team_id"])) > 1:
        raise ShownError(
            "This code stands in more than one team; two people may have chosen the same. Say which was the person's "
            "team: --team NAME. Nothing was changed."
        )
    rounds = {key: _rounds(store, key, mine, round_id) for key in mine["enrolment_id"].unique()}
    places = [(str(key), name) for key, names in rounds.items() for name in names]
    here = mine[mine["round_id"] == round_id] if round_id else mine
    if here.empty:
        raise NotFound(f"Nobody answered under this code in a round {round_id}. Nothing was changed.")
    return Request(
        told=f"{counted(int(here['n'].sum()), 'questionnaire')} under this code, with every answer ({_which(here)})",
        about=f"a response, {round_id or ABOUT_ALL}",
        kind=RESPONSE,
        marks=tuple(response_mark(salt, enrolment, name, link) for enrolment, name in places),
        remove=lambda writer: _remove_person(writer, link, places),
    )


def _of_team(found: pd.DataFrame, team: str) -> pd.DataFrame:
    """The rows of the team that is named, by id or name; all where none is."""
    if not team.strip():
        return found
    wanted = team.strip().casefold()
    keys = ("enrolment_id", "team_id", "team_name")
    named = pd.concat([found[key].str.casefold() == wanted for key in keys], axis=1).any(axis=1)
    if not named.any():
        raise NotFound(f"Nobody answered under this code in a team {team}. Nothing was changed.")
    return found[named]


def _rounds(store: Asker, enrolment_id: str, mine: pd.DataFrame, round_id: str) -> list[str]:
    """The rounds that get a tombstone: the one named, or all there are now; taking part later is a new choice."""
    if round_id:
        return [round_id]
    known = store.ask("erase/rounds_of_enrolment", enrolment_id=enrolment_id)["round_id"]
    return sorted({*known, *mine.loc[mine["enrolment_id"] == enrolment_id, "round_id"]})


def _which(here: pd.DataFrame) -> str:
    rounds = ", ".join(sorted({str(name) for name in here["round_id"]}))
    shared = int((here["n"] > 1).sum())
    twice = "; some share the code within one team and round, cannot be told apart, and go together" if shared else ""
    return f"round {rounds}{twice}"


def _remove_person(writer: Writer, link: str, places: list[tuple[str, str]]) -> None:
    for enrolment_id, round_id in places:
        for removal in ("answers_of_person", "responses_of_person"):
            writer.run(f"erase/{removal}", link_key=link, enrolment_id=enrolment_id, round_id=round_id)
        writer.run("erase/forget_marks", enrolment_id=enrolment_id, round_id=round_id)


def _comment(store: Asker, salt: bytes, comment_id: str) -> Request:
    found = store.ask("erase/comment", comment_id=comment_id)
    if found.empty:
        raise NotFound(f"There is no comment {comment_id}. Nothing was changed.")
    rows = [dict(row) for row in found.to_dict("records")]

    def remove(writer: Writer) -> None:
        writer.run("erase/remove_comment", comment_id=comment_id)
        for text in found["text"]:
            for step in ("withdraw_holding", "released_comment"):
                writer.run(f"erase/{step}", text=str(text))

    marks = tuple(mark for row in rows for mark in comment_marks(salt, row))
    return Request(f"the comment {comment_id}", f"comment {comment_id}", COMMENT, marks, remove)


def _story(store: Asker, salt: bytes, story_id: str) -> Request:
    found = store.ask("erase/story", story_id=story_id)
    if found.empty:
        raise NotFound(f"There is no story {story_id}. Nothing was changed.")
    marks = tuple(mark for row in found.to_dict("records") for mark in story_marks(salt, row))
    return Request(
        f"the story {story_id}",
        f"story {story_id}",
        STORY,
        marks,
        lambda writer: writer.run("erase/remove_story", story_id=story_id),
    )


def _round(store: Asker, salt: bytes, round_id: str) -> Request:
    found = store.ask("erase/round", round_id=round_id)
    if found.empty:
        raise NotFound(f"There is no survey round {round_id}. Nothing was changed.")
    row = next(each(found))
    return Request(
        told=f"{counted(int(row.n), 'questionnaire')} of the round {row.name} ({round_id}), with every answer",
        about=f"round {round_id}",
        kind=ROUND,
        marks=(mark_of(ROUND, salt, round_id),),
        remove=lambda writer: remove_round(writer, round_id),
    )


def remove_round(writer: Writer, round_id: str) -> None:
    """Remove every questionnaire of a round with its answers."""
    for removal in ("answers_of_round", "responses_of_round"):
        writer.run(f"erase/{removal}", round_id=round_id)
    writer.run("erase/forget_marks", enrolment_id=None, round_id=round_id)
