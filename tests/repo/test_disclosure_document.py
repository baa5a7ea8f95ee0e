"""The written disclosure policy says what the program does: its figures are those of data/policy.toml."""

from __future__ import annotations

import re
import tomllib

import pytest

from joy.definitions import load_policy
from joy.findings import WORDS, Verdict


ROW = re.compile(r"^\| `([a-z0-9_.]+)` \| ([0-9.]+) \|", re.MULTILINE)
LEAST_ROWS = 20


def value_at(policy, path):
    """What stands at a dotted place of the policy file; numbers count the entries of a list."""
    for part in path.split("."):
        policy = policy[int(part)] if part.isdigit() else policy[part]
    return policy


@pytest.fixture
def written(root):
    return (root / "docs/disclosure-policy.md").read_text(encoding="utf-8")


def test_the_written_figures_are_those_of_the_policy_file(root, written):
    """Every figure in the document's tables stands in data/policy.toml under the setting named beside it."""
    policy = tomllib.loads((root / "data/policy.toml").read_text(encoding="utf-8"))
    rows = ROW.findall(written)

    assert len(rows) >= LEAST_ROWS
    assert {path: value_at(policy, path) for path, _ in rows} == {path: float(figure) for path, figure in rows}


def test_every_threshold_is_written_down(written):
    """No class of figures has a threshold that the document leaves out."""
    told = {path for path, _ in ROW.findall(written)}

    assert {f"classes.{name}.k_show" for name in load_policy().classes} <= told


def test_the_assessment_describes_the_bound_as_it_is(root):
    """The written decision on tallies names the bound of data/policy.toml."""
    assessment = " ".join((root / "docs/dpia.md").read_text(encoding="utf-8").split())
    rule = load_policy().pulse

    assert (
        f"shown from {rule.answers} answers in the week of which {rule.on_one_day} fell on one day, in a team of at "
        f"least {rule.team_of} people"
    ) in assessment


def test_the_document_gives_the_label_as_the_screen_does(written):
    """The one label in the document is the one on screen."""
    assert WORDS[Verdict.HIDDEN] in written
