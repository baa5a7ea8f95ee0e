"""What the pages on relationships and on wellbeing share: whose results, the nine components, remarks as written."""

from __future__ import annotations

import streamlit as st

from joy.findings.heard import Components
from joy.views.voices import Voices
from pages.parts import cards, choices, readers
from pages.parts.choices import Choice
from pages.parts.text import plain


NARROWEST_CARD = 280  # px
REMARKS_HEIGHT = 420  # px
WHOLE = "Whole programme"


def picked(choice: Choice) -> tuple[bool, str]:
    """Whether the whole programme is looked at, or one cohort, as the reader picks; and its id."""
    cohorts = choices.current_cohorts()
    names = {"programme": WHOLE}
    if choice.cohort_id in cohorts:
        names["cohort"] = cohorts[choice.cohort_id]
    is_whole = choices.pick("Whose results", "of", names) == "programme"
    return is_whole, choice.programme_id if is_whole else choice.cohort_id


def components(record: Components) -> None:
    """The nine components of joy in work, a card for each."""
    with st.container(gap="xsmall"):
        st.subheader(plain(record.title), anchor=False)
        cards.why(record)
    grid = st.grid(3, min_column_width=NARROWEST_CARD, gap="small", border=True)
    for card in record.cards:
        with grid.cell(), st.container(gap="xsmall"):
            st.markdown(f"**{card.number} · {plain(card.name)}**")
            for label, lines in (("Tried", (card.tried,)), ("Measured", card.measured), ("Staff said", card.said)):
                if lines:
                    st.caption(label)
                    st.text("\n".join(lines))


def remarks(label: str, at: str, view: readers.View[Voices], choice: Choice, about: str) -> None:
    """Every remark that may be read, as it was written, once somebody asks for them."""
    with cards.closer(label, at) as is_open:
        if not is_open:
            return
        found = readers.seen(view, choice, about)
        st.caption(plain(found.note))
        if found.remarks:
            with st.container(height=REMARKS_HEIGHT):
                st.text("\n\n".join(f"“{' '.join(one.text.split())}”" for one in found.remarks))
