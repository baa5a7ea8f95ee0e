"""Privacy lens: who can be seen, who under other thresholds, and whether anything hidden can be worked out."""

from __future__ import annotations

import streamlit as st

from pages.parts import choices, lens, readers, states


choice = choices.current()
states.stop_if_empty(choice.update_id)
rules = readers.lens_rules(choice)

top, below = st.container(), st.container()
with below:
    tried, weaker_bound = lens.thresholds(rules)
found = readers.privacy_lens(choice, tried, weaker_bound=weaker_bound)
is_other = dict(tried) != rules.today or weaker_bound != rules.weaker_bound
with top:
    lens.sentence(found)
lens.shares(found, is_other=is_other)

st.header("Which figures can be seen", anchor=False)
lens.grid(found, tried, weaker_bound=weaker_bound)

st.header("Can anything hidden be worked out?", anchor=False)
lens.self_attack(choice)
