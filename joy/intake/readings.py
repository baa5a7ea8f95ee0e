"""What several kinds of file share: option labels, the profile lines of a decision, and what is told of labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from joy.definitions import Instrument
from joy.intake.columns import TextColumn, clean
from joy.intake.problems import quoted, toml_text
from joy.intake.profile import Profile
from joy.intake.records import LabelCount


def option_labels(instrument: Instrument, item: str) -> dict[str, int]:
    """An item's own option labels and their codes."""
    return {clean(option.label): option.code for option in instrument.options_of(item)}


def also_lines(column: str) -> Callable[[Mapping[str, int | None]], str]:
    """How a profile decides what further spellings in an answer column count as."""

    def lines(texts: Mapping[str, int | None]) -> str:
        listed = ", ".join(f"{toml_text(text)} = {'…' if code is None else code}" for text, code in texts.items())
        each = ("[[also]]", f"column = {toml_text(column)}", f"labels = {{ {listed} }}", 'reason = "why"')
        return "".join(f"\n    {line}" for line in each)

    return lines


def label_counts(column: TextColumn, meant: Sequence[object]) -> list[LabelCount]:
    """Every distinct text of a column, what it was read as, and its rows: for the preview."""
    return [
        LabelCount(column.header, text, "" if meant[code] is None else str(meant[code]), int(column.counts[code]))
        for code, text in enumerate(column.labels)
    ]


def left_out_notes(columns: Mapping[str, TextColumn], profile: Profile) -> tuple[str, ...]:
    """One note for every column from which the profile leaves rows out on purpose."""
    notes = []
    for name, texts in profile.leave_out.items():
        column = columns.get(name)
        left = {clean(text) for text in texts}
        found = {} if column is None else {t: int(column.counts[c]) for c, t in enumerate(column.labels) if t in left}
        if found:
            most = ", ".join(f"{quoted(text)} ({count:,})" for text, count in found.items())
            rows = sum(found.values())
            notes.append(f"{rows:,} rows were left out because the profile says so, by {name}: {most}.")
    return tuple(notes)
