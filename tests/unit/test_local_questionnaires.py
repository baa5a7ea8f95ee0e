"""What a programme decides: its own questionnaires, which ones it asks, wording under licence."""

from __future__ import annotations

import math
import tomllib
from datetime import date
from itertools import product

import pytest
from decision_tables import refused, rows
from hypothesis import given
from hypothesis import strategies as st

from joy import commands, intake
from joy.definitions import Direction, load_definitions
from joy.definitions.local_set import (
    ANSWER_FORMS,
    PREFIX,
    LocalSetProblem,
    as_toml,
    checked_draft,
    indicator_of,
    instrument_of,
    kept_as,
    read_draft,
    read_kept,
)
from joy.scoring import compile_series
from joy.store import Store
from joy.store.definitions import definitions_of
from joy.store.questionnaires import licences_held
from tests.small_world import lay_out


HUDDLE = {
    "name": "How our huddles go",
    "about": "colleagues",
    "answered_by": "staff",
    "answers": "agree4",
    "questions": [
        {"label": "Heard", "text": "I am heard in our huddles"},
        {"label": "Useful", "text": "Our huddles are useful"},
        {"label": "Too long", "text": "Our huddles take too long", "reverse": True},
    ],
}


@pytest.fixture
def house(store: Store) -> Store:
    """A programme with two cohorts of one team each."""
    lay_out(store, {"a": [12], "b": [12]})
    return store


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(lambda text: f"Set {text}"),
    st.sampled_from(list(ANSWER_FORMS)),
    st.sampled_from(list(Direction)),
    st.lists(st.booleans(), min_size=2, max_size=12),
)
def test_whatever_is_typed_is_kept_as_it_was(name, answers, direction, reversed_ones):
    """A set comes back from its kept text as it went in, whatever letters, quotes and lines were typed."""
    questions = [
        {"label": f"{n} {name}"[:40], "text": f"{n} {name}", "reverse": r} for n, r in enumerate(reversed_ones)
    ]
    typed = {**HUDDLE, "name": name, "answers": answers, "direction": direction, "questions": questions}
    draft = checked_draft(typed)
    local = kept_as(draft, version=1, made_on=date(2024, 3, 31))
    assert read_kept(as_toml(local)) == local
    assert " ".join(local.name.split()) == local.name
    assert len({item.key for item in instrument_of(local).items}) == len(reversed_ones)


def test_a_local_set_is_scored_as_the_mean_of_its_answers_from_0_to_100():
    """Every combination of answers gets the score that adding it up by hand gives, bad answers turned round."""
    local = kept_as(checked_draft(HUDDLE), version=1, made_on=date(2024, 3, 31))
    shipped = load_definitions()
    own = shipped.model_copy(
        update={"instruments": {local.ref: instrument_of(local)}, "indicators": {local.id: indicator_of([local])}}
    )
    (series,) = compile_series(own)
    points = {(row.item_key, row.code): row.points for row in series.points}
    scores = {(row.answered, row.raw): row.score for row in series.lookup}
    for codes in product([None, 0, 1, 2, 3], repeat=3):
        given_codes = {
            key: code for key, code in zip(("heard", "useful", "too_long"), codes, strict=True) if code is not None
        }
        worth = [3 - code if key == "too_long" else code for key, code in given_codes.items()]
        by_hand = sum(worth) / len(worth) / 3 * 100 if len(worth) >= 2 else None
        raw = sum(points[key, code] for key, code in given_codes.items())
        found = scores.get((len(given_codes), raw))
        assert (found is None) == (by_hand is None)
        assert by_hand is None or math.isclose(found, by_hand, abs_tol=1e-9)


def test_answer_forms_never_change():
    """The answers that kept sets rest on are the ones there have always been, in their order."""
    assert {name: labels for name, (_, labels) in ANSWER_FORMS.items()} == {
        "often5": ("Never", "Rarely", "Sometimes", "Often", "Almost always"),
        "agree5": ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
        "agree4": ("Strongly disagree", "Disagree", "Agree", "Strongly agree"),
        "yes_no": ("No", "Yes"),
        "ten": ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
    }


def test_no_questionnaire_of_the_program_is_called_local():
    """What comes with the program never takes the name of a set that a programme made."""
    shipped = load_definitions()
    assert not [name for name in [*shipped.instruments, *shipped.indicators] if name.startswith(PREFIX)]


def test_everything_wrong_with_a_set_is_told_at_once():
    """An empty name, a missing label, a question asked twice and an unknown form are all told, each with a remedy."""
    questions = [{"label": "", "text": "Same?"}, {"label": "B", "text": "same?"}]
    with pytest.raises(LocalSetProblem) as wrong:
        checked_draft({**HUDDLE, "name": "  ", "answers": "stars", "questions": questions})
    said = str(wrong.value)
    assert said.startswith("Nothing was saved.")
    assert len(wrong.value.problems) == 4
    assert all(problem.remedy for problem in wrong.value.problems)
    assert "“stars”" in said
    assert "often5" in said


@pytest.mark.parametrize("count", [1, 13])
def test_a_set_has_two_to_twelve_questions(count):
    """One question is too few and thirteen are too many, and the refusal says how many there were."""
    questions = [{"label": f"L{n}", "text": f"Question {n}"} for n in range(count)]
    with pytest.raises(LocalSetProblem, match=rf"number of questions is {count}\. Ask 2 to 12"):
        checked_draft({**HUDDLE, "questions": questions})


def test_a_file_that_is_no_set_is_refused_with_its_name():
    """Broken TOML and unknown fields are told with the file's name and what to do."""
    with pytest.raises(LocalSetProblem, match=r"our\.toml: It is not valid TOML"):
        read_draft("name = ", where="our.toml")
    with pytest.raises(LocalSetProblem, match=r"our\.toml: stars"):
        read_draft('name = "x"\nstars = 5\n', where="our.toml")


def test_a_new_set_is_a_questionnaire_with_its_own_measure(house):
    """A kept set can be asked and brought in at once, and is marked as local and not validated."""
    local = commands.keep_local_set(house, checked_draft(HUDDLE))
    known = definitions_of(house)
    assert local.ref == "local_how_our_huddles_go@1"
    assert known.instruments[local.ref].status == "local"
    measure = known.indicators[local.id]
    assert measure.caveats == ("A local set, not validated.",)
    assert (measure.minimum, measure.maximum, measure.role) == (0.0, 100.0, "outcome")
    assert measure.disclosure_class == "survey"
    assert "local_how_our_huddles_go_v1" in intake.offered_profiles(house)
    assert set(load_definitions().instruments) < set(known.instruments)


def test_a_change_makes_a_new_version_and_leaves_the_old(house):
    """The earlier version keeps its text letter by letter; a question that stays keeps its key."""
    first = commands.keep_local_set(house, checked_draft(HUDDLE))
    kept = house.ask("store/local_questionnaires")["definition"].tolist()
    fewer = {**HUDDLE, "questions": HUDDLE["questions"][:2], "changes": first.id}
    second = commands.keep_local_set(house, checked_draft(fewer), seen=1)
    assert (second.ref, second.id) == ("local_how_our_huddles_go@2", first.id)
    assert house.ask("store/local_questionnaires")["definition"].tolist()[:1] == kept
    known = definitions_of(house)
    assert known.indicators[first.id].measured.instruments == (first.ref, second.ref)
    assert [item.key for item in known.instruments[second.ref].items] == ["heard", "useful"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, "of that name already"),
        ({"changes": "local_nobody"}, "no set local_nobody"),
        ({"changes": "local_how_our_huddles_go"}, "Nothing is different"),
        ({"changes": "local_how_our_huddles_go", "about": "self"}, "cannot change whom it is about"),
        ({"changes": "local_how_our_huddles_go", "direction": "neutral"}, "cannot change which way is better"),
    ],
)
def test_a_set_that_would_confuse_is_refused(house, change, says):
    """A name taken, a set that is not there, no difference, and a change of meaning are refused; nothing is kept."""
    commands.keep_local_set(house, checked_draft(HUDDLE))
    refused(house, lambda: commands.keep_local_set(house, checked_draft({**HUDDLE, **change})), says)


def test_two_people_cannot_change_the_same_set_unknowingly(house):
    """Who opened version 1 after version 2 was kept is told to look again, and nothing is kept."""
    first = commands.keep_local_set(house, checked_draft(HUDDLE))
    other = checked_draft({**HUDDLE, "name": "Huddles", "changes": first.id})
    commands.keep_local_set(house, other, seen=1)
    mine = checked_draft({**HUDDLE, "name": "Our huddles", "changes": first.id})
    refused(house, lambda: commands.keep_local_set(house, mine, seen=1), "Somebody changed this")


def test_each_decision_is_a_row_of_its_own(house):
    """On, on again, off and on leave three rows, of which the last counts; another cohort is not touched."""
    for is_on in (True, True, False, True):
        commands.switch_questionnaire(house, "a", "who5@1998", is_on=is_on)
    assert rows(house)["questionnaire_use"] == 3
    uses = house.ask("store/questionnaire_uses")
    assert uses[["cohort_id", "instrument", "is_on", "version"]].values.tolist() == [["a", "who5@1998", True, 3]]


@pytest.mark.parametrize(
    ("cohort", "ref", "given_by", "says"),
    [
        ("nowhere", "who5@1998", {}, r"no cohort nowhere.*These exist: a \(Cohort a\), b \(Cohort b\)"),
        ("a", "nothing@1", {}, "no questionnaire nothing@1"),
        ("a", "cbi", {}, r"Did you mean cbi@2005 \(Copenhagen burnout inventory"),
        ("a", "psychological_safety@1999", {}, "once its authors have agreed"),
        ("a", "psychological_safety@1999", {"licence_note": " "}, "once its authors have agreed"),
        ("a", "hqc@2009", {}, "cannot be asked yet"),
        ("a", "swemwbs@2009", {}, "holds a licence"),
        ("a", "swemwbs@2009", {"licence_note": "  "}, "holds a licence"),
        ("a", "swemwbs@2009", {"licence_note": "9" * 301}, "301 characters"),
        ("a", "who5@1998", {"seen": 2}, "Somebody changed this"),
    ],
)
def test_what_may_not_be_asked_is_refused(house, cohort, ref, given_by, says):
    """An unknown cohort or questionnaire, one not ready, a missing licence and a stale page change nothing."""
    act = lambda: commands.switch_questionnaire(house, cohort, ref, is_on=True, **given_by)  # noqa: E731 - run by refused
    refused(house, act, says)


def test_a_licence_opens_what_needs_one(house):
    """With a licence number and date it is on and scored; switched off, the licence stays noted for its figures."""
    commands.switch_questionnaire(house, "a", "swemwbs@2009", is_on=True, licence_note="No. 12, 3 May 2024")
    assert house.ask("store/questionnaire_uses")["licence_note"].tolist() == ["No. 12, 3 May 2024"]
    commands.switch_questionnaire(house, "a", "swemwbs@2009", is_on=False)
    assert house.ask("store/questionnaire_uses")["is_on"].tolist() == [False]
    assert licences_held(house) == {"swemwbs@2009"}  # what was scored under it stays scored


@pytest.mark.parametrize(
    ("ref", "item", "text", "note", "says"),
    [
        ("psychological_safety@1999", "nothing", "Words", "Leave of 2024", "no question “nothing”"),
        ("psychological_safety@1999", "", "Words", "", "no question"),
        ("p6_colleagues@1", "genuine", "Words", "Leave of 2024", "is here already"),
    ],
)
def test_wording_without_a_place_is_refused(house, ref, item, text, note, says):
    """A question that is not there, and one whose wording comes with the program, take no wording."""
    refused(house, lambda: commands.add_wording(house, ref, item, text, note), says)


def test_wording_needs_its_terms(house):
    """Wording goes in only with the terms on which it may be used; newer wording takes the older one's place."""
    ref = "psychological_safety@1999"
    item = load_definitions().instruments[ref].items[0].key
    refused(house, lambda: commands.add_wording(house, ref, item, "Words", "  "), "on what terms")
    refused(house, lambda: commands.add_wording(house, ref, item, " ", "Leave of 2024"), "0 characters")
    assert commands.add_wording(house, ref, item, "First words", "Leave of 2024") == 1
    assert commands.add_wording(house, ref, item, "Better words", "Leave of 2024") == 2
    assert house.ask("store/item_wordings")["text"].tolist() == ["Better words"]
    assert rows(house)["item_wording"] == 2


def test_the_kept_text_is_plain_toml(house):
    """What the database holds of a set can be read by any TOML reader, and taken as a file again."""
    commands.keep_local_set(house, checked_draft(HUDDLE))
    kept = tomllib.loads(house.ask("store/local_questionnaires")["definition"].iloc[0])
    assert kept["name"] == HUDDLE["name"]
    assert [question["text"] for question in kept["questions"]] == [q["text"] for q in HUDDLE["questions"]]
