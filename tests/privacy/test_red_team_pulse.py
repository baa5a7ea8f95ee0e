"""The weaker bound for tallies under people who answer nearly every day."""

from __future__ import annotations

import pytest
from pulse_siege import attack_weeks


@pytest.mark.parametrize("reply", [0.11, 0.25, 0.30])
def test_no_shown_week_tells_an_outsider_everybodys_answers(reply):
    """Whoever knows how many answered learns from no shown week that all answers were alike; plain shares tell it."""
    found = attack_weeks(reply, 1500)
    assert found.shown > 100
    assert found.careless > 0
    assert found.outsider == 0


@pytest.mark.parametrize("reply", [0.11, 0.25, 0.30])
def test_no_shown_week_tells_one_member_what_one_other_answered(reply):
    """Three answers on one day are three people, so what a member learns of the rest is never about one person."""
    found = attack_weeks(reply, 1500, seed=2)
    assert found.shown > 100
    assert found.one_other == 0
