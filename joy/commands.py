"""What a data lead can ask for. Each command says in plain words what it did."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from joy import decisions, erasing, intake, people, publishing, sample
from joy.attack.command import as_json, attack_everything
from joy.errors import StoreProblem
from joy.exports.pack import Tell
from joy.exports.report import say_report
from joy.periods import last_closed_week_end
from joy.publishing import EveryNight, nightly, publish
from joy.settings import ROOT, Settings
from joy.store import AlreadyOwned, Migration, Store, UnknownOutcome, names, open_store
from joy.store import migrate as migrate_store
from joy.store.checkup import OLD_RESULTS, CheckUp, check, check_closed
from joy.store.events import note_event
from joy.store.published import forget_withdrawn, not_here, open_early, out_of_date, withdraw_counting
from joy.store.roles import SHELL
from joy.store.socket import CommandServer, NoAnswer, call, serve


SAMPLE_FOLDER = ROOT / "data" / "sample"
# Facts in programme.about: a start that was killed between the first two goes on where it stopped; a home that was
# begun without the sample stays without it until somebody asks for it.
SAMPLE_BEGUN, SAMPLE_DONE, SAMPLE_DECLINED = "sample_begun", "sample_done", "sample_declined"
# Commands that change something first and publish then, and what may have happened when no answer came.
CHANGING = {
    "import": "The file may be in",
    "undo": "The import may be taken back",
    "rebase": "The new phase may be kept",
    "rebase-undo": "The new phase may be taken back",
    "erase": "It may be erased",
    "retention": "What was kept long enough may be removed",
}


@dataclass(frozen=True)
class Imported:
    """A file that is in: the batch, and the id of the new published update of each programme made for it."""

    batch: intake.Batch
    updates: Mapping[str, str]


def start(settings: Settings) -> Store:
    """Open the database, made first if there is none; where settings ask for it, load the invented programme once.

    A start that was interrupted goes on where it stopped, and results that are older than the newest import or undo
    (a process was killed before it published them) are published. Raises what `open_store` raises.
    """
    store = _open(settings)
    try:
        if _wants_sample(store):
            load_sample(store)
        publish(store, _unpublished(store), reason="by_hand")
        forget_withdrawn(store)
    except BaseException:
        store.close()
        raise
    return store


def load_sample(store: Store, folder: Path = SAMPLE_FOLDER) -> None:
    """Load the invented programme through the same intake as any other file; files already in are passed over."""
    _note(store, SAMPLE_BEGUN)
    for name, profile_id in sample.LOADING_ORDER:
        intake.import_file(store, folder / name, intake.load_profile(profile_id))
    store.checkpoint()
    _note(store, SAMPLE_DONE)


def import_file(
    store: Store, path: Path, profile_id: str, *, file_label: str | None = None, by: str = SHELL
) -> Imported:
    """Load a file whole or not at all, note that `by` did, then publish the results of every programme.

    Should saving fail at its last step, the file is offered once more: its content hash tells whether it is in. A file
    that is in already changes nothing, but results that are older than the newest import are published all the same.
    Raises `StoreProblem` that says so when the file is in but its results could not be published.
    """
    profile = intake.find_profile(store, profile_id)
    try:
        batch = intake.import_file(store, path, profile, file_label=file_label)
    except UnknownOutcome:
        batch = intake.import_file(store, path, profile, file_label=file_label)
    if not batch.already_loaded:
        note_event(store, by, "import", f"import {batch.batch_no}: {file_label or path.name}")
    return Imported(batch, _publish_changed(store, f"Import {batch.batch_no} is in", by))


def undo(store: Store, batch_no: int, *, by: str = SHELL) -> Mapping[str, str]:
    """Take an import back, then publish the results of every programme; raises like `import_file`."""
    intake.undo(store, batch_no)
    withdraw_counting(store, batch_no)  # R15: at once, also should publishing fail
    note_event(store, by, "undo", f"import {batch_no}")
    return _publish_changed(store, f"Import {batch_no} was taken back", by)


# What a programme decides about its questionnaires, in the app and on the command line alike.
switch_questionnaire = decisions.switch
add_wording = decisions.add_wording
keep_local_set = decisions.keep_local_set
needs_note = decisions.needs_note


def rebase(
    store: Store, group_id: str, indicator_id: str, from_date: date, *, reason: str, role: str, by: str = SHELL
) -> tuple[int, Mapping[str, str]]:
    """Start a new phase on the chart of a team in its cohort or of a cohort, and publish the results with it.

    Returns its number and the new update. Raises `ShownError` when the chart does not allow one; nothing has changed.
    """
    number, owner = decisions.start_phase(store, group_id, indicator_id, from_date, reason=reason, role=role, by=by)
    return number, _publish_changed(store, f"New phase {number} of {owner.name} is kept", by)


def undo_rebase(store: Store, rebase_no: int, *, by: str = SHELL) -> Mapping[str, str]:
    """Take a new phase back and publish the results without it; raises like `rebase`."""
    owner = decisions.end_phase(store, rebase_no, by=by)
    return _publish_changed(store, f"New phase {rebase_no} of {owner.name} was taken back", by)


def every_night(store: Store) -> EveryNight:
    """Publish once a night while the dashboard runs; close it before the database."""
    return EveryNight(store)


def take_commands(store: Store) -> CommandServer:
    """Let commands reach this process, which has the database open."""
    return serve(store.settings, {name: _bound(command, store) for name, command in WITH_STORE.items()})


def run(command: str, arguments: Mapping[str, object], settings: Settings) -> str:
    """Carry out a command here, or in the running dashboard when that has the database open; returns what to say."""
    if command in ALONE:
        return ALONE[command](settings, **arguments)
    try:
        store = _open(settings)
    except AlreadyOwned:
        return _call(settings, command, arguments)
    with closing(store):
        return WITH_STORE[command](store, **arguments)


def report(settings: Settings, arguments: Mapping[str, object], tell: Tell) -> str:
    """Write a report here, where `tell` hears how far along it is, or have the running dashboard write it."""
    try:
        store = _open(settings)
    except AlreadyOwned:
        tell(0.0, "The running dashboard makes the report")
        return _call(settings, "report", arguments)
    with closing(store):
        return WITH_STORE["report"](store, **arguments, tell=tell)


def say_import(store: Store, path: str, profile: str) -> str:
    done = import_file(store, Path(path), profile)
    batch = done.batch
    if batch.already_loaded:
        said = publishing.told(store, done.updates)
        late = f"\nThe results were older than the newest import. {said}" if done.updates else ""
        return f"This file is already in, as import {batch.batch_no}. Nothing was changed.{late}"
    head = f"Import {batch.batch_no}: {_rows(batch.rows)} loaded ({batch.target})."
    said = publishing.told(store, done.updates, _programmes(store))
    return "\n".join([head, *batch.notes, said, f"To take it back: python -m joy undo {batch.batch_no}"])


def say_undo(store: Store, batch_no: int) -> str:
    updates = undo(store, batch_no)
    return f"Import {batch_no} was taken back.\n{publishing.told(store, updates, _programmes(store))}"


def say_attack(store: Store) -> str:
    """The red team's report on what may be seen now, as JSON; it holds numbers of tries and never a value."""
    report = attack_everything(store)
    note_event(store, SHELL, "attack", report.sentence)
    return as_json(report)


def say_release(store: Store) -> str:
    programmes = _programmes(store)
    return publishing.told(store, publish(store, programmes, reason="by_hand"), programmes)


def say_nightly(store: Store) -> str:
    return publishing.told(store, nightly(store), _programmes(store))


def say_open_early(store: Store, team: str, role: str) -> str:
    enrolment_id = names.chart_id(store, team)
    update = open_early(store, enrolment_id, role, by=SHELL)
    if update is None:
        return "Leaders see this team's newest results already. Nothing was changed."
    return f"Leaders see this team's newest results ({update}) from now on; totals of the cohort keep their day."


def say_status(store: Store) -> str:
    programmes = store.ask("store/programmes")
    batches = store.ask("store/batches")
    late = out_of_date(store)
    lines = [
        line
        for _, row in programmes.iterrows()
        for line in (_programme_line(row, late), *publishing.waiting_lines(store, str(row["programme_id"])))
    ] or ["No programme is in yet."]
    return "\n".join([*lines, "", *(_batch_line(row) for _, row in batches.iterrows())]).rstrip()


def say_doctor(store: Store) -> str:
    return _report(check(store, store.settings))


def say_start(settings: Settings) -> str:
    with closing(start(settings)) as store:
        return "The database is ready.\n" + say_status(store)


def say_sample(_settings: Settings, folder: str) -> str:
    sample.write_sample(Path(folder))
    return f"The invented programme was written to {folder}. Nothing was loaded."


def say_migrate(settings: Settings) -> str:
    return _migration_text(migrate_store(settings))


def doctor_alone(settings: Settings) -> str:
    """Ask the running dashboard to check its database, or check the closed one.

    Raises `ShownError` with everything that was found when something is wrong.
    """
    try:
        return call(settings, "doctor", {})
    except StoreProblem:
        return _report(check_closed(settings))


def say_rebase(store: Store, chart: str, measure: str, day: str, reason: str, role: str) -> str:
    group_id, indicator_id = names.chart_id(store, chart), names.measure_id(store, measure)
    number, updates = rebase(store, group_id, indicator_id, date.fromisoformat(day), reason=reason, role=role)
    back = f"To take it back: python -m joy rebase-undo {number}"
    return f"New phase {number} starts on {day}. {publishing.said(updates)}\n{back}"


def say_rebase_undo(store: Store, rebase_no: int) -> str:
    updates = undo_rebase(store, rebase_no)
    return f"New phase {rebase_no} was taken back.\n{publishing.said(updates)}"


WITH_STORE: Mapping[str, Callable[..., str]] = {
    "import": say_import,
    "undo": say_undo,
    "release": say_release,
    "attack": say_attack,
    "nightly": say_nightly,
    "open-early": say_open_early,
    "report": say_report,
    "status": say_status,
    "doctor": say_doctor,
    "rebase": say_rebase,
    "rebase-undo": say_rebase_undo,
    **decisions.COMMANDS,
    **people.COMMANDS,
    **erasing.commands(lambda store: _publish_late(store), publishing.said),
}
ALONE: Mapping[str, Callable[..., str]] = {
    "start": say_start,
    "sample": say_sample,
    "migrate": say_migrate,
    "doctor": doctor_alone,
}


def _bound(command: Callable[..., str], store: Store) -> Callable[..., str]:
    return lambda **arguments: command(store, **arguments)


def _facts(store: Store) -> set[str]:
    return set(store.ask("store/facts")["key"])


def _note(store: Store, fact: str) -> None:
    if fact not in _facts(store):
        with store.writing() as writer:
            writer.run("store/add_about", key=fact, value="yes")


def _open(settings: Settings) -> Store:
    """Open the database; a home that is begun without the sample notes that it was."""
    store = open_store(settings)
    try:
        if settings.with_sample is False and store.ask("store/batches").empty:
            _note(store, SAMPLE_DECLINED)
        with suppress(StoreProblem, OSError):  # a full disk: the check-up says that it is left to do
            erasing.finish(store, _publish_late)
    except BaseException:
        store.close()
        raise
    return store


def _wants_sample(store: Store) -> bool:
    asked = store.settings.with_sample
    facts = _facts(store)
    if asked is False or (asked is None and SAMPLE_DECLINED in facts):
        return False
    if SAMPLE_BEGUN in facts:
        return SAMPLE_DONE not in facts
    return store.ask("store/batches").empty


def _programmes(store: Store) -> list[str]:
    return [str(name) for name in store.ask("store/programmes")["programme_id"]]


def _publish_changed(store: Store, what: str, by: str) -> Mapping[str, str]:
    """Publish what is out of date; a failure says what has happened nevertheless."""
    late = out_of_date(store)
    if not late:
        return {}
    return publishing.publish_or_explain(store, late, what, by=by)


def _publish_late(store: Store) -> Mapping[str, str]:
    """Publish what is older than the newest import, undo or erasure."""
    return publish(store, out_of_date(store), reason="by_hand")


def _unpublished(store: Store) -> list[str]:
    """Programmes to publish at a start: older than the newest import, never published, or their file is gone."""
    return sorted({*out_of_date(store), *not_here(store, store.settings)})


def _call(settings: Settings, command: str, arguments: Mapping[str, object]) -> str:
    try:
        return call(settings, command, arguments)
    except NoAnswer as fault:
        if command not in CHANGING:
            raise
        raise NoAnswer(
            f"{fault}\n{CHANGING[command]} but not yet published. If the dashboard has stopped, starting it publishes "
            "the results."
        ) from fault


def _report(found: CheckUp) -> str:
    if not found.is_fine:
        raise StoreProblem(str(found))
    return str(found)


def _programme_line(row: pd.Series, late: Collection[str]) -> str:
    name = f"{row['name']} (invented data)" if row["is_invented"] is True else str(row["name"])
    if pd.isna(row["release_id"]):
        return f"{name}: no results published yet."
    until = last_closed_week_end(row["as_of"].date()) - timedelta(days=1)
    line = f"{name}: results up to {until:%d %B %Y}, published {row['made_at']:%d %B %Y %H:%M} UTC."
    return f"{line}\n{OLD_RESULTS.format(row['name'])}" if row["programme_id"] in late else line


def _batch_line(row: pd.Series) -> str:
    undone = "" if pd.isna(row["undone_at"]) else ", taken back"
    return f"Import {row['batch_no']}: {_rows(row['row_count'])} of {row['target']} from {row['file_label']}{undone}"


def _rows(number: int) -> str:
    return f"{number:,} {'row' if number == 1 else 'rows'}"


def _migration_text(done: Migration) -> str:
    if done.kept is None:
        return "The database already has this program's layout. Nothing was changed."
    lost = f" The new layout has no place for: {', '.join(done.left_behind)}." if done.left_behind else ""
    return (
        f"Moved {_rows(done.rows)} from layout {done.from_version} to {done.to_version}.{lost} "
        f"The old database is kept as {done.kept.name}."
    )
