"""Keeping labels apart: flags in rows, end labels pushed along. Pure arithmetic on places in pixels or fractions."""

from __future__ import annotations

from collections.abc import Sequence


Block = tuple[float, list[int]]  # where labels that touch are centred, and which ones they are


def stagger(places: Sequence[float], needed: float) -> list[int]:
    """Give each place (in ascending order) the lowest row in which it keeps `needed` from its left neighbour."""
    last_in_row: list[float] = []
    rows = []
    for place in places:
        free = (row for row, last in enumerate(last_in_row) if place - last >= needed)
        row = next(free, len(last_in_row))
        last_in_row[row : row + 1] = [place]
        rows.append(row)
    return rows


def spread(places: Sequence[float], needed: float, low: float, high: float) -> list[float]:
    """Move places as little as needed so that neighbours are at least `needed` apart, within low..high if they fit.

    Neighbours that touch form one block around the mean of where its members wished to be; order is kept.
    """
    blocks: list[Block] = []
    for index in sorted(range(len(places)), key=places.__getitem__):
        blocks.append(_kept_inside((places[index], [index]), needed, low, high))
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1], needed):
            blocks[-2:] = [_kept_inside(_joined(blocks[-2], blocks[-1]), needed, low, high)]
    moved = list(places)
    for centre, members in blocks:
        for step, index in enumerate(members):
            moved[index] = centre + (step - (len(members) - 1) / 2) * needed
    return moved


def _half(block: Block, needed: float) -> float:
    return (len(block[1]) - 1) / 2 * needed


def _touch(first: Block, second: Block, needed: float) -> bool:
    gap = (second[0] - _half(second, needed)) - (first[0] + _half(first, needed))
    return gap < needed - 1e-9


def _joined(first: Block, second: Block) -> Block:
    members = first[1] + second[1]
    return (first[0] * len(first[1]) + second[0] * len(second[1])) / len(members), members


def _kept_inside(block: Block, needed: float, low: float, high: float) -> Block:
    half = _half(block, needed)
    return max(min(block[0], high - half), low + half), block[1]


def least_width(places: Sequence[float], needs: Sequence[float], end: float, beyond: float) -> float:
    """The plot width in px from which every label fits before its right neighbour.

    `places` are fractions of the width in ascending order, `needs` the labels' widths in px; the last label may run
    `beyond` px past `end`. Infinite when two share a place.
    """
    limits = [*places[1:], end]
    extra = [0.0] * (len(places) - 1) + [beyond]
    widths = [0.0]
    for place, need, limit, more in zip(places, needs, limits, extra, strict=True):
        short = need - more
        if short > 0:
            widths.append(short / (limit - place) if limit > place else float("inf"))
    return max(widths)
