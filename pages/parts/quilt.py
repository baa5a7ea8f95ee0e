"""The quilt on the landing page: every team's small line, a click on which opens the team; links do the same."""

from __future__ import annotations

import streamlit as st

from joy import charts
from joy.findings.quilt import Quilt
from joy.frames import each
from joy.views import MOST_AT_ONCE, of_cohort
from pages.parts import cards, choices, readers
from pages.parts.text import plain


KEY = (
    "▲ improved · ▼ worsened · ◆ changed without a clear way · ● no change beyond chance · ○ no verdict · "
    "small ring on a line: only a bound may be told"
)
TEAM_PAGE = "teams/team.py"


def quilt(record: Quilt, at: str) -> None:
    """Draw all teams, or those of one cohort where all would be too many, and open the one that is clicked."""
    if record.teams.empty:
        st.text(record.title)
        return
    if len(record.teams) > MOST_AT_ONCE:
        record, at = _of_one_cohort(record, at)
    with st.container(gap="xsmall"):
        st.subheader(plain(record.title), anchor=False)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption(plain(record.subtitle), width="stretch")
            with st.container(horizontal=True, width="content", gap="small"):
                cards.why(record)
                wants_table = cards.table_asked_for(at)
        st.caption(KEY)
        clicked = _clicked(record, at)
    _open_team(clicked)
    ways_to_teams(record)
    if wants_table:
        st.dataframe(readers.table(record, at), hide_index=True, width="content", alt=record.alt)


def _clicked(record: Quilt, at: str) -> list[dict[str, str]]:
    """The chart, and the teams that were clicked on it."""
    told = st.vega_lite_chart(
        readers.drawing(record, at),
        theme=None,
        alt=record.alt,
        key=f"chart_{at}",
        on_select="rerun",
        selection_mode=charts.SELECTION,
    )
    return list(told.selection.get(charts.SELECTION, []))


def _open_team(clicked: list[dict[str, str]]) -> None:
    if clicked:
        st.switch_page(TEAM_PAGE, query_params={"cohort": clicked[0]["cohort"], "team": clicked[0]["key"]})


def _of_one_cohort(record: Quilt, at: str) -> tuple[Quilt, str]:
    """Let the reader choose whose teams to see where the programme has more than one picture holds."""
    names = dict(zip(record.cohorts["cohort_id"], record.cohorts["name"], strict=True))
    latest_first = dict(reversed(names.items()))
    st.caption(f"{len(record.teams)} teams are too many for one picture: they are shown cohort by cohort.")
    chosen = choices.pick("Cohort shown", "quilt", latest_first)
    return of_cohort(record, chosen), f"{at}-{chosen}"


def ways_to_teams(record: Quilt) -> None:
    """For each cohort the links to its teams, for keyboards, screen readers and whoever knows the name."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ways_to_teams"):
        st.caption("Open a team by its name:", width="content")
        for cohort in each(record.cohorts):
            opened = st.popover(plain(cohort.name), on_change="rerun", key=f"quilt_{cohort.cohort_id}", type="tertiary")
            if opened.open:
                with opened:
                    _links(record, cohort.cohort_id)


def _links(record: Quilt, cohort_id: str) -> None:
    for team in each(record.teams[record.teams["cohort_id"] == cohort_id]):
        st.page_link(TEAM_PAGE, label=plain(team.label), query_params={"cohort": cohort_id, "team": team.key})
