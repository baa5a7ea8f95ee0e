"""Finding what a person means by a name: the id, or the name on screen; a wrong one is answered with the nearest."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
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
TEAMS = "The pages “Cohort” and “Team” list the teams."
LOADED = "“python -m joy status” says what is loaded."


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
    return _find(given, _cohorts(asker), f"There is no cohort {given}.", LOADED).id


def instrument_ref(asker: Asker, given: str) -> str:
    """Find a questionnaire by id@version or name; raises like `cohort_id`."""
    return _find(given, _instruments(asker), f"There is no questionnaire {given}.", QUESTIONNAIRES).id


def item_key(asker: Asker, ref: str, given: str) -> str:
    """Find a question of a questionnaire by its key or our short label; raises like `cohort_id`."""
    instrument = definitions_of(asker).instruments[ref]
    items = [Named(item.key, item.label) for item in instrument.items]
    return _find(given, items, f"{instrument.name} has no question “{given}”.", "“Questionnaires” shows them.").id


def measure_id(asker: Asker, given: str) -> str:
    """Find a measure by its id or name; raises like `cohort_id`."""
    measures = [Named(one.id, one.name) for one in definitions_of(asker).indicators.values()]
    return _find(given, measures, f"There is no measure “{given}”.", MEASURES).id


def chart_id(asker: Asker, given: str) -> str:
    """Find a team in its cohort by enrolment or name, or a cohort; a team in two cohorts must be told apart."""
    head = f"There is no team in a cohort, and no cohort, called “{given}”."
    return _find(given, [*_cohorts(asker), *_teams(asker)], head, TEAMS).id


def scope(asker: Asker, kind: str, given: str) -> tuple[str, str]:
    """Find what a role is for by its id or name, whatever it is where `kind` is empty; returns its kind and its id.

    A kind that is none of these is handed back as it came. Raises `NotFound` with the ids there are.
    """
    rows = asker.ask("access/scopes")
    if kind and kind not in set(rows["scope_kind"]):
        return kind, given
    known = {
        Named(row.scope_id, row.name, row.place if kind or row.scope_kind == "team" else row.scope_kind): row.scope_kind
        for row in each(rows)
        if kind in {"", row.scope_kind}
    }
    head = f"There is no {kind} “{given}”." if kind else f"“{given}” is nothing a role can be for.{_but_teams(known)}"
    found = _find(given, known, head, TEAMS if kind in {"", "team"} else LOADED)
    return known[found], found.id


def _but_teams(known: Mapping[Named, str]) -> str:
    """All that a role can be for but single teams, with their ids; nothing where that is too much to read."""
    told = [one.told for one, kind in known.items() if kind != "team"]
    return f" There are {', '.join(told)}, and teams." if 0 < len(told) <= 2 * FEW else ""


def _find(given: str, known: Iterable[Named], head: str, elsewhere: str) -> Named:
    every = list(known)
    found = [one for one in every if one.id == given] or [one for one in every if _plain(given) in one.keys]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(f"“{given}” may be {_either(found)}. Write which, by what stands first. {UNCHANGED}")
    raise NotFound(f"{head} {_hint(given, every, elsewhere)} {UNCHANGED}")


def _hint(given: str, known: list[Named], elsewhere: str) -> str:
    near = _nearest(given, known)
    guess = f"Did you mean {_either(near)}?" if near else ""
    if len(known) > FEW:
        return guess or elsewhere
    if len(near) == len(known):
        return guess or "There is none yet."
    return f"{guess} These exist: {', '.join(one.told for one in known)}.".lstrip()


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
