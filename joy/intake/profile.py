"""Profiles: how one supplier's file maps to ours, as frozen records from data/profiles/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from joy.definitions import DATA, Definitions, load_definitions
from joy.definitions.records import Key, Record, Text
from joy.errors import DefinitionProblem, NotFound, Problem
from joy.intake.columns import Wanted, clean


PROFILES = DATA / "profiles"
# Our names for the columns of each kind: (needed, may be given). One that is fixed in the profile is not needed.
COLUMNS: Mapping[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("table", "wide"): ((), ()),
    ("tally", "wide"): (("date", "team", "answers", "good_answers", "question"), ("channel",)),
    ("tally", "long"): (("date", "team", "answer", "question"), ("channel",)),
    ("responses", "wide"): (("team", "round"), ("role", "link", "response")),
    ("responses", "long"): (("response", "team", "round", "item", "answer"), ("role", "link")),
}
FIXABLE = {"team", "round", "role", "question", "channel"}


class ItemRule(Record):
    """Which question a column holds, and under which label list its cells are read."""

    item: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*@[^/@]+/[a-z][a-z0-9_]*$")]
    labels: Key | None = None

    @property
    def instrument(self) -> str:
        return self.item.split("/")[0]

    @property
    def key(self) -> str:
        return self.item.split("/")[1]


class Also(Record):
    """A decision: further spellings in one column that count as a code, and why."""

    column: str
    labels: dict[str, int] = Field(min_length=1)
    reason: Text


class Profile(Record):
    """How to read one kind of file. Every text is compared after NFC and without byte order marks, else exactly."""

    id: Key
    name: Text
    kind: Literal["table", "tally", "responses"]
    layout: Literal["wide", "long"] = "wide"
    based_on: Key | None = None
    note: str = ""
    encoding: Literal["utf-8", "cp1252"] = "utf-8"
    sheet: str | None = None
    date_format: str | None = None
    table: str | None = None
    headers: Literal["whole", "beginning"] = "whole"
    answers: Literal["labels", "codes"] = "labels"
    columns: dict[Key, str] = Field(default_factory=dict)
    fixed: dict[Key, Text] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    ignore_others: bool = False
    teams: dict[str, Text] = Field(default_factory=dict)
    rounds: dict[str, Text] = Field(default_factory=dict)
    roles: dict[str, Key] = Field(default_factory=dict)
    leave_out: dict[Literal["team", "round"], tuple[str, ...]] = Field(default_factory=dict)
    blank: tuple[str, ...] = ("",)
    labels: dict[Key, dict[str, int]] = Field(default_factory=dict)
    items: dict[str, ItemRule] = Field(default_factory=dict)
    also: tuple[Also, ...] = ()
    same_answers_are_new_people: Text | None = None
    question_changed: Text | None = None

    @field_validator("items", mode="before")
    @classmethod
    def _short_items(cls, given: object) -> object:
        """An item may be written short: header = "instrument@version/item"."""
        if not isinstance(given, dict):
            return given
        return {header: {"item": rule} if isinstance(rule, str) else rule for header, rule in given.items()}

    @field_validator("teams", "rounds", "roles", "labels", mode="before")
    @classmethod
    def _clean_keys(cls, given: object) -> object:
        return _cleaned(given)

    @model_validator(mode="after")
    def _joined_up(self) -> Profile:
        faults = list(_faults(self))
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def decided(self, column: str) -> dict[str, int]:
        """The further spellings that were decided for one column."""
        return {
            clean(label): code for also in self.also if also.column == column for label, code in also.labels.items()
        }

    def wanted(self) -> Wanted:
        """The columns to look for in a file, by our key; answers of a wide file by `item:` and their header."""
        needed, optional = COLUMNS[self.kind, self.layout]
        asked = {key: self.columns.get(key, key) for key in needed if key not in self.fixed}
        asked |= {key: self.columns[key] for key in optional if key in self.columns}
        if self.kind == "responses" and self.layout == "wide":
            asked |= {f"item:{header}": header for header in self.items}
        return Wanted(asked, {}, self.headers, self.ignore, self.ignore_others)


def load_profile(name_or_path: str | Path, definitions: Definitions | None = None) -> Profile:
    """Load a profile by its id from data/profiles, or from a file of one's own.

    Its questions are looked up in `definitions` (what an installation may ask), else in what comes with the program.
    Raises `NotFound` when there is none, `DefinitionProblem` listing every fault with file and field.
    """
    path = Path(name_or_path)
    if path.suffix != ".toml":
        path = PROFILES / f"{name_or_path}.toml"
    if not path.is_file():
        raise NotFound(f"There is no profile “{name_or_path}”. These exist: {', '.join(profile_ids())}.")
    profile = _validated(_read_with_base(path, ()), path)
    faults = list(_dangling(profile, definitions or load_definitions(), path.name))
    if faults:
        raise DefinitionProblem(faults)
    return profile


def profile_ids() -> list[str]:
    """List the ids of the profiles that come with the program or were added to data/profiles."""
    return sorted(path.stem for path in PROFILES.glob("*.toml"))


def _read_with_base(path: Path, above: tuple[str, ...]) -> dict[str, Any]:
    """A profile as written, laid over the profile it is based on."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise DefinitionProblem(
            [Problem(f"not valid TOML ({fault}).", "Mend the line it names.", path.name)]
        ) from fault
    base = written.get("based_on")
    if base is None:
        return written
    below = PROFILES / f"{base}.toml"
    if base in above or not below.is_file():
        reason = "it is based on itself" if base in above else f"there is no profile {base}"
        raise DefinitionProblem([Problem(f"based_on: {reason}.", "Name another profile.", where=path.name)])
    return _laid_over(_read_with_base(below, (*above, str(base))), written)


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """`above` wins field by field; tables are merged, lists are replaced."""
    merged = dict(below)
    for field, value in above.items():
        is_table = isinstance(value, dict) and isinstance(merged.get(field), dict)
        merged[field] = _laid_over(merged[field], value) if is_table else value
    return merged


def _validated(written: dict[str, Any], path: Path) -> Profile:
    try:
        return Profile.model_validate(written)
    except ValidationError as fault:
        problems = [
            Problem(
                f"{'.'.join(str(part) for part in error['loc']) or 'whole file'}: {error['msg']}.",
                "Correct or add this field.",
                where=path.name,
            )
            for error in fault.errors()
        ]
        raise DefinitionProblem(problems) from fault


def _cleaned(given: object) -> object:
    return {clean(str(k)): _cleaned(v) for k, v in given.items()} if isinstance(given, dict) else given


def _faults(profile: Profile) -> Iterator[str]:
    """What is wrong with a profile seen by itself."""
    needed, optional = COLUMNS[profile.kind, profile.layout]
    if profile.kind != "table":
        yield from (
            f"columns.{key}: a {profile.kind} file has no {key}"
            for key in profile.columns
            if key not in (*needed, *optional)
        )
        yield from (
            f"fixed.{key}: only {', '.join(sorted(FIXABLE))} can be fixed"
            for key in profile.fixed
            if key not in FIXABLE
        )
        yield from (f"{key} is both a column and fixed" for key in profile.columns if key in profile.fixed)
    for field, kind in (("same_answers_are_new_people", "responses"), ("question_changed", "tally")):
        if getattr(profile, field) is not None and profile.kind != kind:
            yield f"{field}: only a {kind} file can need it"
    if profile.kind == "responses" and not profile.items:
        yield "items: name at least one question"
    yield from (
        f"items.{h}.labels: no list labels.{r.labels}"
        for h, r in profile.items.items()
        if r.labels and r.labels not in profile.labels
    )
    takes_answers = set(profile.items) | ({"answer"} if profile.kind == "tally" else set())
    yield from (
        f"also: no such answer column {also.column!r}" for also in profile.also if also.column not in takes_answers
    )


def _dangling(profile: Profile, definitions: Definitions, where: str) -> Iterator[Problem]:
    """Names that lead nowhere and codes that no option has, seen together with the instruments."""
    raters = set()
    for header, rule in profile.items.items():
        instrument = definitions.instruments.get(rule.instrument)
        if instrument is None or rule.key not in {item.key for item in instrument.items}:
            yield Problem(f"items.{header}: no question {rule.item}.", "Use instrument@version/item of a file.", where)
            continue
        raters.add(instrument.rater)
        codes = {option.code for option in instrument.options_of(rule.key)}
        listed = {**profile.labels.get(rule.labels or "", {}), **profile.decided(header)}
        for label, code in listed.items():
            if code not in codes:
                yield Problem(
                    f"items.{header}: “{label}” = {code}, which {rule.item} does not offer.", "Use its codes.", where
                )
    if len(raters) > 1:
        yield Problem("items: staff and service users in one profile.", "Write a profile for each.", where)
    question = profile.fixed.get("question")
    if question is not None and question not in definitions.instruments:
        yield Problem(f"fixed.question: no instrument {question}.", "Use id@version of a file.", where)
