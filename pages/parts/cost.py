"""The assumptions of the cost what-if as boxes to write in: kept in the address, saved nowhere."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from joy.errors import ShownError
from joy.views.cost import Assumption, changed
from pages.parts.text import plain


ENDS = ("Low", "Middle", "High")
BETWEEN = "~"  # between low, middle and high in the address: a comma stands in numbers


def assumptions(known: tuple[Assumption, ...]) -> Mapping[str, Assumption] | None:
    """Draw the boxes and give what is assumed now; None where something cannot be read, which is then said."""
    st.button("Reset to the programme's own", type="tertiary", on_click=_reset, args=(known,))
    found: dict[str, Assumption] = {}
    for own in known:
        try:
            found[own.key] = changed(own, _boxes(own))
        except ShownError as error:
            st.warning(plain(str(error)))
    return found if len(found) == len(known) else None


def _boxes(own: Assumption) -> list[str]:
    """Three boxes for one assumption, with its source; what was written comes from the address."""
    for end, text in zip(ENDS, _written(own), strict=True):
        st.session_state.setdefault(_name(own, end), text)
    with st.container(gap="xsmall"):
        st.markdown(f"**{plain(own.label)}**")
        with st.container(horizontal=True, gap="small"):
            texts = [
                st.text_input(end, key=_name(own, end), max_chars=20, width=96, on_change=_keep, args=(own,))
                for end in ENDS
            ]
        st.caption(plain(" · ".join(filter(None, (f"Source: {own.source}", own.year)))))
    return texts


def _written(own: Assumption) -> tuple[str, ...]:
    parts = tuple(st.query_params.get(own.key, "").split(BETWEEN))
    return parts if len(parts) == len(ENDS) else own.written()


def _keep(own: Assumption) -> None:
    texts = [st.session_state[_name(own, end)] for end in ENDS]
    if tuple(texts) == own.written():
        st.query_params.pop(own.key, None)
    else:
        st.query_params[own.key] = BETWEEN.join(texts)


def _reset(known: tuple[Assumption, ...]) -> None:
    for own in known:
        st.query_params.pop(own.key, None)
        for end, text in zip(ENDS, own.written(), strict=True):
            st.session_state[_name(own, end)] = text


def _name(own: Assumption, end: str) -> str:
    return f"assumed_{own.key}_{end}"
