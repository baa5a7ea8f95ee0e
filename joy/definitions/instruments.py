"""A questionnaire as a frozen record: items, options, scoring, licence, evidence, and what is published about it."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from joy.definitions.base import Key, Record, Reviewed, Text
from joy.definitions.scales import Scale


Target = Literal["self", "colleagues", "service_users", "staff", "manager", "organisation"]
QUESTIONS_A_MINUTE = 6  # our rule of thumb for closed questions; a file may give its own minutes


class Option(Record):
    """One allowed reply: its code, our label, and the points it earns (the code unless said)."""

    code: int
    label: Text
    points: int | None = None

    @property
    def worth(self) -> int:
        return self.code if self.points is None else self.points


class Licence(Record):
    """On what terms an instrument may be used, and whether its wording may be shipped."""

    status: Literal["ours", "open", "non_commercial", "ask", "paid"]
    ship_wording: bool
    attribution: Text
    checked: date


class Item(Record):
    """One question: its key, our short label, its options; wording only where we may ship it.

    `number` is its place on the published form, for whoever compares; items are found by key, never by number.
    """

    key: Key
    label: Text
    options: Key
    reverse: bool = False
    number: int | None = Field(default=None, ge=1)
    text: str | None = None


class Band(Record):
    """A named stretch of scores, both ends included. Bands that only a vendor prints are refused."""

    scale: Key
    low: float
    high: float
    name: Text
    source: Text
    origin: Literal["published", "vendor"] = "published"


class Norm(Record):
    """How some known people scored. Only figures read in their source are kept in files."""

    scale: Key
    population: Text
    mean: float
    n: int | None = None
    sd: float | None = None
    source: Text


class ReliabilityFigure(Record):
    """A published reliability. `scale` is empty where the source gives one figure for the whole questionnaire."""

    kind: Literal["alpha", "omega", "retest", "icc", "kappa"]
    value: float = Field(ge=0, le=1)
    people: Text
    scale: str = ""
    source: Text


class ChangeFigure(Record):
    """What is published about change: the smallest that matters, and what a reliable change of one person needs.

    `mic` is in the scale's own points; `mic_level` says whether it holds for a group or for one person. `rci_sd` and
    `rci_r` are a published standard deviation and reliability (Jacobson & Truax 1991), never those of one's own sample.
    """

    scale: Key
    mic: float | None = None
    mic_level: Literal["group", "person"] | None = None
    rci_sd: float | None = Field(default=None, gt=0)
    rci_r: float | None = Field(default=None, gt=0, lt=1)
    source: Text

    @model_validator(mode="after")
    def _in_pairs(self) -> ChangeFigure:
        if (self.mic is None) != (self.mic_level is None) or (self.rci_sd is None) != (self.rci_r is None):
            raise ValueError("mic goes with mic_level, rci_sd with rci_r")
        return self


class Instrument(Reviewed):
    """A questionnaire as published: items, response options, scoring, licence and source.

    `status`: validated (as published), adapted (published, but changed here), local (written by a programme or by us).
    `target` is whom its questions are about, `also_about` whom its owners say it suits as well; `rater` answers it.
    A stub (`usable = false`) has no items: it is listed with the reason `why_not`, and can be neither asked nor scored.
    `needs_site_licence` marks what may not even be hosted without a licence of one's own: it is scored only where the
    installation says that it holds one. `unchecked` says in plain sentences what nobody has compared with the form yet.
    Figures from memory are in no file: no band, norm, reliability or smallest change without a source that was read.
    """

    id: Key
    version: Text
    name: Text
    status: Literal["validated", "adapted", "local"] = "local"
    target: Target
    also_about: tuple[Target, ...] = ()
    rater: Literal["staff", "service_user"]
    recall_days: int | None = None
    evidence: str = ""
    licence: Licence
    needs_site_licence: bool = False
    translation_note: str = ""
    usable: bool = True
    why_not: str = ""
    unchecked: tuple[Text, ...] = ()
    published_length: int | None = Field(default=None, ge=1)
    published_minutes: int | None = Field(default=None, ge=1)
    options: dict[Key, tuple[Option, ...]] = Field(default_factory=dict)
    items: tuple[Item, ...] = ()
    scales: tuple[Scale, ...] = ()
    bands: tuple[Band, ...] = ()
    norms: tuple[Norm, ...] = ()
    reliability: tuple[ReliabilityFigure, ...] = ()
    change: tuple[ChangeFigure, ...] = ()
    note: str = ""

    @property
    def ref(self) -> str:
        """The name that answers carry: instrument@version."""
        return f"{self.id}@{self.version}"

    @property
    def side(self) -> Target:
        """Whom it is about: the side on which questionnaires are compared."""
        return self.target

    @property
    def length(self) -> int | None:
        """How many questions it has; None for a stub of which even that is unknown."""
        return len(self.items) or self.published_length

    @property
    def minutes(self) -> int | None:
        """About how long it takes, in whole minutes: as published, or by our rule of thumb."""
        if self.published_minutes is not None or self.length is None:
            return self.published_minutes
        return math.ceil(self.length / QUESTIONS_A_MINUTE)

    @property
    def wording(self) -> Literal["comes_with_it", "to_be_added", "needs_site_licence", "none"]:
        """Where its questions' words come from."""
        if not self.usable:
            return "none"
        if self.needs_site_licence:
            return "needs_site_licence"
        has_text = self.licence.ship_wording and all(item.text for item in self.items)
        return "comes_with_it" if has_text else "to_be_added"

    @property
    def fingerprint(self) -> str:
        """Sixteen characters that change when a question, an option or the scoring does: then a new version is due.

        Our own short labels of questions may be improved without one; labels of options may not, for files are read by
        them.
        """
        kept = {"target", "rater", "recall_days", "options"}
        asked = self.model_dump(mode="json", include=kept, exclude_defaults=True)
        asked["items"] = [
            i.model_dump(mode="json", exclude={"label", "number"}, exclude_defaults=True) for i in self.items
        ]
        asked["scales"] = [
            s.model_dump(mode="json", exclude={"name", "verified"}, exclude_defaults=True) for s in self.scales
        ]
        text = json.dumps(asked, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @model_validator(mode="after")
    def _joined_up(self) -> Instrument:
        faults = [*self._item_faults(), *self._scale_faults(), *self._use_faults()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _item_faults(self) -> Iterator[str]:
        keys = [item.key for item in self.items]
        yield from (f"item {key} appears twice" for key in sorted({k for k in keys if keys.count(k) > 1}))
        yield from (
            f"item {i.key} uses unknown options {i.options}" for i in self.items if i.options not in self.options
        )
        for name, options in self.options.items():
            codes, labels = [o.code for o in options], [o.label for o in options]
            if len(set(codes)) < len(codes) or len(set(labels)) < len(labels):
                yield f"options {name}: a code or a label appears twice"
        if not self.licence.ship_wording:
            yield from (f"item {i.key} carries wording its licence does not let us ship" for i in self.items if i.text)

    def _scale_faults(self) -> Iterator[str]:
        keys, names = {item.key for item in self.items}, [scale.id for scale in self.scales]
        yield from (f"scale {name} appears twice" for name in sorted({n for n in names if names.count(n) > 1}))
        yield from (f"scale {s.id} uses unknown item {k}" for s in self.scales for k in s.items if k not in keys)
        for scale in self.scales:
            yield from self._part_faults(scale)
        about = [("a band", b.scale) for b in self.bands] + [("a norm", n.scale) for n in self.norms]
        about += [("a reliability", r.scale) for r in self.reliability if r.scale]
        about += [("a change figure", c.scale) for c in self.change]
        yield from (f"{what} names unknown scale {scale}" for what, scale in about if scale not in names)

    def _part_faults(self, scale: Scale) -> Iterator[str]:
        known = {other.id: other for other in self.scales if other.aggregate == "mean" and other.transform == "none"}
        unknown = [part.scale for part in scale.parts if part.scale not in known]
        yield from (f"scale {scale.id}: part {name} is not a mean of this questionnaire" for name in unknown)
        if scale.parts and not unknown:
            parts = [known[part.scale] for part in scale.parts]
            if sorted(scale.items) != sorted(key for part in parts for key in part.items):
                yield f"scale {scale.id}: its items must be those of its parts, each once"
            if any(option.worth < 0 for part in parts for key in part.items for option in self._offered(key)):
                yield f"scale {scale.id}: a weighted mean takes points from nought up"
            if scale.min_answered != sum(part.min_answered for part in parts):
                yield f"scale {scale.id}: min_answered must be the sum of its parts'"

    def _offered(self, key: str) -> tuple[Option, ...]:
        """The options of an item, or none while the record is not whole."""
        name = next((item.options for item in self.items if item.key == key), "")
        return self.options.get(name, ())

    def _use_faults(self) -> Iterator[str]:
        if self.usable and not self.items:
            yield "no items: give them, or usable = false with why_not"
        if self.usable == bool(self.why_not):
            yield "usable = false goes with a reason in why_not, and nothing else does"
        if not self.usable and (self.items or self.scales):
            yield "a stub has neither items nor scales"
        yield from (
            f"band {b.name} is a vendor's: bands come from publications" for b in self.bands if b.origin == "vendor"
        )

    def item(self, key: str) -> Item:
        return next(item for item in self.items if item.key == key)

    def scale(self, name: str) -> Scale:
        return next(scale for scale in self.scales if scale.id == name)

    def options_of(self, key: str) -> tuple[Option, ...]:
        return self.options[self.item(key).options]

    def band_of(self, scale: str, score: float) -> str:
        """The name of the published band a score falls in; empty where there is none."""
        return next((b.name for b in self.bands if b.scale == scale and b.low <= score <= b.high), "")
