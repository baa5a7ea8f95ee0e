"""What the commands for erasing and for retention say. Without `sure` nothing is changed and they say what would be."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from joy.erasing.finish import Publish, Spoken, finish
from joy.erasing.requests import erase, find
from joy.erasing.retention import due, remove_due
from joy.store import Store
from joy.store.roles import SHELL


FOR_GOOD = "This cannot be taken back. To erase it for good, write the same with: --yes"
STAYS_OUT = "A file that brings it in again is loaded without it."


def commands(publish: Publish, said: Spoken) -> Mapping[str, Callable[..., str]]:
    """The two commands, with the way to publish that the caller has."""

    def say_erase(store: Store, what: str, name: str, round_id: str = "", team: str = "", *, sure: bool = False) -> str:
        request = find(store, what, name, round_id=round_id, team=team)
        if not sure:
            return f"Would be erased: {request.told}.\n{FOR_GOOD}"
        erase(store, request, by=SHELL)
        return "\n".join([f"Erased: {request.told}.", *_finished(store, publish, said), STAYS_OUT])

    def say_retention(store: Store, *, sure: bool = False) -> str:
        found = due(store)
        if not found:
            return "Nothing has been kept longer than it may be."
        listed = [f"- {one.told}" for one in found]
        if not sure:
            return "\n".join(["Kept long enough; would go:", *listed, "To remove it for good: --apply"])
        remove_due(store, found, by=SHELL)
        return "\n".join(["Removed, as it was kept long enough:", *listed, *_finished(store, publish, said)])

    return {"erase": say_erase, "retention": say_retention}


def _finished(store: Store, publish: Publish, said: Spoken) -> list[str]:
    done = finish(store, publish)
    return [] if done is None else [said(done.updates), *done.lines()]
