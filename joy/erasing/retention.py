"""What was kept long enough, by data/retention.toml, and removing it through the same erasure as on request.

Invented programmes are exempt. What goes leaves a tombstone, so that an old file does not bring it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from joy.definitions.retention import Retention, load_retention
from joy.erasing.requests import Request, erase_all, find
from joy.frames import Row, each
from joy.intake.keep import has_salt, kept_path, link_salt
from joy.intake.problems import counted
from joy.intake.tombstones import COMMENT, LINKS, ROUND, STORY, mark_of
from joy.store import Store
from joy.store.events import note_event


@dataclass(frozen=True)
class Due:
    """Things of one class that are over their time: how they are told, and what is to be erased or unlinked."""

    told: str
    requests: tuple[Request, ...] = ()
    files: tuple[Path, ...] = ()


def due(store: Store, *, today: date | None = None, periods: Retention | None = None) -> list[Due]:
    """List what is over its time on `today` (default: today in UTC), class by class. Nothing is changed."""
    if not has_salt(store.settings):
        return []
    day, kept = today or datetime.now(UTC).date(), periods or load_retention()
    answers = _rounds(store, day, kept.answers.months)
    links = _rounds(store, day, kept.link_codes.months)
    links = links[(links["links"] > 0) & ~links["round_id"].isin(answers["round_id"])]
    classes = (
        _kept_rows(store, day, kept.kept_rows.months),
        _due("round", (_links(store, row) for row in each(links)), "with people's codes"),
        _due("round", (_round(store, row) for row in each(answers)), "with every questionnaire"),
        _named(store, COMMENT, day, kept.comments.months),
        _named(store, STORY, day, kept.stories.months),
    )
    return [one for one in classes if one is not None]


def remove_due(store: Store, found: Iterable[Due], *, by: str) -> None:
    """Remove what `due` found; `finish` has to follow where rows went."""
    every = list(found)
    if requests := [request for one in every for request in one.requests]:
        erase_all(store, requests, by=by, what="retention")
    for one in every:
        for path in one.files:
            path.unlink(missing_ok=True)
        if one.files:
            note_event(store, by, "retention", one.told)


def months_before(day: date, months: int) -> date:
    """The same day so many months ago; the last of its month where there is none."""
    return (pd.Timestamp(day) - pd.DateOffset(months=months)).date()


def _rounds(store: Store, day: date, months: int) -> pd.DataFrame:
    return store.ask("erase/old_rounds", before=months_before(day, months))


def _kept_rows(store: Store, day: date, months: int) -> Due | None:
    old = store.ask("erase/old_batches", before=months_before(day, months))
    paths = [kept_path(store.settings, str(row.content_hash), int(row.batch_no)) for row in each(old)]
    files = tuple(path for path in paths if path.exists())
    return Due(f"the kept rows of {counted(len(files), 'import')}", files=files) if files else None


def _named(store: Store, kind: str, day: date, months: int) -> Due | None:
    many = {COMMENT: "comments", STORY: "stories"}[kind]
    ids = store.ask(f"erase/old_{many}", before=months_before(day, months))["id"]
    requests = tuple(find(store, kind, str(name)) for name in ids)
    return Due(counted(len(requests), kind, many), requests) if requests else None


def _due(one: str, requests: Iterable[Request], what: str) -> Due | None:
    every = tuple(requests)
    names = ", ".join(request.about.removeprefix("round ") for request in every)
    return Due(f"{counted(len(every), one)} {what}: {names}", every) if every else None


def _round(store: Store, row: Row) -> Request:
    return find(store, ROUND, str(row.round_id))


def _links(store: Store, row: Row) -> Request:
    round_id = str(row.round_id)
    return Request(
        told=f"the codes of round {round_id}",
        about=f"round {round_id}",
        kind=LINKS,
        marks=(mark_of(LINKS, link_salt(store.settings), round_id),),
        remove=lambda writer: writer.run("erase/clear_links", round_id=round_id),
    )
