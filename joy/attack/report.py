"""What an attack says of itself: what was tried, at how many targets, and how many gave way. Never a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AttackLine:
    """One kind of attack: its number (A1 to A37), what it tries, its targets, and how many it recovered."""

    attack: str
    what: str
    targets: int
    recovered: int

    def __post_init__(self) -> None:
        if not 0 <= self.recovered <= self.targets:
            raise AssertionError(f"{self.attack} recovered {self.recovered} of {self.targets}")


@dataclass(frozen=True)
class AttackReport:
    """What a whole self-attack found.

    `hidden` counts the hidden figures that were aimed at, each once; `read` the shown figures that the attacker could
    use, `unread` those of which it is not known what they are the sum of (an attacker who cannot read proves nothing).
    """

    tried: tuple[AttackLine, ...]
    hidden: int
    recovered: int
    read: int = 0
    unread: int = 0

    @property
    def is_safe(self) -> bool:
        """Whether nothing gave way."""
        return self.recovered == 0 and not any(line.recovered for line in self.tried)

    @property
    def sentence(self) -> str:
        """The result in one sentence, as it is read aloud."""
        return f"{self.recovered:,} of {self.hidden:,} hidden figures recoverable"
