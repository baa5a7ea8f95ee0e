"""The frame around every page: title, navigation, shared choices, the banner on invented data."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.parts import choices, readers, states


# A file of ours: one of Streamlit's own icons would be fetched from outside.
ICON = str(Path(__file__).with_name("parts") / "icon.png")

st.set_page_config(
    page_icon=ICON,
    layout="wide",
    initial_sidebar_state=320,
)

st.logo(ICON, size="large")

PAGES = {
    st.Page("leaders/programme.py", title="Programme", default=True): ("programme",),
    st.Page("leaders/cohort.py", title="Cohort", url_path="cohort"): ("programme", "cohort"),
    st.Page("teams/team.py", title="Team", url_path="team"): ("programme", "cohort", "team"),
    st.Page("everyone/how_we_measure.py", title="How we measure", url_path="how-we-measure"): (),
    st.Page("stewards/questionnaires.py", title="Questionnaires", url_path="questionnaires"): ("programme", "cohort"),
    st.Page("stewards/import.py", title="Bring in data", url_path="bring-in-data"): (),
}

# On a projector everything is a fifth larger; sizes are relative, so one line does it.
st.html("<style>@media (min-width: 1800px) { :root { font-size: 19px; } }</style>")

page = st.navigation(list(PAGES), position="hidden")
st.set_page_config(page_title=f"{page.title} · Joy in Work")
with states.told_plainly():
    updates = readers.published()
    offered = readers.offered(updates)
    choices.settle(offered, updates)
    with st.sidebar:
        st.markdown("**Joy in Work**")
        for target, uses in PAGES.items():
            st.page_link(target, query_params=choices.address(uses), width="stretch")
        choices.boxes(offered, PAGES[page])
    states.banner(offered)
    page.run()
