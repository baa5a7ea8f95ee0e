"""Making a questionnaire of one's own: 2 to 12 questions, one form of answers, a score from 0 to 100, not validated."""

from __future__ import annotations

import streamlit as st

from joy import commands
from joy.definitions import local_set
from joy.definitions.local_set import LocalSet
from joy.intake import starter_profile
from joy.views.questionnaires import Questionnaires
from pages.parts import house, readers
from pages.parts.questionnaires_chosen import tell_what_happened, telling


NEW = ""
HERE = "own_"  # what happened to the form is told under it
SIDES = {"colleagues": "Relationships with colleagues", "service_users": "Relationships with service users"}
SIDES |= {"self": "Oneself and one’s work"}
RATERS = {"staff": "Staff", "service_user": "Service users"}
WAYS = {
    "higher_is_better": "A higher score is better",
    "lower_is_better": "A lower score is better",
    "neutral": "Neither: it describes",
}
FIELDS = ("name", "about", "answered_by", "answers", "direction")


def make_own(found: Questionnaires) -> None:
    """The form for a new set, or for the next version of one."""
    st.header("Make your own", anchor=False)
    st.caption(
        "For what no questionnaire here asks. It is marked “local, not validated” wherever it is shown. A version that "
        "is kept never changes, for answers may rest on it. A change makes a new version, and its charts start anew."
    )
    newest = found.newest_local()
    if newest:
        starts = {NEW: "A new set", **{name: f"A new version of “{local.name}”" for name, local in newest.items()}}
        st.selectbox(
            "Start from",
            list(starts),
            format_func=starts.__getitem__,
            key="own_from",
            on_change=_fill_in,
            args=(newest,),
        )
    _about_the_set(newest.get(_start()))
    count = st.number_input(
        "How many questions", local_set.FEWEST_QUESTIONS, local_set.MOST_QUESTIONS, key="own_count", step=1
    )
    for number in range(int(count)):
        _question(number)
    st.button("Keep this set", on_click=_keep, args=(newest,), key="own_keep")
    tell_what_happened(HERE)


def _about_the_set(changed: LocalSet | None) -> None:
    """Name, side, who answers, how. A new version keeps what its figures are read by."""
    is_fixed = changed is not None
    st.text_input("Name of the set", key="own_name", max_chars=local_set.LONGEST_NAME)
    with st.container(horizontal=True):
        st.selectbox("About", list(SIDES), format_func=SIDES.__getitem__, key="own_about", disabled=is_fixed)
        st.selectbox(
            "Who answers", list(RATERS), format_func=RATERS.__getitem__, key="own_answered_by", disabled=is_fixed
        )
        st.selectbox("Direction", list(WAYS), format_func=WAYS.__getitem__, key="own_direction", disabled=is_fixed)
    forms = {name: f"{words}: {', '.join(labels)}" for name, (words, labels) in local_set.ANSWER_FORMS.items()}
    st.selectbox("Answers", list(forms), format_func=forms.__getitem__, key="own_answers")


def _question(number: int) -> None:
    with st.container(border=True):
        st.text_input(f"Question {number + 1}, in your own words", key=f"own_text_{number}", max_chars=300)
        st.text_input(f"Short label for question {number + 1}", key=f"own_label_{number}", max_chars=40)
        st.checkbox(f"The last answer to question {number + 1} is the bad one", key=f"own_reverse_{number}")


def _start() -> str:
    return str(st.session_state.get("own_from", NEW))


def _fill_in(newest: dict[str, LocalSet]) -> None:
    """Put a set into the form, or empty it."""
    local, state = newest.get(_start()), st.session_state
    questions = local.questions if local else ()
    values = {field: getattr(local, field) for field in FIELDS} if local else {"name": ""}
    state.update({f"own_{field}": str(value) for field, value in values.items()})
    state["own_count"] = max(len(questions), local_set.FEWEST_QUESTIONS)
    for number in range(local_set.MOST_QUESTIONS):
        known = questions[number] if number < len(questions) else None
        state[f"own_text_{number}"] = known.text if known else ""
        state[f"own_label_{number}"] = known.label if known else ""
        state[f"own_reverse_{number}"] = known.reverse if known else False


def _keep(newest: dict[str, LocalSet]) -> None:
    """Check the form and keep the set; what is wrong is told all at once, and the form stays as it is."""
    changed = newest.get(_start())
    with telling(HERE):
        draft = local_set.checked_draft(_given() | {"changes": changed.id if changed else ""})
        by, seen = house.as_data_lead(), changed.version if changed else None
        kept = commands.keep_local_set(readers.open_house(), draft, seen=seen, by=by)
        profile = starter_profile(local_set.instrument_of(kept)).name
        st.session_state[f"{HERE}kept"] = (
            f"“{kept.name}” was kept as version {kept.version}: a local set, not validated. Next, switch it on for a "
            f"cohort under “Choose”. Then bring its answers in on the page “Bring in data” with “{profile}”."
        )
        st.session_state["own_from"] = NEW
        _fill_in(newest)


def _given() -> dict[str, object]:
    """What the form holds."""
    state = st.session_state
    questions = [
        {
            "text": state[f"own_text_{number}"],
            "label": state[f"own_label_{number}"],
            "reverse": state[f"own_reverse_{number}"],
        }
        for number in range(int(state["own_count"]))
    ]
    return {field: state[f"own_{field}"] for field in FIELDS} | {"questions": questions}
