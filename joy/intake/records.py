"""What intake returns: batches, previews and what is ready to be loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from joy.intake.problems import Problems
from joy.store import Writer
from joy.store.reader import Value


Truths = npt.NDArray[np.bool_]


class Asks(Protocol):
    """Anything that answers named questions: the store, or a writer inside its transaction."""

    def ask(self, query: str, /, **values: Value) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Batch:
    """One import. `notes` tell the reader what was left out on purpose and what is not scored."""

    batch_no: int
    target: str
    rows: int
    already_loaded: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class LabelCount:
    """How often a text stands in a column and what it was read as."""

    column: str
    label: str
    read_as: str
    rows: int


@dataclass(frozen=True)
class Preview:
    """What an import would do."""

    target: str
    rows: int
    labels: tuple[LabelCount, ...]
    notes: tuple[str, ...]
    already_loaded: bool


def _no_check(_store: Asks, _salt: bytes | None, _problems: Problems) -> None:
    """For files whose rows were compared with the database while they were read."""


@dataclass(frozen=True)
class Ready:
    """A file that is sound by itself. `kept` makes its normalised rows, `load` writes them as a batch.

    `check` compares them with what the database holds; it takes the secret of link codes, if there is one yet.
    `only` gives the same without what was erased on request: by row of `kept`, which stay and which lose their code.
    """

    target: str
    rows: int
    kept: Callable[[bytes], pd.DataFrame]
    load: Callable[[Writer, int, bytes], None]
    labels: tuple[LabelCount, ...] = ()
    notes: tuple[str, ...] = ()
    check: Callable[[Asks, bytes | None, Problems], None] = _no_check
    only: Callable[[Truths, Truths], Ready] | None = None
