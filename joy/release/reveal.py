"""A check-in that was revealed in the room, kept as what was seen: written once, never by team, never changed (R18).

The row that was written in the room has no update's id; every later update holds a copy with its own, so that the audit
and the views of an update see what everybody has seen.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

import pandas as pd

from joy.definitions import Policy, load_policy
from joy.disclosure import live
from joy.errors import NotFound, ShownError
from joy.store import Store, Writer
from joy.store.reader import Asker


COLUMNS = [
    "reveal_id", "cohort_id", "event_id", "question", "ordinal", "label", "share", "capped", "n_band", "revealed_at",
]  # fmt: skip


class NotRevealed(ShownError):
    """Answers that may not be revealed, or not again. Nothing was written."""


def reveal(
    store: Store,
    cohort_id: str,
    event_id: str,
    question: str,
    options: Sequence[str],
    counts: Sequence[int],
    *,
    shown_last: Sequence[int] | None = None,
) -> str:
    """Write what a whole cohort answered in the room, as it may be seen; returns the id of the reveal.

    `counts` are people per option, `shown_last` those of the last batch that was shown while the check-in was open.
    Raises `NotFound` for an event that is not the cohort's, and `NotRevealed` for fewer answers than the policy asks,
    for a question that was revealed at this event already, and where only a few answers came or changed since the last
    batch: then that batch is what may be revealed. Nothing has then been written.
    """
    policy = load_policy()
    _check_counts(counts, shown_last, policy)
    reveal_id = secrets.token_hex(8)
    with store.writing() as writer:
        _check_event(writer, cohort_id, event_id, question)
        writer.append("release.reveal", _rows(reveal_id, cohort_id, event_id, question, options, counts, policy))
    return reveal_id


def reveal_rows(asker: Asker, programme_id: str) -> pd.DataFrame:
    """Every reveal of a programme as rows of release.reveal without an update's id: what an update has to hold."""
    return asker.ask("release/reveals", programme_id=programme_id)


def _check_counts(counts: Sequence[int], shown_last: Sequence[int] | None, policy: Policy) -> None:
    least = policy.live.k_live
    if any(count < 0 for count in counts) or sum(counts) < least:
        raise NotRevealed(f"Fewer than {least} people answered, so nothing is shown, to protect people's answers.")
    if shown_last is not None and not live.may_appear(counts, shown_last, policy.live):
        raise NotRevealed(
            f"Fewer than {policy.live.batch} answers came or changed since the last ones were shown, which would tell "
            "of single people. Reveal what was shown last."
        )


def _check_event(writer: Writer, cohort_id: str, event_id: str, question: str) -> None:
    if writer.ask("release/event_of_cohort", cohort_id=cohort_id, event_id=event_id).empty:
        raise NotFound(f"There is no event {event_id} of the cohort {cohort_id}. Nothing was changed.")
    before = writer.ask("release/revealed", cohort_id=cohort_id, event_id=event_id)
    if _plain(question) in {_plain(str(asked)) for asked in before["question"]}:
        raise NotRevealed("This question was revealed at this event already. What was shown stays as it is.")


def _rows(
    reveal_id: str,
    cohort_id: str,
    event_id: str,
    question: str,
    options: Sequence[str],
    counts: Sequence[int],
    policy: Policy,
) -> pd.DataFrame:
    bars = live.bars(options, counts, policy)
    if not bars:
        raise NotRevealed("This cannot be shown, to protect people's answers. Nothing was changed.")
    about = {
        "reveal_id": reveal_id,
        "cohort_id": cohort_id,
        "event_id": event_id,
        "question": question,
        "n_band": live.band(counts, policy),
        "revealed_at": datetime.now(UTC).replace(tzinfo=None, microsecond=0, second=0),
    }
    rows = [
        about | {"ordinal": n, "label": b.label, "share": b.share, "capped": b.capped} for n, b in enumerate(bars, 1)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"capped": "object"})


def _plain(question: str) -> str:
    """A question without what nobody sees a difference in."""
    return " ".join(question.split()).casefold()
