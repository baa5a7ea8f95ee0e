"""Questionnaires side by side, and one of them in full: questions, scores, evidence, terms."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from joy import intake
from joy.definitions import Instrument
from joy.views import questionnaires as compared
from joy.views.questionnaires import Questionnaires
from pages.parts.text import plain


ALL = "All"
STATUSES = {"validated": "Validated", "adapted": "Adapted", "local": "Local"}


def comparison(found: Questionnaires) -> None:
    """One table of all questionnaires that pass the filters, and below it the one that is chosen."""
    shown, is_every_side = _filtered(found.table)
    if shown.empty:
        st.text("No questionnaire fits. Choose “All” somewhere.")
        return
    st.table(_readable(shown, is_every_side), hide_index=True, alt="Questionnaires with length, terms and evidence")
    st.caption(
        "Ours: ask it as it is. Free: name its source. Not for sale: free unless you sell it on. Ask first: its "
        "authors must agree, then you add its wording. Licence: your organisation needs its own. Local: not validated."
    )
    names = dict(zip(shown["ref"], shown["name"], strict=True))
    st.header("Look at one", anchor=False)
    ref = st.selectbox("Questionnaire", list(names), format_func=names.__getitem__, key="look_at")
    if ref in names:
        in_full(found, ref)


def _filtered(table: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """The rows that pass, and whether they are about different sides."""
    sides = [*dict.fromkeys(compared.GROUPS.values()), ALL]
    side = st.radio("About", sides, horizontal=True, key="filter_side")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        status = st.selectbox("Evidence", [ALL, *STATUSES.values()], key="filter_status")
        most = st.selectbox("Length", [ALL, "Up to 1 minute", "Up to 2 minutes"], key="filter_length")
    can_ask = st.checkbox("Only those that can be asked now", key="filter_usable")
    kept = pd.Series(True, index=table.index)
    if side != ALL:
        kept &= table["groups"].map(lambda groups: side in groups)
    if status != ALL:
        kept &= table["status"].map(STATUSES) == status
    if most != ALL:
        kept &= (table["minutes"] > 0) & (table["minutes"] <= int(most.split()[2]))
    if can_ask:
        kept &= table["usable"]
    return table[kept], side == ALL


def _readable(table: pd.DataFrame, is_every_side: bool) -> pd.DataFrame:
    """Few columns of few words: they fit on a phone."""
    usable = table["usable"].map({True: "", False: " (cannot be asked yet)"})
    columns = {
        "Name": [plain(name) for name in table["name"] + usable],
        "About": table["about"],
        "Length": table["length"],
        "Terms": table["terms_in_brief"],
        "Evidence": table["status"].map(STATUSES),
    }
    return pd.DataFrame(
        columns if is_every_side else {name: cells for name, cells in columns.items() if name != "About"}
    )


def in_full(found: Questionnaires, ref: str) -> None:
    """One questionnaire: what to know first, its questions, its scores, what is published about it."""
    shown = found.instrument(ref)
    st.subheader(plain(shown.name), anchor=False)
    st.markdown("\n\n".join(f"**{label}:** {plain(words)}" for label, words in _facts(shown)))
    if shown.items:
        _questions(found, shown)
    for title, lines in _further(shown):
        with st.expander(title):
            st.text("\n\n".join(lines))
    if compared.is_own(shown):
        _bringing_in(shown)


def _facts(shown: Instrument) -> Iterator[tuple[str, str]]:
    if not shown.usable:
        yield "Cannot be asked yet", shown.why_not
    yield "About", f"{compared.about(shown)}, answered by {compared.RATERS[shown.rater].lower()}"
    yield "Length", compared.length(shown)
    yield "Terms", f"{compared.terms(shown)}. {shown.licence.attribution}"
    yield "What it still needs", compared.WORDING[shown.wording]
    yield "Evidence", f"{compared.STATUSES[shown.status]}. {compared.evidence(shown)}"
    if shown.unchecked:
        yield "Not checked yet", " ".join(shown.unchecked)


def _questions(found: Questionnaires, shown: Instrument) -> None:
    """Our labels; the wording only where it is ours to show, or where the programme added it."""
    with st.expander(f"Its {len(shown.items)} questions" if len(shown.items) > 1 else "Its question"):
        for item in shown.items:
            added = found.wordings.get((shown.ref, item.key))
            st.markdown(f"**{plain(item.label)}**")
            st.text(added.text if added else item.text or "Its wording is not shown here.")
            if added:
                st.caption(plain(f"Added by your programme: {added.licence_note}"))
            st.caption(plain("Answers: " + " · ".join(option.label for option in shown.options_of(item.key))))


def _further(shown: Instrument) -> Iterator[tuple[str, list[str]]]:
    """What whoever reports its figures should know; only what was read in a source."""
    if shown.scales:
        yield "How it is scored", list(compared.scoring(shown))
    if shown.reliability:
        yield "How well its questions hang together", list(compared.reliabilities(shown))
    if shown.bands:
        yield "Named ranges of its score", [f"{b.low:g} to {b.high:g}: {b.name}. {b.source}" for b in shown.bands]
    if shown.norms:
        yield "How others scored", list(compared.norms(shown))
    further = [shown.source, shown.translation_note]
    yield "Where it comes from", [words for words in further if words]


def _bringing_in(shown: Instrument) -> None:
    """How answers to a set of one's own come in: the file it takes, ready to copy."""
    with st.expander("How to bring its answers in"):
        profile = intake.starter_profile(shown)
        st.text(
            f"On the page “Bring in data”, choose “{profile.name}”. The file has one row for each person who answered, "
            "with these columns in any order. “code” may be empty; it is kept only as a keyed hash. The answers are "
            "written as the form offers them, and no answer is an empty cell."
        )
        st.code(intake.starter_header(shown), language=None)
