"""Bringing in a file: check it whole, show what would happen or everything that is wrong, load it, take it back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from joy import commands, intake, publishing
from joy.errors import DataProblem, Problem, ShownError
from joy.settings import load_settings
from joy.views.waiting import RECEIVED
from pages.parts import house, readers, states
from pages.parts.text import plain


if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

KINDS = ["csv", "txt", "tsv", "xlsx", "xls", "ods"]
UP_TO_DATE = "The results are up to date."
LABELS_SHOWN = 200  # spellings listed before loading; more than a person reads


def ask_for_file() -> tuple[str, UploadedFile | None]:
    """The profile to read with and the file; nothing is read before both are there."""
    names = profile_names()
    profile = st.selectbox("Which kind of file is it?", list(names), format_func=names.__getitem__, key="profile")
    given = st.file_uploader("The file (up to 10 MB)", type=KINDS, key="file", accept_multiple_files=False)
    return profile, given


def profile_names() -> dict[str, str]:
    """The name of every profile that can be chosen, also those made ready for the programme's own questionnaires."""
    return intake.offered_profiles(readers.open_house())


@contextmanager
def as_file(given: UploadedFile) -> Iterator[Path]:
    """The upload as a file that only we can read and that is gone afterwards, whatever happens."""
    folder = load_settings().temp
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=folder) as private:
        path = Path(private) / f"upload{PurePath(given.name).suffix.lower()}"
        path.write_bytes(given.getbuffer())
        yield path


def check(given: UploadedFile, profile: str) -> intake.Preview | ShownError:
    """What loading would do, or why it cannot be loaded; the same file is checked once."""
    key = (given.file_id, profile, readers.imports()["undone_at"].isna().sum())
    if st.session_state.get("checked_key") != key:
        with as_file(given) as path:
            st.session_state["checked"] = _checked(path, profile, given.name)
        st.session_state["checked_key"] = key
    found: intake.Preview | ShownError = st.session_state["checked"]
    return found


def _checked(path: Path, profile: str, label: str) -> intake.Preview | ShownError:
    try:
        house = readers.open_house()
        return intake.check_file(house, path, intake.find_profile(house, profile), file_label=label)
    except ShownError as refusal:
        return refusal


def show_refusal(refusal: ShownError) -> None:
    """Everything that is wrong, with row and column, in one list."""
    if not isinstance(refusal, DataProblem):
        states.show_error(refusal)
        return
    st.error(f"Nothing was loaded. {counted(len(refusal.problems), 'thing')} to mend first:")
    st.table(problem_table(refusal.problems), hide_index=True, alt="What is wrong, by row and column")


def problem_table(problems: Sequence[Problem]) -> pd.DataFrame:
    """Every fault with its place, in the order of the rows; columns that would say nothing are left out."""
    in_order = sorted(problems, key=lambda problem: (problem.where, problem.row or 0))
    columns = {
        "Where": [plain(p.where) for p in in_order],
        "Row": [str(p.row or "") for p in in_order],
        "Column": [plain(p.column or "") for p in in_order],
        "What is wrong": [plain(p.reason) for p in in_order],
        "What to do": [plain(p.remedy) for p in in_order],
    }
    says_something = {name: cells for name, cells in columns.items() if any(cells)}
    if len(set(columns["Where"])) == 1:
        says_something.pop("Where", None)  # the reader knows which file it was
    return pd.DataFrame(says_something)


def show_preview(preview: intake.Preview) -> None:
    """What would be loaded, how every label would be read, and what would be left out."""
    if preview.already_loaded:
        st.info("This file is already in. Loading it again changes nothing.")
        return
    st.success(f"Ready to load: {counted(preview.rows, 'row')} of {plain(kind_of(preview.target))}. Nothing is wrong.")
    for note in preview.notes:
        st.text(note)
    if preview.labels:
        with st.expander("How its answers will be read"):
            rows = [(c.column, c.label, c.read_as, c.rows) for c in preview.labels[:LABELS_SHOWN]]
            table = pd.DataFrame(rows, columns=["Column", "In the file", "Read as", "Rows"])
            st.dataframe(table, hide_index=True, alt="How each label in the file will be read")


def load(given: UploadedFile, profile: str) -> None:
    """Load the file and publish the results anew; then say what happened."""
    with _telling(), as_file(given) as path:
        by = house.as_data_lead()
        done = commands.import_file(readers.open_house(), path, profile, file_label=given.name, by=by)
        _keep(f"Import {done.batch.batch_no} is in: {counted(done.batch.rows, 'row')}.", done.updates)


def undo(batch_no: int) -> None:
    """Take one import back and publish the results without it."""
    with _telling():
        updates = commands.undo(readers.open_house(), batch_no, by=house.as_data_lead())
        _keep(f"Import {batch_no} was taken back.", updates)


def _keep(what: str, updates: Mapping[str, str]) -> None:
    """Keep what happened, and what waits now, for the page that is drawn next."""
    store = readers.open_house()
    programmes = store.ask("store/programmes")["programme_id"]
    st.session_state["told"] = f"{what} {UP_TO_DATE if updates else publishing.STAYS}"
    st.session_state["told_waits"] = [
        line for name in programmes for line in publishing.waiting_lines(store, str(name))
    ]


@contextmanager
def _telling() -> Iterator[None]:
    """Keep a refusal for the page that is drawn next, and let it notice what was published."""
    try:
        yield
    except ShownError as refusal:
        st.session_state["refused"] = str(refusal)
    readers.look_again()


def counted(number: int, thing: str) -> str:
    """A number with its noun: 1 row, 2 rows."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def tell_what_happened() -> None:
    """What the last click did, once."""
    if told := st.session_state.pop("told", None):
        st.success(plain(told))
    if waits := st.session_state.pop("told_waits", None):
        st.info(f"{RECEIVED.capitalize()}:")
        for line in waits:
            st.text(line)
    if refused := st.session_state.pop("refused", None):
        st.error(plain(refused))


def past_imports() -> None:
    """Every import, newest first; each can be taken back."""
    batches = readers.imports()
    if batches.empty:
        st.text("Nothing has been brought in yet.")
        return
    st.dataframe(import_table(batches), hide_index=True, alt="Files that were brought in, newest first")
    standing = [int(number) for number in batches.loc[batches["undone_at"].isna(), "batch_no"]]
    batch = st.selectbox("Take an import back", standing, index=None, placeholder="Choose its number", key="undo_no")
    if batch is not None:
        sure = st.checkbox(f"Yes, take import {batch} out of all results", key="undo_sure")
        st.button("Take it back", on_click=undo, args=(batch,), disabled=not sure, key="undo_go")


def import_table(batches: pd.DataFrame) -> pd.DataFrame:
    """The imports in the reader's words; the last column only if something was taken back."""
    table = pd.DataFrame(
        {
            "Import": batches["batch_no"],
            "File": batches["file_label"],
            "What": batches["target"].map(kind_of),
            "Rows": batches["row_count"],
            "Brought in": batches["loaded_at"].dt.strftime("%d %B %Y"),
            "Taken back": batches["undone_at"].dt.strftime("%d %B %Y").fillna(""),
        }
    )
    return table if table["Taken back"].ne("").any() else table.drop(columns="Taken back")


def kind_of(target: str) -> str:
    """What a file holds, in the reader's words: a table's name without its schema."""
    return target.rpartition(".")[2].replace("_", " ")
