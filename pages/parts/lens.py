"""The data lead's lens, laid out: thresholds to try, what stays visible, the grid, and the self-attack's result."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from joy.definitions import DisclosureClass
from joy.findings.lens import FATES, Fate
from joy.views.lens import CLASS_NAMES, Lens, Rules
from pages.parts import cards, choices, readers
from pages.parts.text import plain


SIGNS = {  # the marks of the chart, as text
    Fate.STAYS: "■",
    Fate.COARSER: "□",
    Fate.APPEARS: "▲",
    Fate.VANISHES_FEW: "○",
    Fate.VANISHES_PROTECTS: "◇",
    Fate.HIDDEN_FEW: "–",
    Fate.HIDDEN_PROTECTS: "+",
}
SAVES_NOTHING = (
    "A copy to try on: nothing is saved and nothing is published. A threshold is really changed in data/policy.toml, "
    "and then holds for survey rounds and tallies that open later, never for those that are open or over."
)
STEPS = "Thresholds move from band to band, and never below the floor: finer steps would give numbers away."
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
            label = f"{CLASS_NAMES[name]}: shown from (answers)"
            k = st.select_slider(
                label, offered, value=rules.today[name], key=f"lens_{name}", help=f"Today {rules.today[name]} answers"
            )
            tried.append((name, int(k)))
    bound = rules.weaker_bound and st.toggle(
        "Tallies: the weaker bound (answers of a week count, not only people of one day)", value=True, key="lens_bound"
    )
    st.caption(STEPS)
    return tuple(tried), bool(bound)


def shares(lens: Lens, *, is_other: bool) -> None:
    """What share of teams, staff and figures can be seen, today and with what is tried."""
    told = lens.shares.rename(columns={"what": "Can be seen", "today": "Today", "then": "With these thresholds"})
    st.table(told if is_other else told[["Can be seen", "Today"]], hide_index=True, alt=_read_out(lens))


def grid(lens: Lens, tried: Tried, *, weaker_bound: bool) -> None:
    """Which figures of one cohort and measure can be seen, and which would vanish."""
    choice = choices.current()
    measure = st.selectbox("Measure", list(lens.measures), format_func=lens.measures.__getitem__, key="lens_measure")
    if not measure or not choice.cohort_id:
        return
    record = readers.visibility(lens, choice, measure)
    name = "-".join(f"{k}" for _, k in tried)
    cards.finding(record, f"{choice.cohort_id}-{measure}-lens-{name}-{weaker_bound}", "small")
    present = [fate for fate in Fate if (record.rows["fate"] == fate).any()]
    st.caption(" · ".join(f"{SIGNS[fate]} {FATES[fate]}" for fate in present))


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
