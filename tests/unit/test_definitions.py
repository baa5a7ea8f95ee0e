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
