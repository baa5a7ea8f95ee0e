"""The record that every comparison returns."""

from __future__ import annotations

from dataclasses import dataclass


LEVEL = 0.95  # the level shown everywhere; ours, the one every textbook of the field uses


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval. `low` and `high` are missing together when none can be given."""

    estimate: float
    low: float | None
    high: float | None

    @property
    def is_beyond_chance(self) -> bool:
        """True when the interval exists and leaves out zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)
