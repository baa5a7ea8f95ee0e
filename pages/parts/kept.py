"""A shelf for what is made once and shown often: drawings and tables, the latest used kept.

Streamlit's own caches look at the signature of a function and hash every argument on each call, which for a page of
thirteen charts costs more than drawing one anew. A place is a few strings, so a dictionary finds it at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar


Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """At most `most` things by their place, shared by all readers' threads; what was used longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, place: Hashable, make: Callable[[], Thing]) -> Thing:
        """The thing at `place`, made if it is not there; two who ask at once may both make it, to the same end."""
        with self._lock:
            if place in self._things:
                self._things.move_to_end(place)
                return self._things[place]
        thing = make()
        with self._lock:
            self._things[place] = thing
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return thing
