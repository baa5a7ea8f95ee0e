"""Board packs of the invented programme for tests, read straight from the views as a leader sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from joy.access import Who, owner_of_machine
from joy.exports import Asked, Pack, read_pack, stamp_of
from joy.store import Store, open_release_file
from joy.store.reader import Reader


LEADER = owner_of_machine("leader")
BOARD_MET = date(2023, 1, 10)
HOSTILE = '=HYPERLINK("http://x","y") #image("x") <b>*bold*</b> $x$'
CELLS = "@SUM(A1:A9)"


def release_of(store: Store, programme: str) -> Reader:
    """The newest published update, open."""
    known = store.ask("store/programmes").set_index("programme_id")
    return open_release_file(store.settings, str(known.loc[programme, "release_id"]))


def looker(store: Store, release: Reader, who: Who = LEADER) -> Callable[..., Any]:
    """Asks a view as `who`."""
    return lambda view, about: view(store, release, who, about)


def pack_of_sample(store: Store, programme: str, **asked: Any) -> Pack:
    """A pack of the invented programme."""
    release = release_of(store, programme)
    wanted = Asked(programme, **{"since": BOARD_MET, **asked})
    return read_pack(store, LEADER, looker(store, release), wanted, stamp_of(release), quiet)


def quiet(_share: float, _what: str) -> None:
    """Hears nothing."""
