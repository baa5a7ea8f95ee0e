"""How we measure: the rules with their numbers, what is asked, what is promised, where we differ."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from joy.definitions import load_definitions
from pages.parts.text import plain


ROOT = Path(__file__).resolve().parents[2]
JOINER = "\u2060"
TRADE = ("steward", "release", "released", "finding", "favourable")


def words_of(page):
    found = [*page.title, *page.header, *page.subheader, *page.caption, *page.markdown, *page.text, *page.expander]
    return "\n".join(getattr(element, "value", None) or getattr(element, "label", "") for element in found)


def test_the_rules_stand_there_with_their_numbers(sample_pages):
    """For 26 weeks the page names 9 in a row, fewer than 8 crossings (Anhøj and Olesen 2014), and their chance."""
    page = sample_pages("measure")
    assert len(page.table) == 2
    rules = page.table[0].value.set_index("Weeks")
    assert rules.loc["26", ["In a row", "Crossings"]].tolist() == ["9 or more", "fewer than 8"]
    assert all(re.fullmatch(r"1 chart in \d+", chance) for chance in rules["By chance alone"])
    assert "**9 or more in a row**" in words_of(page)


def test_the_chances_of_point_rules_are_those_of_the_tables(sample_pages):
    """One point in 370 is outside three standard deviations, one in 64 ends seven on a side, one in 360 six sorted."""
    told = words_of(sample_pages("measure"))
    assert "outside the limits. By chance: about 1 point in 370" in told
    assert "7 points in a row on one side of the average. By chance: about 1 point in 64" in told
    assert "6 points in a row, each higher (or each lower) than the last. By chance: about 1 point in 360" in told


def test_what_the_programme_asks_comes_first(sample_pages):
    """Good days and the two relationships stand before “Also available”, recognition behind it; each says where."""
    page = sample_pages("measure")
    labels = [expander.label for expander in page.expander]
    names = [label.split("**")[1] for label in labels if label.startswith("**")]
    measures = load_definitions().indicators
    used = [plain(measures[name].name) for name in ("good_days", "relationships_colleagues")]
    assert max(names.index(name) for name in used) < names.index(plain(measures["recognition"].name))
    asked = next(expander for expander in page.expander if expander.label.startswith(f"**{used[0]}**"))
    assert "Cohort 1, Cohort 2" in asked.text[0].value


def test_every_measure_is_told(sample_pages):
    """Each indicator of the definitions has its own line, asked or not."""
    labels = "\n".join(expander.label for expander in sample_pages("measure").expander)
    missing = [i.name for i in load_definitions().indicators.values() if f"**{plain(i.name)}** ·" not in labels]
    assert missing == []


def test_every_promise_of_the_tests_is_told(sample_pages):
    """The page counts as many promises as the spec tests make, and shows the first words of each."""
    told = words_of(sample_pages("measure")).replace(JOINER, "").replace("\\", "")
    promised = []
    for path in (ROOT / "tests" / "spec").glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        promised += re.findall(r'^def test_\w+\([^)]*\)[^:]*:\n    "{3}(.{15})', text, flags=re.MULTILINE)
    assert len(promised) > 100
    assert f"{len(promised)} promises. Each" in told
    of_the_trade = re.compile("|".join(TRADE), re.IGNORECASE)
    assert [words for words in promised if words not in told and not of_the_trade.search(words)] == []


def test_every_difference_is_told_whole(sample_pages):
    """Each section of DEVIATIONS.md stands on the page with what others do, what we do, why, and how to get theirs."""
    sections = (ROOT / "DEVIATIONS.md").read_text(encoding="utf-8").split("\n## ")[1:]
    told = {expander.label: expander for expander in sample_pages("measure").expander}
    for section in sections:
        parts = [words.value for words in told[section.partition("\n")[0].strip()].markdown]
        assert [re.match(r"\*\*(.+?)\.\*\* \S", part)[1] for part in parts] == [
            "Others",
            "Here",
            "Why",
            "To get theirs",
        ]
        assert all(words in " ".join(parts) for words in re.findall(r"\]\((https?://[^)]+)\)", section))


def test_an_empty_dashboard_explains_all_the_same(empty_pages):
    """Before anything is in, the page says so and still tells every measure, rule and difference."""
    page = empty_pages("measure")
    assert "This programme has asked nothing yet." in [text.value for text in page.text]
    assert [header.value for header in page.header] == [
        "How to read a run chart",
        "When a chart speaks",
        "How change is judged",
        "How sure we are",
        "What we ask",
        "What we never show",
        "What we promise and check",
        "Where we differ from others",
    ]


@pytest.mark.parametrize("word", TRADE)
def test_promises_speak_the_readers_words(word, sample_pages):
    """No promise on the page uses a word of the trade that the screen has a plainer one for."""
    checks = [expander for expander in sample_pages("measure").expander if expander.label.endswith("promises")]
    told = "\n".join(words.value for expander in checks for words in expander.markdown)
    assert len(told) > 5000
    assert re.findall(rf".*\b{word}s?\b.*", told, flags=re.IGNORECASE) == []


def test_a_team_reads_what_it_can_spot(sample_pages):
    """More answers a day, and a larger rise, are never seen less often; with few of both hardly ever."""
    table = sample_pages("measure").table[1].value
    assert list(table) == ["Answers a day", "Rise of 10 points", "Rise of 20 points", "Rise of 30 points"]
    order = ["hardly ever", *(f"{n} time in {m}" for n, m in (("one", "ten"), ("one", "five"), ("one", "three")))]
    order += ["half the time", "two times in three", "four times in five", "nine times in ten", "nearly always"]
    place = table.drop(columns="Answers a day").map(order.index)
    assert (place.diff().dropna() >= 0).all().all()
    assert (place.diff(axis=1).iloc[:, 1:] >= 0).all().all()
