"""A small pipe-drawn table in a test, as rows: so that a person who counts good days can read what is promised."""

from __future__ import annotations


def rows(text: str) -> list[dict[str, str]]:
    """Read a table drawn with pipes: the header first, then one dictionary of trimmed texts per row.

    An outer pipe at either end is optional but must then be on every line; blank lines and a rule of dashes are
    skipped; an empty cell is an empty text. Raises `ValueError` for a ragged row or a header said twice.
    """
    lines = [_cells(line) for line in text.splitlines() if line.strip() and not _is_rule(line)]
    if not lines:
        raise ValueError("the table is empty")
    header, *body = lines
    if len(set(header)) < len(header):
        raise ValueError(f"a column name appears twice in {header}")
    for cells in body:
        if len(cells) != len(header):
            raise ValueError(f"{len(cells)} cells under {len(header)} column names: {cells}")
    return [dict(zip(header, cells, strict=True)) for cells in body]


def numbers(text: str) -> list[float]:
    """Read numbers set apart by blanks; a dot alone is a missing one."""
    return [float("nan") if word == "." else float(word) for word in text.split()]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _is_rule(line: str) -> bool:
    return set(line.strip()) <= set("|-: ") and "-" in line
