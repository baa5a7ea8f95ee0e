"""The switches of the analysis: each is explained, each does something, and the recipes in DEVIATIONS.md hold."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from joy.variation import Analysis, Rules, SeriesProblem, analyse


ROOT = Path(__file__).resolve().parents[2]
RECIPE = re.compile(r"Rules\.(joy|plot_the_dots|qicharts2)\(([^)…]*)\)")


def weekly(values: list[float]) -> pd.DataFrame:
    days = pd.date_range("2026-01-05", periods=len(values), freq="7D")
    return pd.DataFrame({"date": days, "value": np.array(values, dtype=float)})


def made(seed: int) -> pd.DataFrame:
    """A lively series: a step, gaps, ties, an outlier and a slow rise."""
    numbers = np.random.default_rng(seed)
    values = numbers.integers(0, 12, 34) + np.repeat([2.0, 6.0], 17) + np.arange(34) / 8
    values[numbers.integers(0, 34, 3)] = np.nan
    values[5], values[-6:-2] = 40, values[-7]
    return weekly(values.tolist())


OTHER: dict[str, Any] = {
    **dict.fromkeys(("outside", "shift", "trend", "two_of_three", "screen", "anhoej"), False),
    "shift_n": 3,
    "trend_n": 3,
    "two_sigma": "between",
    "third_point": "any_side",
    "on_line": "break",
    "missing": "break",
    "tolerance": 2.0,
    "precedence": ("shift", "two_of_three", "trend", "outside"),
    "conflict": "improvement_wins",
    "joins_baseline": True,
    "excluded_outside": True,
    "k": 1.0,
    "across_excluded": True,
    "dispersion": "all",
    "floor_at_zero": True,
    "phase_dates": "exact",
    "short_baseline": "freeze",
    "freeze_with_phases": False,
    "frozen_run": False,
    "uneven": "anhoej",
    "runs_about": "centre",
    "runs_on_mr": True,
    "fewest_useful": 30,
    "fewest_for_limits": 40,
    "fewest_for_assurance": 40,
    "signal": "any_point",
    "variation_from": "last_row",
    "assure_despite_signal": True,
    "assure_without_limits": True,
    "on_run_chart": True,
    "suited_limits_only": False,
    "screen_fallback": False,
    "all_missing": "keep",
}
ASKED: tuple[dict[str, Any], ...] = (  # questions, of which each switch must change at least one answer
    {"chart": "xmr"},
    {"chart": "xmr", "baseline": 13, "target": 5.0},
    {"chart": "xmr", "baseline": 6},
    {"chart": "xmr", "phases": "2026-05-05", "baseline": 13},
    {"chart": "xmr", "excluded": "2026-02-09"},
    {"chart": "run"},
    {"chart": "mr"},
    {"chart": "i_prime", "excluded": "2026-02-09"},
)
TIED = weekly([1.0, 1.0, 0.8, 1.0, 0.6] * 8)  # every week off the median lies below it
CONSTANT, NOTHING = weekly([7.0] * 24), weekly([np.nan] * 24)


@cache
def answers(rules: Rules) -> list[str]:
    """Everything that is answered under these rules, as text."""
    told = []
    for seed in range(4):
        for asked in ASKED:
            points = made(seed).assign(denominator=np.arange(34) % 7 + 3.0)
            told.append(text(analyse(points, direction="higher_is_better", rules=rules, **asked)))
    ends_empty = made(1).assign(value=lambda frame: frame["value"].where(frame.index != 33))
    told.append(text(analyse(ends_empty, chart="xmr", direction="higher_is_better", rules=rules)))
    told.append(text(analyse(CONSTANT, chart="xmr", direction="higher_is_better", rules=rules, target=8.0)))
    told.append(text(analyse(TIED, chart="run", direction="higher_is_better", rules=rules)))
    try:
        told.append(text(analyse(NOTHING, chart="run", direction="higher_is_better", rules=rules)))
    except SeriesProblem as error:
        told.append(str(error))
    return told


def text(found: Analysis) -> str:
    return found.points.to_csv() + found.summary.to_csv()


def test_every_switch_is_explained_and_has_a_case_here() -> None:
    """Each switch is named in the text of `Rules`, and in the list of this test."""
    names = {field.name for field in fields(Rules)}
    explained = set(re.findall(r"[a-z_]+", Rules.__doc__ or ""))
    assert names <= explained
    assert names == set(OTHER)


@pytest.mark.parametrize("name", sorted(OTHER))
def test_every_switch_changes_something(name: str) -> None:
    """A switch in another position gives another answer to at least one question."""
    rules = Rules.joy(fewest_for_limits=1, fewest_for_assurance=1, suited_limits_only=False, trend_n=5)
    if name in {"suited_limits_only", "screen_fallback"}:
        rules = replace(rules, suited_limits_only=name == "suited_limits_only")
    if name == "fewest_for_limits":
        rules = replace(rules, fewest_for_limits=13)
    assert answers(replace(rules, **{name: OTHER[name]})) != answers(rules)


def test_the_recipes_in_the_list_of_differences_can_be_used() -> None:
    """Every set of rules that DEVIATIONS.md gives to get another program's answer exists as written."""
    recipes = RECIPE.findall((ROOT / "DEVIATIONS.md").read_text(encoding="utf-8"))
    assert len(recipes) > 8
    for preset, changes in recipes:
        switches = {
            name: {"True": True, "False": False}.get(value, int(value) if value.isdigit() else value.strip('"'))
            for name, value in re.findall(r'([a-z0-9_]+)=("[a-z_]+"|[A-Za-z0-9]+)', changes)
        }
        assert len(switches) == changes.count("=")
        made_rules = getattr(Rules, preset)(**switches)
        assert all(getattr(made_rules, name) == value for name, value in switches.items())


def test_rules_cannot_be_changed_after_they_are_made() -> None:
    """A preset is a value: changing a switch means making another."""
    with pytest.raises(FrozenInstanceError):
        Rules.joy().screen = False
    assert Rules.plot_the_dots(screen=False) == replace(Rules.plot_the_dots(), screen=False)
    assert Rules() == Rules.joy()
