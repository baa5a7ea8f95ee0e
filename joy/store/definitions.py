"""The definitions of one installation: those that come with the program, and the sets its programme made itself."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from joy.definitions import Definitions, load_definitions
from joy.definitions.local_set import LocalSet, indicator_of, instrument_of, read_kept
from joy.store.reader import Asker


def definitions_of(asker: Asker) -> Definitions:
    """Every questionnaire and measure that this database may hold answers for: shipped ones first, then local ones.

    Read anew each time, worked out once for the same texts. Raises `DefinitionProblem` for a broken definition file and
    `LocalSetProblem` for a kept set that cannot be read.
    """
    return _merged(_texts(asker))


def local_sets_of(asker: Asker) -> tuple[LocalSet, ...]:
    """Every version of every local set, oldest first."""
    return tuple(read_kept(text) for text in _texts(asker))


def _texts(asker: Asker) -> tuple[str, ...]:
    return tuple(str(text) for text in asker.ask("store/local_questionnaires")["definition"])


@lru_cache(maxsize=8)
def _merged(texts: tuple[str, ...]) -> Definitions:
    shipped = load_definitions()
    versions: dict[str, list[LocalSet]] = defaultdict(list)
    for text in texts:
        local = read_kept(text)
        versions[local.id].append(local)
    instruments = {local.ref: instrument_of(local) for sets in versions.values() for local in sets}
    indicators = {name: indicator_of(sets) for name, sets in versions.items()}
    return Definitions(
        instruments={**shipped.instruments, **instruments},
        indicators={**shipped.indicators, **indicators},
    )
