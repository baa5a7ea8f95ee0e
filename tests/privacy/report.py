"""Print what came of every attack on figures: worlds, targets, successes on a careless release, and on ours.

JOY_RED_TEAM_WORLDS sets how many worlds (300 if it is not set); run with: make attack-report
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


os.environ.setdefault("JOY_RED_TEAM_WORLDS", "300")  # read when worlds is imported; the tests try 120
sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

import pulse_siege  # noqa: E402 - beside this file, which may be started from anywhere
import siege  # noqa: E402 - the same


REPLIES = (0.11, 0.25, 0.30)  # daily, as the issue of the weaker bound asks
WEEKS = 5000


def main() -> None:
    """Besiege all worlds in two processes and print the tables."""
    with ProcessPoolExecutor(2) as pool:
        one, other = pool.map(siege.besiege, siege.halves())
    found = one.join(other)
    say(f"{'':<5}{'attack':<58}{'worlds':>7}{'careless':>20}{'ours':>16}")
    for attack in sorted(found.what, key=lambda name: int(name[1:])):
        careless = f"{found.careless[attack]:,} of {found.careless_tried[attack]:,}"
        ours = f"{found.ours[attack]:,} of {found.ours_tried[attack]:,}"
        say(f"{attack:<5}{found.what[attack]:<58}{found.worlds:>7}{careless:>20}{ours:>16}")
    say(f"\nfigures read {found.read:,}, not read {found.unread:,}")
    for fault in found.faults:
        say(f"  {fault}")
    say("\nThe weaker bound for tallies, per 100 shown weeks of small teams with people who answer nearly daily")
    for reply in REPLIES:
        week = pulse_siege.attack_weeks(reply, WEEKS)
        per = 100 / max(week.shown, 1)
        told = {
            "shown, of 100 weeks": 100 * week.shown / week.weeks,
            "fewer than 5 people behind": week.few_people * per,
            "just 3 people behind": week.three_people * per,
            "all answers certain to an outsider": week.outsider * per,
            "the same on a careless page": week.careless * per,
            "the others' answers certain to a member who knows n": week.insider * per,
            "to a member who knows the band": week.insider_by_band * per,
            "one other person's answers certain": week.one_other * per,
        }
        say(f"  {reply:.0%} a day: " + "; ".join(f"{what} {number:.1f}" for what, number in told.items()))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
