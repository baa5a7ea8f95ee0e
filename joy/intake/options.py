"""From the texts of answer columns to option codes, one small list per distinct text, then spread over the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from joy.definitions import Definitions
from joy.intake.cells import WHOLE, say
from joy.intake.columns import Sheet, TextColumn
from joy.intake.labels import match_labels, nearest
from joy.intake.problems import Problems, quoted
from joy.intake.profile import ItemRule, Profile
from joy.intake.readings import also_lines, label_counts, option_labels
from joy.intake.records import LabelCount


NOT_ANSWERED = -1
NO_QUESTION = -1


@dataclass(frozen=True)
class Questions:
    """The questions a file holds, in the order of its matrix, and who answered them."""

    refs: tuple[str, ...]
    rater: str

    def scale_notes(self, definitions: Definitions) -> tuple[str, ...]:
        """One note for every scale of which the file holds too few questions to be scored."""
        notes = []
        for ref in dict.fromkeys(ref.split("/")[0] for ref in self.refs):
            instrument = definitions.instruments[ref]
            for scale in instrument.scales:
                asked = sum(f"{ref}/{key}" in self.refs for key in scale.items)
                if asked < scale.min_answered:
                    name = _scale_name(definitions, ref, scale.id) or instrument.name
                    of = f"only {asked} of {len(scale.items)} questions were asked"
                    notes.append(f"{name}: {of}, so it is not scored.")
        return tuple(notes)


def questions_of(profile: Profile, definitions: Definitions) -> Questions:
    """The questions of a profile. One rater answers them all: the profile was checked for that."""
    refs = tuple(dict.fromkeys(rule.item for rule in profile.items.values()))
    return Questions(refs, definitions.instruments[refs[0].split("/")[0]].rater)


def code_cells(
    sheet: Sheet, profile: Profile, definitions: Definitions, problems: Problems
) -> tuple[Questions, npt.NDArray[np.int16], list[LabelCount]]:
    """Code a wide file: returns its questions, the matrix of codes, and what every text was read as."""
    questions = questions_of(profile, definitions)
    matrix = np.full((sheet.rows, len(questions.refs)), NOT_ANSWERED, dtype=np.int16)
    counts: list[LabelCount] = []
    taken: dict[str, str] = {}
    for header, rule in profile.items.items():
        column = sheet.columns[f"item:{header}"]
        if rule.item in taken:
            _say_same_question(column, taken[rule.item], rule, problems)
        taken[rule.item] = column.header
        meant = _meanings(column, header, rule, profile, definitions, problems)
        matrix[:, questions.refs.index(rule.item)] = _as_codes(meant)[column.codes]
        counts += label_counts(column, meant)
    return questions, matrix, counts


def code_long_cells(
    sheet: Sheet, profile: Profile, definitions: Definitions, problems: Problems
) -> tuple[Questions, npt.NDArray[np.int64], npt.NDArray[np.int16], list[LabelCount]]:
    """Code a long file: returns its questions, the question and the code of every row, and what texts were read as."""
    questions = questions_of(profile, definitions)
    item, answer = sheet.columns["item"], sheet.columns["answer"]
    of_row = np.full(sheet.rows, NO_QUESTION, dtype=np.int64)
    codes = np.full(sheet.rows, NOT_ANSWERED, dtype=np.int16)
    counts: list[LabelCount] = []
    for place, text in enumerate(item.labels):
        rule = profile.items.get(text)
        if rule is None:
            _say_unknown_question(item, place, text, profile, problems)
            continue
        rows = np.flatnonzero(item.codes == place)
        part = _part_of(answer, rows, sheet.rows)
        meant = _meanings(part, text, rule, profile, definitions, problems)
        of_row[rows] = questions.refs.index(rule.item)
        codes[rows] = _as_codes(meant)[part.codes[rows]]
        counts += label_counts(part, meant)
    return questions, of_row, codes, counts


def _part_of(column: TextColumn, rows: npt.NDArray[np.int64], height: int) -> TextColumn:
    """The texts that stand in some rows of a column, as a column of its own that keeps the row numbers.

    Rows outside the part point past its last text, so that no count and no first row includes them.
    """
    held = np.unique(column.codes[rows])
    renumbered = np.full(len(column.labels), len(held), dtype=np.int32)
    renumbered[held] = np.arange(len(held), dtype=np.int32)
    codes = np.full(height, len(held), dtype=np.int32)
    codes[rows] = renumbered[column.codes[rows]]
    return TextColumn(column.header, tuple(column.labels[code] for code in held), codes)


def _meanings(
    column: TextColumn, header: str, rule: ItemRule, profile: Profile, definitions: Definitions, problems: Problems
) -> list[int | None]:
    """The option code of every distinct text, under the profile's list or the question's own labels."""
    own = option_labels(definitions.instruments[rule.instrument], rule.key)
    if profile.answers == "codes" and rule.labels is None:
        return _numbers(column, own, profile, problems)
    known: Mapping[str, int] = {**(profile.labels[rule.labels] if rule.labels else own), **profile.decided(header)}

    def unknown(code: int, text: str) -> None:
        offered = ", ".join(f"{label} = {number}" for label, number in own.items())
        reason = f"{quoted(text)} is no answer to this question.{nearest(text, known)}"
        settle = also_lines(header)({text: None})
        say(
            column,
            code,
            reason,
            f"Its codes are: {offered}. Correct the file, or decide in the profile:{settle}",
            problems,
        )

    return match_labels(column, known, problems, blank=profile.blank, lines=also_lines(header), unknown=unknown)


def _numbers(column: TextColumn, own: Mapping[str, int], profile: Profile, problems: Problems) -> list[int | None]:
    """Cells that hold codes: plain digits, and one of the codes the question offers."""
    offered = sorted(own.values())
    meant: list[int | None] = []
    for code, text in enumerate(column.labels):
        is_code = bool(WHOLE.match(text)) and int(text) in offered
        meant.append(int(text) if is_code else None)
        if not is_code and text not in profile.blank:
            fault = "is out of range" if WHOLE.match(text) or WHOLE.match(text.removeprefix("-")) else "is not a code"
            reason = f"{quoted(text)} {fault}: this question takes {offered[0]} to {offered[-1]}."
            say(column, code, reason, "Correct the cell, or list it in the profile as blank.", problems)
    return meant


def _as_codes(meant: list[int | None]) -> npt.NDArray[np.int16]:
    return np.array([NOT_ANSWERED if code is None else code for code in meant] + [NOT_ANSWERED], dtype=np.int16)


def _say_same_question(column: TextColumn, other: str, rule: ItemRule, problems: Problems) -> None:
    problems.add(
        f"This column and {quoted(other)} both hold the question {rule.item}.",
        "Name it for one of them in the profile.",
        row=1,
        column=column.header,
    )


def _say_unknown_question(item: TextColumn, place: int, text: str, profile: Profile, problems: Problems) -> None:
    reason = f"{quoted(text)} is no question of the profile.{nearest(text, list(profile.items))}"
    say(item, place, reason, "Correct the cell, or add the question to the profile under [items].", problems)


def _scale_name(definitions: Definitions, ref: str, scale: str) -> str | None:
    """What a scale is called on screen: the indicator made from it."""
    for indicator in definitions.indicators.values():
        measured = indicator.measured
        if measured.kind == "scale" and measured.scale == scale and ref in measured.instruments:
            return indicator.name
    return None
