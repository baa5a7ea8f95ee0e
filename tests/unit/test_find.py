"""Finding by words: folded, harmless, quick, and never more than the reader may see."""

from __future__ import annotations

import unicodedata
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joy.access import NotAllowed, Who
from joy.release import make_release
from joy.store import Reader, Store, open_release_file
from joy.views.close_words import close_to
from joy.views.find import CLOSE, LONGEST, MOST, NOTHING, find, searched
from tests.small_world import START, add_tallies, lay_out
from tests.whoever import DATA_LEAD, EVERYTHING, STRANGER, team


DAY = date(2024, 2, 1)
OWN = team("a-1", "a", "p")


def add_ideas(store: Store, rows: list[tuple[str, str, str]], day: date = DAY) -> None:
    """Ideas as (id, enrolment, title)."""
    frame = pd.DataFrame(rows, columns=["idea_id", "enrolment_id", "title"])
    with store.writing() as writer:
        writer.append("programme.change_idea", frame.assign(stage="testing", raised_on=pd.Timestamp(day)))


def add_test(store: Store, idea_id: str, what_happened: str) -> None:
    row = {
        "pdsa_id": f"{idea_id}-t",
        "idea_id": idea_id,
        "started_on": pd.Timestamp(DAY),
        "what_happened": what_happened,
    }
    with store.writing() as writer:
        writer.append("programme.pdsa_test", pd.DataFrame([row]))


def add_story(store: Store, story_id: str, enrolment: str, scope: str | None) -> None:
    row = {
        "story_id": story_id, "enrolment_id": enrolment, "cohort_id": enrolment[0], "title": f"Lantern {story_id}",
        "told_on": pd.Timestamp(DAY), "consent": scope is not None, "consent_scope": scope,
        "consent_on": pd.Timestamp(DAY) if scope else pd.NaT,
    }  # fmt: skip
    with store.writing() as writer:
        writer.append("programme.story", pd.DataFrame([row]))


@pytest.fixture
def update(store: Store) -> Reader:
    """Two cohorts of two teams, with ideas, a test and stories."""
    lay_out(store, {"a": [9, 9], "b": [9, 9]})
    add_tallies(store, [(name, START, 6, 3) for name in ("a-1", "a-2", "b-1", "b-2")])
    ideas = [("i1", "a-1", "Café in the Quiet Room"), ("i2", "a-2", "Quiet hour"), ("i3", "b-1", "QUIET start")]
    add_ideas(store, [*ideas, ("i4", "a-2", "100% of rotas, on time_table")])
    add_test(store, "i2", "Zebra crossings were counted")
    add_ideas(store, [("late", "a-1", "Quiet end")], date(2030, 1, 1))
    for story, enrolment, scope in (("s1", "a-1", None), ("s2", "b-1", "programme"), ("s3", "a-2", "cohort")):
        add_story(store, story, enrolment, scope)
    return open_release_file(store.settings, make_release(store, "p", reason="by_hand"))


def names(store: Store, update: Reader, who: Who, text: str) -> dict[str, list[str]]:
    return {group.name: [hit.name for hit in group.hits] for group in find(store, update, who, "p", text).groups}


def test_words_are_found_without_capitals_accents_and_order(store: Store, update: Reader) -> None:
    """“ROOM cafe” finds “Café in the Quiet Room”, and so does a letter with its accent written apart."""
    for text in ("ROOM cafe", "cafè", unicodedata.normalize("NFD", "café"), "  quiet \t room\n"):
        assert names(store, update, EVERYTHING, text)["Ideas and tests"] == ["Café in the Quiet Room"]


def test_nothing_of_the_future_is_found(store: Store, update: Reader) -> None:
    """An idea that was raised after the day the update reaches to is not there yet."""
    assert "Quiet end" not in names(store, update, EVERYTHING, "quiet")["Ideas and tests"]


def test_signs_of_patterns_are_letters_like_others(store: Store, update: Reader) -> None:
    """A percent sign and an underscore find themselves and nothing else."""
    for text in ("100%", "time_table", "%", "_"):
        assert names(store, update, EVERYTHING, text)["Ideas and tests"] == ["100% of rotas, on time_table"]


def test_a_team_finds_ideas_of_its_cohort_by_their_titles_only(store: Store, update: Reader) -> None:
    """A team finds others' ideas of its cohort by title, without their team or what they wrote of tests."""
    found = find(store, update, OWN, "p", "quiet").groups[0]
    assert {hit.name for hit in found.hits} == {"Café in the Quiet Room", "Quiet hour"}
    foreign = next(hit for hit in found.hits if hit.name == "Quiet hour")
    assert (foreign.enrolment_id, "Team" in foreign.about, foreign.cohort_id) == ("", False, "a")
    assert find(store, update, OWN, "p", "zebra").groups == ()
    assert names(store, update, EVERYTHING, "zebra") == {"Ideas and tests": ["Quiet hour"]}


def test_stories_are_found_as_far_as_they_were_shared(store: Store, update: Reader) -> None:
    """A leader finds what was shared with the programme; a team also its own and its cohort's; links go no further."""
    assert names(store, update, EVERYTHING, "lantern")["Stories"] == ["Lantern s2"]
    hits = {hit.name: hit for group in find(store, update, OWN, "p", "lantern").groups for hit in group.hits}
    assert set(hits) == {"Lantern s1", "Lantern s2", "Lantern s3"}
    assert (hits["Lantern s2"].cohort_id, hits["Lantern s2"].enrolment_id) == ("", "")
    assert (hits["Lantern s3"].cohort_id, hits["Lantern s3"].enrolment_id) == ("a", "")
    assert hits["Lantern s1"].enrolment_id == "a-1"


def test_a_team_finds_no_other_team(store: Store, update: Reader) -> None:
    """All teams are called Team and a number; a team finds its own name only."""
    assert len(names(store, update, EVERYTHING, "team")["Teams"]) == 4
    assert len(names(store, update, OWN, "team")["Teams"]) == 1


@pytest.mark.parametrize("who", [STRANGER, DATA_LEAD], ids=["stranger", "data lead"])
def test_who_sees_no_results_finds_nothing(store: Store, update: Reader, who: Who) -> None:
    """Without a role that sees results a search is refused."""
    with pytest.raises(NotAllowed):
        find(store, update, who, "p", "quiet")


def test_long_lists_are_cut_and_say_so(store: Store, update: Reader) -> None:
    """Of forty ideas thirty are listed, and a line says of how many."""
    add_ideas(store, [(f"m{n:02}", "a-1", "Marmalade") for n in range(40)])
    group = find(store, update, EVERYTHING, "p", "marmalade").groups[0]
    assert (len(group.hits), group.count, str(MOST) in group.more, "40" in group.more) == (MOST, 40, True, True)


def test_nothing_found_is_said_kindly(store: Store, update: Reader) -> None:
    """Words that nothing has lead to a sentence, no words to none."""
    assert find(store, update, EVERYTHING, "p", "xylophone").told == NOTHING
    assert find(store, update, EVERYTHING, "p", " \0\u200b ").told == ""


@given(st.text(max_size=3 * LONGEST))
@settings(max_examples=200, deadline=None)
def test_what_is_searched_for_is_plain(text: str) -> None:
    """Whatever is typed becomes at most 200 signs that can be seen, one space apart."""
    found = searched(text)
    assert len(found) <= LONGEST
    assert "  " not in found
    assert found == found.strip()
    assert not any(unicodedata.category(sign)[0] == "C" for sign in found)


ODD = ("'; DROP TABLE programme.team; --", '"', "\\", "$words", "😀", "%' OR 1=1", "x" * 5_000, "[a-z]*", "\0", "ﷺ", "⁠")


@pytest.mark.parametrize("text", ODD)
def test_odd_words_do_no_harm(store: Store, update: Reader, text: str) -> None:
    """Whatever is typed is looked for as it stands: nothing breaks, nothing changes."""
    before = len(store.ask("views/teams", programme_id="p"))
    find(store, update, EVERYTHING, "p", text)
    assert len(store.ask("views/teams", programme_id="p")) == before


def test_twenty_thousand_ideas_are_searched_in_a_moment(store: Store, update: Reader) -> None:
    """Among twenty thousand ideas all that have both words are counted."""
    words = np.array(["handover", "quiet", "rota", "walk", "lunch", "notes", "ward", "visit", "thanks", "huddle"])
    draws = np.random.default_rng(5).choice(words, size=(20_000, 6))
    add_ideas(store, [(f"x{n}", "a-1", " ".join(row)) for n, row in enumerate(draws)])
    expected = sum("rota" in row and "huddle" in row for row in draws.tolist())
    found = find(store, update, EVERYTHING, "p", "Rota huddle")
    assert found.groups[0].count == expected


def test_twenty_thousand_ideas_are_searched_for_close_words_too(store: Store, update: Reader) -> None:
    """Among as many, two words that nothing has as they stand are looked for by what comes close."""
    words = np.array(["handover", "quiet", "rota", "walk", "lunch", "notes", "ward", "visit", "thanks", "huddle"])
    draws = np.random.default_rng(5).choice(words, size=(20_000, 6))
    add_ideas(store, [(f"x{n}", "a-1", " ".join(row)) for n, row in enumerate(draws)])
    expected = sum("handover" in row and "huddle" in row for row in draws.tolist())
    found = find(store, update, EVERYTHING, "p", "handovers hudddle")
    assert found.groups[0].count == expected


CLOSE_IDEAS = [
    ("h1", "a-1", "One handover a day"),
    ("h2", "a-2", "Hand over at the bedside"),
    ("h3", "b-1", "Hand-over notes"),
    ("h4", "b-2", "Überstunden besprechen"),
    ("h5", "a-1", "Rotas planned early"),
]


APART = {"Hand over at the bedside", "Hand-over notes"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *((text, {"One handover a day"} | APART) for text in ("handovers", "HÁNDOVERS", "hand-overs")),
        *((text, {"One handover a day"}) for text in ("Handoverz", "hadnover", "handovr", "handdover")),
        ("handingover", set()),  # more than one slip is no longer close
    ],
)
def test_words_that_come_close_are_found(store: Store, update: Reader, text: str, wanted: set[str]) -> None:
    """Another ending, one wrong, missing or swapped letter, and a word written as two find what was meant."""
    add_ideas(store, CLOSE_IDEAS)
    found = find(store, update, EVERYTHING, "p", text)
    hits = {hit.name for group in found.groups for hit in group.hits}
    assert hits & ({"One handover a day"} | (APART if wanted & APART else set())) == wanted
    assert (found.is_close, found.told.startswith(CLOSE)) == (bool(wanted), bool(wanted))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("uberstundne", {"Überstunden besprechen"}),
        ("rotsa planing", {"Rotas planned early"}),
        ("handover rotas", set()),
        ("handovers bedsite", {"Hand over at the bedside"}),
        ("lantren", {"Lantern s2"}),
    ],
)
def test_all_words_must_come_close(store: Store, update: Reader, text: str, wanted: set[str]) -> None:
    """Of several words each is found, as it stands or close to it, in the same idea or story."""
    add_ideas(store, CLOSE_IDEAS)
    found = find(store, update, EVERYTHING, "p", text)
    assert {hit.name for group in found.groups for hit in group.hits} == wanted


def test_what_stands_as_typed_is_found_alone(store: Store, update: Reader) -> None:
    """Where anything has the words as they were typed, nothing that only comes close is listed."""
    add_ideas(store, CLOSE_IDEAS)
    found = find(store, update, EVERYTHING, "p", "handover")
    assert [hit.name for hit in found.groups[0].hits] == ["One handover a day"]
    assert not found.is_close
    assert not found.told.startswith(CLOSE)


def test_what_comes_close_is_no_more_than_may_be_seen(store: Store, update: Reader) -> None:
    """A team finds close to its words what it may find at all: others' ideas of its cohort by their titles."""
    add_ideas(store, CLOSE_IDEAS)
    add_test(store, "h2", "Xylophones were counted")
    hits = {hit.name: hit for group in find(store, update, OWN, "p", "handovers").groups for hit in group.hits}
    assert set(hits) == {"One handover a day", "Hand over at the bedside"}
    assert hits["Hand over at the bedside"].enrolment_id == ""
    assert find(store, update, OWN, "p", "xylofones").groups == ()
    assert find(store, update, EVERYTHING, "p", "xylofones bedsite").groups == ()
    assert names(store, update, EVERYTHING, "xylophnes zebra") == {}
    assert names(store, update, EVERYTHING, "xylophnes bedsids") == {"Ideas and tests": ["Hand over at the bedside"]}


def test_teams_of_one_name_are_told_apart(store: Store, update: Reader) -> None:
    """Two teams of one name, cohort and organisation stand with their ids; ideas of one title with their team."""
    with store.cursor() as cursor:
        cursor.execute("UPDATE programme.team SET name = 'Twin' WHERE team_id IN ('a-1', 'a-2')")
    add_ideas(store, [("t1", "a-1", "Tea round"), ("t2", "b-1", "Tea round")])
    teams = find(store, update, EVERYTHING, "p", "twin").groups[0]
    assert len({hit.about for hit in teams.hits}) == len(teams.hits) == 2
    ideas = find(store, update, EVERYTHING, "p", "tea round").groups[0]
    assert len({hit.about for hit in ideas.hits}) == len(ideas.hits) == 2


@given(st.text(max_size=LONGEST))
@settings(max_examples=200, deadline=None)
def test_patterns_are_made_of_letters(text: str) -> None:
    """Whatever is typed, a pattern can be used and finds the word's own letters."""
    for pattern in close_to(text):
        assert duckdb.sql("SELECT regexp_matches('', ?)", params=[pattern]).fetchone() is not None
