"""Definition files are checked once, all together, and every fault is told with its file and field."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from joy.definitions import DATA, load_definitions, load_policy
from joy.errors import DefinitionProblem
from joy.scoring import compile_series


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the definition files that a test may spoil."""
    for name in ("instruments", "indicators"):
        shutil.copytree(DATA / name, tmp_path / name)
    shutil.copy(DATA / "policy.toml", tmp_path / "policy.toml")
    return tmp_path


def spoil(path: Path, pattern: str, replacement: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def test_every_fault_is_told_at_once(folder: Path) -> None:
    """Faults in four files are reported together, each with its file and field."""
    spoil(folder / "instruments/who5.toml", r"^source = .*$", "")
    spoil(folder / "instruments/p6_colleagues.toml", r"^min_answered = 4$", "min_answered = 9")
    spoil(folder / "indicators/good_days.toml", r"^direction = .*$", 'direction = "upwards"')
    spoil(folder / "indicators/wellbeing.toml", r"^unit", "unit = ")

    with pytest.raises(DefinitionProblem) as told:
        load_definitions(folder)

    text = str(told.value)
    for name, field in (
        ("who5.toml", "source"),
        ("p6_colleagues.toml", "min_answered"),
        ("good_days.toml", "direction"),
    ):
        assert re.search(rf"{re.escape(name)}: .*{field}", text)
    assert "wellbeing.toml: not valid TOML" in text


@pytest.mark.parametrize("field", ["source", "owner", "next_review"])
def test_source_owner_and_review_are_required(folder: Path, field: str) -> None:
    """An instrument without a source, an owner or a next review is refused."""
    spoil(folder / "instruments/who5.toml", rf"^{field} = .*$", "")

    with pytest.raises(DefinitionProblem, match=rf"who5\.toml: {field}: Field required"):
        load_definitions(folder)


def test_licence_is_required(folder: Path) -> None:
    """An instrument without a licence is refused."""
    spoil(folder / "instruments/who5.toml", r"(?s)^\[licence\].*?(?=^\[options\])", "")

    with pytest.raises(DefinitionProblem, match=r"who5\.toml: licence: Field required"):
        load_definitions(folder)


def test_unlicensed_wording_is_refused(folder: Path) -> None:
    """Wording in a file whose licence does not let us ship it is refused by item."""
    spoil(folder / "instruments/who5.toml", r'^(label = "Calm")$', r"\1" + '\ntext = "Some wording"')

    with pytest.raises(DefinitionProblem, match="calm carries wording its licence does not let us ship"):
        load_definitions(folder)


def test_dangling_names_are_told(folder: Path) -> None:
    """An indicator that names an instrument or a scale that does not exist is refused."""
    spoil(folder / "indicators/wellbeing.toml", r"who5@1998", "who5@2099")
    spoil(folder / "indicators/job_satisfaction.toml", r'^scale = "total"$', 'scale = "sum_of_all"')

    with pytest.raises(DefinitionProblem) as told:
        load_definitions(folder)

    assert "no instrument who5@2099" in str(told.value)
    assert "biajs@2012 has no scale sum_of_all" in str(told.value)


def test_policy_cannot_go_below_its_floor(folder: Path) -> None:
    """A threshold under five is refused, whoever writes it."""
    spoil(folder / "policy.toml", r"^k_show = 5", "k_show = 4")

    with pytest.raises(DefinitionProblem, match="k_show"):
        load_policy(folder / "policy.toml")


def test_records_are_frozen() -> None:
    """A loaded definition cannot be changed by anybody."""
    indicator = load_definitions().indicators["wellbeing"]

    with pytest.raises(ValidationError, match="frozen"):
        indicator.unit = "marks"


def test_scores_stay_within_their_scale() -> None:
    """No combination of answers scores outside its indicator's range, and reaching both ends is possible."""
    definitions = load_definitions()
    for series in compile_series(definitions):
        indicator = definitions.indicators[series.indicator_id]
        scores = [row.score for row in series.lookup]
        if indicator.shows == "mean":
            assert min(scores) == indicator.minimum
            assert max(scores) == indicator.maximum
        assert len({(row.answered, row.raw) for row in series.lookup}) == len(series.lookup)


def test_each_indicator_says_what_counts_as_good_both_ways() -> None:
    """Where an indicator has a cut, some scores count as good and some do not."""
    definitions = load_definitions()
    for series in compile_series(definitions):
        if definitions.indicators[series.indicator_id].favourable is not None:
            assert {row.is_favourable for row in series.lookup} == {True, False}


@pytest.mark.parametrize(
    ("name", "pattern", "replacement", "told"),
    [
        ("who5", r"^usable = .*$|^note = ", "usable = false\nnote = ", "goes with a reason in why_not"),
        ("rcs", r"^usable = false\n", "", "no items: give them, or usable = false with why_not"),
        ("rcs", r"^why_not = .*$", "", "goes with a reason in why_not"),
        ("who5", r'^name = "low', 'origin = "vendor"\nname = "low', "is a vendor's: bands come from publications"),
        ("who5", r"^mic_level = .*$", "", "mic goes with mic_level"),
        ("who5", r'^scale = "total"\nmic', 'scale = "sum"\nmic', "a change figure names unknown scale sum"),
        ("swemwbs", r"^min_answered = 7$", "min_answered = 6", "a lookup takes a sum of complete answers only"),
        ("swemwbs", r"9\.51, ", "7.00, ", "the values of a score table must rise"),
        ("swemwbs", r'^transform = "lookup"$', "", "a lookup needs its table, and nothing else has one"),
        ("care", r'^missing_rule = "person_mean"$', "", "a sum needs every item answered"),
        ("good_day_agree", r"^codes = .*$", "", "percent_in_set needs codes"),
        ("nqps9", r"^min_answered = 6$", "min_answered = 5", "must be the sum of its parts'"),
        ("nqps9", r'\{ scale = "advocacy" \}', '{ scale = "engagement" }', "part engagement is not a mean"),
        ("nqps9", r'label = "Never", points = 0', 'label = "Never", points = -1', "takes points from nought up"),
        ("closeness_colleagues", r'^transform = "pomp"$', 'transform = "pomp"\nmultiply = 2.0', "plain sums and means"),
        ("authenticity", r"^reverse = \[", 'reverse = ["nobody", ', "reverse names an item that is not in the scale"),
        ("crew", r"^code = 2|code = 2,", "code = 1,", "a code or a label appears twice"),
    ],
)
def test_what_an_instrument_may_not_be(folder: Path, name: str, pattern: str, replacement: str, told: str) -> None:
    """A questionnaire that contradicts itself is refused, and the message says in which way."""
    spoil(folder / f"instruments/{name}.toml", pattern, replacement)

    with pytest.raises(DefinitionProblem, match=rf"{name}\.toml: .*{re.escape(told)}"):
        load_definitions(folder)


@pytest.mark.parametrize(
    ("name", "pattern", "replacement", "told"),
    [
        ("wellbeing", r"who5@1998", "rcs@2002", "rcs@2002 is a stub"),
        (
            "working_alliance",
            r"wai_sr@2006",
            "wai_s@1989",
            "scale total of wai_s@1989 was not checked against its form",
        ),
        ("strain_work", r"^direction = .*$", 'direction = "higher_is_better"', "is lower_is_better"),
        ("hard_days", r"^codes = .*$", "codes = [2]", "balance@1 hard_day: no answer has code 2"),
        ("hard_but_worthwhile", r"worthwhile_day = \[1\]", "worthwhile = [1]", "balance@1 has no item worthwhile"),
        ("hard_but_worthwhile", r", worthwhile_day = \[1\]", "", "items holds two items with their codes"),
        ("hard_but_worthwhile", r"worthwhile_day = \[1\]", "worthwhile_day = [3]", "no answer has code 3"),
        ("hard_but_worthwhile", r'^shows = "share"', 'shows = "mean"', "kind both is shown as a share"),
        ("hard_days", r'^role = "balancing"', 'role = "counterweight"', "role"),
    ],
)
def test_what_an_indicator_may_not_be(folder: Path, name: str, pattern: str, replacement: str, told: str) -> None:
    """A measure that rests on a stub, an unchecked scale or an answer nobody can give is refused."""
    spoil(folder / f"indicators/{name}.toml", pattern, replacement)

    with pytest.raises(DefinitionProblem, match=rf"{name}\.toml: .*{re.escape(told)}"):
        load_definitions(folder)


def test_an_indicator_knows_the_questions_it_rests_on() -> None:
    """A scale rests on all its items, an item on itself, both on two, and a gap on none of its own."""
    definitions = load_definitions()
    keys = {
        name: definitions.indicators[name].measured.keys_in(definitions.instruments[ref])
        for name, ref in (
            ("wellbeing", "who5@1998"),
            ("hard_days", "balance@1"),
            ("hard_but_worthwhile", "balance@1"),
            ("relationships_gap", "p6_colleagues@1"),
        )
    }

    assert keys == {
        "wellbeing": ("cheerful", "calm", "active", "rested", "interested"),
        "hard_days": ("hard_day",),
        "hard_but_worthwhile": ("hard_day", "worthwhile_day"),
        "relationships_gap": (),
    }


@pytest.mark.parametrize(
    ("ref", "length", "minutes", "wording"),
    [
        ("p6_colleagues@1", 6, 1, "comes_with_it"),
        ("cbi@2005", 19, 4, "to_be_added"),
        ("swemwbs@2009", 7, 2, "needs_site_licence"),
        ("jse@hp", 20, 4, "none"),
        ("mbi@hss", None, None, "none"),
    ],
)
def test_what_a_programme_compares(ref: str, length: int | None, minutes: int | None, wording: str) -> None:
    """Length, time and where the wording comes from can be compared; what is not known is not guessed."""
    instrument = load_definitions().instruments[ref]

    assert (instrument.length, instrument.minutes, instrument.wording) == (length, minutes, wording)
