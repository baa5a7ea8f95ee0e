"""How one record is laid out on a page: a finding with its chart, "Why?" and table; a tile; a test; a story."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from joy.findings import WORDS, Finding, StoryCard, TestRow, Tile, Verdict
from pages.parts import readers, states
from pages.parts.text import plain


COLOURS = {Verdict.IMPROVED: "blue", Verdict.WORSENED: "orange", Verdict.CHANGED: "violet"}  # never red and green
SHAPES = {Verdict.IMPROVED: "▲", Verdict.WORSENED: "▼", Verdict.CHANGED: "◆"}


def headline(record: Finding) -> None:
    """The one sentence of a page."""
    st.title(plain(record.title), anchor=False)
    st.caption(plain(record.subtitle))
    why(record)


def finding(record: Finding, at: str) -> None:
    """A finding: its sentence, its chart or why there is none, what lies behind it, its figures.

    `at` names the record among all that a published update holds, and so keys its drawing and its widgets.
    """
    st.subheader(plain(record.title), anchor=False)
    st.caption(plain(record.subtitle))
    if not states.withheld(record):
        st.vega_lite_chart(readers.drawing(record, at), theme=None, alt=record.alt, key=f"chart_{at}")
    with st.container(horizontal=True, gap="small"):
        why(record)
        table(record, at)


def why(record: Finding) -> None:
    """What the sentence rests on, one click away."""
    reasons = (*record.why, *record.notes)
    if reasons:
        with st.popover("Why?", type="tertiary"):
            for reason in reasons:
                st.text(reason)


def table(record: Finding, at: str) -> None:
    """The figures of a chart as a table, fetched when it is opened."""
    if not len(record.table()):
        return
    opened = st.popover("Table", type="tertiary", on_change="rerun", key=f"table_{at}")
    if opened.open:
        with opened:
            st.dataframe(readable(record.table()), hide_index=True, alt=record.alt)


def tiles(records: Sequence[Tile], at: str) -> None:
    """The headline figures side by side; on a phone one under the other."""
    for column, record in zip(st.columns(len(records), gap="small"), records, strict=True):
        with column, st.container(border=True, height="stretch"):
            tile(record, f"{at}-{record.indicator_id}")


def tile(record: Tile, at: str) -> None:
    """One headline figure: value, unit, how many, when, and how it has moved."""
    st.metric(plain(record.label), plain(record.value_text or "–"))
    st.caption(plain(" · ".join(filter(None, (record.unit, record.counts, record.period)))))
    if record.change_text:
        verdict_badge(record.verdict, record.change_text)
    if len(record.spark):
        st.vega_lite_chart(readers.drawing(record, at), theme=None, alt=record.alt, key=f"chart_{at}")
    why(record)


def verdict_badge(verdict: Verdict, words: str = "") -> None:
    """A verdict in words, with its colour and its shape."""
    mark = SHAPES.get(verdict, "●")
    st.markdown(f":{COLOURS.get(verdict, 'gray')}-badge[{mark} {plain(words or WORDS[verdict])}]")


def tests(rows: Sequence[TestRow]) -> None:
    """The tests of change ideas, each with what was predicted and what came of it."""
    for row in rows:
        with st.container(border=True):
            st.markdown(f"**{row.number} · {plain(row.title)}**")
            st.caption(plain(" · ".join(filter(None, (row.started, row.decision)))))
            for column, (label, words) in zip(st.columns(3), _columns_of(row), strict=True):
                column.caption(label)
                column.text(words or "not noted yet")


def _columns_of(row: TestRow) -> tuple[tuple[str, str], ...]:
    return ("We predicted", row.prediction), ("What happened", row.result), ("What we learned", row.learned)


def story(card: StoryCard) -> None:
    """A story that its tellers agreed to share, in their own words."""
    with st.container(border=True):
        st.markdown(f"**{plain(card.title)}**")
        st.text(card.synopsis)
        st.caption(plain(" · ".join(filter(None, (card.attribution, card.told)))))
        if card.parts:
            with st.expander("The whole story"):
                for label, words in card.parts:
                    st.caption(plain(label))
                    st.text(words)


def readable(frame: pd.DataFrame) -> pd.DataFrame:
    """A table without the columns that only a drawing needs, headed in the reader's words."""
    return frame.rename(columns=HEADINGS)[[HEADINGS.get(c, c) for c in frame.columns if c not in ONLY_FOR_DRAWING]]


HEADINGS: dict[str, str] = {}
ONLY_FOR_DRAWING: set[str] = set()
