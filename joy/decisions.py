"""What a programme decides beside its data: which questionnaires it asks, and where a chart starts a new phase.

Each is one transaction, and each command says in plain words what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from joy.access import AT_THE_SHELL
from joy.definitions.local_set import LocalDraft, LocalSet, LocalSetProblem, instrument_of, read_draft
from joy.errors import NotFound, Problem
from joy.frames import each, row_of
from joy.intake import starter_profile
from joy.store import Reader, Store, names, open_release_file
from joy.store import questionnaires as kept
from joy.store.definitions import definitions_of
from joy.store.events import note_event
from joy.store.questionnaires import NoteMissing, needs_note
from joy.store.rebases import ChartOwner, NoNewPhase, add_rebase, owner_of, withdraw_rebase
from joy.store.roles import SHELL
from joy.views import latest_release, rebase
from joy.views.questionnaires import ended_note, needs_wording, places_of, questionnaires, uses_of


__all__ = ["COMMANDS", "add_wording", "end_phase", "keep_local_set", "needs_note", "start_phase", "switch"]
_TERMS = '--licence "agreed by … on …"'
LARGEST_FILE = 100_000  # bytes; twelve questions need two thousand


def start_phase(
    store: Store, group_id: str, indicator_id: str, from_date: date, *, reason: str, role: str, by: str = SHELL
) -> tuple[int, ChartOwner]:
    """Start a new phase on the chart of a team in its cohort, or of a cohort; returns its number and whose chart it is.

    Raises `ShownError` when there is no such chart, no reason, or the points do not allow it; nothing has then changed.
    """
    owner, indicator_id = owner_of(store, group_id), names.measure_id(store, indicator_id)
    _refuse_unless_allowed(store, owner, indicator_id, from_date, reason)
    number = add_rebase(store, owner, indicator_id, from_date, reason=reason, role=role)
    note_event(store, by, "new_phase", f"new phase {number}: {indicator_id} of {owner.group_id}")
    return number, owner


def end_phase(store: Store, rebase_no: int, *, by: str = SHELL) -> ChartOwner:
    """Take a new phase back; returns whose chart it was. Raises `ShownError` when it is not there or no longer."""
    owner = withdraw_rebase(store, rebase_no)
    note_event(store, by, "new_phase_undone", f"new phase {rebase_no} of {owner.group_id}")
    return owner


def switch(
    store: Store,
    cohort_id: str,
    ref: str,
    *,
    is_on: bool,
    licence_note: str = "",
    seen: int | None = None,
    by: str = SHELL,
) -> int:
    """Ask a questionnaire in a cohort from now on, or no longer, and note it; raises like `kept.switch`."""
    version = kept.switch(store, cohort_id, ref, is_on=is_on, licence_note=licence_note, seen=seen)
    note_event(store, by, "questionnaire", f"{ref} in {cohort_id}: {'on' if is_on else 'off'}")
    return version


def add_wording(store: Store, ref: str, item_key: str, text: str, licence_note: str, *, by: str = SHELL) -> int:
    """Add the wording of one question, and note that, not the words; raises like `kept.add_wording`."""
    version = kept.add_wording(store, ref, item_key, text, licence_note)
    note_event(store, by, "wording", f"{item_key} in {ref}, version {version}")
    return version


def keep_local_set(store: Store, draft: LocalDraft, *, seen: int | None = None, by: str = SHELL) -> LocalSet:
    """Keep a questionnaire of the programme's own, and note it; raises like `kept.keep_local_set`."""
    local = kept.keep_local_set(store, draft, seen=seen)
    note_event(store, by, "local_set", local.ref)
    return local


def say_questionnaires(store: Store) -> str:
    found, where = questionnaires(store, AT_THE_SHELL), _places(store)
    lines = []
    for row in each(found.table):
        parts = [row.name, row.about, row.length, row.terms]
        parts += [] if row.usable else ["cannot be asked yet"]
        lines.append(f"{row.ref}: {' · '.join([*parts, *where.get(row.ref, [])])}")
    return "\n".join(lines)


def say_on(store: Store, cohort: str, questionnaire: str, licence: str = "") -> str:
    use = _use(store, cohort, questionnaire)
    if use.is_on and use.is_decided and not licence.strip():
        return f"{use.told} was on already. Nothing was changed."
    try:
        switch(store, use.cohort_id, use.ref, is_on=True, licence_note=licence)
    except NoteMissing as refusal:
        raise NoteMissing(f"{refusal}\nWrite: {_how_to_ask(use.ref, use.cohort_id)} {_TERMS}") from refusal
    return "\n".join(filter(None, (f"{use.told} is asked from now on.", *_still_to_do(store, use))))


def say_off(store: Store, cohort: str, questionnaire: str) -> str:
    use = _use(store, cohort, questionnaire)
    if not use.is_on:
        return f"{use.told} was off already. Nothing was changed."
    switch(store, use.cohort_id, use.ref, is_on=False)
    return f"{use.told} is no longer asked. Its figures stay."


def say_add(store: Store, path: str) -> str:
    local = keep_local_set(store, read_draft(_text_of(Path(path)), where=Path(path).name))
    profile = starter_profile(instrument_of(local)).id
    return (
        f"{local.name} was kept as {local.ref}: a local set, not validated.\nAsk it with: {_how_to_ask(local.ref)}\n"
        f"Bring its answers in with: python -m joy import FILE --profile {profile}"
    )


def say_wording(store: Store, questionnaire: str, question: str, text: str, licence: str) -> str:
    ref = names.instrument_ref(store, questionnaire)
    key = names.item_key(store, ref, question)
    version = add_wording(store, ref, key, text, licence)
    return f"The wording of {key} in {ref} was kept (version {version})."


COMMANDS: Mapping[str, Callable[..., str]] = {
    "questionnaires": say_questionnaires,
    "questionnaire-on": say_on,
    "questionnaire-off": say_off,
    "questionnaire-add": say_add,
    "wording": say_wording,
}


def _refuse_unless_allowed(store: Store, owner: ChartOwner, indicator_id: str, from_date: date, reason: str) -> None:
    """Ask the chart itself, as it is published: a new phase needs a signal and enough points behind the day."""
    update = latest_release(store, AT_THE_SHELL, owner.programme_id)
    if update is None:
        raise NoNewPhase("Nothing is published yet, so there is no chart. Nothing was changed.")
    with closing(open_release_file(store.settings, update)) as published:
        chart = (owner.kind, owner.group_id)
        said = rebase.refusal(store, published, AT_THE_SHELL, chart, indicator_id, from_date, reason)
    if said:
        raise NoNewPhase(f"{said} Nothing was changed.")


@dataclass(frozen=True)
class _Use:
    """A questionnaire in a cohort, by id and as it is told, and how things stood before the command."""

    cohort_id: str
    ref: str
    told: str
    is_on: bool
    is_decided: bool


def _use(store: Store, cohort: str, questionnaire: str) -> _Use:
    """Find both by id or name. Raises `NotFound` with the nearest."""
    cohort_id, ref = names.cohort_id(store, cohort), names.instrument_ref(store, questionnaire)
    cohorts = store.ask("store/cohort_names")
    mine = row_of(cohorts, "cohort_id", cohort_id)
    with ExitStack() as files:
        known = uses_of(store, _published(store, str(mine["programme_id"]), files), AT_THE_SHELL, cohort_id)
    before = next((use for use in known if use.ref == ref), None)
    told = f"{definitions_of(store).instruments[ref].name} ({ref}) in {mine['name']}"
    return _Use(cohort_id, ref, told, bool(before and before.is_on), bool(before and before.is_decided))


def _still_to_do(store: Store, use: _Use) -> tuple[str, str]:
    """What whoever switched a questionnaire on should know: the cohort has ended, or its words are not here."""
    is_missing = needs_wording(questionnaires(store, AT_THE_SHELL), use.ref)
    missing = f"Its wording is not here: add it with “python -m joy wording {use.ref} QUESTION TEXT --licence TERMS”."
    return ended_note(store, AT_THE_SHELL, use.cohort_id), missing if is_missing else ""


def _places(store: Store) -> dict[str, list[str]]:
    """Where each questionnaire is asked, in words, over all programmes."""
    found: dict[str, list[str]] = {}
    with ExitStack() as files:
        for programme_id in store.ask("store/programmes")["programme_id"]:
            update = _published(store, str(programme_id), files)
            for ref, places in places_of(store, update, AT_THE_SHELL, str(programme_id)).items():
                found.setdefault(ref, []).append(places.told)
    return found


def _published(store: Store, programme_id: str, files: ExitStack) -> Reader | None:
    """The newest update of a programme, closed with `files`; None where there is none on this machine."""
    update = latest_release(store, AT_THE_SHELL, programme_id)
    try:
        return files.enter_context(closing(open_release_file(store.settings, update))) if update else None
    except NotFound:
        return None


def _how_to_ask(ref: str, cohort: str = "COHORT") -> str:
    return f"python -m joy questionnaire-on {cohort} {ref}"


def _text_of(path: Path) -> str:
    """A small text file. Raises `LocalSetProblem` for one that is none."""
    try:
        raw = path.read_bytes()[: LARGEST_FILE + 1]
        if len(raw) > LARGEST_FILE:
            raise LocalSetProblem([Problem("The file is too large.", "A set needs a few lines.", path.name)])
        return raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        problem = Problem("The file cannot be read as text.", "Save it as UTF-8.", path.name)
        raise LocalSetProblem([problem]) from fault
