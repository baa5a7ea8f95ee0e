"""Writing questionnaires: numbers for cells, questions and responses, then all answers as three wide appends."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from joy.intake.options import NOT_ANSWERED
from joy.store import Writer


CELL = ["enrolment_id", "round_id", "rater", "role_group"]


def write_responses(
    writer: Writer,
    batch_no: int,
    cells: pd.DataFrame,
    link_keys: pd.Series,
    codes: npt.NDArray[np.int16],
    rater: str,
    questions: tuple[str, ...],
) -> None:
    """Append questionnaires and their answers inside the writer's transaction.

    `cells` and `link_keys` have one row per questionnaire, `codes` is questionnaires × questions.
    """
    if not len(cells):
        return
    cell_no = _cell_numbers(writer, batch_no, cells.assign(rater=rater))
    item_no = _item_numbers(writer, questions)
    last = int(writer.ask("intake/last_response")["response_no"].iloc[0])
    response_no = np.arange(last + 1, last + 1 + len(cells), dtype=np.int64)
    writer.append(
        "vault.response",
        pd.DataFrame(
            {"response_no": response_no, "cell_no": cell_no, "link_key": link_keys.to_numpy(), "batch_no": batch_no}
        ),
    )
    rows, columns = np.nonzero(codes != NOT_ANSWERED)
    answers = {
        "response_no": response_no[rows],
        "cell_no": cell_no[rows],
        "item_no": item_no[columns],
        "code": codes[rows, columns],
        "batch_no": np.full(len(rows), batch_no, dtype=np.int32),
    }
    writer.append("vault.answer", pd.DataFrame(answers))


def _cell_numbers(writer: Writer, batch_no: int, cells: pd.DataFrame) -> npt.NDArray[np.int32]:
    """The number of every questionnaire's cell; cells not seen before get the next numbers."""
    keys = cells[CELL].fillna("")
    known = writer.ask("intake/cells")
    numbers = {tuple(row[1:]): row[0] for row in known.fillna({"role_group": ""}).itertuples(index=False)}
    place, distinct = pd.factorize(pd.MultiIndex.from_frame(keys))
    new = [tuple(key) for key in distinct if tuple(key) not in numbers]
    top = max(numbers.values(), default=0)
    numbers |= {key: top + step for step, key in enumerate(new, start=1)}
    if new:
        frame = pd.DataFrame(new, columns=CELL)
        frame["role_group"] = frame["role_group"].where(frame["role_group"] != "", None)
        frame["cell_no"] = [numbers[key] for key in new]
        writer.append("vault.survey_cell", frame.assign(batch_no=batch_no))
    return np.array([numbers[tuple(key)] for key in distinct], dtype=np.int32)[place]


def _item_numbers(writer: Writer, questions: tuple[str, ...]) -> npt.NDArray[np.int16]:
    """The number of every question; questions not seen before get the next numbers."""
    known = writer.ask("intake/items")
    numbers = dict(zip(known["instrument"] + "/" + known["item_key"], known["item_no"].astype(int), strict=True))
    new = [ref for ref in questions if ref not in numbers]
    top = max(numbers.values(), default=0)
    numbers |= {ref: top + step for step, ref in enumerate(new, start=1)}
    if new:
        parts = [ref.split("/") for ref in new]
        frame = pd.DataFrame(parts, columns=["instrument", "item_key"]).assign(item_no=[numbers[ref] for ref in new])
        writer.append("vault.item", frame)
    return np.array([numbers[ref] for ref in questions], dtype=np.int16)
