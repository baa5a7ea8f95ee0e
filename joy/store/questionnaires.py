"""What a programme decides about its questionnaires: which are asked, in whose words, and its own sets.

Every decision is a new row, so that it can be seen later what held when. Switching a questionnaire off says that it is
no longer asked; it removes no answer and no figure.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

from joy.definitions import Instrument
from joy.definitions.local_set import LocalDraft, LocalSet, LocalSetProblem, as_toml, instrument_of, kept_as
from joy.errors import NotFound, Problem, ShownError
from joy.store import names
from joy.store.definitions import definitions_of, local_sets_of
from joy.store.open import Store
from joy.store.reader import Asker


LONGEST_WORDING = 1000  # characters of one question; the longest published ones have under 300
LONGEST_NOTE = 300


class MayNotBeUsed(ShownError):
    """A licence, or the kind of questionnaire, does not let the programme do this."""


class NoteMissing(MayNotBeUsed):
    """Somebody must say first on what terms it may be asked: a licence, or the leave of its authors."""


class ChangedMeanwhile(ShownError):
    """Somebody else decided on the same thing after the reader had looked."""


def switch(
    store: Store, cohort_id: str, ref: str, *, is_on: bool, licence_note: str = "", seen: int | None = None
) -> int:
    """Say that a questionnaire is asked in a cohort from now on, or no longer; returns the decision's version.

    `licence_note` says on what terms: the number and date of a licence, or who agreed and when; `needs_note` says where
    one is needed to switch on. `seen` is the version the reader looked at (0 for none); a newer one refuses. The same
    decision twice changes nothing.
    Raises `NotFound`, `MayNotBeUsed` or `ChangedMeanwhile`; nothing has then changed.
    """
    with store.writing() as writer:
        instrument = _instrument(writer, ref)
        ref, cohort_id = instrument.ref, names.cohort_id(writer, cohort_id)
        before = _decision(writer, cohort_id, ref)
        version = 0 if before is None else int(before["version"])
        _unchanged_since(seen, version)
        held = "" if before is None else str(before["licence_note"])  # what earlier figures rest on is kept
        note = _one_line(licence_note) or held
        if is_on:
            _may_be_asked(instrument, note)
        if before is not None and (bool(before["is_on"]), held) == (is_on, note):
            return version
        row = {"cohort_id": cohort_id, "instrument": ref, "is_on": is_on, "licence_note": note}
        writer.append("programme.questionnaire_use", _row({**row, "version": version + 1, "changed_at": _now()}))
    return version + 1


def needs_note(instrument: Instrument) -> bool:
    """Say whether it may only be asked with a licence, or once its authors have agreed."""
    return instrument.needs_site_licence or instrument.licence.status in ("ask", "paid")


def licences_held(asker: Asker) -> frozenset[str]:
    """The questionnaires (id@version) for which a licence was noted, be they still asked or not."""
    uses = asker.ask("store/questionnaire_uses")
    return frozenset(uses.loc[uses["licence_note"].fillna("") != "", "instrument"])


def add_wording(store: Store, ref: str, item_key: str, text: str, licence_note: str) -> int:
    """Add the wording of one question that the programme may use under its own licence; returns its version.

    Newer wording of the same question takes the place of the older, which stays in the database.
    Raises `NotFound` or `MayNotBeUsed`; nothing has then changed.
    """
    wording, note = " ".join(text.split()), _one_line(licence_note)
    with store.writing() as writer:
        instrument = _instrument(writer, ref)
        ref = instrument.ref
        _may_hold_wording(instrument, item_key, wording, note)
        known = writer.ask("store/item_wordings")
        mine = known[(known["instrument"] == ref) & (known["item_key"] == item_key)]
        version = int(mine["version"].max()) + 1 if len(mine) else 1
        row = {"instrument": ref, "item_key": item_key, "text": wording, "licence_note": note}
        writer.append("programme.item_wording", _row({**row, "version": version, "added_at": _now()}))
    return version


def keep_local_set(store: Store, draft: LocalDraft, *, seen: int | None = None) -> LocalSet:
    """Keep a checked draft as a new set, or as the next version of the set it changes; earlier versions stay.

    Whom it is about, who answers and which way is better cannot change from one version to the next: figures of both
    would be read wrongly. `seen` is the version that was changed; a newer one refuses.
    Raises `LocalSetProblem`, `NotFound` or `ChangedMeanwhile`; nothing has then changed.
    """
    with store.writing() as writer:
        every = local_sets_of(writer)
        earlier = [local for local in every if local.id == draft.changes]
        if draft.changes and not earlier:
            raise NotFound(f"There is no set {draft.changes} to change. Nothing was saved.")
        newest = earlier[-1] if earlier else None
        _unchanged_since(seen, newest.version if newest else 0)
        local = kept_as(draft, version=newest.version + 1 if newest else 1, made_on=datetime.now(UTC).date())
        _fits(local, newest, every)
        kept = {"instrument": local.ref, "definition": as_toml(local), "made_at": _now()}
        instrument_of(local)  # what cannot be scored is a fault of ours and must not be saved
        writer.append("programme.local_questionnaire", _row(kept))
    return local


def _may_be_asked(instrument: Instrument, note: str) -> None:
    if not instrument.usable:
        raise MayNotBeUsed(
            f"{instrument.name} cannot be asked yet: {instrument.why_not} Choose another one. Nothing was changed."
        )
    if needs_note(instrument) and not note:
        raise NoteMissing(f"{instrument.name} {_what_is_missing(instrument)} Nothing was changed.")
    if len(note) > LONGEST_NOTE:
        raise MayNotBeUsed(
            f"The licence note has {len(note)} characters; use at most {LONGEST_NOTE}. Nothing was changed."
        )


def _what_is_missing(instrument: Instrument) -> str:
    if instrument.needs_site_licence:
        return (
            "may only be asked by an organisation that holds a licence. Give its number and date, or choose another "
            "questionnaire."
        )
    return (
        "may only be asked once its authors have agreed. Say who agreed and when, such as “agreed by its authors on "
        "3 May 2024”, or choose another questionnaire."
    )


def _may_hold_wording(instrument: Instrument, item_key: str, wording: str, note: str) -> None:
    if item_key not in {item.key for item in instrument.items}:
        known = ", ".join(item.key for item in instrument.items)
        raise NotFound(f"{instrument.name} has no question “{item_key}”. It has: {known}. Nothing was changed.")
    if instrument.item(item_key).text:
        raise MayNotBeUsed(
            f"The wording of {instrument.name} is here already and may be used. To ask something else, make a set of "
            "your own. Nothing was changed."
        )
    if not note:
        raise MayNotBeUsed(
            f"The wording of {instrument.name} belongs to its authors. Say on what terms you may use it: who gave "
            "leave, number, date. Nothing was changed."
        )
    for what, text, longest in (("wording", wording, LONGEST_WORDING), ("licence note", note, LONGEST_NOTE)):
        if not 0 < len(text) <= longest:
            raise MayNotBeUsed(f"The {what} has {len(text)} characters; use 1 to {longest}. Nothing was changed.")


def _fits(local: LocalSet, newest: LocalSet | None, every: tuple[LocalSet, ...]) -> None:
    """A new set has a name of its own; a new version asks about the same thing."""
    taken = next((other for other in every if other.id == local.id), None)
    if newest is None and taken is not None:
        remedy = "Choose another name, or change that set, which makes a new version of it."
        raise LocalSetProblem([Problem(f"There is a set of that name already (“{taken.name}”).", remedy)])
    if newest is None:
        return
    fixed = {"about": "whom it is about", "answered_by": "who answers", "direction": "which way is better"}
    moved = [words for field, words in fixed.items() if getattr(newest, field) != getattr(local, field)]
    if moved:
        raise LocalSetProblem([Problem(f"A new version cannot change {', '.join(moved)}.", "Make a new set instead.")])
    if (newest.name, newest.answers, newest.questions) == (local.name, local.answers, local.questions):
        raise LocalSetProblem([Problem("Nothing is different from the version there is.", "Change something first.")])


def _unchanged_since(seen: int | None, version: int) -> None:
    if seen is not None and seen != version:
        raise ChangedMeanwhile(
            "Somebody changed this after you had opened it. Nothing was saved; look at it again and repeat your change."
        )


def _instrument(asker: Asker, ref: str) -> Instrument:
    return definitions_of(asker).instruments[names.instrument_ref(asker, ref)]


def _decision(asker: Asker, cohort_id: str, ref: str) -> pd.Series | None:
    uses = asker.ask("store/questionnaire_uses")
    mine = uses[(uses["cohort_id"] == cohort_id) & (uses["instrument"] == ref)]
    return None if mine.empty else mine.iloc[0]


def _row(values: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame({name: [value] for name, value in values.items()})


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _now() -> datetime:
    """The time as the database keeps it: UTC, without saying so."""
    return datetime.now(UTC).replace(tzinfo=None)
