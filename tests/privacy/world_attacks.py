"""What is tested of every half of the worlds. Two files take a half each, for a file is what a worker is given."""

from __future__ import annotations

import pytest


ATTACKS = ("A1", "A2", "A3", "A6", "A7", "A9", "A10", "A20", "A21", "A36", "A37")


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_fails_here_and_works_on_a_careless_release(tally, attack):
    """No seeded world gives way to this attack, and a careless release of the same people does."""
    assert tally.careless[attack] > 0, "the attack itself does not work"
    assert tally.ours[attack] == 0, [fault for fault in tally.faults if fault.startswith(f"{attack}:")]


@pytest.mark.slow
def test_the_attacker_reads_nearly_every_figure(tally):
    """The attacker knows what nearly every shown figure is the sum of, so that a failure is not for want of reading."""
    assert tally.unread <= tally.read // 50
