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
    instruments = _by_name([(i.ref, i) for i in _read_all(folder / "instruments", Instrument, problems)], problems)
    indicators = _by_name([(i.id, i) for i in _read_all(folder / "indicators", Indicator, problems)], problems)
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


def _by_name(named: Iterable[tuple[str, R]], problems: list[Problem]) -> dict[str, R]:
    """Records by name; two files with one name are a fault, for one of them would silently win."""
    found: dict[str, R] = {}
    for name, record in named:
        if name in found:
            problems.append(Problem("two files define it.", "Give one of them another id or version.", where=name))
        found[name] = record
    return found


def _each(fault: ValidationError, path: Path) -> Iterable[Problem]:
    for error in fault.errors():
        field = ".".join(str(part) for part in error["loc"]) or "whole file"
        yield Problem(f"{field}: {error['msg']}.", "Correct or add this field.", where=path.name)


def _dangling(
    indicator: Indicator, instruments: dict[str, Instrument], indicators: dict[str, Indicator]
) -> Iterable[Problem]:
    """Faults that only show when files are read together: names that lead nowhere, scales that are not ready."""
    where, measured = f"{indicator.id}.toml", indicator.measured
    for ref in measured.instruments:
        if ref not in instruments:
            yield Problem(f"measured.instruments: no instrument {ref}.", "Use id@version of a file.", where=where)
        elif not instruments[ref].usable:
            yield Problem(f"measured.instruments: {ref} is a stub.", "Give it items first.", where=where)
        elif measured.kind == "scale":
            yield from _scale_problems(indicator, instruments[ref], where)
        else:
            yield from _item_problems(indicator, instruments[ref], where)
    for other in filter(None, (measured.plus, measured.minus)):
        if other not in indicators:
            yield Problem(f"measured: no indicator {other}.", "Name an indicator that exists.", where=where)


def _scale_problems(indicator: Indicator, instrument: Instrument, where: str) -> Iterable[Problem]:
    name = indicator.measured.scale
    scale = next((scale for scale in instrument.scales if scale.id == name), None)
    if scale is None:
        yield Problem(f"measured: {instrument.ref} has no scale {name}.", "Name one it has.", where=where)
    elif not scale.verified:
        reason = f"measured: scale {name} of {instrument.ref} was not checked against its form."
        yield Problem(reason, "Check it, then set verified = true.", where=where)
    elif indicator.shows == "mean" and indicator.direction is not scale.direction:
        reason = f"direction: {indicator.direction}, but scale {name} of {instrument.ref} is {scale.direction}."
        yield Problem(reason, "Make them agree.", where=where)


def _item_problems(indicator: Indicator, instrument: Instrument, where: str) -> Iterable[Problem]:
    known = {item.key for item in instrument.items}
    wanted = dict(indicator.measured.items)
    if indicator.measured.item is not None:
        rule = indicator.favourable
        wanted[indicator.measured.item] = rule.codes_for(instrument.ref) if rule else ()
    for key, codes in wanted.items():
        if key not in known:
            yield Problem(f"measured: {instrument.ref} has no item {key}.", "Name one it has.", where=where)
        elif odd := sorted(set(codes) - {option.code for option in instrument.options_of(key)}):
            listed = ", ".join(map(str, odd))
            yield Problem(f"{instrument.ref} {key}: no answer has code {listed}.", "Use its codes.", where=where)
