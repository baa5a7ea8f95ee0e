"""How one record is laid out on a page: a finding with its chart, "Why?" and table; a tile; a test; a story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st

from joy.charts.palette import mark_of
from joy.charts.words import letter
from joy.findings import WORDS, Finding, Replies, Run, Scrutiny, StoryCard, TestRow, Tile, Verdict
from pages.parts import readers, states, take_away
from pages.parts.text import plain, plain_cells


COLOURS = {Verdict.IMPROVED: "blue", Verdict.WORSENED: "orange", Verdict.CHANGED: "violet"}  # never red and green
NARROWEST_CHART = 330  # px; a phone is a little wider
NARROWEST_TILE = 140  # px; two fit on a phone
NARROWEST_PAIR = 345  # px; on a narrow screen tiles stand two by two, never four in a row
# Two lines for every label, so that the values of a row stand on one line; a third line makes its tile higher. The
# change wraps where it is long: it is cut off otherwise.
TILE_STYLE = """<style>
[class*="st-key-tile_label_"] { min-height: 3.2rem; justify-content: flex-end; }
[class*="st-key-tile_"] [data-testid=stMarkdownBadge] { white-space: normal !important; }
</style>"""


def headline(record: Finding) -> None:
    """The one sentence of a page."""
    st.title(plain(record.title), anchor=False)
    with _line_with_buttons(record):
        why(record)


def finding(record: Finding, at: str, size: readers.Size = "page", *, replies: Replies | None = None) -> None:
    """A finding: its sentence, what lies behind it, its figures, its chart or why there is none.

    `at` names the record among all that a published update holds, and so keys its drawing and its widgets. `replies`
    stand under a chart over time.
    """
    if record.verdict is Verdict.HIDDEN:
        folded(record)
        return
    figures = readers.table(record, at)
    wants_table = wants_picture = False
    with st.container(gap="xsmall"):
        st.subheader(plain(record.title), anchor=False)
        with _line_with_buttons(record):
            why(record)
            if len(figures):
                wants_table = table_asked_for(at)
                wants_picture = take_away.picture_asked_for(at)
    if wants_picture:
        take_away.pictures(record, replies)
    if not states.withheld(record, figures):
        st.vega_lite_chart(readers.drawing(record, at, size, replies), theme=None, alt=record.alt, key=f"chart_{at}")
    if wants_table:
        st.dataframe(figures, hide_index=True, width="content", alt=record.alt)


def folded(record: Finding) -> None:
    """What may not be shown, in one line: the one label, and what a larger group shows instead."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text(". ".join(filter(None, (record.title, record.instead))), width="stretch")
        with st.container(horizontal=True, width="content"):
            why(record)


def findings(records: Sequence[Finding], at: str, *, columns: int) -> None:
    """Several findings of one kind in a grid; on a phone one under the other."""
    grid = st.grid(columns, min_column_width=NARROWEST_CHART, gap=("medium", "large"))
    for number, record in enumerate(records):
        with grid.cell():
            finding(record, f"{at}-{number}", "small")


@contextmanager
def closer(label: str, at: str) -> Iterator[bool]:
    """Something for those who look closer: its content is worked out only while it is open, which is what it yields."""
    box = st.expander(plain(label), key=f"closer_{at}", on_change="rerun")
    with box:
        yield bool(box.open)


def scrutiny(record: Scrutiny, at: str) -> None:
    """What stands behind the surveys, as a table with its sentence."""
    if record.verdict is Verdict.HIDDEN:
        folded(record)
        return
    with _line_with_buttons(record):
        why(record)
    if not states.withheld(record, readers.table(record, at)):
        st.table(
            plain_cells(readers.table(record, at)), hide_index=True, alt=record.alt
        )  # long words wrap, which a dataframe's do not


@contextmanager
def _line_with_buttons(record: Finding) -> Iterator[None]:
    """The line under a title: what is measured, with buttons at its end."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(plain(record.subtitle), width="stretch")
        with st.container(horizontal=True, width="content", gap="small"):
            yield


def flags(record: Run) -> None:
    """What the flags of a run chart stand for, in the order of the chart: tests by number, notes by letter."""
    if record.flags.empty:
        return
    ordered = record.flags.sort_values(["on_date", "number"])
    named = [
        f"{letter(number) if kind == 'note' else number} {title}"
        for number, title, kind in zip(ordered["number"], ordered["title"], ordered["kind"], strict=True)
    ]
    st.caption(plain(" · ".join(named)))


def why(record: Finding) -> None:
    """What the sentence rests on, one click away."""
    reasons = (*record.why, *record.notes)
    if reasons:
        with st.popover("Why?", type="tertiary"):
            st.text("\n\n".join(reasons))  # one text: a page has some seventy reasons, and each run sends them all


def table_asked_for(at: str) -> bool:
    """The button that shows and hides a chart's figures below it, in the flow: a pop-up would cover the chart."""
    is_open = f"open_{at}"
    st.button("Table", type="tertiary", key=f"table_{at}", on_click=_flip, args=(is_open,))
    return bool(st.session_state.get(is_open))


def _flip(name: str) -> None:
    st.session_state[name] = not st.session_state.get(name, False)


def tiles(records: Sequence[Tile], at: str) -> None:
    """The headline figures side by side; on a phone, and on a screen enlarged to twice its size, two by two."""
    st.html(TILE_STYLE)
    pairs = [records[first : first + 2] for first in range(0, len(records), 2)]
    outer = st.grid(max(len(pairs), 1), min_column_width=NARROWEST_PAIR)
    for pair in pairs:
        with outer.cell():
            inner = st.grid(2, min_column_width=NARROWEST_TILE, border=True)
            for record in pair:
                at_tile = f"{at}-{record.indicator_id}"
                with inner.cell(), st.container(gap="xsmall", key=f"tile_{at_tile}"):
                    tile(record, at_tile)


def tile(record: Tile, at: str) -> None:
    """One headline figure: value, unit, how it has moved, how many it rests on, and when."""
    with st.container(vertical_alignment="bottom", key=f"tile_label_{at}"):
        st.markdown(f"**{plain(record.label)}**")
    st.metric(plain(record.label), plain(record.value_text or "–"), label_visibility="collapsed")
    st.caption(plain(record.unit))
    if record.change_text:
        verdict_badge(record.verdict, record.change_text)
    if len(record.spark):
        st.vega_lite_chart(readers.drawing(record, at), theme=None, alt=record.alt, key=f"chart_{at}")
    st.caption(plain(" · ".join(filter(None, (record.counts, record.period)))))
    why(record)


def ways_to_teams(names: Mapping[str, str], cohort_id: str) -> None:
    """A link to each team's page, listed when it is asked for."""
    opened = st.popover("Open a team", on_change="rerun", key=f"teams_{cohort_id}")
    if opened.open:
        with opened:
            for team, name in names.items():
                st.page_link("teams/team.py", label=plain(name), query_params={"cohort": cohort_id, "team": team})


def verdict_badge(verdict: Verdict, words: str = "") -> None:
    """A verdict in words, with its colour and its shape."""
    st.markdown(f":{COLOURS.get(verdict, 'gray')}-badge[{mark_of(verdict)} {plain(words or WORDS[verdict])}]")


def tests(rows: Sequence[TestRow]) -> None:
    """The tests of change ideas, each with what was predicted and what came of it."""
    for row in rows:
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{row.number} · {plain(row.title)}**")
            meant = f"meant for {row.meant_for[:1].lower()}{row.meant_for[1:]}" if row.meant_for else ""
            st.caption(plain(" · ".join(filter(None, (row.started, row.decision, meant)))))
            grid = st.grid(3, gap=("xsmall", "small"))
            for label, words in _parts_of(row):
                with grid.cell(), st.container(gap=None):
                    st.caption(label)
                    st.text(words or "not noted yet")


def _parts_of(row: TestRow) -> tuple[tuple[str, str], ...]:
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
