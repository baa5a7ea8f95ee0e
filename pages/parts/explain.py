"""How we measure, in words: one indicator, how a run chart is read, and what is not shown and why."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from joy.definitions import Definitions, Direction, DisclosureClass, Indicator, Instrument, Policy
from pages.parts.text import plain


DIRECTIONS = {
    Direction.HIGHER_IS_BETTER: "Higher is better.",
    Direction.LOWER_IS_BETTER: "Lower is better.",
    Direction.NEUTRAL: "Neither higher nor lower is better: it describes.",
}
LICENCES = {
    "ours": "Written for this product.",
    "open": "Free to use.",
    "non_commercial": "Free for non-commercial use.",
    "ask": "Used with its authors’ permission; its wording is not shown here.",
    "paid": "Needs a paid licence; its wording is not shown here.",
}


def indicator(shown: Indicator, definitions: Definitions) -> None:
    """One indicator: its question, what counts as good, what to be careful about, where it comes from."""
    with st.expander(f"**{plain(shown.name)}** · {plain(shown.question)}"):
        for label, words in _facts(shown, definitions):
            st.markdown(f"**{label}**")
            st.text(words)


def _facts(shown: Indicator, definitions: Definitions) -> Iterator[tuple[str, str]]:
    instruments = [definitions.instruments[ref] for ref in shown.measured.instruments]
    yield "Why we ask", shown.why
    yield "What counts as good", f"{counts_as_good(shown, instruments)} {DIRECTIONS[shown.direction]}".strip()
    yield "What the numbers count", f"{shown.unit}; every number of answers counts {shown.counts}."
    if shown.caveats:
        yield "Be careful", "\n".join(shown.caveats)
    yield "Where it comes from", shown.source
    if instruments:
        yield "Questionnaire and licence", "\n".join(_licence(instrument) for instrument in instruments)
    yield "Looked after by", f"{shown.owner}; next review {shown.next_review:%B %Y}."


def _licence(used: Instrument) -> str:
    return f"{used.name} (version {used.version}). {LICENCES[used.licence.status]} {used.licence.attribution}"


def counts_as_good(shown: Indicator, instruments: list[Instrument]) -> str:
    """Which answers or scores count as good, by the names the answers have on the form."""
    rule = shown.favourable
    if rule is None:
        return "No single answer does."
    if rule.at_least is not None:
        return f"A score of {rule.at_least:g} or more."
    if rule.at_most is not None:
        return f"A score of {rule.at_most:g} or less."
    item = shown.measured.item or ""
    named = {
        ", ".join(option.label for option in used.options_of(item) if option.code in rule.codes_for(used.ref))
        for used in instruments
    }
    return " Or: ".join(f"{labels}." for labels in sorted(named))


def reading_a_run_chart() -> None:
    """How to read a run chart, in a few lines."""
    st.header("How to read a run chart", anchor=False)
    lines = (
        "Each dot is one week. The higher the dot, the larger the share of good days that week. A gap is a week "
        "with too few answers to show, or none.",
        "The dashed line is the middle: half the weeks lie above it, half below.",
        "Weeks go up and down by chance. Only an unusually long stretch on one side, or too few crossings of the "
        "middle, is more than chance explains. It is then coloured, and the title says so.",
        "**▲ blue** improved · **▼ orange** worsened · **◆ purple** changed, neither good nor bad · **● grey** no "
        "change we can tell from chance.",
        "Triangles under the chart are learning sets (LS). Numbered flags are tests of change ideas, lettered ones are "
        "notes. They show what happened when, not what caused what.",
        "With fewer than 10 weeks we show the dots and draw no conclusion.",
    )
    st.markdown("\n".join(f"- {words}" for words in lines))


def what_is_hidden(policy: Policy) -> None:
    """What is not shown, so that nobody can be picked out: the numbers come from the policy itself."""
    st.header("What we never show", anchor=False)
    classes = policy.classes
    fewest, careful = classes[DisclosureClass.SURVEY].k_show, classes[DisclosureClass.SENSITIVE].k_show
    first, second, third = policy.tiers[:3]
    st.markdown(
        f"- **Fewer than {fewest} answers:** nothing is shown. For burnout and for absence, fewer than "
        f"{careful}.\n"
        f"- **{first.at_least} to {second.at_least - 1} answers:** shares are rounded to the nearest "
        f"{first.share_step:.0%}. **{second.at_least} to {third.at_least - 1}:** to the nearest "
        f"{second.share_step:.0%}.\n"
        f"- **From {third.at_least} answers:** whole percents, with the number of answers rounded to {third.n_step} or "
        "coarser.\n"
        "- **A number that could be worked out from two others** is hidden too.\n"
        "- **Names, e-mail addresses and single answers** are never kept where a page could reach them.\n"
        + _about_good_days(policy)
    )
    st.caption("These rules are applied once, before anything is published. No page can see behind them.")


def _about_good_days(policy: Policy) -> str:
    if not policy.pulse.enabled:
        return ""
    pulse = policy.pulse
    return (
        f"- **Good days** are anonymous taps. A team of at least {pulse.team_of} sees a week from {pulse.answers} "
        f"answers, with at least {pulse.on_one_day} on one day; with fewer, weeks are joined."
    )
