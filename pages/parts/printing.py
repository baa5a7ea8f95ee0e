"""Printing a page: without sidebar and buttons, a chart and its words on one page, the stamp at the end.

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
WAYS = ".st-key-trail, [class*='st-key-ways_']"  # ways to other pages
GONE = f"{', '.join((FOLDED, WAYS, *(f'[data-testid={name}]' for name in HIDDEN)))} {{ display: none !important; }}"
WHOLE = """
html, body, .stApp, [data-testid=stAppViewContainer], [data-testid=stMain], [data-testid=stMainBlockContainer] {
  position: static !important; height: auto !important; overflow: visible !important; }
[data-testid=stMainBlockContainer] { padding: 0 !important; max-width: none !important; }
"""
# A page is laid out wider than the paper and made smaller: letters of 10 points, a chart with its words on one page.
SCALE = 0.8
BLOCK = "[data-testid=stVerticalBlock]"
ITEM = "[data-testid=stElementContainer]"
# As blocks, not flexible boxes: then what stays together on a page is kept so by every browser.
TOGETHER = f"""
[data-testid=stMainBlockContainer] > {BLOCK} {{ display: block !important; }}
[data-testid=stMainBlockContainer] > {BLOCK} > * {{ margin-bottom: 0.7rem; }}
[data-testid=stLayoutWrapper], [data-testid=stVegaLiteChart], [data-testid=stMetric], [data-testid=stTable] {{
  break-inside: avoid; }}
{ITEM}:has(h1), {ITEM}:has(h2), {ITEM}:has(h3) {{ break-after: avoid; }}
[data-testid=stLayoutWrapper]:has(> {BLOCK} > {ITEM} h3) {{ break-after: avoid; }}
"""
ON_PAPER = f"""
@page {{ size: A4; margin: 14mm; }}
@media print {{
  {GONE}
  {WHOLE}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  [data-testid=stMainBlockContainer] {{ zoom: {SCALE}; }}
  {TOGETHER}
  .st-key-print_stamp {{ display: block !important; }}
  .st-key-print_ways {{ display: none !important; }}
}}
.st-key-print_stamp {{ display: none; }}
"""
# As wide as A4 between its margins, so that charts are drawn in the size in which they are printed.
AS_PRINTED = f"""{GONE}
[data-testid=stMainBlockContainer] {{
  max-width: {182 / SCALE:g}mm !important; padding-left: 0 !important; padding-right: 0 !important; }}
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
