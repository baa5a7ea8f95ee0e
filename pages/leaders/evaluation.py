"""Evaluation: who took part, what changed by each way of reckoning, who was lost, how sure; and the figures to take."""

from __future__ import annotations

import streamlit as st

from joy.views.evaluation import evaluation_of_cohort, evaluation_of_programme
from pages.parts import cards, choices, folds, joy_cards, readers, scrutinised, states
from pages.parts.text import plain


choice = choices.current()
states.stop_if_empty(choice.update_id and choice.programme_id)
is_whole, at = joy_cards.picked(choice)
shown = readers.seen(evaluation_of_programme if is_whole else evaluation_of_cohort, choice, at)

cards.headline(shown.headline)
st.caption(plain(shown.about))

st.header("Process: who took part", anchor=False)
scrutinised.table(shown.process, f"{at}-evaluation-process")
if not is_whole:
    folds.who_takes_part(choice)
    folds.response(choice)

st.header("Outcome: each way of working it out, side by side", anchor=False)
cards.findings(shown.outcome, f"{at}-evaluation-outcome", columns=2)
scrutinised.table(shown.single, f"{at}-evaluation-single")
st.subheader("What the model takes for granted", anchor=False)
scrutinised.sentences(shown.assumptions)

st.header("Who was lost from the first survey", anchor=False)
scrutinised.table(shown.lost, f"{at}-evaluation-lost")

st.header("How dependable the scores are, round by round", anchor=False)
scrutinised.table(shown.reliability, f"{at}-evaluation-reliability")
with cards.closer("Everything that was worked out from people", f"{at}-evaluation-all") as is_open:
    if is_open:
        cards.scrutiny(shown.how_sure, f"{at}-evaluation-how-sure")

st.header("Take the figures", anchor=False)
scrutinised.offer_dataset(choice, "" if is_whole else at)
