"""The red team over seeded worlds, the odd half: attacks on figures fail here and work on a careless release."""

from __future__ import annotations

import pytest
import siege
from world_attacks import (  # noqa: F401 - pytest finds them by their names here
    test_an_attack_fails_here_and_works_on_a_careless_release,
    test_the_attacker_reads_nearly_every_figure,
)


@pytest.fixture(scope="module")
def tally() -> siege.Tally:
    """What came of this half of the worlds."""
    return siege.besiege(siege.halves()[1])
