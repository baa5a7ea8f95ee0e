"""What was kept long enough is listed, and goes through the same erasure as on request."""

from __future__ import annotations

from datetime import date

import pytest

from joy import commands
from joy.definitions.retention import load_retention
from joy.erasing import due, remove_due
from joy.erasing.retention import months_before
from joy.errors import DefinitionProblem
from joy.intake.problems import counted
from joy.settings import ROOT, Settings
from joy.store import Store
from tests.erasure_house import bring, fill, markers, opened, places_of, survey_text
from tests.intake_house import ask, count


SOON, LATER, LATE = date(2024, 12, 31), date(2027, 3, 1), date(2032, 1, 1)


@pytest.fixture
def real(settings: Settings, tmp_path) -> Settings:
    """A filled home of a programme that is not invented."""
    with opened(settings) as store:
        fill(store, tmp_path / "files")
        make_real(store)
    return settings


def make_real(store: Store) -> None:
    with store.cursor() as cursor:
        cursor.execute("UPDATE programme.programme SET is_invented = false")
        cursor.execute("UPDATE programme.import_batch SET loaded_at = TIMESTAMP '2024-06-01'")
        cursor.execute("UPDATE programme.story SET withdrawn_on = DATE '2024-06-01' WHERE story_id = 's1'")


def told(store: Store, day: date) -> list[str]:
    return [one.told for one in due(store, today=day)]


def test_a_time_of_keeping_is_counted_from_its_own_day(real: Settings) -> None:
    """Each class is due when its own months are over, and not before: by hand from data/retention.toml."""
    with opened(real) as store:
        assert told(store, date(2024, 7, 1)) == []
        assert told(store, date(2024, 7, 2)) == ["1 story"]  # withdrawn on 1 June 2024, a month
        assert told(store, SOON) == ["1 story"]
        assert told(store, date(2025, 6, 2)) == ["the kept rows of 10 imports", "1 story"]
        assert told(store, LATER) == [
            "the kept rows of 10 imports",
            "2 rounds with people's codes: r1, r2",
            "15 comments",
            "1 story",
        ]
        assert told(store, LATE)[1] == "2 rounds with every questionnaire: r1, r2"


def test_an_invented_programme_is_exempt(real: Settings) -> None:
    """Nothing of an invented programme is ever due."""
    with opened(real) as store:
        with store.cursor() as cursor:
            cursor.execute("UPDATE programme.programme SET is_invented = true")
        assert due(store, today=LATE) == []


def test_the_dry_run_changes_nothing_and_apply_leaves_no_byte(real: Settings, tmp_path) -> None:
    """Listing changes nothing; applying removes what is due with every byte, and old files do not bring it back."""
    with opened(real) as store:
        before = store.ask("store/every_value").to_csv()
        found = due(store, today=LATER)
        assert store.ask("store/every_value").to_csv() == before
        remove_due(store, found, by="test")
    assert commands.run("status", {}, real)  # opening the database finishes the erasure
    assert commands.run("doctor", {}, real)
    with opened(real) as store:
        assert count(store, "vault.response") == 56
        assert count(store, "vault.response", "link_key IS NOT NULL") == 0
        assert due(store, today=LATER) == []
    assert [places_of(real, marker) for marker in markers(real).values()] == [[], [], []]
    with opened(real) as store:
        number = ask(store, "SELECT batch_no FROM programme.import_batch WHERE file_label = 'survey.csv'")[0][0]
        commands.undo(store, number)
        bring(store, tmp_path / "files", "survey.csv", survey_text(), "sample_staff")
        assert count(store, "vault.response") == 56
        assert count(store, "vault.response", "link_key IS NOT NULL") == 0


def test_the_command_lists_first(real: Settings) -> None:
    """Without --apply the command lists what would go; with it, it is gone and there is nothing more to remove."""
    said = commands.run("retention", {"sure": False}, real)
    assert said.startswith("Kept long enough; would go:\n- the kept rows of 10 imports")
    commands.run("retention", {"sure": True}, real)
    assert commands.run("retention", {"sure": False}, real) == "Nothing has been kept longer than it may be."


def test_a_month_has_its_own_end() -> None:
    """A month before the last of March is the last of February."""
    assert months_before(date(2024, 3, 31), 1) == date(2024, 2, 29)


def test_a_class_without_a_time_is_refused(tmp_path) -> None:
    """A file that leaves a class out, or keeps it for ever, cannot be used, and says which."""
    text = (ROOT / "data" / "retention.toml").read_text(encoding="utf-8")
    path = tmp_path / "retention.toml"
    path.write_text(text.replace("[comments]", "[remarks]"), encoding="utf-8")
    with pytest.raises(DefinitionProblem, match="comments"):
        load_retention(path)
    path.write_text(text.replace("months = 84", "months = 0"), encoding="utf-8")
    with pytest.raises(DefinitionProblem, match=r"answers\.months"):
        load_retention(path)


def test_the_table_in_the_docs_is_the_file() -> None:
    """docs/retention.md gives every class with the months of data/retention.toml."""
    periods = load_retention().model_dump(exclude={"version"})
    page = (ROOT / "docs" / "retention.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(): line.split("|")[3].strip() for line in page.splitlines() if line.count("|") > 4}
    assert {name: rows[f"`{name}`"] for name in periods} == {
        name: counted(p["months"], "month") for name, p in periods.items()
    }
