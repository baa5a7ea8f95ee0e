"""When results are published: after a change, and every night; and the words that say what came of it.

Nobody can publish past the rules: every way here goes through `make_release`, which holds back what has to wait.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from joy import release as releasing
from joy import sample
from joy.definitions import DisclosureClass, load_policy
from joy.definitions.policy import text_of
from joy.errors import StoreProblem
from joy.store import Store
from joy.store.events import add_event
from joy.store.fault_log import note_fault
from joy.store.published import forget_withdrawn, leaders_see_from, ledger_steps, note_published
from joy.store.roles import SHELL


NIGHT = time(2, 30)  # the machine's own time: after most backups have begun and before anybody works
ONE_WAIT = 3600.0  # seconds at most until the clock is read again: a machine that slept, or whose clock was set
STAYS = "Nothing has changed that may be shown, so the published results stay as they are."
LATE = "arrived after their period was published and are too few to be told safely yet. They appear with more answers."
BACK = "are hidden since something was taken back, until enough has changed."


def publish(store: Store, programme_ids: Iterable[str], *, reason: str, by: str = SHELL) -> Mapping[str, str]:
    """Publish the results of these programmes now; returns the id of each new update, none where nothing is new.

    Notes that `by` did, and thresholds that are not those noted last: data/policy.toml is changed while nobody looks.
    """
    _note_thresholds(store)
    before = set(store.ask("store/standing_updates")["release_id"])
    updates = {}
    for name in programme_ids:
        if (update := _publish_one(store, name, reason)) not in before:
            updates[name] = update
            with store.writing() as writer:
                add_event(writer, by, "published", f"{name}: update {update} ({reason})")
    return updates


def nightly(store: Store) -> Mapping[str, str]:
    """Publish what has come due since (weeks and rounds that closed) and remove files that nobody may see any more."""
    programmes = [str(name) for name in store.ask("store/programmes")["programme_id"]]
    made = publish(store, programmes, reason="nightly")
    forget_withdrawn(store)
    return made


def told(store: Store, updates: Mapping[str, str], programme_ids: Iterable[str] = ()) -> str:
    """Say what appears now, from when leaders see it, and what waits and why."""
    every = list(dict.fromkeys([*updates, *programme_ids]))
    lines = [_appears(store, name, update) for name, update in updates.items()]
    if not lines:
        lines = [STAYS] if every else ["No results to publish yet."]
    return "\n".join([*lines, *(line for name in every for line in waiting_lines(store, name))])


def said(updates: Mapping[str, str]) -> str:
    """The same in one sentence, where nothing can wait."""
    if not updates:
        return STAYS
    return "Results published anew: " + ", ".join(f"{name} ({update})" for name, update in updates.items()) + "."


def waiting_lines(store: Store, programme_id: str) -> list[str]:
    """What waits in one programme, in a sentence for each reason; it says teams, never how many answers."""
    waiting = store.ask("release/waiting_before", programme_id=programme_id)
    teams = waiting.groupby("why")["enrolment_id"].nunique().to_dict()
    return [
        f"Some answers of {teams[why]} {'team' if teams[why] == 1 else 'teams'} {words}"
        for why, words in (("late", LATE), ("taken_back", BACK))
        if why in teams
    ]


class EveryNight:
    """A thread that publishes once a night while the dashboard runs; what goes wrong is noted and tried the next night.

    `close` ends it; a publishing under way is finished first (at most `wait` seconds are waited for it).
    """

    def __init__(self, store: Store, at: time = NIGHT) -> None:
        self._store, self._at = store, at
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="joy nightly", daemon=True)
        self._thread.start()

    def close(self, wait: float = 60.0) -> None:
        self._over.set()
        self._thread.join(wait)

    def _run(self) -> None:
        due = next_time(_local_now(), self._at)
        while not self._over.wait(min(max((due - _local_now()).total_seconds(), 0.0), ONE_WAIT)):
            if _local_now() >= due:
                self._once()
                due = next_time(_local_now(), self._at)

    def _once(self) -> None:
        try:
            nightly(self._store)
        except Exception as fault:  # noqa: BLE001 - a thread's last door: noted, and tried again the next night
            note_fault(self._store.settings, "nightly", fault)


def next_time(now: datetime, at: time) -> datetime:
    """The next moment at which the clock shows `at`."""
    today = datetime.combine(now.date(), at, tzinfo=now.tzinfo)
    return today if today > now else today + timedelta(days=1)


def _local_now() -> datetime:
    return datetime.now(UTC).astimezone()


def _note_thresholds(store: Store) -> None:
    """Note the thresholds that hold, where they or any other rule of the policy differ from what was noted last."""
    policy = load_policy()
    shown_from = ", ".join(f"{name} from {policy.classes[name].k_show}" for name in DisclosureClass)
    mark = hashlib.sha256(text_of(policy).encode()).hexdigest()[:12]
    about = f"policy {policy.version}: {shown_from} ({mark})"
    with store.writing() as writer:
        if about not in set(writer.ask("access/newest_of", what="threshold")["about"]):
            add_event(writer, SHELL, "threshold", about)


def _publish_one(store: Store, programme_id: str, reason: str) -> str:
    steps = ledger_steps(store)
    at_once = _is_nothing_but_the_sample(store, programme_id)
    update = releasing.make_release(store, programme_id, reason=reason, opens_at_once=at_once)
    note_published(store, programme_id, steps)
    return update


def _is_nothing_but_the_sample(store: Store, programme_id: str) -> bool:
    """Whether all that is here came with the invented programme: a wait would protect nobody then."""
    programmes = store.ask("store/programmes").set_index("programme_id")
    batches = store.ask("store/batches")
    ours = {name for name, _ in sample.LOADING_ORDER}
    is_invented = bool(programmes["is_invented"].fillna(False).get(programme_id, False))  # numpy has a True of its own
    return is_invented and len(batches) > 0 and set(batches["file_label"]) <= ours


def _appears(store: Store, programme_id: str, update: str) -> str:
    day = leaders_see_from(store, programme_id)
    if day is None or day <= datetime.now(UTC).date():
        when = "Everybody who may see them sees them now."
    else:
        when = f"Teams and facilitators see them now, leaders from {day:%A} {day.day} {day:%B %Y}."
    return f"Results published anew: {programme_id} ({update}). {when}"


def publish_or_explain(store: Store, late: Iterable[str], what: str, *, by: str = SHELL) -> Mapping[str, str]:
    """Publish after `what` happened; a failure says that it has happened nevertheless."""
    try:
        store.checkpoint()
        return publish(store, late, reason="import", by=by)
    except (StoreProblem, OSError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise StoreProblem(
            f"{what}, but the results could not be published: {why}\nWhen that is mended, run: python -m joy release"
        ) from fault
