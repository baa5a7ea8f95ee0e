"""What may go wrong, split by who should read it.

`ShownError` and its children are written for the person at the screen or the command line:
they are shown as they stand and never with a traceback. Any other exception is a fault of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class JoyError(Exception):
    """Any error that this product raises on purpose."""


class ShownError(JoyError):
    """An error whose text is for the reader: what came, what was wanted, what to do next."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a definition or a data file, and where it is.

    `row` counts as a spreadsheet does: the header is row 1. `column` is the header's own text.
    """

    reason: str
    remedy: str
    where: str = ""
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = [self.where] if self.where else []
        place += [f"row {self.row}"] if self.row is not None else []
        place += [f"column “{self.column}”"] if self.column else []
        prefix = ", ".join(place) + ": " if place else ""
        return f"{prefix}{self.reason} {self.remedy}".strip()


class ProblemListError(ShownError):
    """Several problems told at once, so that nobody mends a file one message at a time."""

    heading = "Something is wrong."

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([self.heading, *(f"- {problem}" for problem in self.problems)]))


class DefinitionProblem(ProblemListError):
    """An instrument, indicator, profile or policy file cannot be used."""

    heading = "These definition files need mending before anything can be calculated:"


class DataProblem(ProblemListError):
    """A data file was refused; nothing of it was loaded."""

    heading = "Nothing was loaded. Please mend this first:"


class StoreProblem(ShownError):
    """The database cannot be opened, written or trusted."""


class NotFound(ShownError):
    """Something was asked for by a name that does not exist."""
