"""What a team's chart can find at its present pace, and what a few more answers a day would change."""

from __future__ import annotations

import pandas as pd

from joy.definitions import Indicator
from joy.findings import Run
from joy.variation import how_often, power
from joy.variation.power import WEEKS
from joy.views import words
from joy.views.figures import of_indicator
from joy.views.limits import only_own


RISE = 0.20  # a change worth having: the collaborative's own teams reported as much (ELFT Luton, 55 to 75 %)
GOOD_ENOUGH = 0.85  # ours: “about nine times in ten” begins here
PACES = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20)  # answers a day to try
DAYS = {"week": 5, "fortnight": 10}
BLUR = ((20, 0.01), (10, 0.05), (0, 0.10))  # steps in which shares are shown, data/policy.toml


def power_sentence(run: Run, figures: pd.DataFrame, indicator: Indicator, people: float) -> str:
    """How often a rise of 20 points would be seen from so many answers a day; empty where no pace is known.

    From simulation of six months with weekly points and a change half-way (`joy.variation.power`), at the team's usual
    share and with shares rounded as they are shown. `people` of the team bound the answers a day that it could give.
    """
    own = of_indicator(figures, indicator)
    low = own.loc[(own["period_kind"] == run.step) & (own["state"] == "shown"), "n_low"]
    if indicator.shows != "share" or low.empty or run.points["value"].dropna().empty:
        return ""
    run = only_own(run)
    now, share = max(1, round(float(low.median()) / DAYS[run.step])), float(run.points["value"].median())
    seen = _seen(now, share)
    answers = words.several(now, "answer", "answers")
    told = f"At about {answers} a day, a 20-point change half-way through six months is seen {how_often(seen)}"
    more = _more(now, share, people)
    if seen >= GOOD_ENOUGH or more is None or how_often(_seen(more, share)) == how_often(seen):
        return f"{told}."
    return f"{told}; at {more} a day, {how_often(_seen(more, share))}."


def _more(now: int, share: float, people: float) -> int | None:
    """The fewest answers a day that would do, else the most that the team could give."""
    possible = [pace for pace in PACES if pace > now and not pace > people]
    return next((pace for pace in possible if _seen(pace, share) >= GOOD_ENOUGH), possible[-1] if possible else None)


def _seen(pace: int, share: float) -> float:
    blur = next(step for least, step in BLUR if pace * DAYS["week"] >= least)
    rise = RISE if share <= 1 - RISE else -RISE  # near the top there is no room for a rise
    return power(pace, share=round(share, 2), rise=rise, baseline_weeks=WEEKS // 2, rounded_to=blur)
