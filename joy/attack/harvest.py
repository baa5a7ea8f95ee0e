"""Everything a reader could take off a screen: each number and text in a record, a chart, a table or its index."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

import pandas as pd


Harvested = str | float
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MANY_DIGITS = 1e-3  # a shown share has at most four decimals; an exact one nearly always has more


def harvest(thing: object) -> Iterator[Harvested]:
    """Yield every text and number in a record, a chart's plain data or a table: hidden columns and the index too."""
    if isinstance(thing, bool) or thing is None:
        return
    if isinstance(thing, int | float):
        yield float(thing)
    elif isinstance(thing, str) or not _is_whole(thing):
        yield str(thing)
    else:
        for part in _parts(thing):
            yield from harvest(part)


def _is_whole(thing: object) -> bool:
    """Whether something is made of parts."""
    return isinstance(thing, Iterable) or (is_dataclass(thing) and not isinstance(thing, type))


def _parts(thing: object) -> Iterable[object]:
    if isinstance(thing, pd.DataFrame):
        whole = thing.reset_index()
        return [*map(str, thing.columns), *(whole[column].tolist() for column in whole)]
    if isinstance(thing, pd.Series):
        return list(thing)
    if isinstance(thing, Mapping):
        return [part for pair in thing.items() for part in pair]
    if isinstance(thing, Iterable):
        return thing
    return [getattr(thing, one.name) for one in fields(thing)]  # type: ignore[arg-type]  # nothing else is a whole


def numbers(harvested: Iterable[Harvested]) -> set[float]:
    """Every number, also those written inside texts; shares written in per cent as shares too."""
    found: set[float] = set()
    for one in harvested:
        if isinstance(one, str):
            parts = [part.replace(",", "") for part in NUMBER.findall(one)]
            written = [float(part) for part in parts if part.count(".") <= 1]  # a date with dots is no number
            found.update(written)
            found.update(value / 100 for value in written)
        elif math.isfinite(one):
            found.add(one)
    return found


def canaries(exact: Iterable[float]) -> set[float]:
    """Exact values that no rounding of ours could give: whoever meets one on a screen has met a raw figure."""
    return {value for value in exact if math.isfinite(value) and abs(value * 1e4 - round(value * 1e4)) > MANY_DIGITS}


def met(canary: set[float], seen: set[float]) -> int:
    """How many raw figures were seen, to nine digits."""
    near = {round(value, 9) for value in seen}
    return sum(round(value, 9) in near for value in canary)
