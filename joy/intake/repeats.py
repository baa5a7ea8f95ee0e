"""Whether questionnaires stand in the database already, though the file that brings them is another one.

A code that stands in the same team and round is the same person. Without codes nobody can be sure: many questionnaires
with the very same answers are taken for the same ones, unless the profile gives a reason why they are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from joy.intake.options import NOT_ANSWERED
from joy.intake.problems import Problems, counted
from joy.intake.profile import Profile
from joy.intake.records import Asks


# Our own bounds: fewer twins, or a smaller part, are to be expected by chance where few questions are asked.
LEAST_TWINS = 5
LEAST_SHARE = 0.5
Matrix = npt.NDArray[np.int16]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Given:
    """The questionnaires of a file; everything has one row per questionnaire."""

    cells: pd.DataFrame  # enrolment_id, round_id, role_group
    links: pd.Series  # hashed codes, missing where there is none
    codes: Matrix  # questionnaires × questions
    rater: str
    questions: tuple[str, ...]
    rows: npt.NDArray[np.int64]

    def of_round(self, round_id: str) -> Given:
        here = (self.cells["round_id"] == round_id).to_numpy()
        cells, links = self.cells[here].reset_index(drop=True), self.links[here].reset_index(drop=True)
        return Given(cells, links, self.codes[here], self.rater, self.questions, self.rows[here])


def check_repeats(store: Asks, given: Given, profile: Profile, problems: Problems) -> None:
    """Add one problem for every round of which questionnaires of the file stand in the database already."""
    for round_id in given.cells["round_id"].unique():
        stored = store.ask("intake/stored_responses", round_id=round_id, rater=given.rater)
        if stored.empty:
            continue
        own = given.of_round(round_id)
        if _check_codes(own, stored, round_id, problems) or profile.same_answers_are_new_people:
            continue
        _check_answers(store, own, stored, round_id, problems)


def _check_codes(own: Given, stored: pd.DataFrame, round_id: str, problems: Problems) -> bool:
    coded = own.cells[["enrolment_id"]].assign(link_key=own.links, place=np.arange(len(own.rows)))
    met = coded.dropna(subset="link_key").merge(stored.dropna(subset="link_key"), on=["enrolment_id", "link_key"])
    if met.empty:
        return False
    number = met["place"].nunique()
    whose = "carries a code that stands" if number == 1 else "carry codes that stand"
    _say(
        f"{counted(number, 'questionnaire')} of round {round_id} {whose} in the same round and team already",
        "If two people chose the same code, leave it empty in the file.",
        met["batch_no"],
        int(own.rows[met["place"].min()]),
        problems,
    )
    return True


def _check_answers(store: Asks, own: Given, stored: pd.DataFrame, round_id: str, problems: Problems) -> None:
    """Compare answers where no code can tell: the file's uncoded with all that stand, its coded with uncoded ones."""
    theirs = _stored_codes(store, own, stored, round_id)
    mine, known = _same_kinds(own, stored, theirs)
    is_coded, was_coded = own.links.notna().to_numpy(), stored["link_key"].notna().to_numpy()
    for part, against in ((~is_coded, np.ones(len(stored), dtype=bool)), (is_coded, ~was_coded)):
        twins, held = _twins(mine, known, part, against)
        if twins < LEAST_TWINS or twins < LEAST_SHARE * part.sum():
            continue
        _say(
            f"{twins:,} of {counted(int(part.sum()), 'questionnaire')} of round {round_id} have the very answers of "
            "questionnaires that stand in the same round, team and role already",
            'If they are other people, put into the profile: same_answers_are_new_people = "why".',
            stored.loc[held, "batch_no"],
            int(own.rows[part & np.isin(mine, known[held])].min()),
            problems,
        )


def _stored_codes(store: Asks, own: Given, stored: pd.DataFrame, round_id: str) -> Matrix:
    """What stands, as a matrix of the same questions as the file's."""
    items = store.ask("intake/items")
    place_of = {ref: place for place, ref in enumerate(own.questions)}
    refs = items["instrument"] + "/" + items["item_key"]
    column_of = np.full(int(items["item_no"].max()) + 1 if len(items) else 1, NOT_ANSWERED, dtype=np.int64)
    column_of[items["item_no"].to_numpy(dtype=np.int64)] = [place_of.get(ref, NOT_ANSWERED) for ref in refs]
    answers = store.ask("intake/stored_answers", round_id=round_id, rater=own.rater)
    column = column_of[answers["item_no"].to_numpy(dtype=np.int64)]
    row = np.searchsorted(
        stored["response_no"].to_numpy(dtype=np.int64), answers["response_no"].to_numpy(dtype=np.int64)
    )
    matrix = np.full((len(stored), len(own.questions)), NOT_ANSWERED, dtype=np.int16)
    asked = column != NOT_ANSWERED
    matrix[row[asked], column[asked]] = answers["code"].to_numpy(dtype=np.int16)[asked]
    return matrix


def _same_kinds(
    own: Given, stored: pd.DataFrame, theirs: Matrix
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A number for every questionnaire, of the file and of the database: equal for equal team, role and answers.

    Only questions that both have answers to are compared; who answered none of them gets a number that nobody shares.
    """
    both = (own.codes != NOT_ANSWERED).any(axis=0) & (theirs != NOT_ANSWERED).any(axis=0)
    codes = np.concatenate([own.codes, theirs])[:, both].astype(np.int64)
    cells = pd.concat([own.cells, stored], ignore_index=True)[["enrolment_id", "role_group"]].fillna("")
    kinds: npt.NDArray[np.int64] = np.empty(len(codes), dtype=np.int64)
    kinds[:] = cells.groupby(["enrolment_id", "role_group"]).ngroup()
    for answers in codes.T:
        span = int(answers.max()) - NOT_ANSWERED + 1
        kinds[:] = pd.factorize(kinds * span + (answers - NOT_ANSWERED))[0]
    silent = (codes == NOT_ANSWERED).all(axis=1)
    kinds[silent] = len(kinds) + np.flatnonzero(silent)
    return kinds[: len(own.rows)], kinds[len(own.rows) :]


def _twins(
    mine: npt.NDArray[np.int64], known: npt.NDArray[np.int64], part: Truths, against: Truths
) -> tuple[int, Truths]:
    """How many of a part of the file have a twin of their own among what stands, and which of those are twins."""
    most = int(max(mine.max(), known.max())) + 1
    ours, theirs = np.bincount(mine[part], minlength=most), np.bincount(known[against], minlength=most)
    shared = np.minimum(ours, theirs)
    return int(shared.sum()), against & (shared[known] > 0)


def _say(what: str, way_out: str, batches: pd.Series, row: int, problems: Problems) -> None:
    """Refuse in the same words whether codes or answers gave it away."""
    numbers = sorted(int(number) for number in batches.dropna().unique())
    came = " and ".join(f"import {number}" for number in numbers) if numbers else "the app"
    undo = " and ".join(f"python -m joy undo {number}" for number in numbers)
    that = "that import" if len(numbers) == 1 else "those imports"
    first = f"Take {that} back first ({undo}), or bring" if numbers else "Bring"
    problems.add(
        f"{what}, from {came}: they would be counted twice.", f"{first} in only the new rows. {way_out}", row=row
    )
