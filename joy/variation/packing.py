"""Setting points aside: what is left moves together, and what was found about it goes back to where it stood."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray


Integers = NDArray[np.integer[Any]]
Truths = NDArray[np.bool_]
Kind = TypeVar("Kind", bound=np.generic)


def pack(values: NDArray[Kind], kept: Truths) -> tuple[NDArray[Kind], Truths, Integers | None]:
    """Move the kept points of each series to its front: them, which places they fill, and the place of each point.

    The place of a point that is not kept is that of the kept point before it, -1 where there is none. Unused places
    hold nan, 0 or False. Nothing is moved, and no places are given, where all that is not kept lies at the end.
    """
    there = np.arange(kept.shape[1]) < kept.sum(axis=1)[:, None]
    empty = np.full(values.shape, np.nan if values.dtype.kind == "f" else 0, dtype=values.dtype)
    if np.array_equal(kept, there):
        return np.where(kept, values, empty), there, None
    empty[there] = values[kept]
    return empty, there, np.cumsum(kept, axis=1, dtype=np.int32) - 1


def unpack(packed: NDArray[Kind], kept: Truths) -> NDArray[Kind]:
    """Carry what was found among packed points back to where they stand; 0 or False at the others."""
    found = np.zeros(kept.shape, dtype=packed.dtype)
    found[kept] = packed[np.arange(kept.shape[1]) < kept.sum(axis=1)[:, None]]
    return found
