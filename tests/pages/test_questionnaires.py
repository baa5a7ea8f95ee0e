"""Questionnaires: compare them, choose what a cohort is asked, add wording, make a set and see its figure."""

from __future__ import annotations

import csv
import io
import shutil
from contextlib import closing

import pytest

from joy.definitions import load_definitions
from joy.store import open_release_file
from joy.store.definitions import definitions_of
from pages.parts import readers
from pages.parts.text import plain


TEAM, ROUND = "t66", "c5-r2"
HOSTILE = "**Bold** <b>b</b> [link](http://evil.example)"


@pytest.fixture
def own_pages(sample_home, sample_pages, tmp_path, monkeypatch):
    """The dashboard with a copy of the invented programme that a test may change."""
    sample_pages("programme")
    readers.open_house().checkpoint()
    home = tmp_path / "own"
    shutil.copytree(sample_home, home, ignore=shutil.ignore_patterns("*.lock", "*.sock", "*.wal", "tmp"))
    monkeypatch.setenv("JOY_HOME", str(home))
    yield sample_pages
    readers.open_house().close()


def filled(page, name, questions):
    """The form of one's own set, filled in; the questions are (text, label, whether the last answer is the bad one)."""
    page.text_input(key="own_name").input(name)
    page.number_input(key="own_count").set_value(len(questions)).run()
    for number, (text, label, is_reversed) in enumerate(questions):
        page.text_input(key=f"own_text_{number}").input(text)
        page.text_input(key=f"own_label_{number}").input(label)
        page.checkbox(key=f"own_reverse_{number}").set_value(is_reversed)
    return page.run()


def told(page):
    return "\n".join(element.value for element in [*page.success, *page.error, *page.text, *page.markdown])


def test_questionnaires_stand_side_by_side(sample_pages):
    """With all sides chosen every questionnaire has one row with whom it is about, length, terms and evidence."""
    page = sample_pages("questionnaires")
    first = page.table[0].value
    assert set(first["Evidence"]) <= {"Validated", "Adapted", "Local"}
    page.radio(key="filter_side").set_value("All").run()
    every = page.table[0].value
    assert len(every) == len(load_definitions().instruments) > len(first)
    assert list(every) == ["Name", "About", "Length", "Terms", "Evidence"]
    assert not (every == "").any().any()


def test_filters_leave_what_was_asked_for(sample_pages):
    """Length, evidence and “can be asked now” each leave only what fits, and together say when nothing does."""
    page = sample_pages("questionnaires")
    page.radio(key="filter_side").set_value("All").run()
    page.selectbox(key="filter_length").select("Up to 1 minute").run()
    assert {length.rpartition(", ")[2] for length in page.table[0].value["Length"]} == {"1 min"}
    page.selectbox(key="filter_status").select("Validated").run()
    assert set(page.table[0].value["Evidence"]) == {"Validated"}
    page.checkbox(key="filter_usable").check().run()
    assert not page.table[0].value["Name"].str.contains("cannot be asked").any()
    page.radio(key="filter_side").set_value("Manager, employer").run()
    assert not page.table or len(page.table[0].value)


def test_every_questionnaire_opens(sample_pages):
    """Each one, usable or not, opens with its terms, its length and what it still needs, and none fails."""
    page = sample_pages("questionnaires")
    page.radio(key="filter_side").set_value("All").run()
    for ref, instrument in load_definitions().instruments.items():
        page.selectbox(key="look_at").select(ref).run()
        assert not page.exception
        assert plain(instrument.name) in [heading.value for heading in page.subheader]
        facts = next(words.value for words in page.markdown if words.value.startswith(("**About", "**Cannot")))
        assert all(
            f"**{label}:** " in facts for label in ("About", "Length", "Terms", "What it still needs", "Evidence")
        )


def test_licensed_words_are_never_shown(sample_pages):
    """A questionnaire whose wording is not ours to show says so at each question, and shows our labels only."""
    page = sample_pages("questionnaires")
    page.selectbox(key="look_at").select("psychological_safety@1999").run()
    shown = next(expander for expander in page.expander if expander.label == "Its 7 questions")
    assert {text.value for text in shown.text} == {"Its wording is not shown here."}


def test_a_questionnaire_is_switched_off_and_on_without_losing_a_figure(own_pages):
    """Off says “No longer asked” here and under “How we measure”, on again takes it back, and no figure changes."""
    before = readers.published()
    page = own_pages("questionnaires", cohort="c5")
    page.button(key="switch_c5_who5@1998").click().run()
    assert "no longer asked" in page.success[0].value
    assert page.button(key="switch_c5_who5@1998").label == "Switch on again"
    measure = own_pages("measure", about="Questions")
    wellbeing = next(e for e in measure.expander if e.label.startswith("**Wellbeing**"))
    assert "**No longer asked in**\n\nCohort 5" in wellbeing.markdown[0].value
    page = own_pages("questionnaires", cohort="c5")
    page.button(key="switch_c5_who5@1998").click().run()
    assert page.button(key="switch_c5_who5@1998").label == "Switch off"
    assert readers.published() == before


def test_a_licensed_questionnaire_asks_for_the_licence(own_pages):
    """The button stays shut until the licence is ticked and its number is given; then the number stands beside it."""
    page = own_pages("questionnaires", cohort="c6")
    page.selectbox(key="ask_ref").select("swemwbs@2009").run()
    assert page.button(key="ask_go").disabled
    page.checkbox(key="ask_holds").check().run()
    assert page.button(key="ask_go").disabled
    page.text_input(key="ask_note").input("No. 12, 3 May 2024").run()
    page.button(key="ask_go").click().run()
    assert "asked from now on" in page.success[0].value
    assert plain("licence: No. 12, 3 May 2024") in "\n".join(caption.value for caption in page.caption)


def test_what_its_authors_must_allow_needs_their_leave(own_pages):
    """The button stays shut until the leave is ticked and noted; missing words are told; off and on keeps the note."""
    page = own_pages("questionnaires", cohort="c6")
    page.selectbox(key="ask_ref").select("psychological_safety@1999").run()
    assert page.button(key="ask_go").disabled
    assert "Its wording is not here." in "\n".join(caption.value for caption in page.caption)
    page.checkbox(key="ask_holds").check()
    page.text_input(key="ask_note").input("A. Edmondson, 3 May 2024").run()
    page.button(key="ask_go").click().run()
    assert "asked from now on" in page.toast[0].value
    captions = "\n".join(caption.value for caption in page.caption)
    assert plain("On, no answers yet") in captions
    assert plain("A. Edmondson, 3 May 2024") in captions
    measure = own_pages("measure", about="Questions")
    shown = next(e for e in measure.expander if e.label.startswith("**Psychological safety**"))
    assert "**Switched on, no answers yet**\n\nCohort 6" in shown.markdown[0].value.replace("\\", "")


def test_a_cohort_that_has_ended_says_so(own_pages):
    """Before anybody asks something new of a cohort whose time is over, the page says that it has ended."""
    assert "ended" in own_pages("questionnaires", cohort="c1").info[0].value
    assert not own_pages("questionnaires", cohort="c6").info


def test_wording_is_kept_with_its_terms_and_shown_as_typed(own_pages):
    """Without terms it is refused; with them it stands at its question, letter by letter, with the terms below."""
    page = own_pages("questionnaires", cohort="c6")
    page.selectbox(key="word_ref").select("psychological_safety@1999").run()
    page.text_area(key="word_text").input(HOSTILE)
    page.button(key="word_go").click().run()
    assert "on what terms" in page.error[0].value
    page.text_input(key="word_note").input("Leave by e-mail, 2024")
    page.button(key="word_go").click().run()
    assert "was kept" in page.success[0].value
    page.selectbox(key="look_at").select("psychological_safety@1999").run()
    shown = next(expander for expander in page.expander if expander.label == "Its 7 questions")
    assert HOSTILE in [text.value for text in shown.text]
    assert HOSTILE not in "\n".join(words.value for words in page.markdown)


def test_everything_wrong_with_a_set_is_told_and_nothing_is_kept(own_pages):
    """Missing texts and labels are told one by one; the form keeps what was typed, and no questionnaire is added."""
    page = own_pages("questionnaires")
    page.text_input(key="own_name").input("Half done")
    page.button(key="own_keep").click().run()
    said = told(page)
    assert "Nothing was saved" in said
    assert "The text of question 1 is empty. Fill it in." in said
    assert "The short label of question 2 is empty. Fill it in." in said
    assert page.text_input(key="own_name").value == "Half done"
    assert set(definitions_of(readers.open_house()).instruments) == set(load_definitions().instruments)


def test_a_set_made_here_is_asked_brought_in_and_seen(own_pages, tmp_path):
    """A set is made, switched on, its answers come in under its ready-made profile, and the cohort sees the mean."""
    page = filled(
        own_pages("questionnaires", cohort="c5"),
        "Our huddles",
        [("I am heard in our huddles", "Heard", False), ("Our huddles take too long", "Too long", True)],
    )
    page.button(key="own_keep").click().run()
    assert "version 1" in page.success[0].value
    assert page.toast[0].value == plain("“Our huddles” was kept as version 1: a local set, not validated.")
    assert plain("“Our huddles (own set, version 1)”") in page.success[0].value  # what to choose when bringing it in
    page.selectbox(key="ask_ref").select("local_our_huddles@1").run()
    page.button(key="ask_go").click().run()
    page.selectbox(key="look_at").select("local_our_huddles@1").run()
    assert "Local\\: not validated" in told(page)
    header = page.code[0].value
    assert next(csv.reader(io.StringIO(header)))[:3] == ["team", "round", "code"]
    answers = tmp_path / "huddles.csv"
    rows = [f"{TEAM},{ROUND},,Often,Rarely"] * 10 + [f"{TEAM},{ROUND},,Sometimes,Sometimes"] * 10
    answers.write_text("\n".join([header, *rows]) + "\n")
    data = own_pages("data")
    data.selectbox(key="profile").select("local_our_huddles_v1")
    data.file_uploader(key="file").set_value(("huddles.csv", answers.read_bytes(), "text/csv"))
    data.run()
    data.button(key="load").click().run()
    assert "40 rows" in data.success[0].value  # twenty people, two answers each
    house = readers.open_house()
    update = readers.published()["good_days_together"]
    with closing(open_release_file(house.settings, update)) as release:
        figures = release.ask("views/figures", group_kind="cohort", group_id="c5")
    mine = figures[(figures["indicator_id"] == "local_our_huddles") & (figures["state"] == "shown")]
    # ten people at 75 and 75, ten at 50 and 50: a mean of 62.5, told to the nearest point and half
    assert mine["value"].tolist() == pytest.approx([62.5], abs=0.5)
    cohort = own_pages("cohort", cohort="c5", **{"as": "facilitator"})  # leaders see it some days later
    drawn = [chart.proto.alt for chart in cohort.get("vega_lite_chart")]
    assert any("Our huddles" in alt for alt in drawn)  # one round so far: a dot among the measures of its scale


def test_a_change_in_the_app_makes_a_new_version(own_pages):
    """Started from a set, the form holds it; kept again it is version 2, and version 1 stands as it was."""
    questions = [("One?", "A", False), ("Two?", "B", True)]
    page = filled(own_pages("questionnaires"), "Our huddles", questions)
    page.button(key="own_keep").click().run()
    page.selectbox(key="own_from").select("local_our_huddles").run()
    assert [page.text_input(key=f"own_text_{n}").value for n in (0, 1)] == ["One?", "Two?"]
    assert page.checkbox(key="own_reverse_1").value
    assert page.selectbox(key="own_about").disabled
    page.text_input(key="own_text_0").input("One, then?")
    page.button(key="own_keep").click().run()
    assert "version 2" in page.success[0].value
    known = definitions_of(readers.open_house()).instruments
    assert known["local_our_huddles@1"].items[0].text == "One?"
    assert known["local_our_huddles@2"].items[0].text == "One, then?"


def test_what_is_typed_into_a_set_is_never_read_as_markup(own_pages):
    """A set called like Markdown, HTML and a link stands in table, lists and headings as it was typed."""
    page = filled(own_pages("questionnaires"), HOSTILE, [(HOSTILE, "A", False), (f"{HOSTILE} 2", "B", False)])
    page.button(key="own_keep").click().run()
    ref = next(name for name in definitions_of(readers.open_house()).instruments if name.startswith("local_"))
    page.selectbox(key="look_at").select(ref).run()
    assert plain(HOSTILE) in [heading.value for heading in page.subheader]
    assert plain(HOSTILE) in page.table[0].value["Name"].tolist()
    marked = [*page.markdown, *page.subheader, *page.header, *page.caption, *page.success, *page.error]
    assert not [words.value for words in marked if HOSTILE in words.value]
    assert not [expander.label for expander in page.expander if HOSTILE in expander.label]


def test_an_empty_dashboard_compares_and_says_what_is_missing(empty_pages):
    """Before anything is in, questionnaires can be compared and made, and the page says that there is no cohort yet."""
    page = empty_pages("questionnaires")
    assert len(page.table[0].value) > 5
    assert "There is no cohort yet. Bring in the programme’s structure first." in [text.value for text in page.text]
    assert page.button(key="own_keep").label == "Keep this set"
