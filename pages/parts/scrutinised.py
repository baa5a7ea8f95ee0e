"""Pieces of the evaluation page: tables that are read, sentences one by one, and the data set to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from joy.findings import Verdict
from joy.findings.evaluation import Tabled
from pages.parts import cards, choices, readers, states, take_away
from pages.parts.choices import Choice
from pages.parts.text import plain, plain_cells


LONGEST = 16  # rows that are read at a glance; more are folded away
WHAT_IS_IN_IT = (
    "Every published figure that you may see, as plain CSV files with a codebook: figures, results worked out "
    "from people, how answers spread, how far teams moved, absence, who took part, and a read-me that says where it "
    "all is from. What is not shown has no row."
)


def table(record: Tabled, at: str) -> None:
    """A sentence with the table that it is read from; long words wrap, which a dataframe's do not."""
    if record.verdict is Verdict.HIDDEN:
        cards.folded(record)
        return
    with st.container(gap="xsmall"):
        st.subheader(plain(record.title), anchor=False)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption(plain(record.subtitle), width="stretch")
            with st.container(horizontal=True, width="content"):
                cards.why(record)
    rows = readers.table(record, at)
    if len(rows) <= LONGEST:
        _table(record, rows)
        return
    with cards.closer(f"All {len(rows)} rows", f"{at}-rows") as is_open:
        if is_open:
            _table(record, rows)


def _table(record: Tabled, rows: pd.DataFrame) -> None:
    if not states.withheld(record, rows):
        st.table(plain_cells(rows), hide_index=True, alt=record.alt)


def sentences(lines: Sequence[str]) -> None:
    """Sentences, one below the other."""
    st.text("\n".join(f"· {line}" for line in lines))


def offer_dataset(choice: Choice, cohort_id: str) -> None:
    """The data set of the programme, or of one cohort: made when it is fetched, for whoever may see it then."""
    st.caption(WHAT_IS_IN_IT)
    about = f"cohort {cohort_id}" if cohort_id else "programme"
    whole = choices.names_of_choice()["programme"]
    filters = (whole, choices.current_cohorts()[cohort_id]) if cohort_id else (whole, "every cohort that you may see")
    make = readers.dataset(choice, cohort_id, replace(take_away.stamp_of(choice), filters=filters))
    file = take_away.File(f"joy in work {about} data set.zip", make, "application/zip")
    take_away.button("Take the data set", file, about=f"data set of {cohort_id or choice.programme_id}", key="dataset")
