"""Empty, hidden and broken: what a page says when it has no figure to show. Errors are caught here, once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import streamlit as st

from joy.errors import ShownError
from joy.findings import Finding, Multiples, Verdict
from joy.settings import load_settings
from joy.store.fault_log import note_fault
from joy.views import Choices
from pages.parts.text import plain


OUR_FAULT = (
    "Something went wrong on our side. Nothing you entered was changed. Please try again, or tell your data lead."
)
NO_DATA = "There is no data yet"
NO_DATA_REMEDY = (
    "The data lead brings in a file under “Bring in data”. Or start with JOY_SAMPLE=yes to look around in an invented "
    "programme."
)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Show an error that is meant for the reader in its own words; others are left to `tell`."""
    try:
        yield
    except ShownError as error:
        show_error(error)


def tell(fault: Exception) -> bool:
    """Say that a fault of ours happened; its details go to the log, never to the screen."""
    if isinstance(fault, ShownError):
        show_error(fault)
    else:
        note_fault(load_settings(), "page", fault)
        st.error(OUR_FAULT)
    return True


def keep_values_out_of_the_log() -> None:
    """Let Streamlit log of a fault only its kind: the words of an error may hold a value of somebody's data.

    Where it happened stands in joy.log. Raises nothing; further calls change nothing.
    """
    streamlit_log = logging.getLogger("streamlit.error_util")
    if _kind_only not in streamlit_log.filters:
        streamlit_log.addFilter(_kind_only)


def _kind_only(record: logging.LogRecord) -> bool:
    kind = record.exc_info[0] if record.exc_info else None
    record.msg = "A fault of ours: %s. Where it happened stands in joy.log."
    record.args = (kind.__qualname__ if kind else "unknown",)
    record.exc_info = record.exc_text = None
    return True


def show_error(error: ShownError) -> None:
    """The words of an error, line by line, as they stand."""
    heading, *lines = str(error).splitlines() or [OUR_FAULT]
    st.error(plain(heading))
    for line in lines:
        st.text(line)


def banner(offered: Choices) -> None:
    """Say on every page that the figures are invented, when the database says so."""
    if any(programme.is_invented for programme in offered.programmes):
        st.markdown(
            ":violet-badge[Invented data] :small[Made up to show how the dashboard works. No real person or team.]"
        )


def stop_if_empty(chosen: str) -> None:
    """Leave the page with a way forward when there is nothing to look at."""
    if not chosen:
        st.title(NO_DATA, anchor=False)
        st.text(NO_DATA_REMEDY)
        st.stop()


def withheld(record: Finding, figures: pd.DataFrame) -> bool:
    """Whether a record has no picture to draw; then its reason stands where the chart would."""
    is_wall = isinstance(record, Multiples) and bool(record.panels)  # hidden teams keep their names and places
    if record.verdict is not Verdict.NOT_ASKED and (len(figures) or is_wall):
        return False
    with st.container(border=True):
        st.text("\n".join(record.why or (record.alt,)))
    return True


def table_or_words(table: pd.DataFrame, words: str, *, alt: str) -> None:
    """A table as text, or a sentence where it has no row."""
    if table.empty:
        st.text(words)
    else:
        st.dataframe(table, hide_index=True, alt=alt)
