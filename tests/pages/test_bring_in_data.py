"""Bringing in a file: everything wrong is told at once, a good file changes the results, and it can be taken back."""

from __future__ import annotations

from joy.settings import load_settings
from pages.parts import readers


HEAD = "date,team,question,answers,good_answers,channel\n"
GOOD = HEAD + "2023-03-20,Anchor Yard Physiotherapy Clinic,good_day_yes_no@1,6,6,paper\n"
BROKEN = HEAD + (
    "2023-03-20,Anchor Yard Physiotherapy Clinic,good_day_yes_no@1,6,9,paper\n"
    "20/03/2023,No Such Team,good_day_yes_no@1,six,1,paper\n"
)


def imports():
    return readers.open_house().ask("store/batches")


def give(page, content, profile="sample_tally"):
    page.selectbox(key="profile").select(profile)
    page.file_uploader(key="file").set_value(("good_days.csv", content.encode(), "text/csv"))
    return page.run()


def test_a_broken_file_is_refused_with_every_row_and_column(own_pages):
    """Every fault stands in one table with its row and column, there is nothing to load, and nothing has changed."""
    before = (len(imports()), readers.published())
    page = give(own_pages("data"), BROKEN)
    faults = page.table[0].value
    assert list(faults["Row"]) == ["2", "3", "3", "3"]
    assert {"good\\_answers", "team", "date", "answers"} == set(faults["Column"])
    assert all(faults["What is wrong"])
    assert all(faults["What to do"])
    assert not [button for button in page.button if button.key == "load"]
    assert (len(imports()), readers.published()) == before


def test_a_good_file_is_loaded_published_and_taken_back(own_pages):
    """A file is loaded only when asked, and can be taken back; one late answer alone changes no result (rule R15)."""
    before, known = readers.published(), len(imports())
    page = give(own_pages("data"), GOOD)
    assert "1 row" in page.success[0].value
    assert len(imports()) == known
    page.button(key="load").click().run()
    assert "is in\\: 1 row" in page.success[0].value
    assert "stay as they are" in page.success[0].value
    assert len(imports()) == known + 1
    assert readers.published() == before
    number = int(imports()["batch_no"].iloc[-1])
    page.selectbox(key="undo_no").select(number).run()
    assert page.button(key="undo_go").disabled
    page.checkbox(key="undo_sure").check().run()
    page.button(key="undo_go").click().run()
    assert "taken back" in page.success[0].value
    assert imports()["undone_at"].notna().sum() == 1


def test_what_waits_is_said_after_an_import(own_pages):
    """One answer more of a week that is published already is received and waits, which the page says at once."""
    page = give(own_pages("data"), GOOD.replace("2023-03-20", "2023-03-14").replace("6,6", "1,1"))
    page.button(key="load").click().run()
    assert "is in\\: 1 row" in page.success[0].value
    assert "Received; appears when it can be shown safely:" in [told.value for told in page.info]
    assert any(line.value.startswith("Some answers of 1 team") for line in page.text)


def test_the_upload_itself_is_not_kept(own_pages):
    """After a file was checked, no copy of it lies in the dashboard's folder."""
    give(own_pages("data"), GOOD.replace("paper", "tokens"))
    temp = load_settings().temp
    assert not [path for path in temp.rglob("*") if path.is_file() and path.suffix == ".csv"]
