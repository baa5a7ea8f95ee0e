"""The folds at the foot of the cohort page: each is worked out only while it is open."""

from __future__ import annotations

import streamlit as st

from joy import views
from pages.parts import cards, readers
from pages.parts.choices import Choice


def who_takes_part(choice: Choice) -> None:
    """Teams enrolled, sending, testing and attending, of which organisations, and each learning set."""
    at = choice.cohort_id
    with cards.closer("Who takes part", f"{at}-part") as is_open:
        if is_open:
            shown = readers.seen(views.cohort_taking_part, choice, at)
            for number, record in enumerate((*shown.turnout, shown.attendance)):
                cards.finding(record, f"{at}-part-{number}")


def response(choice: Choice) -> None:
    """How many reply, week by week and survey by survey."""
    at = choice.cohort_id
    with cards.closer("How many reply", f"{at}-response") as is_open:
        if is_open:
            shown = readers.seen(views.cohort_response, choice, at)
            if shown.weekly is None:
                st.text(shown.why_not)
            else:
                cards.finding(shown.weekly, f"{at}-response-weekly")
                cards.flags(shown.weekly)
            cards.finding(shown.rounds, f"{at}-response-rounds")


def coverage(choice: Choice) -> None:
    """The nine components, with those that no idea has reached."""
    at = choice.cohort_id
    with cards.closer("What ideas and tests are about: the nine components", f"{at}-coverage") as is_open:
        if is_open:
            cards.finding(readers.seen(views.cohort_coverage, choice, at), f"{at}-coverage-rows")


def progress(choice: Choice) -> None:
    """Progress scores as people gave them."""
    at = choice.cohort_id
    with cards.closer("Progress scores: the teams' own and the faculty's", f"{at}-progress") as is_open:
        if is_open:
            shown = readers.seen(views.cohort_progress, choice, at)
            if shown.path is not None:
                cards.finding(shown.path, f"{at}-progress-path")
            cards.finding(shown.teams, f"{at}-progress-teams")


def how_sure(choice: Choice) -> None:
    """What stands behind the surveys."""
    at = choice.cohort_id
    with cards.closer("How sure: what stands behind the surveys", f"{at}-how-sure") as is_open:
        if is_open:
            cards.scrutiny(readers.seen(views.cohort_closer, choice, at).how_sure, f"{at}-how-sure")
