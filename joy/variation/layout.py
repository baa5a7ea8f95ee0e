"""Rows of points laid out as phases × points, and brought back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from joy.variation.given import Known


Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

ALIKE = 4  # ours: a longest phase of up to four times the mean wastes little


@dataclass(frozen=True)
class Layout:
    """Where each row stands, and what each phase is: its `series` and `number`, one entry per phase."""

    of_row: Integers
    position: Integers
    series: Integers
    number: Integers
    longest: int

    def spread(self, values: NDArray[Any], empty: object) -> NDArray[Any]:
        """Lay rows out as phases × points, filled up at the end."""
        laid = np.full((len(self.series), self.longest), empty, dtype=values.dtype)
        laid[self.of_row, self.position] = values
        return laid

    def gather(self, laid: NDArray[Any]) -> NDArray[Any]:
        """Bring what was found of each point back to rows."""
        taken: NDArray[Any] = laid[self.of_row, self.position]
        return taken

    @property
    def is_last(self) -> Truths:
        """Say which phases are the last of their series."""
        last: Truths = np.append(self.series[1:] != self.series[:-1], True)
        return last

    @property
    def is_only(self) -> Truths:
        """Say which phases are alone in their series."""
        only: Truths = self.is_last & np.append(True, self.series[1:] != self.series[:-1])
        return only

    def of_like_length(self) -> Iterator[tuple[Integers, Integers, Layout]]:
        """Yield layouts of phases of like length: which rows, which phases, and where they stand.

        One phase of thousands of points among many short ones would otherwise fill most of the memory with nothing.
        """
        lengths = np.bincount(self.of_row, minlength=len(self.series))
        if lengths.max(initial=0) <= ALIKE * max(int(lengths.mean()), 1):
            yield np.arange(len(self.of_row)), np.arange(len(self.series)), self
            return
        size = np.ceil(np.log2(lengths)).astype(np.int64)
        for one in np.unique(size):
            phases = np.flatnonzero(size == one)
            rows = np.flatnonzero(size[self.of_row] == one)
            number = np.zeros(len(size), dtype=np.int64)
            number[phases] = np.arange(len(phases))
            of_row, longest = number[self.of_row[rows]], int(lengths[phases].max())
            yield rows, phases, Layout(of_row, self.position[rows], self.series[phases], self.number[phases], longest)


def lay_out(rows: Known, phase: Integers) -> Layout:
    """Give each phase of each series a line of its own."""
    begins = np.ones(len(phase), dtype=bool)
    begins[1:] = (rows.codes[1:] != rows.codes[:-1]) | (phase[1:] != phase[:-1])
    first = np.flatnonzero(begins)
    of_row = np.cumsum(begins) - 1
    position = np.arange(len(phase)) - first[of_row]
    return Layout(of_row, position, rows.codes[first], phase[first], int(position.max(initial=-1)) + 1)
