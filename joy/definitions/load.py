"""Read every definition file and report all broken ones at once, each with file and field."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from joy.definitions.records import Definitions, Indicator, Instrument
from joy.errors import DefinitionProblem, Problem


DATA = Path(__file__).resolve().parents[2] / "data"
R = TypeVar("R", bound=BaseModel)


@lru_cache(maxsize=8)
def load_definitions(folder: Path = DATA) -> Definitions:
    """Load instruments and indicators from `folder`.

    Returns frozen `Definitions`. Raises `DefinitionProblem` listing every fault of every file.
    """
    problems: list[Problem] = []
    instruments = {i.ref: i for i in _read_all(folder / "instruments", Instrument, problems)}
    indicators = {i.id: i for i in _read_all(folder / "indicators", Indicator, problems)}
    problems += [fault for indicator in indicators.values() for fault in _dangling(indicator, instruments, indicators)]
    if problems:
        raise DefinitionProblem(problems)
    in_order = sorted(indicators.values(), key=lambda i: (i.order, i.id))
    return Definitions(instruments=instruments, indicators={i.id: i for i in in_order})


def read_record(path: Path, kind: type[R], problems: list[Problem]) -> R | None:
    """Read one TOML file into a frozen record; faults are added to `problems`, never raised."""
    try:
        return kind.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        problems.append(Problem(f"not valid TOML ({fault}).", "Mend the line it names.", where=path.name))
    except ValidationError as fault:
        problems.extend(_each(fault, path))
    return None


def _read_all(folder: Path, kind: type[R], problems: list[Problem]) -> Iterable[R]:
    records = [read_record(path, kind, problems) for path in sorted(folder.glob("*.toml"))]
    if not records:
        problems.append(Problem("no definition files found.", "Add at least one .toml file.", where=str(folder.name)))
    return [record for record in records if record is not None]


def _each(fault: ValidationError, path: Path) -> Iterable[Problem]:
    for error in fault.errors():
        field = ".".join(str(part) for part in error["loc"]) or "whole file"
        yield Problem(f"{field}: {error['msg']}.", "Correct or add this field.", where=path.name)


def _dangling(
    indicator: Indicator, instruments: dict[str, Instrument], indicators: dict[str, Indicator]
) -> Iterable[Problem]:
    """Faults that only show when files are read together: names that lead nowhere."""
    where, measured = f"{indicator.id}.toml", indicator.measured
    for ref in measured.instruments:
        if ref not in instruments:
            yield Problem(f"measured.instruments: no instrument {ref}.", "Use id@version of a file.", where=where)
            continue
        known = (
            {s.id for s in instruments[ref].scales}
            if measured.kind == "scale"
            else {i.key for i in instruments[ref].items}
        )
        wanted = measured.scale if measured.kind == "scale" else measured.item
        if wanted is not None and wanted not in known:
            yield Problem(f"measured: {ref} has no {measured.kind} {wanted}.", "Name one it has.", where=where)
    for other in filter(None, (measured.plus, measured.minus)):
        if other not in indicators:
            yield Problem(f"measured: no indicator {other}.", "Name an indicator that exists.", where=where)
