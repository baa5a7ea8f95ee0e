"""What we ask, and what stands behind it: each measure, what is promised and checked, and where we differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

import streamlit as st

from joy.definitions import Definitions, Direction, Indicator, Instrument
from joy.views import measuring, promises, words
from joy.views.measuring import AskedMeasure, Difference, Measures
from joy.views.questionnaires import terms
from pages.parts.text import plain


DIRECTIONS = {
    Direction.HIGHER_IS_BETTER: "Higher is better.",
    Direction.LOWER_IS_BETTER: "Lower is better.",
    Direction.NEUTRAL: "Neither higher nor lower is better: it describes.",
}
ROLES = {
    "outcome": ("What we hope to move", "The aim itself: is work getting better?"),
    "process": ("Whether the work happens", "Steps on the way, such as taking part and testing ideas."),
    "balancing": ("What balances it", "Looked at beside the aim, so that nothing is lost on the way unseen."),
}


def measures(found: Measures) -> None:
    """What the programme asks, by the part each measure plays; then what it could ask."""
    st.header("What we ask", anchor=False)
    if not found.used:
        st.text("This programme has asked nothing yet.")
    for role, (name, about) in ROLES.items():
        mine = [one for one in found.used if one.indicator.role == role]
        if mine:
            st.subheader(name, anchor=False)
            st.caption(about)
            for one in mine:
                measure(one, found.definitions)
    if found.available:
        st.subheader("Also available", anchor=False)
        st.caption("Not asked in this programme. The page “Questionnaires” says what each one needs.")
        for one in found.available:
            measure(one, found.definitions)


def measure(shown: AskedMeasure, definitions: Definitions) -> None:
    """One measure: its question, what counts as good, what to be careful about, where it comes from."""
    with st.expander(f"**{plain(shown.indicator.name)}** · {plain(shown.indicator.question)}"):
        facts = (*_where(shown), *_facts(shown.indicator, definitions))
        st.markdown("\n\n".join(f"**{label}**\n\n{_lines(told)}" for label, told in facts))


def _lines(told: str) -> str:
    return "  \n".join(plain(line) for line in told.splitlines())


def _where(shown: AskedMeasure) -> Iterator[tuple[str, str]]:
    if shown.asked:
        yield "Asked in", ", ".join(shown.asked)
    if shown.waiting:
        yield "Switched on, no answers yet", ", ".join(shown.waiting)
    if shown.no_longer:
        yield "No longer asked in", ", ".join(shown.no_longer)


def _facts(shown: Indicator, definitions: Definitions) -> Iterator[tuple[str, str]]:
    instruments = [definitions.instruments[ref] for ref in shown.measured.instruments]
    yield "Why we ask", shown.why
    yield "What is counted", f"{what_is_counted(shown, instruments)} {DIRECTIONS[shown.direction]}".strip()
    yield "What the numbers count", f"{shown.unit}; every number of answers counts {shown.counts}."
    if shown.caveats:
        yield "Be careful", "\n".join(shown.caveats)
    yield "Where it comes from", shown.source
    if instruments:
        yield "Questionnaire and licence", "\n".join(_licence(instrument) for instrument in instruments)
    yield "Looked after by", f"{shown.owner}; next review {shown.next_review:%B %Y}."


def _licence(used: Instrument) -> str:
    return f"{used.name} (version {used.version}). {terms(used)}. {used.licence.attribution}"


def what_is_counted(shown: Indicator, instruments: Sequence[Instrument]) -> str:
    """Which answers or scores are counted, by the names the answers have on the form."""
    if shown.measured.kind == "both":
        named = {
            " and ".join(_labels(used, item, codes) for item, codes in shown.measured.items.items())
            for used in instruments
        }
        return " Or: ".join(f"{labels}, both by the same person." for labels in sorted(named))
    rule = shown.favourable
    if shown.shows == "mean":  # what counts as good of a mean is told under “Be careful”, where anything is known
        low, high = words.number(shown.minimum), words.number(shown.maximum)
        return f"The mean score, from {low} to {high}."
    if rule is None:
        return "No single answer is."
    if rule.at_least is not None:
        return f"A score of {rule.at_least:g} or more."
    if rule.at_most is not None:
        return f"A score of {rule.at_most:g} or less."
    item = shown.measured.item or ""
    labels = {_labels(used, item, rule.codes_for(used.ref)) for used in instruments}
    return " Or: ".join(f"{told}." for told in sorted(labels))


def _labels(used: Instrument, item: str, codes: Sequence[int]) -> str:
    """The answers of one question that are counted."""
    key = item or used.items[0].key
    answers = ", ".join(option.label for option in used.options_of(key) if option.code in codes)
    return f"{used.item(key).label}: {answers}" if len(used.items) > 1 else answers


def what_is_checked() -> None:
    """What the tests promise, read from the tests themselves."""
    st.header("What we promise and check", anchor=False)
    topics = promises.promises()
    if not topics:
        st.text("The checks are part of the project’s source and are not installed here.")
        return
    total = sum(topic.count for topic in topics)
    st.caption("Each of these is held by tests that run before any change is taken in.")
    for topic in topics:
        if topic.in_brief:
            st.markdown(f"**{topic.name}**\n" + "\n".join(f"- {plain(line)}" for line in topic.in_brief))
    with st.expander("Everything that is checked, in the words of the tests"):
        st.caption(f"{total} promises. Each one is the sentence of a test.")
        for topic in topics:
            with st.expander(f"**{topic.name}** · {topic.count} promises"):
                st.markdown(_chapters(topic))


@lru_cache(maxsize=64)  # some topics; their words are the project's own and never change while it runs
def _chapters(topic: promises.Topic) -> str:
    return "\n\n".join(
        f"**{plain(chapter.about)}**\n" + "\n".join(f"- {plain(promise)}" for promise in chapter.promises)
        for chapter in topic.chapters
    )


def where_we_differ() -> None:
    """Where we do something other than well-known tools and manuals; the words are the project's own."""
    st.header("Where we differ from others", anchor=False)
    found = measuring.differences()
    if not found:
        st.text("The list is part of the project’s source and is not installed here.")
        return
    st.caption(
        "From charting tools such as NHSRplotthedots, qicharts2 and the NHS Excel tool, and from the manuals of "
        "questionnaires: what they do, what we do, why, and how to get theirs."
    )
    in_order = sorted(found, key=lambda one: measuring.subject_order(one.subject))
    for subject, ones in groupby(in_order, key=lambda one: one.subject):
        st.subheader(subject, anchor=False)
        for one in ones:
            _difference(one)


def _difference(one: Difference) -> None:
    with st.expander(one.title):
        for label, told in (
            ("Others", one.others),
            ("Here", one.here),
            ("Why", one.why),
            ("To get theirs", one.theirs),
        ):
            st.markdown(f"**{label}.** {told[:1].upper()}{told[1:]}")
