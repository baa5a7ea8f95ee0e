"""How figures and changes are said, drawn as a table: what came out, and the words a reader sees."""

from __future__ import annotations

import pytest

from joy.definitions import load_definitions
from joy.findings import Change, Verdict
from joy.views import words
from tests.tables import rows


INDICATORS = load_definitions().indicators

CHANGES = """
| indicator              | before | after | low   | high | words                                           | verdict   |
| good_days              | 0.55   | 0.75  | 0.10  | 0.30 | +20 points (10 to 30)                           | improved  |
| good_days              | 0.55   | 0.60  | -0.02 | 0.12 | +5 points (−2 to 12)                            | no_change |
| good_days              | 0.75   | 0.55  | -0.30 | -0.1 | −20 points (−30 to −10)                         | worsened  |
| good_days              | 0.55   | 0.55  | -0.1  | 0.1  | 0 points (−10 to 10)                            | no_change |
| good_days              | 0.55   | 0.56  | 0.00  | 0.02 | +1 point (0 to 2)                               | no_change |
| wellbeing              | 50     | 60    |       |      | +10 points, too few answers to tell from chance | too_few   |
| job_satisfaction       | 3.50   | 3.75  | 0.10  | 0.40 | +0.25 points (0.1 to 0.4)                       | improved  |
| intention_to_leave_ten | 4.0    | 3.0   | -1.5  | -0.5 | −1 point (−1.5 to −0.5)                         | improved  |
| intention_to_leave_ten | 3.0    | 4.0   | 0.5   | 1.5  | +1 point (0.5 to 1.5)                           | worsened  |
| relationships_gap      | 0      | 8     | 2     | 14   | +8 points (2 to 14)                             | changed   |
"""

VALUES = """
| indicator   | value | capped | words |
| good_days   | 0.6   |        | 60% |
| good_days   | 0.95  | over   | over 90% |
| good_days   | 0.05  | under  | under 10% |
| wellbeing   | 62.5  |        | 62.5 |
| wellbeing   | 64    |        | 64 |
| good_days   | 0.975 | over   | over 95% |
| wellbeing   | 98.75 | over   | over 97.5 |
| wellbeing   | 1.25  | under  | under 2.5 |
| wellbeing   |       |        | Not shown, to protect people’s answers |
"""


def ids(row: dict[str, str]) -> str:
    return f"{row['indicator']} {row['words']}"


@pytest.mark.parametrize("row", rows(CHANGES), ids=ids)
def test_change(row: dict[str, str]) -> None:
    """A change is said in points, with its interval, and judged by the direction that counts as good."""
    indicator, before, after = INDICATORS[row["indicator"]], float(row["before"]), float(row["after"])
    low, high = (float(row[end]) if row[end] else None for end in ("low", "high"))
    change = Change(before, after, after - before, low, high, "about 20", "about 20", "all who answered")

    assert words.change_text(indicator, change) == row["words"]
    assert words.verdict_of(indicator, change) is Verdict(row["verdict"])


@pytest.mark.parametrize("row", rows(VALUES), ids=ids)
def test_value(row: dict[str, str]) -> None:
    """A value is said with its unit's usual form, a blurred one as a bound, a missing one in words."""
    value = float(row["value"]) if row["value"] else float("nan")

    assert words.value_text(INDICATORS[row["indicator"]], value, row["capped"] or None) == row["words"]


def test_names_are_listed_as_in_a_sentence() -> None:
    """One, two and three names are joined with commas and one “and”."""
    assert [words.listed(names) for names in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
