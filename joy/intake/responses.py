"""Survey files: one row per questionnaire (wide) or one row per answer (long).

Both become the same two things: one row per questionnaire with its cell, and a matrix of option codes
(questionnaires × questions, `NOT_ANSWERED` where there is none), from which the database rows are made at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from joy.definitions import Definitions
from joy.intake.cells import check_texts
from joy.intake.columns import FIRST_ROW, Sheet, TextColumn
from joy.intake.keep import hash_link
from joy.intake.options import NO_QUESTION, NOT_ANSWERED, Questions, code_cells, code_long_cells
from joy.intake.places import Places, find_rounds, find_teams, load_places
from joy.intake.problems import Problems, counted, quoted
from joy.intake.profile import Profile
from joy.intake.readings import label_counts, left_out_notes
from joy.intake.records import Asks, LabelCount, Ready, Truths
from joy.intake.repeats import Given, check_repeats
from joy.intake.respondents import find_enrolments, find_roles
from joy.intake.write_responses import write_responses
from joy.store import Writer


@dataclass(frozen=True)
class Responses:
    """Questionnaires ready to be written. `cells` has one row per questionnaire."""

    cells: pd.DataFrame  # enrolment_id, round_id, role_group; text, missing role allowed
    links: npt.NDArray[np.object_]  # the code a person chose, or None
    codes: npt.NDArray[np.int16]  # questionnaires × questions
    rater: str
    questions: tuple[str, ...]  # instrument@version/item, one per column of codes
    rows: npt.NDArray[np.int64]  # the spreadsheet row each begins in

    def kept(self, salt: bytes) -> pd.DataFrame:
        """The normalised rows: ids, hashed link codes and option codes only."""
        answers = pd.DataFrame(self.codes, columns=list(self.questions)).astype("Int16").replace(NOT_ANSWERED, pd.NA)
        return pd.concat([self.cells.assign(rater=self.rater, link_key=self.link_keys(salt)), answers], axis=1)

    def only(self, stays: Truths, unlinked: Truths) -> Responses:
        """Some of them; those `unlinked` lose their code."""
        links = self.links.copy()
        links[unlinked] = None
        cells = self.cells[stays].reset_index(drop=True)
        return replace(self, cells=cells, links=links[stays], codes=self.codes[stays], rows=self.rows[stays])

    def link_keys(self, salt: bytes) -> pd.Series:
        hashes = {code: hash_link(code, salt) for code in set(self.links) if code is not None}
        return pd.Series([hashes.get(code) for code in self.links], dtype="str")


def read_responses(store: Asks, sheet: Sheet, profile: Profile, definitions: Definitions, problems: Problems) -> Ready:
    """Check a survey file and make its questionnaires; problems are added, never raised."""
    places = load_places(store)
    _check_all_texts(sheet, profile, problems)
    cells, read_as = _cells(sheet, profile, places, problems)
    if profile.layout == "wide":
        _check_ids(sheet, problems)
        questions, codes, more = code_cells(sheet, profile, definitions, problems)
        first = np.arange(sheet.rows)
    else:
        questions, codes, more, first = _long_answers(sheet, profile, definitions, cells, problems)
    is_in, is_answered = cells["enrolment_id"].notna().to_numpy()[first], (codes != NOT_ANSWERED).any(axis=1)
    loaded = is_in & is_answered
    responses = Responses(
        cells.iloc[first[loaded]].reset_index(drop=True),
        _links(sheet, first)[loaded],
        codes[loaded],
        questions.rater,
        questions.refs,
        first[loaded] + FIRST_ROW,
    )
    if is_in.any() and not loaded.any() and not len(problems):
        problems.add(
            "There are no answers in it: every questionnaire is empty.",
            "Export it again with its answers, or correct which columns the profile names under [items].",
        )
    notes = (
        *left_out_notes(sheet.columns, profile),
        *_unanswered_note(int((is_in & ~is_answered).sum())),
        *_twice_note(responses),
        *questions.scale_notes(definitions),
    )
    return _ready(responses, profile, (*read_as, *more), notes)


def _ready(responses: Responses, profile: Profile, read_as: tuple[LabelCount, ...], notes: tuple[str, ...]) -> Ready:
    def load(writer: Writer, batch_no: int, salt: bytes) -> None:
        links = responses.link_keys(salt)
        write_responses(writer, batch_no, responses.cells, links, responses.codes, responses.rater, responses.questions)

    def check(store: Asks, salt: bytes | None, problems: Problems) -> None:
        links = pd.Series(None, index=responses.cells.index, dtype="str") if salt is None else responses.link_keys(salt)
        given = Given(responses.cells, links, responses.codes, responses.rater, responses.questions, responses.rows)
        check_repeats(store, given, profile, problems)

    answers = int((responses.codes != NOT_ANSWERED).sum())

    def only(stays: Truths, unlinked: Truths) -> Ready:
        return _ready(responses.only(stays, unlinked), profile, read_as, notes)

    return Ready("answers", answers, responses.kept, load, read_as, notes, check, only)


def _check_all_texts(sheet: Sheet, profile: Profile, problems: Problems) -> None:
    listed = {*profile.teams, *profile.rounds, *profile.roles, *profile.blank}
    listed |= {text for texts in profile.leave_out.values() for text in texts}
    listed |= {text for texts in profile.labels.values() for text in texts}
    for column in sheet.columns.values():
        check_texts(column, problems, listed)


def _cells(sheet: Sheet, profile: Profile, places: Places, problems: Problems) -> tuple[pd.DataFrame, list[LabelCount]]:
    """The enrolment, round and role of every row of the file, and what their texts were read as."""
    team, round_, role = (_column(sheet, profile, name) for name in ("team", "round", "role"))
    team_of = find_teams(team, profile.teams, profile.leave_out.get("team", ()), places, problems)
    round_of = find_rounds(
        round_, profile.rounds, profile.leave_out.get("round", ()), places, problems, is_fixed="round" in profile.fixed
    )
    role_of = find_roles(role, profile, problems)
    enrolment_of = find_enrolments(team, team_of, round_, round_of, places, problems)
    round_ids = [None if found is None else found.round_id for found in round_of]
    cells = pd.DataFrame(
        {
            "enrolment_id": pd.Series(enrolment_of, dtype="str"),
            "round_id": pd.Series(round_ids, dtype="str").take(round_.codes).reset_index(drop=True),
            "role_group": pd.Series(role_of, dtype="str").take(role.codes).reset_index(drop=True),
        }
    )
    meant: Mapping[str, Sequence[object]] = {"team": team_of, "round": round_ids, "role": role_of}
    read_as = [
        count
        for name, texts in meant.items()
        if name in sheet.columns
        for count in label_counts(sheet.columns[name], texts)
    ]
    return cells, read_as


def _column(sheet: Sheet, profile: Profile, name: str) -> TextColumn:
    """A column of the file, or the profile's fixed text as if every row held it."""
    if name in sheet.columns:
        return sheet.columns[name]
    return TextColumn(
        f"{name} (fixed in the profile)", (profile.fixed.get(name, ""),), np.zeros(sheet.rows, dtype=np.int32)
    )


def _check_ids(sheet: Sheet, problems: Problems) -> None:
    """The same response id twice: one person would count twice."""
    column = sheet.columns.get("response")
    if column is None:
        return
    for code in np.flatnonzero(column.counts > 1):
        rows, times = column.rows_of(int(code)), int(column.counts[code])
        problems.add(
            f"The response id {quoted(column.labels[code])} stands in {times:,} rows, first in row {rows[0]}.",
            "Keep one of them: a questionnaire counts once.",
            row=rows[1],
            column=column.header,
        )


def _long_answers(
    sheet: Sheet, profile: Profile, definitions: Definitions, cells: pd.DataFrame, problems: Problems
) -> tuple[Questions, npt.NDArray[np.int16], list[LabelCount], npt.NDArray[np.int64]]:
    """Turn one row per answer into the matrix; returns also the first row of every questionnaire."""
    response = sheet.columns["response"]
    _check_one_place(sheet, cells, problems)
    questions, of_row, flat, counts = code_long_cells(sheet, profile, definitions, problems)
    matrix = np.full((len(response.labels), len(questions.refs)), NOT_ANSWERED, dtype=np.int16)
    is_known = of_row != NO_QUESTION
    _check_once(sheet, of_row, problems)
    matrix[response.codes[is_known], of_row[is_known]] = flat[is_known]
    first = np.array([response.first_rows[code] - FIRST_ROW for code in range(len(response.labels))], dtype=np.int64)
    return questions, matrix, counts, first


def _check_one_place(sheet: Sheet, cells: pd.DataFrame, problems: Problems) -> None:
    """Every answer of one questionnaire must name the same team and round."""
    response = sheet.columns["response"]
    places = cells.fillna("").assign(response=response.codes, row=np.arange(sheet.rows) + FIRST_ROW)
    different = places.drop_duplicates(["response", "enrolment_id", "round_id", "role_group"])
    for code, row in different[different.duplicated("response")][["response", "row"]].itertuples(index=False):
        problems.add(
            f"The questionnaire {quoted(response.labels[code])} names another team, round or role here than above.",
            "Give every questionnaire an id of its own, or correct the row.",
            row=int(row),
            column=response.header,
        )


def _check_once(sheet: Sheet, of_row: npt.NDArray[np.int64], problems: Problems) -> None:
    response, item = sheet.columns["response"], sheet.columns["item"]
    pairs = pd.DataFrame({"response": response.codes, "item": of_row})[of_row != NO_QUESTION]
    for row in pairs.index[pairs.duplicated()]:
        problems.add(
            f"The questionnaire {quoted(response.text_of(row))} answers {quoted(item.text_of(row))} a second time.",
            "Keep one of the two answers.",
            row=int(row) + FIRST_ROW,
            column=item.header,
        )


def _links(sheet: Sheet, first: npt.NDArray[np.int64]) -> npt.NDArray[np.object_]:
    column = sheet.columns.get("link")
    if column is None:
        return np.full(len(first), None, dtype=object)
    texts = np.array([text if text.strip() else None for text in column.labels], dtype=object)
    links: npt.NDArray[np.object_] = texts[column.codes[first]]
    return links


def _unanswered_note(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (f"{counted(number, 'questionnaire')} without any answer {'was' if number == 1 else 'were'} not loaded.",)


def _twice_note(responses: Responses) -> tuple[str, ...]:
    """The same code twice in one team and round cannot be paired with anything: say so, do not guess."""
    cells = responses.cells.assign(link=responses.links)
    linked = cells[cells["link"].notna()]
    twice = int(linked.duplicated(["enrolment_id", "round_id", "link"], keep=False).sum())
    if not twice:
        return ()
    return (
        f"{twice:,} questionnaires share their code with another of the same team and round: they cannot be paired.",
    )
