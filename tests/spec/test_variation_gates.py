"""What may be drawn from how many points, and how many charts of a wall speak by chance."""

from __future__ import annotations

import numpy as np
import pytest

from joy.variation import expected_signals, gate, is_provisional
from tests.tables import rows


def test_what_may_be_drawn_from_how_many_points() -> None:
    """One to three points are values, four to nine a line, ten and more a run chart; survey rounds stay a line."""
    drawn = """
        | points | weekly      | provisional | survey rounds |
        | 0      | none        |             | none          |
        | 1      | values_only |             | values_only   |
        | 3      | values_only |             | values_only   |
        | 4      | line_only   |             | line_only     |
        | 9      | line_only   |             | line_only     |
        | 10     | run_chart   | yes         | line_only     |
        | 12     | run_chart   | yes         | line_only     |
        | 13     | run_chart   |             | line_only     |
        | 60     | run_chart   |             | line_only     |
    """
    for row in rows(drawn):
        points = int(row["points"])
        assert gate(points) == row["weekly"], row
        assert is_provisional(points) == (row["provisional"] == "yes"), row
        assert gate(points, is_survey_round=True) == row["survey rounds"], row


def test_how_many_charts_of_a_wall_speak_by_chance() -> None:
    """Seventy charts of 24 weeks: about two would signal by chance; charts under ten weeks add none."""
    drawn = """
        | charts | weeks | by chance |
        | 70     | 24    | 2.1       |
        | 70     | 9     | 0         |
        | 100    | 10    | 1         |
        | 100    | 18    | 2.5       |
        | 100    | 52    | 5         |
        | 100    | 90    | 5         |
        | 0      | 24    | 0         |
    """
    for row in rows(drawn):
        wall = np.full(int(row["charts"]), int(row["weeks"]))
        assert expected_signals(wall) == pytest.approx(float(row["by chance"])), row
