"""What a programme decides beside its data: which questionnaires it asks, and where a chart starts a new phase.

Each is one transaction, and each command says in plain words what it did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from joy.definitions.local_set import LocalSetProblem, read_draft
from joy.errors import Problem
from joy.frames import each
from joy.store import Store, open_release_file
from joy.store.questionnaires import add_wording, keep_local_set, switch
from joy.store.rebases import ChartOwner, NoNewPhase, add_rebase, owner_of, withdraw_rebase
from joy.views import latest_release, rebase
from joy.views.questionnaires import questionnaires


__all__ = ["COMMANDS", "add_wording", "end_phase", "keep_local_set", "start_phase", "switch"]
LARGEST_FILE = 100_000  # bytes; twelve questions need two thousand


def start_phase(
    store: Store, group_id: str, indicator_id: str, from_date: date, *, reason: str, role: str
) -> tuple[int, ChartOwner]:
    """Start a new phase on the chart of a team in its cohort, or of a cohort; returns its number and whose chart it is.

    Raises `ShownError` when there is no such chart, no reason, or the points do not allow it; nothing has then changed.
    """
    owner = owner_of(store, group_id)
    _refuse_unless_allowed(store, owner, indicator_id, from_date, reason)
    return add_rebase(store, owner, indicator_id, from_date, reason=reason, role=role), owner


def end_phase(store: Store, rebase_no: int) -> ChartOwner:
    """Take a new phase back; returns whose chart it was. Raises `ShownError` when it is not there or no longer."""
    return withdraw_rebase(store, rebase_no)


def say_questionnaires(store: Store) -> str:
    found = questionnaires(store)
    cohorts = store.ask("store/cohort_names").set_index("cohort_id")["name"]
    decided = [use for use in each(store.ask("store/questionnaire_uses")) if use.is_on]
    lines = []
    for row in each(found.table):
        where = ", ".join(str(cohorts.get(use.cohort_id, "")) for use in decided if use.instrument == row.ref)
        parts = [row.name, row.about, row.length, row.terms]
        parts += [] if row.usable else ["cannot be asked yet"]
        lines.append(f"{row.ref}: {' · '.join([*parts, *([f'on for {where}'] if where else [])])}")
    return "\n".join(lines)


def say_on(store: Store, cohort: str, questionnaire: str, licence: str = "") -> str:
    switch(store, cohort, questionnaire, is_on=True, licence_note=licence)
    return f"{questionnaire} is asked in {cohort} from now on."


def say_off(store: Store, cohort: str, questionnaire: str) -> str:
    switch(store, cohort, questionnaire, is_on=False)
    return f"{questionnaire} is no longer asked in {cohort}. Its figures stay."


def say_add(store: Store, path: str) -> str:
    local = keep_local_set(store, read_draft(_text_of(Path(path)), where=Path(path).name))
    return f"{local.name} was kept as {local.ref}: a local set, not validated. Ask it with: {_how_to_ask(local.ref)}"


def say_wording(store: Store, questionnaire: str, question: str, text: str, licence: str) -> str:
    version = add_wording(store, questionnaire, question, text, licence)
    return f"The wording of {question} in {questionnaire} was kept (version {version})."


COMMANDS: Mapping[str, Callable[..., str]] = {
    "questionnaires": say_questionnaires,
    "questionnaire-on": say_on,
    "questionnaire-off": say_off,
    "questionnaire-add": say_add,
    "wording": say_wording,
}


def _refuse_unless_allowed(store: Store, owner: ChartOwner, indicator_id: str, from_date: date, reason: str) -> None:
    """Ask the chart itself, as it is published: a new phase needs a signal and enough points behind the day."""
    update = latest_release(store, owner.programme_id)
    if update is None:
        raise NoNewPhase("Nothing is published yet, so there is no chart. Nothing was changed.")
    with closing(open_release_file(store.settings, update)) as published:
        said = rebase.refusal(store, published, (owner.kind, owner.group_id), indicator_id, from_date, reason)
    if said:
        raise NoNewPhase(f"{said} Nothing was changed.")


def _how_to_ask(ref: str) -> str:
    return f"python -m joy questionnaire-on COHORT {ref}"


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
