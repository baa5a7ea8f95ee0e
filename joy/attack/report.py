"""What an attack says of itself: what was tried, at how many targets, and how many gave way. Never a value."""

from __future__ import annotations

from dataclasses import dataclass


AT_HIDDEN_FIGURES = frozenset({"A2", "A3", "A6", "A20"})  # what these recover is counted once in `recovered`


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
    `changed` says which files are not what was published, `untried` why something could not be attacked at all.
    """

    tried: tuple[AttackLine, ...]
    hidden: int
    recovered: int
    read: int = 0
    unread: int = 0
    changed: tuple[str, ...] = ()
    untried: tuple[str, ...] = ()

    @property
    def gave_way(self) -> bool:
        """Whether anything was recovered, or anything else is read than was published."""
        return self.recovered > 0 or bool(self.changed) or any(line.recovered for line in self.tried)

    @property
    def is_safe(self) -> bool:
        """Whether nothing gave way and everything could be attacked."""
        return not self.gave_way and not self.untried

    @property
    def sentence(self) -> str:
        """The result in one sentence, as it is read aloud; never a nought where anything gave way."""
        if not self.gave_way and self.untried:
            return f"Nothing could be attacked: {self.untried[0]}"
        figures = f"{self.recovered:,} of {self.hidden:,} hidden figures recoverable"
        others = sum(line.recovered for line in self.tried if line.attack not in AT_HIDDEN_FIGURES)
        parts = [figures] if self.recovered or not self.gave_way else []
        parts += [f"{others:,} found out in other ways"] if others else []
        parts += [f"{len(self.changed):,} files changed since they were published"] if self.changed else []
        return "; ".join(parts) or "Something hidden could be worked out"
