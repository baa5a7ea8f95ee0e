"""Finding what a person means by a name: the id, or the name on screen; a wrong one is answered with the nearest."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from joy.errors import NotFound
from joy.frames import each
from joy.store.definitions import definitions_of
from joy.store.reader import Asker


FEW = 8  # so many are listed whole; of more only the nearest are named
ALIKE = 0.6  # difflib's own bound for a close match
SHORTEST_PART = 3  # letters; with fewer nearly every name has them in it
UNCHANGED = "Nothing was changed."
QUESTIONNAIRES = "List them with: python -m joy questionnaires."
MEASURES = "“How we measure” lists them."


@dataclass(frozen=True)
class Named:
    """Something with an id and a name on screen; `place` tells namesakes apart."""

    id: str
    name: str
    place: str = ""

    @property
    def told(self) -> str:
        """The id with the name, for whoever has to choose."""
        return f"{self.id} ({', '.join(filter(None, (self.name, self.place)))})"

    @property
    def keys(self) -> set[str]:
        """Whatever may be written for it."""
        return {_plain(self.id), _plain(self.name), _plain(f"{self.name} {self.place}")}


def cohort_id(asker: Asker, given: str) -> str:
    """Find a cohort by its id or name. Raises `NotFound` with the nearest, or with all of a few."""
    return _find(given, _cohorts(asker), f"There is no cohort {given}.", "“python -m joy status” says what is loaded.")


def instrument_ref(asker: Asker, given: str) -> str:
    """Find a questionnaire by id@version or name; raises like `cohort_id`."""
    return _find(given, _instruments(asker), f"There is no questionnaire {given}.", QUESTIONNAIRES)


def item_key(asker: Asker, ref: str, given: str) -> str:
    """Find a question of a questionnaire by its key or our short label; raises like `cohort_id`."""
    instrument = definitions_of(asker).instruments[ref]
    items = [Named(item.key, item.label) for item in instrument.items]
    return _find(given, items, f"{instrument.name} has no question “{given}”.", "“Questionnaires” shows them.")


def measure_id(asker: Asker, given: str) -> str:
    """Find a measure by its id or name; raises like `cohort_id`."""
    measures = [Named(one.id, one.name) for one in definitions_of(asker).indicators.values()]
    return _find(given, measures, f"There is no measure “{given}”.", MEASURES)


def chart_id(asker: Asker, given: str) -> str:
    """Find a team in its cohort by enrolment or name, or a cohort; a team in two cohorts must be told apart."""
    head = f"There is no team in a cohort, and no cohort, called “{given}”."
    return _find(given, [*_cohorts(asker), *_teams(asker)], head, "The pages “Cohort” and “Team” list them.")


def _find(given: str, known: Iterable[Named], head: str, elsewhere: str) -> str:
    every = list(known)
    found = [one for one in every if one.id == given] or [one for one in every if _plain(given) in one.keys]
    if len(found) == 1:
        return found[0].id
    if found:
        raise NotFound(f"“{given}” may be {_either(found)}. Write which, by what stands first. {UNCHANGED}")
    raise NotFound(f"{head} {_hint(given, every, elsewhere)} {UNCHANGED}")


def _hint(given: str, known: list[Named], elsewhere: str) -> str:
    near = _nearest(given, known)
    if near:
        return f"Did you mean {_either(near)}?"
    if len(known) > FEW:
        return elsewhere
    return f"These exist: {', '.join(one.told for one in known)}." if known else "There is none yet."


def _nearest(given: str, known: list[Named]) -> list[Named]:
    """At most three: those that lack their version only, else those written nearly alike or with it in their name."""
    wanted = _plain(given)
    unversioned = [one for one in known if one.id.casefold().startswith(f"{wanted}@")]
    if unversioned:
        return unversioned[:3]
    of = {key: one for one in known for key in sorted(one.keys, reverse=True)}
    near = difflib.get_close_matches(wanted, list(of), n=6, cutoff=ALIKE)
    if len(wanted) >= SHORTEST_PART:
        near += [key for key in of if wanted in key]
    return list(dict.fromkeys(of[key] for key in near))[:3]


def _either(found: list[Named]) -> str:
    *others, last = [one.told for one in found]
    return f"{', '.join(others)} or {last}" if others else last


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _cohorts(asker: Asker) -> list[Named]:
    return [Named(row.cohort_id, row.name) for row in each(asker.ask("store/cohort_names"))]


def _teams(asker: Asker) -> Iterator[Named]:
    cohorts = asker.ask("store/cohort_names")
    names = dict(zip(cohorts["cohort_id"], cohorts["name"], strict=True))
    for programme in dict.fromkeys(cohorts["programme_id"]):
        for row in each(asker.ask("views/teams", programme_id=programme)):
            yield Named(row.enrolment_id, row.name, str(names[row.cohort_id]))


def _instruments(asker: Asker) -> list[Named]:
    known = definitions_of(asker).instruments.values()
    return [Named(one.ref, one.name, f"version {one.version.replace('_', ' ')}") for one in known]
