"""What people wrote on the slips of a learning set: what helps, what gets in the way, coded and mostly cleared."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from joy.sample.plan import COHORTS, Cohort, stream
from joy.sample.teams import Enrolment, enrolments


Row = dict[str, object]
TEXTS = Path(__file__).with_name("texts") / "remarks.toml"
SLIPS = {  # remarks by cohort and learning set; the first two cohorts were not asked
    "c3": {1: 60, 3: 45, 6: 55},
    "c4": {1: 40, 5: 36},
    "c5": {1: 30, 5: 26},
    "c6": {1: 56, 2: 52},
}
CLEARED_SHARE, CODED_SHARE = 0.9, 0.94
LEANS = 0.5  # spread of how much more or less often a theme comes up in one cohort, in logs


def remark_rows() -> list[Row]:
    """Return the remarks, in an order that says nothing of who wrote them."""
    rows = [row for cohort in COHORTS for row in _of_cohort(cohort)]
    return [{"comment_id": f"r{number:03}"} | row for number, row in enumerate(rows, start=1)]


def _of_cohort(cohort: Cohort) -> Iterator[Row]:
    rng = stream(f"remarks of {cohort.cohort_id}")
    weights = np.array([theme["weight"] for theme in _bank()]) * np.exp(rng.normal(0, LEANS, len(_bank())))
    told: set[str] = set()
    for at, count in SLIPS.get(cohort.cohort_id, {}).items():
        day = cohort.sets[at - 1]
        there = [e for e in enrolments() if e.cohort == cohort and e.present_on(day)]
        sizes = np.array([e.team.headcount for e in there], dtype=float)
        for _ in range(count):
            theme = _bank()[int(rng.choice(len(weights), p=weights / weights.sum()))]
            text = _fresh(theme, told, rng)
            if text:
                yield _row(there[int(rng.choice(len(there), p=sizes / sizes.sum()))], day, theme, text, rng)


def _fresh(theme: dict[str, Any], told: set[str], rng: np.random.Generator) -> str:
    """Words of a theme that nobody in the cohort has written yet; none once all are used up."""
    every = [f"{begin} {end}" for begin in theme["begins"] for end in theme["ends"]]
    left = [text for text in every if text not in told]
    if not left:
        return ""
    text = left[int(rng.integers(len(left)))]
    told.add(text)
    return text


def _row(e: Enrolment, day: date, theme: dict[str, Any], text: str, rng: np.random.Generator) -> Row:
    is_coded = bool(rng.random() < CODED_SHARE)
    return {
        "enrolment_id": e.enrolment_id,
        "on_date": day,
        "prompt": theme["prompt"],
        "text": text,
        "theme": theme["theme"] if is_coded else "",
        "component": theme["component"] if is_coded else "",
        "is_cleared": bool(rng.random() < CLEARED_SHARE),
    }


@lru_cache(maxsize=1)
def _bank() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(TEXTS.read_text(encoding="utf-8"))["remarks"]
    return found
