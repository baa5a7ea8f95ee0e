"""The frame around every page: title, navigation, shared choices, the banner on invented data."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from pages.parts import astray, choices, doorway, first, house, printing, readers, scripts, sign_in, states, trail
from pages.parts import who as looking


# A file of ours: one of Streamlit's own icons would be fetched from outside.
ICON = str(Path(__file__).with_name("parts") / "icon.png")
# Everything is a fifth larger; sizes are relative, so one line does it.
ON_PROJECTOR = "@media (min-width: 1800px) { :root { font-size: 19px; } }"
# A table of eight columns fits a phone without a bar to scroll: narrow gaps, smaller words, and a long word may break.
ON_PHONE = """@media (max-width: 640px) {
    [data-testid="stTableStyledTable"] :is(th, td) { padding: 0.2rem 0.15rem !important; }
    [data-testid="stTableStyledTable"] p { font-size: 0.74rem !important; overflow-wrap: anywhere; hyphens: auto; } }"""

st.set_page_config(
    page_icon=ICON,
    layout="wide",
    initial_sidebar_state=320,
)

st.logo(ICON, size="large")

PAGES = {  # what each one lets choose, and whom it is for; what may be seen on it is decided in the views
    st.Page("leaders/programme.py", title="Programme", default=True): (("programme",), looking.RESULTS),
    st.Page("leaders/cohort.py", title="Cohort", url_path="cohort"): (("programme", "cohort"), looking.RESULTS),
    st.Page("leaders/compare.py", title="Compare cohorts", url_path="compare"): (("programme",), looking.OVERVIEW),
    st.Page("teams/team.py", title="Team", url_path="team"): (("programme", "cohort", "team"), looking.RESULTS),
    st.Page("leaders/relationships.py", title="Relationships", url_path="relationships"): (
        ("programme", "cohort"),
        looking.RESULTS,
    ),
    st.Page("leaders/wellbeing.py", title="Wellbeing and joy", url_path="wellbeing"): (
        ("programme", "cohort"),
        looking.RESULTS,
    ),
    st.Page("leaders/workforce.py", title="Absence and cost", url_path="absence"): (("programme",), looking.OVERVIEW),
    st.Page("leaders/needed.py", title="Where am I needed", url_path="needed"): (("programme",), looking.OVERVIEW),
    st.Page("everyone/find.py", title="Find", url_path="find"): (("programme",), looking.RESULTS),
    st.Page("leaders/evaluation.py", title="Evaluation", url_path="evaluation"): (
        ("programme", "cohort"),
        looking.OVERVIEW,
    ),
    st.Page("leaders/take_out.py", title="Board pack", url_path="board-pack"): (("programme",), looking.OVERVIEW),
    st.Page("everyone/how_we_measure.py", title="How we measure", url_path="how-we-measure"): ((), looking.RESULTS),
    st.Page("stewards/questionnaires.py", title="Questionnaires", url_path="questionnaires"): (
        ("programme", "cohort"),
        looking.STEWARD,
    ),
    st.Page("stewards/privacy.py", title="Privacy lens", url_path="privacy-lens"): (
        ("programme", "cohort"),
        looking.STEWARD,
    ),
    st.Page("stewards/import.py", title="Bring in data", url_path="bring-in-data"): ((), looking.STEWARD),
    st.Page("stewards/people.py", title="People", url_path="people"): ((), looking.STEWARD),
}

st.html(f"<style>{ON_PROJECTOR}{ON_PHONE}</style>")
scripts.bring("menu.js")

if sign_in.is_configured() and sign_in.signed_in() is None:
    st.navigation([st.Page(sign_in.ask_to_sign_in, title="Sign in")], position="hidden").run()
    st.stop()

page = st.navigation(list(PAGES), position="hidden")
st.set_page_config(page_title=f"{page.title} · Joy in Work")
uses, audience = PAGES[page]
audiences = {target: whose for target, (_, whose) in PAGES.items()}
with states.told_plainly():
    choices.settle_role()
    looking.stop_without_role(house.who())
    looking.lead_on(house.who(), page, audiences)
    to_administer = audience == looking.STEWARD
    offered = readers.offered(to_administer=to_administer)
    choices.settle(offered, partial(house.seen_in, uses=uses, to_administer=to_administer))
    who = house.who()
    with st.sidebar:
        st.markdown("**Joy in Work**")
        with st.container(gap="xxsmall"):  # close together, so that the boxes below are in sight without scrolling
            looking.menu(who, audiences, lambda target: choices.address(PAGES[target][0]))
        choices.boxes(offered, uses)
        sign_in.way_out()
        if words := doorway.standing_words():
            st.caption(words)
    states.banner(offered)
    looking.refuse_elsewhere(who, audience)
    if audience != looking.STEWARD:
        first.stop_until_open(choices.current())
    if audience != looking.STEWARD:
        trail.trail(page.title, page.url_path, uses)
    astray.tell({name: chosen for name, chosen in choices.names_of_choice().items() if name in ("as", *uses)})
    with printing.printable(page, uses):
        page.run()
