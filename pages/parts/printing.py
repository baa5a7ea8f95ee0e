"""Printing a page: without sidebar and buttons, sections on pages of their own, the stamp at the end.

A browser prints what it shows. So the same rules hold on paper and, with `?print=yes` in the address, on the screen:
whoever opens that view sees what will be printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from pages.parts import choices, take_away
from pages.parts.text import plain


ASKED = "print"  # the word in the address
# Streamlit's own names of its parts; a test looks that they are still there.
HIDDEN = (
    "stSidebar",
    "stExpandSidebarButton",
    "stHeader",
    "stToolbar",
    "stButton",
    "stLinkButton",
    "stPopover",
    "stSelectbox",
    "stButtonGroup",
    "stMultiSelect",
    "stRadio",
    "stDateInput",
    "stTextInput",
    "stFileUploader",
    "stPageLink",
    "stElementToolbar",
)
FOLDED = "[data-testid=stExpander]:has(details:not([open]))"  # what nobody opened
TRAIL = ".st-key-trail"  # a way back to other pages
GONE = f"{', '.join((FOLDED, TRAIL, *(f'[data-testid={name}]' for name in HIDDEN)))} {{ display: none !important; }}"
WHOLE = """
html, body, .stApp, [data-testid=stAppViewContainer], [data-testid=stMain], [data-testid=stMainBlockContainer] {
  position: static !important; height: auto !important; overflow: visible !important; }
[data-testid=stMainBlockContainer] { padding: 0 !important; max-width: none !important; }
"""
ON_PAPER = f"""
@page {{ size: A4; margin: 14mm; }}
@media print {{
  {GONE}
  {WHOLE}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  h1, h2, h3 {{ break-after: avoid; }}
  [data-testid=stVegaLiteChart], [data-testid=stMetric], [data-testid=stTable] {{ break-inside: avoid; }}
  [data-testid=stElementContainer]:has(h2) ~ [data-testid=stElementContainer]:has(h2) {{ break-before: page; }}
  .st-key-print_stamp {{ display: block !important; }}
  .st-key-print_ways {{ display: none !important; }}
}}
.st-key-print_stamp {{ display: none; }}
"""
# As wide as A4 between its margins, so that charts are drawn in the size in which they are printed.
AS_PRINTED = f"""{GONE}
[data-testid=stMainBlockContainer] {{ max-width: 182mm !important; }}
.st-key-print_stamp {{ display: block; }}
.st-key-print_ways [data-testid=stPageLink] {{ display: block !important; }}"""


@contextmanager
def printable(page: st.Page, uses: Sequence[str]) -> Iterator[None]:
    """Run a page that can be printed; `uses` are the choices that it shows something of."""
    st.session_state["page_uses"] = tuple(uses)
    is_print = st.query_params.get(ASKED) == "yes"
    st.html(f"<style>{ON_PAPER}{AS_PRINTED if is_print else ''}</style>")
    yield
    if choices.current().update_id and uses:
        with st.container(key="print_stamp"):
            st.caption(plain(take_away.stamp_of(choices.current()).line))
        _ways(page, is_print=is_print)


def _ways(page: st.Page, *, is_print: bool) -> None:
    """The way into the print view and back."""
    asked = {name: value for name, value in st.query_params.to_dict().items() if name != ASKED}
    with st.container(key="print_ways"):
        if is_print:
            st.page_link(page, label="Back to the page", query_params=asked)
        else:
            st.page_link(page, label="Print view", query_params=asked | {ASKED: "yes"})
