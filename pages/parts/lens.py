"""The data lead's lens, laid out: thresholds to try, what stays visible, the grid, and the self-attack's result."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from joy.definitions import DisclosureClass
from joy.views.lens import CLASS_NAMES, Lens, Rules
from pages.parts import cards, choices, readers
from pages.parts.text import plain


SAVES_NOTHING = (
    "A copy to try on: nothing is saved and nothing is published. A threshold is really changed in data/policy.toml, "
    "and then holds for survey rounds and tallies that open later, never for those that are open or over."
)
WHOLE_WEEK = "Good days: count all answers of a week, not only those of its busiest day"
ABOUT_WHOLE_WEEK = (
    "Good days are asked daily and without names, so one person may answer several times a week. On: a week needs so "
    "many answers, three of them on one day, in a team of five or more. Off: so many on one single day, which are "
    "surely different people."
)
WHOLE = (
    "Each share is of all that could be shown if nothing were hidden: every week in which a team sent "
    "answers, and every measure it was asked in a survey. What is tried never changes that whole."
)
STEPS = "Thresholds move in wide steps, and never below the least that is safe: finer steps would give numbers away."
NO_RESULTS = "Only whether a figure can be seen stands here: no value and no number of answers."
ATTACKS = (
    "Holds everything that may be seen, with all that an insider could know besides, against what is hidden. It takes "
    "some seconds, and tells counts only. The same: python -m joy attack"
)
GAVE_WAY = "An attack succeeded, so somebody could be picked out. Close the dashboard to readers until it is mended."
Tried = tuple[tuple[DisclosureClass, int], ...]


def sentence(lens: Lens) -> None:
    """What the thresholds come to, in one sentence."""
    st.title(plain(lens.sentence), anchor=False)
    st.caption(f"{NO_RESULTS} {SAVES_NOTHING}")


def thresholds(rules: Rules) -> tuple[Tried, bool]:
    """Sliders for the thresholds to try, one for each class of figures that there are, and the switch of the bound."""
    grid = st.grid(len(rules.choices) or 1, min_column_width=230, gap="large")
    tried = []
    for name, offered in rules.choices.items():
        with grid.cell():
            label = f"{CLASS_NAMES[name]}: fewest answers"
            k = st.select_slider(
                label, offered, value=rules.today[name], key=f"lens_{name}", help=f"Today {rules.today[name]} answers"
            )
            tried.append((name, int(k)))
    bound = rules.weaker_bound and st.toggle(WHOLE_WEEK, value=True, key="lens_bound", help=ABOUT_WHOLE_WEEK)
    st.caption(STEPS)
    return tuple(tried), bool(bound)


def shares(lens: Lens, *, is_other: bool) -> None:
    """What share of teams, staff and figures can be seen, today and with what is tried."""
    told = lens.shares.rename(columns={"what": "Can be seen", "today": "Today", "then": "With these thresholds"})
    st.table(told if is_other else told[["Can be seen", "Today"]], hide_index=True, alt=_read_out(lens))
    st.caption(WHOLE)


def grid(lens: Lens, tried: Tried, *, weaker_bound: bool) -> None:
    """Which figures of one cohort and measure can be seen, and which would vanish."""
    choice = choices.current()
    measure = st.selectbox("Measure", list(lens.measures), format_func=lens.measures.__getitem__, key="lens_measure")
    if not measure or not choice.cohort_id:
        return
    record = readers.visibility(lens, choice, measure)
    name = "-".join(f"{k}" for _, k in tried)
    cards.finding(record, f"{choice.cohort_id}-{measure}-lens-{name}-{weaker_bound}", "small")


def self_attack(choice: choices.Choice) -> None:
    """The result of the self-attack on what may be seen now, once somebody has asked for it."""
    asked = f"attacked_{choice.update_id}"
    st.caption(ATTACKS)
    if not st.session_state.get(asked):
        st.button(
            "Try to work out what is hidden", key="attack", on_click=st.session_state.update, args=({asked: True},)
        )
        return
    report = readers.self_attack(choice)
    st.subheader(plain(report.sentence), anchor=False)
    for told in (*report.changed, *report.untried):
        st.text(told)
    if report.gave_way:
        st.error(GAVE_WAY)
    rows = [(line.what.capitalize(), f"{line.targets:,}", f"{line.recovered:,}") for line in report.tried]
    tried = pd.DataFrame(rows, columns=["What was tried", "Aimed at", "Worked out"])
    st.table(tried, hide_index=True, alt=report.sentence)


def _read_out(lens: Lens) -> str:
    rows = zip(lens.shares["what"], lens.shares["today"], lens.shares["then"], strict=True)
    return "; ".join(f"{what}: today {today}, with these thresholds {then}" for what, today, then in rows)
