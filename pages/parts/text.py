"""Showing words that people typed, exactly as they typed them.

Streamlit's headings and labels read Markdown, so a team called **x** would turn bold and a link would become one. Long
texts go to `st.text`, which reads nothing; headings and labels go through `plain`.
"""

from __future__ import annotations

import re

import pandas as pd


_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# What Streamlit turns into a link, an icon or an arrow even when it is escaped; the joiner after it has no width.
_STILL_READ = re.compile(r":(?=[\w/+-])|(?<=[\w])@(?=\w)|www(?=\.)|[<>~=](?=[-=>~])|-(?=[->])", re.IGNORECASE)
_JOINER = "\u2060"


def plain(text: str) -> str:
    """Escape `text` so that a Markdown label or heading shows it literally, on one line."""
    one_line = " ".join(text.split())
    return _PUNCTUATION.sub(r"\\\1", _STILL_READ.sub(lambda found: found[0] + _JOINER, one_line))


def plain_cells(table: pd.DataFrame) -> pd.DataFrame:
    """The same table for `st.table`, which reads Markdown in cells and headings: each shows its text literally."""
    return table.rename(columns=plain).map(lambda cell: plain(cell) if isinstance(cell, str) else cell)
