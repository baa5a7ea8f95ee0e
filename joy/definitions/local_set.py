"""Questionnaires that a programme makes itself: a few questions in its own words, scored 0 to 100, not validated.

A local set is kept as TOML text. From it the questionnaire and its indicator are made here, always the same way, so an
answer form below is never changed: a new one gets a new name.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from pydantic import Field, ValidationError

from joy.definitions.records import Direction, Indicator, Instrument, Record
from joy.errors import Problem, ProblemListError


PREFIX = "local_"  # no questionnaire that comes with the program begins so
FEWEST_QUESTIONS, MOST_QUESTIONS = 2, 12
LONGEST_NAME, LONGEST_LABEL, LONGEST_TEXT = 80, 40, 300  # characters; what a heading, an axis and a phone can hold
NEEDED_SHARE = 2 / 3  # of the questions must be answered, as in the six relationship questions (4 of 6)
REVIEW_AFTER = timedelta(days=365)
FULL_SCORE = 100.0
NOT_VALIDATED = "A local set, not validated."
SIDES = ("colleagues", "service_users", "self")
RATERS = ("staff", "service_user")
# Name, and the labels from the lowest answer (code 0) upwards.
ANSWER_FORMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "often5": ("How often, five answers", ("Never", "Rarely", "Sometimes", "Often", "Almost always")),
    "agree5": (
        "How much you agree, five answers",
        ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    ),
    "agree4": (
        "How much you agree, four answers without a middle",
        ("Strongly disagree", "Disagree", "Agree", "Strongly agree"),
    ),
    "yes_no": ("Yes or no", ("No", "Yes")),
    "ten": ("0 to 10", tuple(str(number) for number in range(11))),
}
Side = Literal["colleagues", "service_users", "self"]
Rater = Literal["staff", "service_user"]


class LocalSetProblem(ProblemListError):
    """A local set cannot be kept as it is; nothing was saved."""

    heading = "Nothing was saved. Please mend this first:"


class LocalQuestion(Record):
    """One question in the programme's own words. `reverse` says that the highest answer is the bad one."""

    label: str
    text: str
    reverse: bool = False


class LocalDraft(Record):
    """What a person fills in. `changes` names the set that this is a new version of, empty for a new one."""

    name: str
    about: Side
    answered_by: Rater
    answers: str
    direction: Direction = Direction.HIGHER_IS_BETTER
    questions: tuple[LocalQuestion, ...]
    changes: str = ""


class LocalSet(LocalDraft):
    """One kept version of a local set."""

    id: str = Field(pattern=rf"^{PREFIX}[a-z0-9_]+$")
    version: int = Field(ge=1)
    made_on: date

    @property
    def ref(self) -> str:
        return f"{self.id}@{self.version}"


def read_draft(text: str, *, where: str = "") -> LocalDraft:
    """Read what a person wrote as TOML. Raises `LocalSetProblem` listing every fault; spaces are tidied."""
    try:
        return checked_draft(tomllib.loads(text), where=where)
    except tomllib.TOMLDecodeError as fault:
        raise LocalSetProblem(
            [Problem(f"It is not valid TOML ({fault}).", "Mend the line it names.", where)]
        ) from fault


def checked_draft(given: Mapping[str, object], *, where: str = "") -> LocalDraft:
    """Check what a form or a file holds. Raises `LocalSetProblem` listing every fault."""
    try:
        draft = LocalDraft.model_validate(_tidy(dict(given)))
    except ValidationError as fault:
        raise LocalSetProblem([_in_words(error, where) for error in fault.errors()]) from fault
    faults = [Problem(reason, remedy, where) for reason, remedy in _faults(draft)]
    if faults:
        raise LocalSetProblem(faults)
    return draft


def kept_as(draft: LocalDraft, *, version: int, made_on: date) -> LocalSet:
    """The draft as the version that is kept; its id comes from the set it changes, else from its name."""
    return LocalSet(**dict(draft), id=draft.changes or id_for(draft.name), version=version, made_on=made_on)


def id_for(name: str) -> str:
    """The id that a set of this name gets; names that fold to the same letters get the same."""
    return f"{PREFIX}{_slug(name) or 'set'}"[:60].rstrip("_")


def as_toml(local: LocalSet) -> str:
    """The kept text of a set; `read_kept` gives it back unchanged."""
    head = {name: value for name, value in dict(local).items() if name not in {"questions", "made_on"}}
    lines = [f"{name} = {_toml(value)}" for name, value in head.items()]
    lines.append(f"made_on = {local.made_on.isoformat()}")
    for question in local.questions:
        lines += ["", "[[questions]]", *(f"{name} = {_toml(value)}" for name, value in dict(question).items())]
    return "\n".join(lines) + "\n"


def read_kept(text: str) -> LocalSet:
    """Read a kept set. It was checked when it was saved; a text that fails now was changed by hand and raises."""
    try:
        return LocalSet.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as fault:
        raise LocalSetProblem(
            [Problem("A questionnaire kept in the database cannot be read.", "Restore the last backup.")]
        ) from fault


def instrument_of(local: LocalSet) -> Instrument:
    """The questionnaire of a kept set: one score, the mean of the answered questions from 0 to 100."""
    labels = ANSWER_FORMS[local.answers][1]
    keys = keys_of(local.questions)
    return Instrument.model_validate(
        {
            "id": local.id,
            "version": str(local.version),
            "name": local.name,
            "target": _target(local),
            "rater": local.answered_by,
            "source": "Made by the programme itself, in its own words",
            "owner": "The programme",
            "next_review": local.made_on + REVIEW_AFTER,
            "note": NOT_VALIDATED,
            "status": "local",
            "licence": {
                "status": "ours",
                "ship_wording": True,
                "attribution": "The programme's own words",
                "checked": local.made_on,
            },
            "options": {local.answers: [{"code": code, "label": label} for code, label in enumerate(labels)]},
            "items": [
                {"key": key, "label": q.label, "text": q.text, "reverse": q.reverse, "options": local.answers}
                for key, q in zip(keys, local.questions, strict=True)
            ],
            "scales": [
                {
                    "id": "total",
                    "items": keys,
                    "aggregate": "mean",
                    "multiply": FULL_SCORE / (len(labels) - 1),
                    "minimum": 0.0,
                    "maximum": FULL_SCORE,
                    "min_answered": math.ceil(len(keys) * NEEDED_SHARE),
                }
            ],
        }
    )


def indicator_of(versions: Sequence[LocalSet]) -> Indicator:
    """The measure of a local set; all its versions belong to it, the newest names it. Figures never mix versions."""
    newest = max(versions, key=lambda local: local.version)
    return Indicator.model_validate(
        {
            "id": newest.id,
            "name": newest.name,
            "question": f"How do people answer “{newest.name}”?",
            "role": "outcome",
            "shows": "mean",
            "unit": "points of 100",
            "direction": newest.direction,
            "disclosure_class": "survey",
            "counts": "people",
            "minimum": 0.0,
            "maximum": FULL_SCORE,
            "order": 900,  # behind everything that comes with the program
            "why": "The programme chose to ask this in its own words.",
            "caveats": [NOT_VALIDATED],
            "source": "Made by the programme itself, in its own words",
            "checked_by": "Nobody outside the programme",
            "owner": "The programme",
            "next_review": newest.made_on + REVIEW_AFTER,
            "measured": {
                "kind": "scale",
                "scale": "total",
                "instruments": [local.ref for local in sorted(versions, key=lambda local: local.version)],
            },
        }
    )


def keys_of(questions: Sequence[LocalQuestion]) -> list[str]:
    """A key for each question from its label, so that the same question keeps its key in the next version."""
    keys: list[str] = []
    for number, question in enumerate(questions, start=1):
        slug = _slug(question.label)
        key = slug if slug[:1].isalpha() else f"q{number}_{slug}".rstrip("_")
        keys.append(key if key not in keys else f"{key}_{number}")
    return keys


def _target(local: LocalSet) -> str:
    """Whom the questions are about; what service users say about their side of the relationship is about staff."""
    return "staff" if (local.about, local.answered_by) == ("service_users", "service_user") else local.about


def _slug(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "_", folded).strip("_")


def _tidy(given: object) -> object:
    """Texts on one line, with single spaces and without characters that nobody can see."""
    if isinstance(given, str):
        seen = "".join(letter if unicodedata.category(letter) not in {"Cc", "Cs"} else " " for letter in given)
        return " ".join(unicodedata.normalize("NFC", seen).split())
    if isinstance(given, Mapping):
        return {name: _tidy(value) for name, value in given.items()}
    return [_tidy(value) for value in given] if isinstance(given, list | tuple) else given


def _faults(draft: LocalDraft) -> Iterator[tuple[str, str]]:
    """What is wrong, and what to do about it."""
    yield from _bad_text("The name", draft.name, LONGEST_NAME)
    if draft.answers not in ANSWER_FORMS:
        yield f"There is no answer form “{draft.answers}”.", f"Choose one of {', '.join(ANSWER_FORMS)}."
    if draft.changes and not draft.changes.startswith(PREFIX):
        yield f"“{draft.changes}” is no set of your own.", f"Only sets whose id begins with {PREFIX} can be changed."
    if not FEWEST_QUESTIONS <= len(draft.questions) <= MOST_QUESTIONS:
        yield f"The number of questions is {len(draft.questions)}.", f"Ask {FEWEST_QUESTIONS} to {MOST_QUESTIONS}."
    for number, question in enumerate(draft.questions, start=1):
        yield from _bad_text(f"The text of question {number}", question.text, LONGEST_TEXT)
        yield from _bad_text(f"The short label of question {number}", question.label, LONGEST_LABEL)
    for what, texts in (("text", [q.text for q in draft.questions]), ("label", [q.label for q in draft.questions])):
        folded = [text.casefold() for text in texts if text]
        for twice in sorted({text for text in folded if folded.count(text) > 1}):
            yield f"The {what} “{twice}” is there twice.", "Give every question its own."


def _bad_text(what: str, text: str, longest: int) -> Iterator[tuple[str, str]]:
    if not text:
        yield f"{what} is empty.", "Fill it in."
    elif len(text) > longest:
        yield f"{what} has {len(text)} characters.", f"Use at most {longest}."


def _in_words(error: Mapping[str, object], where: str) -> Problem:
    """One fault of structure, such as a field that is missing or unknown."""
    place = error["loc"] if isinstance(error["loc"], tuple) else ()
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in place) or "the whole file"
    return Problem(f"{name}: {error['msg']}.", "Correct or add this field.", where)


def _toml(value: object) -> str:
    """A value as TOML writes it; JSON's way with texts and truths is TOML's too."""
    return json.dumps(str(value) if isinstance(value, str) else value, ensure_ascii=False)
