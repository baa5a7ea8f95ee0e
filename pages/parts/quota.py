"""How much may be uploaded in a while. Streamlit keeps uploads in memory, also those that no page ever reads."""

from __future__ import annotations

import threading
import time
from collections import deque


WHILE = 600.0  # seconds
FILES_OF_SESSION = 60  # a first set-up brings in about twenty files, some of them twice
BYTES_OF_SESSION = 100 * 1024**2
BYTES_OF_ALL = 400 * 1024**2  # what a machine with 2 GB can hold beside its work


class Quota:
    """Counts what each session has sent in the last ten minutes; an upload of unknown length counts as the largest."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._gate = threading.Lock()
        self._taken: deque[tuple[float, str, int]] = deque()

    def takes(self, session: str, length: int | None, now: float | None = None) -> bool:
        """Whether another upload of this length (bytes) is taken, which is then counted. `now` is in seconds."""
        moment = time.monotonic() if now is None else now
        size = self._largest if length is None else length
        with self._gate:
            while self._taken and self._taken[0][0] <= moment - WHILE:
                self._taken.popleft()
            own = [each for _, who, each in self._taken if who == session]
            everything = sum(each for _, _, each in self._taken)
            if len(own) >= FILES_OF_SESSION or sum(own) + size > BYTES_OF_SESSION or everything + size > BYTES_OF_ALL:
                return False
            self._taken.append((moment, session, size))
            return True
