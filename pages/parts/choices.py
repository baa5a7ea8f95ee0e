"""What the reader looks at: select boxes tied to the address bar, settled into one frozen Choice.

On a machine without sign-in the reader also chooses as whom to look; that stands in the address too (`as`).
The address carries ids, so a link keeps its meaning when a team is renamed. A box that was moved wins over the address;
an address that moved by itself (a link, back, forward) wins over the box; links between pages carry the choice along.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from joy.access import ROLE_NAMES, Role
from joy.views import Choices
from pages.parts import astray, sign_in
from pages.parts.text import plain


Names = dict[str, str]  # the reader's name of each id, in the order of the box
USUAL: Role = "leader"
ROLES: dict[str, Role] = {name.lower().replace(" ", "-"): role for role, name in ROLE_NAMES.items()}  # in the address
TEAM_USES = ("programme", "cohort", "team")


@dataclass(frozen=True)
class Choice:
    """The programme, the cohort, the team in it (an enrolment) and the published update; empty where there is none.

    Unless the update `is_open_to_all` who may look here, only roles that see a new one at once read it.
    """

    programme_id: str = ""
    cohort_id: str = ""
    enrolment_id: str = ""
    update_id: str = ""
    is_open_to_all: bool = False


def current() -> Choice:
    """The choice that the frame settled for this run."""
    found = st.session_state.get("choice")
    return found if isinstance(found, Choice) else Choice()


def current_teams() -> Names:
    """The teams of the cohort that is looked at, in order of enrolment; as a team on this machine, that one."""
    return _own(_teams_of(st.session_state["offered"], current().cohort_id), current().enrolment_id)


def current_cohorts() -> Names:
    """The cohorts of the programme that is looked at, in order; as a team on this machine, its own."""
    return _own(_cohorts_of(st.session_state["offered"], current().programme_id), current().cohort_id)


def all_teams() -> Names:
    """Every team of the programme that is looked at, with its cohort, in order of enrolment."""
    offered = st.session_state["offered"]
    cohorts = _cohorts_of(offered, current().programme_id)
    return {
        id_: f"{name} ({cohorts[cohort]})" for cohort in cohorts for id_, name in _teams_of(offered, cohort).items()
    }


def settle_role() -> None:
    """Settle as whom the reader looks, on a machine without sign-in: the data of the whole machine are the reader's."""
    astray.forget()
    if not sign_in.is_configured():
        _settled("as", _role_names(), [_written(USUAL)])


def viewed_as() -> Role:
    """The role that was chosen to look as; where readers sign in, nobody chooses."""
    return ROLES.get(str(st.session_state.get("chosen_as")), USUAL)


def is_moved_role() -> bool:
    """Whether the reader has just chosen another role."""
    return bool(st.session_state.pop("is_moved_role", False))


def settle(offered: Choices, seen_in: Callable[[Choice], Choice]) -> Choice:
    """Settle what is looked at from the boxes and the address, in the update that it is seen in, for this run."""
    _follow_team(offered)
    programmes = _programmes(offered)
    programme = _settled("programme", programmes, list(programmes)[:1])
    cohorts = _cohorts_of(offered, programme)
    cohort = _settled("cohort", cohorts, list(cohorts)[-1:])  # the latest cohort is the one people ask about
    teams = _teams_of(offered, cohort)
    choice = Choice(programme, cohort, _settled("team", teams, list(teams)[:1]))
    choice = seen_in(choice)
    st.session_state.update(choice=choice, offered=offered)
    return choice


def address(uses: Sequence[str]) -> dict[str, str]:
    """The part of the current choice that the address of a page with these `uses` carries."""
    is_choice = len(st.session_state["offered"].programmes) > 1  # a lone programme needs no mention
    named = [name for name in uses if is_choice or name != "programme"]
    role = {} if viewed_as() == USUAL else {"as": _written(viewed_as())}
    return role | {name: chosen for name in named if (chosen := st.session_state.get(f"chosen_{name}"))}


def boxes(offered: Choices, uses: Sequence[str]) -> None:
    """Draw the select boxes a page uses; the address follows once somebody has chosen."""
    choice = current()
    if not sign_in.is_configured():
        _box("View as", "as", _role_names())
    if is_machine_team():
        uses = TEAM_USES
    if "programme" in uses and len(offered.programmes) > 1:
        _box("Programme", "programme", _programmes(offered))
    if "cohort" in uses and choice.cohort_id:
        _box("Cohort", "cohort", _cohorts_of(offered, choice.programme_id))
    if "team" in uses and choice.enrolment_id:
        _box("Your team" if is_machine_team() else "Team", "team", _teams_of(offered, choice.cohort_id))
    _write_address(uses)


def pick(label: str, name: str, names: Names) -> str:
    """Draw a choice that only one page knows, as buttons in a row, and keep it in the address as `name`.

    `names` are the reader's words by what the address says; the first is usual. Unknown words in the address are
    passed over. Returns the key that was chosen.
    """
    chosen = _settled(name, names, list(names)[:1])
    state = st.session_state
    state[f"box_{name}"] = chosen
    st.segmented_control(
        label,
        list(names),
        format_func=lambda key: plain(names[key]),  # buttons read Markdown, which select boxes do not
        key=f"box_{name}",
        on_change=_moved,
        args=(name,),
        required=True,
    )
    astray.tell({name: f"“{names[chosen]}”"}, label=label)
    if st.query_params.get(name, next(iter(names))) != chosen:
        st.query_params[name] = chosen
    state[f"written_{name}"] = st.query_params.get(name)
    return chosen


def pick_from_list(label: str, name: str, names: Names) -> str:
    """Draw a choice like `pick`, as a select box: for names that are many or long."""
    chosen = _settled(name, names, list(names)[:1])
    _box(label, name, names)
    astray.tell({name: f"“{names[chosen]}”"}, label=label)
    if st.query_params.get(name, next(iter(names))) != chosen:
        st.query_params[name] = chosen
    st.session_state[f"written_{name}"] = st.query_params.get(name)
    return chosen


def names_of_choice() -> Names:
    """The role on this machine, the programme, the cohort and the team that are looked at, as the reader calls them."""
    choice, offered = current(), st.session_state["offered"]
    return {
        "as": ROLE_NAMES[viewed_as()],
        "programme": _programmes(offered).get(choice.programme_id, ""),
        "cohort": _cohorts_of(offered, choice.programme_id).get(choice.cohort_id, ""),
        "team": _teams_of(offered, choice.cohort_id).get(choice.enrolment_id, ""),
    }


def chosen_names(uses: Sequence[str]) -> tuple[str, ...]:
    """What is chosen on a page with these `uses`, by the reader's names: programme, cohort, team."""
    return tuple(name for use, name in names_of_choice().items() if use in uses and name)


def typed(label: str, name: str, *, most: int, hint: str = "") -> str:
    """Draw a line to type in, and keep what is typed in the address as `name`; at most `most` signs."""
    state = st.session_state
    has_typed = state.pop(f"moved_{name}", False)
    written = str(state[f"box_{name}"] if has_typed else st.query_params.get(name, ""))[:most]
    state[f"box_{name}"] = written
    st.text_input(label, key=f"box_{name}", max_chars=most, placeholder=hint, on_change=_moved, args=(name,))
    if written:
        st.query_params[name] = written
    elif name in st.query_params:
        del st.query_params[name]
    return written


def is_machine_team() -> bool:
    """Whether the reader looks as a team, and the team's box says which."""
    return not sign_in.is_configured() and viewed_as() == "team"


def _own(names: Names, own: str) -> Names:
    """As a team on this machine the boxes offer every team, to say which one the reader is; links lead to its own."""
    return {id_: name for id_, name in names.items() if id_ == own} if is_machine_team() else names


def _role_names() -> Names:
    return {_written(role): name for role, name in ROLE_NAMES.items()}


def _written(role: Role) -> str:
    return next(written for written, known in ROLES.items() if known == role)


def _follow_team(offered: Choices) -> None:
    """An address that names a team means that team, whatever cohort it names or leaves out."""
    state, asked = st.session_state, st.query_params.get("team")
    if asked is None or asked == state.get("written_team") or state.get("moved_cohort"):
        return
    for programme in offered.programmes:
        for cohort in programme.cohorts:
            if any(team.enrolment_id == asked for team in cohort.teams):
                state.update(chosen_programme=programme.programme_id, chosen_cohort=cohort.cohort_id)
                state.update(written_programme=st.query_params.get("programme"))
                state.update(written_cohort=st.query_params.get("cohort"))


def _programmes(offered: Choices) -> Names:
    return {programme.programme_id: programme.name for programme in offered.programmes}


def _cohorts_of(offered: Choices, programme_id: str) -> Names:
    found = (p.cohorts for p in offered.programmes if p.programme_id == programme_id)
    return {cohort.cohort_id: cohort.name for cohort in next(found, ())}


def _teams_of(offered: Choices, cohort_id: str) -> Names:
    found = (c.teams for p in offered.programmes for c in p.cohorts if c.cohort_id == cohort_id)
    return {team.enrolment_id: team.name for team in next(found, ())}


def _settled(name: str, names: Names, usual: Sequence[str]) -> str:
    """Who wins for one choice: the box just moved, else the address if it moved by itself, else what was chosen."""
    state, asked = st.session_state, st.query_params.get(name)
    if not names:
        return ""  # what was chosen is kept for the next page that offers it
    if state.pop(f"moved_{name}", False):
        state[f"chosen_{name}"] = state[f"box_{name}"]
        state["is_moved_role"] = name == "as" or bool(state.get("is_moved_role"))
    elif asked in names and asked != state.get(f"written_{name}"):
        state[f"chosen_{name}"] = asked
    elif asked and asked not in names and asked != state.get(f"written_{name}"):
        astray.note(name, asked)
    if state.get(f"chosen_{name}") not in names:
        state[f"chosen_{name}"] = usual[0] if usual else ""
    return str(state[f"chosen_{name}"])


def _apart(names: Names) -> Names:
    """The names with the id beside each that stands twice: Streamlit knows an option again by its name alone."""
    twice = {name for name, times in Counter(names.values()).items() if times > 1}
    return {key: f"{name} · {key}" if name in twice else name for key, name in names.items()}


def _box(label: str, name: str, names: Names) -> None:
    st.session_state[f"box_{name}"] = st.session_state[f"chosen_{name}"]
    told = _apart(names)
    st.selectbox(label, list(told), format_func=told.__getitem__, key=f"box_{name}", on_change=_moved, args=(name,))


def _moved(name: str) -> None:
    st.session_state.update({f"moved_{name}": True, "has_chosen": True})


def _write_address(uses: Sequence[str]) -> None:
    """Correct an address that says something else, in one step of the browser's history.

    An address that says nothing is left alone: writing it would catch the reader's Back button in a loop.
    """
    wanted = address(uses)
    if "as" in st.query_params and not sign_in.is_configured():
        wanted["as"] = _written(viewed_as())
    said = {name: st.query_params[name] for name in wanted if name in st.query_params}
    if said != wanted and (said or st.session_state.pop("has_chosen", False)):
        st.query_params.from_dict({**st.query_params.to_dict(), **wanted})
    for name in ("as", *uses):
        st.session_state[f"written_{name}"] = wanted.get(name)
