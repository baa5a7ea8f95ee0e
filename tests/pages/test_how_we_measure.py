"""How we measure: the rules with their numbers, what is asked, what is promised, where we differ."""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import groupby
from pathlib import Path
from statistics import median

import pytest

from joy.definitions import load_definitions
from joy.store.questionnaires import switch
from joy.variation import fair_limits
from joy.views import measuring, promises
from joy.views.measuring import LOOKED_AT_WEEKLY
from pages.parts.explain_measures import _where
from pages.parts.text import plain
from tests.small_world import lay_out
from tests.whoever import EVERYTHING


ROOT = Path(__file__).resolve().parents[2]
JOINER = "\u2060"
TRADE = ("steward", "release", "released", "finding", "favourable")


def test_only_the_open_tab_is_worked_out(sample_pages):
    """The page opens with the charts and holds nothing of another tab; an address with a tab opens that one."""
    assert [header.value for header in sample_pages("measure").header] == [
        "How to read a run chart",
        "When a chart speaks",
    ]
    assert [header.value for header in sample_pages("measure", about="Privacy").header] == ["What we never show"]


def words_of(page):
    found = [*page.title, *page.header, *page.subheader, *page.caption, *page.markdown, *page.text, *page.expander]
    return "\n".join(getattr(element, "value", None) or getattr(element, "label", "") for element in found)


def test_the_rules_stand_there_with_their_numbers(sample_pages):
    """For 26 weeks the page names 9 in a row, fewer than 8 crossings (Anhøj and Olesen 2014), and their chance."""
    page = sample_pages("measure")
    assert len(page.table) == 1
    rules = page.table[0].value.set_index("Weeks")
    assert rules.loc["12", "In a row"] == "not possible"  # six lie on either side
    assert rules.loc["26", ["In a row", "Crossings"]].tolist() == ["9 or more", "fewer than 8"]
    assert all(re.fullmatch(r"1 chart in \d+", chance) for chance in rules["By chance alone"])
    assert "**9 or more in a row**" in words_of(page)


def test_every_row_of_the_rules_is_counted_out(sample_pages):
    """For each length, the share of all orders that break the two rules, counted step by step, is the chance told."""
    told = sample_pages("measure").table[0].value
    for weeks, in_a_row, crossings, chance in told.itertuples(index=False):
        longest = int(in_a_row.split()[0]) if in_a_row != "not possible" else int(weeks) // 2 + 1
        rate = breaking(int(weeks), longest, int(crossings.rpartition(" ")[2]))
        shortest = breaking(int(weeks), longest, 0)
        assert (shortest > 0) == (in_a_row != "not possible")
        assert rate <= 0.05
        assert int(chance.rpartition(" ")[2]) == pytest.approx(1 / rate, abs=2.5)


def breaking(weeks, longest, fewest):
    """The share of orders of half the points above that have such a run or fewer crossings, walked point by point."""
    walks = Counter({(weeks // 2, weeks - weeks // 2, 0, 0, 0, False): 1})
    for _ in range(weeks):
        after = Counter()
        for (above, below, last, run, crossed, is_broken), ways in walks.items():
            for side, left in ((1, above), (-1, below)):
                if left:
                    stays = run + 1 if side == last else 1
                    now = (above - (side > 0), below - (side < 0), side, stays)
                    after[*now, crossed + (last == -side), is_broken or stays >= longest] += ways
        walks = after
    broken = sum(ways for (*_, crossed, is_broken), ways in walks.items() if is_broken or crossed < fewest)
    return broken / sum(walks.values())


def test_one_look_is_told_from_many(sample_pages):
    """The page says that its chances are for one look, and how often charts that are looked at every week speak."""
    told = words_of(sample_pages("measure"))
    assert "for one look at a chart" in told
    assert re.search(r"about (\d+) in 100 by week 24, (\d+) in 100 by week 36, (\d+) in 100 by week 52", told)


@pytest.mark.slow
def test_looking_every_week_speaks_as_often_as_told():
    """Plain loops over other random series, judged anew every week, agree with the shares the page tells."""
    luck = random.Random(7)  # noqa: S311  a seeded generator is wanted here
    tries, first = 300, []
    for _ in range(tries):
        shares = [sum(luck.random() < 0.5 for _ in range(25)) for _ in range(52)]
        first.append(next((n for n in range(10, 53) if speaks(shares[:n])), 99))
    for week, told in LOOKED_AT_WEEKLY:
        seen = sum(spoke <= week for spoke in first) / tries
        assert abs(seen - told / 100) < 3 * (told / 100 * (1 - told / 100) / tries) ** 0.5 + 0.01, week


def speaks(shares):
    """Whether plain loops over one series find a run too long or too few crossings about its own median."""
    line = median(shares)
    sides = [share > line for share in shares if share != line]
    above, below = sum(sides), len(sides) - sum(sides)
    if len(sides) < 10:
        return False
    longest, fewest = fair_limits(above, below)
    runs = [len(list(run)) for _, run in groupby(sides)]
    return max(runs) > longest or len(runs) - 1 < fewest


def test_what_is_counted_of_a_mean_is_the_mean(sample_pages):
    """A measure shown as a mean says so with its scale; no score beside it contradicts its caveats."""
    lines = [line for line in sample_pages("measure", about="Questions").expander if line.label.startswith("**")]
    told = {line.label.split("**")[1]: [words.value for words in line.markdown] for line in lines}
    for measure in load_definitions().indicators.values():
        about = "\n".join(told.get(plain(measure.name), []))
        if measure.shows == "mean":
            scale = f"The mean score, from {measure.minimum:g} to {measure.maximum:g}.".replace("-", "−")
            assert plain(scale) in about
        assert not re.search(r"A score of \d+ or (more|less)", about)
    assert "\n".join(told["Wellbeing"]).count("50") == 1


def test_a_questionnaire_without_answers_is_told_to_wait(store):
    """Switched on and not answered, a measure is said to have no answers yet; it is not said to be asked."""
    lay_out(store, {"a": [12]})
    switch(store, "a", "who5@1998", is_on=True)
    used = measuring.measures(store, None, EVERYTHING, "p").used
    (wellbeing,) = [one for one in used if one.indicator.id == "wellbeing"]
    assert (wellbeing.asked, wellbeing.waiting, wellbeing.no_longer) == ((), ("Cohort a",), ())
    assert dict(_where(wellbeing)) == {"Switched on, no answers yet": "Cohort a"}


def test_leaders_may_group_but_nobody_ranks(sample_pages):
    """The promise of no ranking names what a leader may do."""
    told = words_of(sample_pages("measure", about="Change"))
    assert "a leader may group them by what changed, never by how well they do" in told


def test_a_sponsor_reads_a_few_promises_first(sample_pages):
    """Each topic begins with at most five plain lines, each held by a test that is there; the long list is below."""
    topics = promises.promises()
    tests = {name for topic in topics for chapter in topic.chapters for name in chapter.tests}
    owed = [test for lines in promises.IN_BRIEF.values() for _, test in lines]
    assert [test for test in owed if test not in tests] == []
    for topic in topics:
        assert len(topic.in_brief) == len(promises.IN_BRIEF.get(topic.name, ()))
        assert 3 <= len(topic.in_brief) <= 5 or topic.name == promises.ELSE
    page = sample_pages("measure", about="Checks")
    whole = next(e for e in page.expander if e.label == "Everything that is checked, in the words of the tests")
    assert not whole.proto.expanded
    assert "tau²" in "\n".join(words.value for words in whole.markdown)
    brief = "\n".join(line for topic in topics for line in topic.in_brief)
    assert all(plain(line) in words_of(page) for topic in topics for line in topic.in_brief)
    assert not re.search("tau|alpha|interval|median|`", brief)


def test_the_chances_of_point_rules_are_those_of_the_tables(sample_pages):
    """One point in 370 is outside three standard deviations, one in 64 ends seven on a side, one in 360 six sorted."""
    told = words_of(sample_pages("measure"))
    assert "outside the limits. By chance: about 1 point in 370" in told
    assert "7 points in a row on one side of the average. By chance: about 1 point in 64" in told
    assert "6 points in a row, each higher (or each lower) than the last. By chance: about 1 point in 360" in told


def test_what_the_programme_asks_comes_first(sample_pages):
    """Good days and the two relationships stand before “Also available”, recognition behind it; each says where."""
    page = sample_pages("measure", about="Questions")
    labels = [expander.label for expander in page.expander]
    names = [label.split("**")[1] for label in labels if label.startswith("**")]
    measures = load_definitions().indicators
    used = [plain(measures[name].name) for name in ("good_days", "relationships_colleagues")]
    assert max(names.index(name) for name in used) < names.index(plain(measures["recognition"].name))
    asked = next(expander for expander in page.expander if expander.label.startswith(f"**{used[0]}**"))
    assert plain("Cohort 1, Cohort 2") in asked.markdown[0].value


def test_every_measure_is_told(sample_pages):
    """Each indicator of the definitions has its own line, asked or not."""
    labels = "\n".join(expander.label for expander in sample_pages("measure", about="Questions").expander)
    missing = [i.name for i in load_definitions().indicators.values() if f"**{plain(i.name)}** ·" not in labels]
    assert missing == []


def test_every_promise_of_the_tests_is_told(sample_pages):
    """The page counts as many promises as the spec tests make, and shows the first words of each."""
    told = words_of(sample_pages("measure", about="Checks")).replace(JOINER, "").replace("\\", "")
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
    told = {expander.label: expander for expander in sample_pages("measure", about="Checks").expander}
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
    pages = [empty_pages("measure", about=tab) for tab in ("Charts", "Change", "Questions", "Privacy", "Checks")]
    assert "This programme has asked nothing yet." in [text.value for text in pages[2].text]
    assert [header.value for page in pages for header in page.header] == [
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
    checks = [
        expander for expander in sample_pages("measure", about="Checks").expander if expander.label.endswith("promises")
    ]
    told = "\n".join(words.value for expander in checks for words in expander.markdown)
    assert len(told) > 5000
    assert re.findall(rf".*\b{word}s?\b.*", told, flags=re.IGNORECASE) == []


def test_a_team_reads_what_it_can_spot(sample_pages):
    """More answers a day, and a larger rise, are never seen less often; the start and the number are told."""
    page = sample_pages("measure", about="Change")
    table = page.table[0].value
    assert "from 50% good days" in words_of(page)
    assert re.search(
        "right after a 6-week baseline, at 5 answers a day, is seen by about 15 in 100 teams", words_of(page)
    )
    assert list(table) == ["Answers a day", "Rise of 10 points", "Rise of 20 points", "Rise of 30 points"]
    order = ["hardly ever", *(f"{n} time in {m}" for n, m in (("one", "ten"), ("one", "five"), ("one", "three")))]
    order += ["half the time", "two times in three", "four times in five", "nine times in ten", "nearly always"]
    cells = table.drop(columns="Answers a day")
    place = cells.map(lambda cell: order.index(cell.partition(" (")[0]))
    told = cells.map(lambda cell: int(re.search(r"(\d+) in 100\)", cell)[1]))
    assert abs(told.iloc[1, 1] - 75) <= 5  # five answers a day, 20 points: 75 of 100, as README says
    assert (told.diff().dropna() >= 0).all().all()
    assert (place.diff().dropna() >= 0).all().all()
    assert (place.diff(axis=1).iloc[:, 1:] >= 0).all().all()
