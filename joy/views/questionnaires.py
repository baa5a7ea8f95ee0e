"""Which questionnaires there are, side by side: whom they are about, how long, on what terms, on what evidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pandas as pd

from joy.access import Who, need_steward
from joy.definitions import Definitions, Instrument
from joy.definitions.local_set import PREFIX, LocalSet
from joy.frames import each
from joy.store.definitions import definitions_of, local_sets_of
from joy.store.reader import Asker
from joy.views import words
from joy.views.seen import Seen


SIDES = {
    "colleagues": "Colleagues",
    "service_users": "Service users",
    "staff": "Staff, as service users see them",
    "self": "Oneself",
    "manager": "Manager",
    "organisation": "Employer",
}
# The two relationships, whoever sees them, oneself, and what is around: how the page sorts them.
GROUPS = {
    "colleagues": "Colleagues",
    "service_users": "Service users",
    "staff": "Service users",
    "self": "Oneself",
    "manager": "Manager, employer",
    "organisation": "Manager, employer",
}
RATERS = {"staff": "Staff", "service_user": "Service users"}
BOTH = "Both relationships"
STATUSES = {
    "validated": "Validated",
    "adapted": "Adapted: published, but changed here",
    "local": "Local: not validated",
}
TERMS = {
    "ours": "Ours: free to use",
    "open": "Free to use, with its source named",
    "non_commercial": "Free unless it is sold on",
    "ask": "Ask its authors first",
    "paid": "A licence must be bought",
}
SITE_LICENCE = "Only with a licence of your own"
OWN = "Your own words"
IN_BRIEF = {"ours": "Ours", "open": "Free", "non_commercial": "Not for sale", "ask": "Ask first", "paid": "Licence"}
WORDING = {
    "comes_with_it": "Nothing: its wording is here.",
    "to_be_added": "Its wording, which you add once its authors have agreed.",
    "needs_site_licence": "A licence of your organisation, then its wording.",
    "none": "Nothing yet: it cannot be asked.",
}
KINDS_OF_PLACE = ("asked", "waiting", "no_longer")
KINDS = {"alpha": "Cronbach’s alpha", "omega": "omega", "retest": "same people again", "icc": "ICC", "kappa": "kappa"}


@dataclass(frozen=True)
class Use:
    """What was decided, or is the case, about one questionnaire in one cohort."""

    ref: str
    is_on: bool
    is_decided: bool
    is_answered: bool
    licence_note: str
    version: int


@dataclass(frozen=True)
class Places:
    """The cohorts, by name, that answered something and are asked it, are only to be asked it, or are no longer."""

    asked: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    no_longer: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """All of it in words; empty where it was never asked."""
        return "; ".join(
            f"{before} {', '.join(cohorts)}{after}"
            for before, cohorts, after in (
                ("asked in", self.asked, ""),
                ("switched on in", self.waiting, ", no answers yet"),
                ("no longer asked in", self.no_longer, ""),
            )
            if cohorts
        )


@dataclass(frozen=True)
class Wording:
    """The wording that the programme added to one question."""

    text: str
    licence_note: str


@dataclass(frozen=True)
class Questionnaires:
    """Everything the page shows: the questionnaires, one row each to compare them, and what the programme added."""

    definitions: Definitions
    table: pd.DataFrame
    wordings: dict[tuple[str, str], Wording]
    local_sets: tuple[LocalSet, ...]

    def instrument(self, ref: str) -> Instrument:
        return self.definitions.instruments[ref]

    def newest_local(self) -> dict[str, LocalSet]:
        """The newest version of each local set, by its id."""
        return {local.id: local for local in self.local_sets}


def questionnaires(store: Asker, who: Who) -> Questionnaires:
    """Compare every questionnaire of an installation; one that is its own comes last, older versions of it not at all.

    `table` has a row each: ref, name (with its version where two share it), about and groups (whom it is about), length
    and minutes (0 where unknown), terms in full and in brief, status, usable. Raises `NotAllowed` unless for the data
    lead.
    """
    need_steward(who)
    definitions, local_sets = definitions_of(store), local_sets_of(store)
    newest = {local.id: local.ref for local in local_sets}
    compared = [one for one in definitions.instruments.values() if newest.get(one.id, one.ref) == one.ref]
    named = Counter(one.name for one in compared)
    table = pd.DataFrame([_row(one, has_twin=named[one.name] > 1) for one in sorted(compared, key=_order)])
    added = {
        (row.instrument, row.item_key): Wording(row.text, row.licence_note)
        for row in each(store.ask("store/item_wordings"))
    }
    return Questionnaires(definitions, table, added, local_sets)


def uses_of(store: Asker, update: Asker | None, who: Who, cohort_id: str) -> tuple[Use, ...]:
    """What one cohort is asked, or no longer is: as a person decided, else where its answers are published.

    Raises `NotAllowed` unless for the data lead.
    """
    need_steward(who)
    known = definitions_of(store).instruments  # figures of two questionnaires together name none of them
    answered = [] if update is None else each(Seen(update, who).ask("views/answered"))
    found = [row.instrument for row in answered if row.cohort_id == cohort_id and row.instrument in known]
    uses = {
        row.instrument: Use(
            row.instrument, bool(row.is_on), True, row.instrument in found, _text(row.licence_note), int(row.version)
        )
        for row in each(store.ask("store/questionnaire_uses"))
        if row.cohort_id == cohort_id
    }
    plain = {ref: Use(ref, True, False, True, "", 0) for ref in dict.fromkeys(found) if ref not in uses}
    return tuple({**plain, **uses}.values())


def places_of(store: Asker, update: Asker | None, who: Who, programme_id: str) -> dict[str, Places]:
    """Where each questionnaire of a programme is asked, by its ref; without those that no cohort was ever asked.

    Raises `NotAllowed` unless for the data lead.
    """
    need_steward(who)
    found: dict[str, list[tuple[str, str]]] = {}
    for cohort in each(store.ask("views/cohorts", programme_id=programme_id)):
        in_use = uses_of(store, update, who, cohort.cohort_id)
        for use in (use for use in in_use if use.is_on or use.is_answered):
            kind = "no_longer" if not use.is_on else "asked" if use.is_answered else "waiting"
            found.setdefault(use.ref, []).append((kind, cohort.name))
    return {
        ref: Places(**{kind: tuple(name for of, name in known if of == kind) for kind in KINDS_OF_PLACE})
        for ref, known in found.items()
    }


def ended_note(store: Asker, who: Who, cohort_id: str) -> str:
    """A sentence for whoever would ask something in a cohort that has ended; empty where it has not.

    Raises `NotAllowed` unless for the data lead.
    """
    need_steward(who)
    for programme in each(store.ask("release/programmes")):
        today = datetime.now(UTC).date() if pd.isna(programme.today) else programme.today.date()
        for cohort in each(store.ask("views/cohorts", programme_id=programme.programme_id)):
            if cohort.cohort_id == cohort_id:
                return _ended(cohort.name, cohort.status, cohort.end_date, today)
    return ""


def needs_wording(found: Questionnaires, ref: str) -> bool:
    """Whether a question of it has no words here yet: neither shipped nor added."""
    return any(not item.text and (ref, item.key) not in found.wordings for item in found.instrument(ref).items)


def about(instrument: Instrument) -> str:
    """Whom its questions are about; one that suits both relationships says so."""
    sides = {instrument.target, *instrument.also_about}
    return BOTH if {"colleagues", "service_users"} <= sides else SIDES[instrument.target]


def terms(instrument: Instrument) -> str:
    """On what terms it may be used, in plain words."""
    if is_own(instrument):
        return OWN
    return SITE_LICENCE if instrument.needs_site_licence else TERMS[instrument.licence.status]


def length(instrument: Instrument) -> str:
    """How long it is, such as “6 questions, 1 min”."""
    if instrument.length is None:
        return "Not known"
    return f"{words.several(instrument.length, 'question', 'questions')}, {instrument.minutes or 1} min"


def reliabilities(instrument: Instrument) -> tuple[str, ...]:
    """Published figures on how well its questions hang together, or people answer alike again; only those read."""
    return tuple(
        f"{KINDS[figure.kind]} {figure.value:.2f}{f' ({figure.scale})' if figure.scale else ''}: {figure.people}. "
        f"{figure.source}"
        for figure in instrument.reliability
    )


def norms(instrument: Instrument) -> tuple[str, ...]:
    """How known groups of people scored, as published."""
    told = []
    for norm in instrument.norms:
        spread = f", spread {norm.sd:g}" if norm.sd is not None else ""
        people = f", {norm.n:,} people" if norm.n is not None else ""
        told.append(f"{norm.population}: mean {norm.mean:g}{spread}{people}. {norm.source}")
    return tuple(told)


def evidence(instrument: Instrument) -> str:
    """What is known of it, in a sentence; how well it holds together stands beside it where it was read."""
    told = instrument.evidence or instrument.note or STATUSES[instrument.status]
    return f"{told.rstrip('.')}."


def scoring(instrument: Instrument) -> tuple[str, ...]:
    """How each score of a questionnaire is made, in words."""
    return tuple(_scale_words(instrument, number) for number in range(len(instrument.scales)))


def is_own(instrument: Instrument) -> bool:
    """Say whether the programme made it itself."""
    return instrument.id.startswith(PREFIX)


def _scale_words(instrument: Instrument, number: int) -> str:
    scale = instrument.scales[number]
    how = {
        "sum": "the sum of",
        "mean": "the mean of",
        "percent_in_set": "the percent of chosen answers among",
        "weighted_mean": "the mean of the part scores of",
    }[scale.aggregate]
    if scale.transform == "lookup":
        how = "looked up in the published table from the sum of"
    name = scale.name or ("Score" if scale.id == "total" else scale.id.replace("_", " ").capitalize())
    count = words.several(len(scale.items), "question", "questions")
    missing = _missing_words(scale.min_answered, len(scale.items), scale.missing_rule == "person_mean")
    turned = scale.reverse if scale.reverse is not None else [i.key for i in instrument.items if i.reverse]
    reversed_ones = [instrument.item(key).label for key in scale.items if key in turned]
    turned_words = f" Turned round first: {words.listed(reversed_ones)}." if reversed_ones else ""
    span = f"{words.number(scale.minimum)} to {words.number(scale.maximum)}"
    unsure = "" if scale.verified else " Not used: nobody has checked which questions belong to it."
    return f"{name}, {span}: {how} {count}. {missing}{turned_words}{unsure}"


def _missing_words(needed: int, count: int, is_filled: bool) -> str:
    if needed == count:
        return "Every one must be answered." if count > 1 else ""
    filled = " Missing ones take the person’s own mean, as its authors say." if is_filled else ""
    return f"At least {needed} must be answered.{filled}"


def _ended(name: str, status: str, end: pd.Timestamp, today: date) -> str:
    has_day = not pd.isna(end)
    if status != "ended" and not (has_day and end.date() < today):
        return ""
    when = f"ended on {words.day(end)}" if has_day else "has ended"
    return f"{name} {when}: answers given before then can still be brought in, but nobody there is asked any more."


def _terms_in_brief(instrument: Instrument) -> str:
    return (
        "Yours"
        if is_own(instrument)
        else "Licence"
        if instrument.needs_site_licence
        else IN_BRIEF[instrument.licence.status]
    )


def _row(instrument: Instrument, *, has_twin: bool) -> dict[str, object]:
    return {
        "ref": instrument.ref,
        "name": f"{instrument.name} ({instrument.version.replace('_', ' ')})" if has_twin else instrument.name,
        "about": about(instrument),
        "length": length(instrument),
        "minutes": instrument.minutes or 0,
        "groups": frozenset(GROUPS[side] for side in (instrument.target, *instrument.also_about)),
        "terms": terms(instrument),
        "terms_in_brief": _terms_in_brief(instrument),
        "status": instrument.status,
        "usable": instrument.usable,
    }


def _order(instrument: Instrument) -> tuple[bool, bool, int, str]:
    """Ours to use first, those that cannot be asked yet last; within that by whom they are about."""
    return (not instrument.usable, is_own(instrument), list(SIDES).index(instrument.target), instrument.name)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
