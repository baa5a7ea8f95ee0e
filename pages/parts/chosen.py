"""Choices of one page that are more than one name: several names, and a day; kept in the address like all others."""

from __future__ import annotations

from datetime import date

import streamlit as st

from pages.parts import astray
from pages.parts.choices import Names
from pages.parts.text import plain


def several(label: str, name: str, names: Names, *, most: int | None = None) -> tuple[str, ...]:
    """Draw a choice of several names, at most `most`, and keep their ids in the address as `name`.

    Ids of the address that are not offered are passed over, and that is said. Returns the ids in the order of `names`.
    """
    asked = _moved_or_asked(name)
    wanted = asked if isinstance(asked, list) else [one for one in str(asked).split(",") if one]
    chosen = [one for one in names if one in wanted][:most]
    missing = ", ".join(one for one in wanted if one not in names)[: astray.LONGEST]
    st.session_state[f"box_{name}"] = chosen
    st.multiselect(
        label,
        list(names),
        format_func=names.__getitem__,
        key=f"box_{name}",
        on_change=_moved,
        args=(name,),
        max_selections=most,
    )
    if missing:  # the same words for what is somebody else's as for what does not exist
        st.caption(plain(f"{label}: “{missing}” cannot be found here."))
    _write(name, ",".join(chosen))
    return tuple(chosen)


def day(label: str, name: str, usual: date, *, latest: date) -> date:
    """Draw a choice of a day up to `latest`, and keep it in the address as `name` once it is not the `usual` one."""
    asked = _moved_or_asked(name)
    chosen = min(asked if isinstance(asked, date) else _day(str(asked)) or usual, latest)
    st.session_state[f"box_{name}"] = chosen
    st.date_input(
        label, max_value=latest, format="DD/MM/YYYY", key=f"box_{name}", on_change=_moved, args=(name,), width=240
    )
    _write(name, "" if chosen == usual else chosen.isoformat())
    return chosen


def _moved_or_asked(name: str) -> object:
    """What the box was just set to, else what the address says; empty where neither says anything."""
    if st.session_state.pop(f"moved_{name}", False):
        return st.session_state[f"box_{name}"]
    return st.query_params.get(name, "")


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _moved(name: str) -> None:
    st.session_state[f"moved_{name}"] = True


def _write(name: str, written: str) -> None:
    if written:
        st.query_params[name] = written
    elif name in st.query_params:
        del st.query_params[name]
