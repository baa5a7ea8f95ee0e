"""What pages on measures, questionnaires, imports and privacy read: as things are now, whatever was published.

Everybody's pages ask for these through `readers`, the one door to what is kept between looks.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from joy.access import Who, need_steward
from joy.attack import AttackReport
from joy.attack.command import attack_everything
from joy.definitions import DisclosureClass
from joy.findings.lens import Visibility
from joy.store.events import note_event
from joy.views import lens, measuring, questionnaires, waiting
from pages.parts.choices import Choice
from pages.parts.house import PEOPLE_KEPT, STALE, as_data_lead, home, open_house, who, who_reads
from pages.parts.opened import BY_REACH, as_written, update_file, update_of


Tried = tuple[tuple[DisclosureClass, int], ...]  # thresholds by class
LENSES_KEPT = 12  # thresholds that were tried; a programme of 82 teams is about 1 MB each


def measures(choice: Choice) -> measuring.Measures:
    """The measures of the chosen programme, as they stand now: questionnaires are switched without publishing."""
    me, about = who_reads(choice), (choice.update_id, choice.programme_id)
    return as_written(
        "measures", me, about, lambda: measuring.measures(open_house(), update_of(choice), me, choice.programme_id)
    )


def lens_rules(choice: Choice) -> lens.Rules:
    """The thresholds that may be tried on the chosen programme."""
    at = home(), choice.update_id
    return lens.rules_of(who(), _remembered(*at), update_file(*at))


def privacy_lens(choice: Choice, tried: Tried, *, weaker_bound: bool) -> lens.Lens:
    """What could be seen with the thresholds that are tried."""
    me = who()
    return _lens(home(), choice.update_id, me.key, tried, weaker_bound, me)


def self_attack(choice: Choice) -> AttackReport:
    """What could be worked out of all that may be seen now; raises `NotAllowed` unless for the data lead."""
    return _self_attack(home(), choice.update_id, as_data_lead())


def visibility(found: lens.Lens, choice: Choice, measure: str) -> Visibility:
    """Which figures of one measure and cohort can be seen."""
    return lens.visibility(who(), found, choice.cohort_id, measure)


def all_questionnaires() -> questionnaires.Questionnaires:
    """Every questionnaire of this installation, as it stands now."""
    me = who()
    return as_written("questionnaires", me, (), lambda: questionnaires.questionnaires(open_house(), me))


def asked_here(choice: Choice) -> tuple[questionnaires.Use, ...]:
    """What the chosen cohort is asked, or no longer is."""
    me, about = who_reads(choice), (choice.update_id, choice.cohort_id)
    return as_written(
        "uses", me, about, lambda: questionnaires.uses_of(open_house(), update_of(choice), me, choice.cohort_id)
    )


def ended_note(cohort_id: str) -> str:
    """A sentence for whoever would ask something in a cohort that has ended."""
    me = who()
    return as_written("ended", me, (cohort_id,), lambda: questionnaires.ended_note(open_house(), me, cohort_id))


def imports() -> pd.DataFrame:
    """Every file that was ever brought in, newest first. Raises `NotAllowed` unless for the data lead."""
    need_steward(who())
    return open_house().ask("store/batches").iloc[::-1]


def what_waits(choice: Choice) -> tuple[waiting.TeamWaiting, ...]:
    """What has arrived of the chosen cohort's teams and cannot be shown yet, where one may know."""
    found = _what_waits(home(), choice.programme_id, who())
    return tuple(one for one in found if one.cohort_id == choice.cohort_id)


@st.cache_resource(show_spinner=False, max_entries=PEOPLE_KEPT, ttl=STALE, hash_funcs=BY_REACH)
def _what_waits(home: str, programme_id: str, who: Who) -> tuple[waiting.TeamWaiting, ...]:  # noqa: ARG001  as above
    return waiting.what_waits(open_house(), who, programme_id)


@st.cache_resource(show_spinner=False, max_entries=1)
def _remembered(home: str, update: str) -> lens.Memory:  # noqa: ARG001  they are the key
    return lens.remembered(open_house())


@st.cache_resource(show_spinner="Trying to work out what is hidden …", max_entries=2)
def _self_attack(home: str, update: str, _by: str) -> AttackReport:  # noqa: ARG001  they are the key
    report = attack_everything(open_house())
    note_event(open_house(), _by, "attack", report.sentence)
    return report


@st.cache_resource(show_spinner=False, max_entries=LENSES_KEPT)
def _lens(
    home: str,
    update: str,
    who: str,  # noqa: ARG001  part of the key: nobody gets what was worked out for somebody who may see more
    tried: Tried,
    weaker_bound: bool,
    _who: Who,
) -> lens.Lens:
    known, release = _remembered(home, update), update_file(home, update)
    return lens.privacy_lens(_who, known, release, dict(tried), weaker_bound=weaker_bound)
