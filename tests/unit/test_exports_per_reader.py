"""What is taken out names no team that its maker does not see: workbook, slides, paper, data set, a team's page."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from joy.access import Held, NotAllowed, Who
from joy.exports import Asked, Pack, read_pack, stamp_of, team_page_pdf
from joy.exports.dataset import dataset_zip
from joy.exports.papers import board_paper
from joy.exports.slides import slides
from joy.exports.workbook import workbook
from joy.release import make_release
from joy.store import Reader, Store, open_release_file
from joy.store.definitions import definitions_of
from joy.store.roles import held_for
from joy.views import team_picture
from tests.export_house import looker, quiet
from tests.small_world import P6, START, add_responses, add_tallies, everybody, lay_out
from tests.whoever import EVERYTHING


NAMES = {"a-1": "Willow", "a-2": "Juniper", "a-3": "Hazelnut", "b-1": "Rowanberry", "b-2": "Sycamore"}
GIVEN = {  # role, scope, and the teams that it takes in
    "leader of all": ("leader", "everything", "", set(NAMES)),
    "leader of a programme": ("leader", "programme", "p", set(NAMES)),
    "leader of an organisation": ("leader", "organisation", "o", {"a-1", "a-3", "b-1"}),
    "leader of a cohort": ("leader", "cohort", "a", {"a-1", "a-2", "a-3"}),
    "facilitator of a cohort": ("facilitator", "cohort", "b", {"b-1", "b-2"}),
    "evaluator of an organisation": ("evaluator", "organisation", "o2", {"a-2", "b-2"}),
    "facilitator of a team": ("facilitator", "team", "a-1", {"a-1"}),
    "team": ("team", "team", "a-1", {"a-1"}),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Reader]:
    """Two cohorts, five teams with names of their own, two organisations: answers, ideas, tests, a sponsor's idea."""
    from joy.settings import Settings
    from joy.store import open_store

    store = open_store(Settings(home=tmp_path_factory.mktemp("per_reader") / "home", with_sample=False))
    lay_out(store, {"a": [9, 9, 9], "b": [9, 9]})
    with store.cursor() as cursor:
        cursor.execute("INSERT INTO programme.organisation (org_id, name, sector) VALUES ('o2', 'Org 2', 'nhs_trust')")
        cursor.execute("UPDATE programme.team SET org_id = 'o2' WHERE team_id IN ('a-2', 'b-2')")
        cursor.executemany("UPDATE programme.team SET name = ? WHERE team_id = ?", [(n, t) for t, n in NAMES.items()])
        for enrolment, name in NAMES.items():
            cursor.execute(
                "INSERT INTO programme.change_idea (idea_id, enrolment_id, title, stage, raised_on, needs_sponsor) "
                "VALUES (?, ?, ?, 'escalated', DATE '2024-02-01', true)",
                [f"i-{enrolment}", enrolment, f"Breaks as {name} takes them"],
            )
    days = [START + timedelta(weeks=week, days=day) for week in range(20) for day in (0, 1)]
    add_tallies(store, [(name, day, 8, 3 + day.day % 4) for name in NAMES for day in days])
    answers = [
        (name, f"{name[0]}-r{k}", f"{name}{n}", everybody("p6_colleagues@1", P6, (n + k) % 5))
        for k in (1, 2)
        for name in NAMES
        for n in range(8)
    ]
    add_responses(store, answers)
    return store, open_release_file(store.settings, make_release(store, "p", reason="by_hand"))


def who_of(store: Store, given: str) -> Who:
    role, kind, scope, _ = GIVEN[given]
    held = held_for(store, role, kind, scope)
    assert held is not None
    return Who("x@x.org", (held,))


def pack_for(world: tuple[Store, Reader], who: Who, teams: set[str]) -> Pack:
    """Everything that may be chosen: every cohort that is seen, and every team."""
    store, release = world
    cohorts = tuple(sorted({name[0] for name in teams}))
    asked = Asked("p", cohorts=cohorts, teams=tuple(sorted(teams)), since=START)
    return read_pack(store, who, looker(store, release, who), asked, stamp_of(release), quiet)


def unpacked(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    # charts in slides carry workbooks of their own
    inner = [unpacked(part) for part in parts if part.startswith(b"PK")]
    return "".join((*(part.decode(errors="ignore") for part in parts), *inner))


def read(content: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def named(text: str) -> set[str]:
    return {enrolment for enrolment, name in NAMES.items() if name in text}


@pytest.mark.parametrize("given", [name for name in GIVEN if name != "team"])
def test_a_pack_names_only_the_teams_that_are_seen(world: tuple[Store, Reader], given: str) -> None:
    """Workbook, slides and paper name every team that their maker may see and no other, also in notes and charts."""
    store, _ = world
    teams = GIVEN[given][3]
    pack = pack_for(world, who_of(store, given), teams)
    assert named(unpacked(workbook(pack, definitions_of(store), quiet))) == teams
    assert named(unpacked(slides(pack, quiet))) == teams
    assert named(read(board_paper(pack, quiet))) <= teams


@pytest.mark.parametrize("given", GIVEN)
def test_a_data_set_holds_only_what_is_seen(world: tuple[Store, Reader], given: str) -> None:
    """Each row of a team is of one that is seen; other teams stand in it neither by name nor by id."""
    store, release = world
    text = unpacked(dataset_zip(store, release, who_of(store, given), "p", stamp_of(release)))
    teams = GIVEN[given][3]
    assert named(text) == teams
    assert not [other for other in set(NAMES) - teams if f",{other}," in text]


@pytest.mark.parametrize("given", GIVEN)
def test_a_team_s_page_is_made_of_teams_that_are_seen(world: tuple[Store, Reader], given: str) -> None:
    """The page of a team that is seen names it alone; that of another is refused."""
    store, release = world
    who, teams = who_of(store, given), GIVEN[given][3]
    for name in NAMES:
        if name not in teams:
            with pytest.raises(NotAllowed):
                team_picture(store, release, who, name)
    first = min(teams)
    content = team_page_pdf(team_picture(store, release, who, first), stamp_of(release))
    assert named(read(content)) == {first}


def test_a_pack_of_foreign_teams_is_refused(world: tuple[Store, Reader]) -> None:
    """Who asks for a cohort or team that they do not see gets no pack at all."""
    store, _ = world
    with pytest.raises(NotAllowed):
        pack_for(world, who_of(store, "leader of a cohort"), {"b-1"})
    with pytest.raises(NotAllowed):
        pack_for(world, who_of(store, "leader of an organisation"), {"a-2"})
    with pytest.raises(NotAllowed):
        pack_for(world, Who("nobody", (Held("steward", everything=True),)), {"a-1"})


def test_teams_that_are_a_part_are_not_called_all(world: tuple[Store, Reader]) -> None:
    """The sheet of every team is called so only for who sees every team."""
    store, _ = world
    part, whole = (pack_for(world, who, teams) for who, teams in (
        (who_of(store, "leader of an organisation"), GIVEN["leader of an organisation"][3]), (EVERYTHING, set(NAMES)),
    ))  # fmt: skip
    books = [unpacked(workbook(pack, definitions_of(store), quiet)) for pack in (part, whole)]
    assert ['name="All teams"' in book for book in books] == [False, True]
    assert "Your team" not in books[0]
