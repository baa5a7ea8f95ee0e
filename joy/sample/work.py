"""What teams did: change ideas, tests with a prediction, progress scores and stories."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from joy.sample.plan import TODAY, stream
from joy.sample.teams import Enrolment, enrolments


Row = dict[str, object]
TEXTS = Path(__file__).with_name("texts")
HOW_IT_WENT = ("good", "mixed", "poor")
ODDS = {"improved": (0.5, 0.33, 0.17), "none": (0.38, 0.37, 0.25), "worsened": (0.25, 0.40, 0.35)}
DECISIONS = {"good": ("adopt", "adopt", "expand"), "mixed": ("adapt",), "poor": ("abandon", "adapt", "abandon")}
STAGES = {
    "adopt": ("adopted", "implemented"),
    "expand": ("implemented",),
    "adapt": ("adapted",),
    "abandon": ("abandoned",),
}
IDLE_SHARE = 0.14  # teams that have ideas and have tested none of them
BORROWED_SHARE, UNTESTED_SHARE, SECOND_TEST_SHARE, SPONSOR_SHARE = 0.45, 0.12, 0.45, 0.09
SCORE_TOPS = {"improved": (3.5, 4.0, 4.5), "none": (2.5, 2.5, 3.0), "worsened": (2.0, 2.5)}
WHY = {
    1.0: "Team named, aim being talked over",
    1.5: "Planning the first test",
    2.0: "Busy, nothing changed yet",
    2.5: "Changes tested, chart on the wall",
    3.0: "Some signs, mostly in what people say",
    3.5: "The chart and the talk agree",
    4.0: "Most of what we hoped for",
    4.5: "It holds without reminding",
}


@lru_cache(maxsize=4)
def _texts(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))[name]
    return found


@lru_cache(maxsize=1)
def ideas_and_tests() -> tuple[list[Row], list[Row]]:
    """Return the ideas in the order they were raised, and their tests."""
    raised = sorted(_raised(), key=lambda found: (found[1], found[0].enrolment_id))
    rng = stream("tests")
    ideas: list[Row] = []
    tests: list[Row] = []
    for number, (e, day, text) in enumerate(raised, start=1):
        idea_id = f"i{number:03}"
        mine = [] if _is_idle(e) else list(_tests(e, idea_id, day, text, rng))
        ideas.append(_idea(e, idea_id, day, text, _stage(mine, rng), ideas, rng))
        tests += mine
    return ideas, [{"pdsa_id": f"p{n:03}"} | test for n, test in enumerate(tests, start=1)]


def _is_idle(e: Enrolment) -> bool:
    return e.enrolment_id not in _tellers() and bool(stream(f"testing of {e.enrolment_id}").random() < IDLE_SHARE)


def _raised() -> Iterator[tuple[Enrolment, date, dict[str, Any]]]:
    bank, told = _texts("ideas"), _tellers()
    for e in enrolments():
        rng = stream(f"ideas of {e.enrolment_id}")
        fitting = [text for text in bank if e.team.is_clinical or text["side"] != "service_users"]
        story = told.get(e.enrolment_id, {})
        chosen = [fitting[i] for i in rng.permutation(len(fitting))[: rng.choice((2, 2, 3, 3, 4))]]
        if "idea" in story:  # the idea that the team's story tells of comes early, so that it was tested by then
            text = next(text for text in bank if text["title"] == story["idea"])
            yield e, e.joined_on + timedelta(days=int(rng.integers(6, 12))), text | {"went": story["went"]}
            chosen = [other for other in chosen[1:] if other != text]
        span = (min(e.tallies_until, e.cohort.seen_until) - e.joined_on).days
        for text in chosen:
            # Fresh ideas come at any time up to four fifths of the way; a team needs some days to find its first.
            yield e, e.joined_on + timedelta(days=int(rng.integers(4, max(6, int(span * 0.8))))), text


def _idea(
    e: Enrolment, idea_id: str, day: date, text: dict[str, Any], stage: str, before: list[Row], rng: np.random.Generator
) -> Row:
    same = [i for i in before if i["title"] == text["title"] and i["enrolment_id"] != e.enrolment_id]
    source = same[int(rng.integers(len(same)))]["idea_id"] if same and rng.random() < BORROWED_SHARE else ""
    blocked = bool(rng.random() < SPONSOR_SHARE)
    return {
        "idea_id": idea_id,
        "enrolment_id": e.enrolment_id,
        "title": text["title"],
        "component": text["component"],
        "relationship_side": text["side"],
        "size": text["size"],
        "stage": "escalated" if blocked and stage in {"suggested", "planned"} else stage,
        "raised_on": day,
        "votes": int(rng.integers(1, e.team.headcount + 1)),
        "needs_sponsor": blocked,
        "copied_from_idea_id": source,
        "version": 1,
    }


def _stage(tests: list[Row], rng: np.random.Generator) -> str:
    if not tests:
        return str(rng.choice(("suggested", "planned")))
    decision = str(tests[-1]["decision"])
    return str(rng.choice(STAGES[decision])) if decision else "testing"


def _tests(e: Enrolment, idea_id: str, raised: date, text: dict[str, Any], rng: np.random.Generator) -> Iterator[Row]:
    """One or two tests in turn, as far as the team's time reaches; the last may still be running in the live cohort."""
    if rng.random() < UNTESTED_SHARE and "went" not in text:
        return
    planned = raised + timedelta(days=int(rng.integers(2, 12)))
    for cycle in (1, 2) if rng.random() < SECOND_TEST_SHARE else (1,):
        started = planned + timedelta(days=int(rng.integers(1, 6)))
        ended = started + timedelta(days=int(rng.integers(7, 29)))
        if started > e.cohort.seen_until or (e.left_on is not None and ended >= e.left_on):
            return
        runs = ended >= TODAY
        drawn = str(rng.choice(HOW_IT_WENT, p=ODDS[e.truth.good_days]))
        went = text.get("went", drawn) if cycle == 1 else drawn
        yield _test(idea_id, cycle, (planned, started, None if runs else ended), text, went, rng)
        if runs:
            return
        planned = ended + timedelta(days=int(rng.integers(2, 10)))


def _test(
    idea_id: str,
    cycle: int,
    days: tuple[date, date, date | None],
    text: dict[str, Any],
    went: str,
    rng: np.random.Generator,
) -> Row:
    planned, started, ended = days
    happened, learned = text[went] if ended else ("", "")
    side = {"colleagues": "relationships_colleagues", "service_users": "relationships_service_users"}.get(text["side"])
    return {
        "idea_id": idea_id,
        "cycle_no": cycle,
        "planned_on": planned,
        "started_on": started,
        "ended_on": ended or "",
        "scale": text["scale"] if cycle == 1 else "whole team",
        "prediction": text["prediction"]
        if cycle == 1
        else f"Once more, with what we learned: {text['prediction'].lower()}",
        "what_happened": happened,
        "learned": learned,
        "decision": str(rng.choice(DECISIONS[went])) if ended else "",
        "indicator_id": side if side and rng.random() < 0.6 else "good_days",
        "version": 1,
    }


def progress_rows() -> list[Row]:
    """Return the monthly progress scores of every team, by the team itself and by faculty."""
    return [row for e in enrolments() for row in _scores(e)]


def _scores(e: Enrolment) -> Iterator[Row]:
    rng = stream(f"progress of {e.enrolment_id}")
    months = _months(e.joined_on, min(e.tallies_until, e.cohort.seen_until))
    top = float(rng.choice(SCORE_TOPS[e.truth.good_days]))
    usual = 3 if e.cohort.is_live else len(months)  # few months yet: the live cohort is still on its way up
    for n, month in enumerate(months, start=1):
        own = min(top, 1.0 + 0.5 * round(n * (top - 1.0) / (0.5 * max(usual + 2 * e.cohort.is_live, 3))))
        faculty = max(1.0, own - 0.5 * int(rng.random() < 0.4))
        for scorer, score in (("team", own), ("faculty", faculty)):
            if rng.random() > 0.07:
                yield {
                    "enrolment_id": e.enrolment_id,
                    "month": month,
                    "scorer": scorer,
                    "score": score,
                    "why": WHY[score],
                }


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]


def story_rows() -> list[Row]:
    """Return the stories: most with consent, two without, one withdrawn."""
    by_id = {e.enrolment_id: e for e in enrolments()}
    return [_story(number, by_id[who], text) for number, (who, text) in enumerate(_tellers().items(), start=1)]


def _story(number: int, e: Enrolment, text: dict[str, Any]) -> Row:
    told_on = e.cohort.sets[1] if e.cohort.is_live else e.cohort.sets[-1]
    scope, agreed_on = text["consent"], told_on + timedelta(days=6)
    mine = (i for i in ideas_and_tests()[0] if i["enrolment_id"] == e.enrolment_id and i["title"] == text.get("idea"))
    same = ("title", "synopsis", "challenge", "who", "how_measured", "tested", "outcome")
    return dict(
        story_id=f"s{number:02}",
        enrolment_id=e.enrolment_id,
        cohort_id=e.cohort.cohort_id,
        **{name: text[name] for name in same},
        learned_from_failure=text["learned"],
        next_step=text["next_step"],
        theme=text["theme"],
        component=text["component"],
        told_on=told_on,
        consent=bool(scope),
        consent_scope=scope,
        consent_on=agreed_on if scope else "",
        withdrawn_on=agreed_on + timedelta(days=90) if text.get("withdrawn") else "",
        author_label=f"Team member, cohort {e.cohort.ordinal}",
        indicator_id="relationships_colleagues" if text["component"] in {1, 2, 6} else "good_days",
        idea_id=next((i["idea_id"] for i in mine), ""),
        version=1,
    )


@lru_cache(maxsize=1)
def _tellers() -> dict[str, dict[str, Any]]:
    """Who tells which story: the first fitting team of the cohort whose truth does not speak against it."""
    told: dict[str, dict[str, Any]] = {}
    for text in _texts("stories"):
        mine = [e for e in enrolments() if e.cohort.cohort_id == text["cohort"] and not e.left_on]
        fits = [e for e in mine if e.enrolment_id not in told and text.get("truth") in {None, e.truth.good_days}]
        named = [e for e in fits if e.team.setting == text["setting"] and e.team.name.endswith(text.get("named", ""))]
        told[(named or fits)[0].enrolment_id] = text
    return told
