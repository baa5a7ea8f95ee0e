"""Finding a profile: one from a file, or one made ready for a questionnaire that the programme made itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from joy.definitions import Definitions, Instrument
from joy.definitions.local_set import PREFIX
from joy.errors import DefinitionProblem
from joy.intake.profile import ItemRule, Profile, load_profile, profile_ids
from joy.store.definitions import definitions_of
from joy.store.reader import Asker


HEADERS = {"team": "team", "round": "round", "link": "code"}


def find_profile(asker: Asker, name_or_path: str | Path) -> Profile:
    """Find a profile by id among the programme's own questionnaires and in data/profiles, or load one's own file.

    Raises `NotFound` when there is none, `DefinitionProblem` listing every fault with file and field.
    """
    definitions = definitions_of(asker)
    ready = _ready_made(definitions).get(str(name_or_path))
    return ready or load_profile(name_or_path, definitions)


def offered_profiles(asker: Asker) -> dict[str, str]:
    """The name of every profile that can be chosen, by its id; one that is broken is listed by its id."""
    definitions = definitions_of(asker)
    ready = {name: profile.name for name, profile in _ready_made(definitions).items()}
    return {name: _name_of(name, definitions) for name in profile_ids()} | ready


def starter_profile(instrument: Instrument) -> Profile:
    """How a file with the answers to one questionnaire is read when nobody wrote a profile for it.

    One row per questionnaire with the columns team, round and code (which may be empty), and one for each question,
    headed by its text, with answers as the form offers them.
    """
    return Profile(
        id=f"{instrument.id}_v{instrument.version}",
        name=f"{instrument.name} (own set, version {instrument.version})",
        kind="responses",
        note="Made from the questionnaire itself.",
        columns=dict(HEADERS),
        items={item.text or item.label: ItemRule(item=f"{instrument.ref}/{item.key}") for item in instrument.items},
    )


def starter_header(instrument: Instrument) -> str:
    """The first line of such a file, as CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([*HEADERS.values(), *starter_profile(instrument).items])
    return line.getvalue()


def _ready_made(definitions: Definitions) -> dict[str, Profile]:
    own = [starter_profile(one) for one in definitions.instruments.values() if one.id.startswith(PREFIX)]
    return {profile.id: profile for profile in own}


def _name_of(profile_id: str, definitions: Definitions) -> str:
    try:
        return load_profile(profile_id, definitions).name
    except DefinitionProblem:
        return f"{profile_id} (needs mending)"
