"""The parts of a board pack, in order: `PARTS`.

Whoever has something to add writes a function from `Gathered` to slides and puts its name there; the slides and the
workbook both take it from this list. Every figure comes from a record that a page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from joy import views
from joy.exports.pack import Asked, Chart, Gathered, Headlines, Method, Opening, Pack, Panel, See, Slide, Tell, Wall
from joy.exports.said import cannot_say, cohort_lines, decisions, learned, lower_first, moved, needs_of, news, notes_of
from joy.exports.tables import Stamp
from joy.findings import Finding, Run, Verdict
from joy.findings.quilt import Quilt
from joy.frames import Row, each


PANELS = 12  # small charts on one slide: four beside each other can be read from a few metres


def pack_of(see: See, asked: Asked, stamp: Stamp, tell: Tell) -> Pack:
    """Gather and cut a pack. Raises `NotAllowed` and `NotFound` as the views do; `tell` hears how far along it is."""
    cohorts = [asked.only_cohort] if asked.only_cohort else list(asked.cohorts)
    steps = 3 + len(cohorts) + len(asked.teams)
    tell(0.0, "Reading the programme")
    programme, compared = (
        see(views.programme_impact, asked.programme_id),
        see(views.cohorts_compared, asked.programme_id),
    )
    tell(2 / steps, "Reading what is new")
    news, needs = see(views.board_news, asked.programme_id), needs_of(see, asked)
    seen, pictures = {}, {}
    for number, cohort_id in enumerate(cohorts, start=3):
        tell(number / steps, f"Reading cohort {number - 2} of {len(cohorts)}")
        seen[cohort_id] = see(views.cohort_impact, cohort_id)
    for number, team in enumerate(asked.teams, start=3 + len(cohorts)):
        tell(number / steps, f"Reading team {number - 2 - len(cohorts)} of {len(asked.teams)}")
        pictures[team] = see(views.team_picture, team)
    gathered = Gathered(asked, see, stamp, programme, compared, news, needs, seen, pictures)
    slides = tuple(slide for part in PARTS for slide in part(gathered))
    return Pack(name=gathered.name, slides=slides, gathered=gathered)


def opening(found: Gathered) -> Iterator[Slide]:
    """Page one."""
    lead = found.alone.headline if found.alone else found.programme.headline
    others = (lead.subtitle,) if lead.subtitle else ()
    yield Opening(
        title=lead.title,
        about=f"{found.name} · results up to {found.programme.as_of}",
        news=news(found),
        verdict=(*others, *moved(found), *lead.why[:1]),
        cannot_say=cannot_say(found),
        decisions=decisions(found),
        learned=learned(found),
        notes=notes_of(lead, found),
    )


def headlines(found: Gathered) -> Iterator[Slide]:
    """The tiles of the landing page; a cohort alone has its measures, first against latest."""
    if found.alone:
        return
    programme = found.programme
    notes = [line for tile in programme.tiles for line in notes_of(tile, found)]
    yield Headlines("Summary", _about(found), programme.tiles, cohort_lines(found), tuple(dict.fromkeys(notes)))


def courses(found: Gathered) -> Iterator[Slide]:
    """Cohorts over their learning sets; only good days, the one measure that every cohort takes each week."""
    if not found.alone and found.programme.aligned:
        yield _chart(found, found.programme.aligned[0], "Cohort by cohort, from learning set 1 on")


def who_takes_part(found: Gathered) -> Iterator[Slide]:
    """Teams enrolled, sending answers and testing."""
    if not found.alone:
        yield _chart(found, found.programme.participation, "Who takes part")


def all_teams(found: Gathered) -> Iterator[Slide]:
    """Every team that may be seen, in order of enrolment, cohort by cohort; of the cohort that the pack is about."""
    quilt, only = found.programme.quilt, found.asked.only_cohort
    for cohort in each(quilt.cohorts):
        panels = panels_of(quilt, cohort.cohort_id) if only in {"", cohort.cohort_id} else ()
        pages = [panels[at : at + PANELS] for at in range(0, len(panels), PANELS)]
        for number, some in enumerate(pages, start=1):
            part = f" · {number} of {len(pages)}" if len(pages) > 1 else ""
            about = f"{found.programme.teams_called}, in order of enrolment{part}"
            yield Wall(
                f"{cohort.name}: {lower_first(cohort.said)}", about, quilt.subtitle, some, notes_of(quilt, found)
            )


def panels_of(quilt: Quilt, cohort_id: str) -> tuple[Panel, ...]:
    """The teams of one cohort as small charts, with the words and the points of the landing page."""
    points = dict(tuple(quilt.points.groupby("key")))
    return tuple(
        Panel(
            row.label, Verdict(row.verdict), row.told, _small(quilt, row, points.get(row.key, quilt.points.iloc[0:0]))
        )
        for row in each(quilt.teams[quilt.teams["cohort_id"] == cohort_id])
    )


def _small(quilt: Quilt, row: Row, points: pd.DataFrame) -> Run:
    return Run(
        title=row.told,
        subtitle="",
        verdict=Verdict(row.verdict),
        alt=f"{row.label}: {row.told}",
        points=points.assign(marked=False).reset_index(drop=True),
        label=row.label,
        is_share=quilt.is_share,
        minimum=quilt.minimum,
        maximum=quilt.maximum,
        step=row.step,
    )


def chosen_cohorts(found: Gathered) -> Iterator[Slide]:
    """A slide for each chosen cohort; three for one that the pack is about."""
    for cohort_id in found.asked.cohorts or filter(None, (found.asked.only_cohort,)):
        cohort = found.cohorts[cohort_id]
        measures = tuple(_measure(row) for change in cohort.changes for row in change.rows.to_dict("records"))
        yield _chart(found, cohort.run, f"{cohort.name} · {cohort.about}", measures, "First against latest")
        if found.alone:
            yield from (_chart(found, record, cohort.name) for record in _more_of(cohort))


def chosen_teams(found: Gathered) -> Iterator[Slide]:
    """A slide for each chosen team: its run chart, and what it tried."""
    for team in found.teams.values():
        tests = tuple(f"{test.number} · {test.title} ({test.decision.lower()})" for test in team.tests)
        yield _chart(found, team.run, f"{team.name} · {team.about}", tests, "What the team tried")


def method(found: Gathered) -> Iterator[Slide]:
    """How to read it all, and where the figures come from."""
    yield Method("How to read this", (*METHOD, *(f"{what}: {said}" for what, said in found.stamp.told())))


METHOD = (
    "Good days are answers to “Was it a good day at work?”, week by week. Surveys are held at some learning sets.",
    "A change is told in points, with a 95% interval. An interval that holds zero means that chance alone could do it.",
    "On a run chart at most 1 stable chart in 20 seems to change by chance. No verdict is given from under 10 points.",
    "“How many” is a band: “5–9” or “about 25”. Values of few answers are rounded, so that nobody can be picked out.",
    "What could point at a person is not shown, as on the screen. Teams stand in order of enrolment; none is ranked.",
)
PARTS: tuple[Callable[[Gathered], Iterator[Slide]], ...] = (
    opening,
    headlines,
    courses,
    who_takes_part,
    all_teams,
    chosen_cohorts,
    chosen_teams,
    method,
)


def _more_of(cohort: views.CohortImpact) -> Iterator[Finding]:
    yield from cohort.changes
    if cohort.mirror is not None:
        yield cohort.mirror
    yield from cohort.aligned


def _measure(row: dict[object, object]) -> str:
    return f"{row['label']}: {row['change_text']}"


def _chart(found: Gathered, record: Finding, about: str, lines: tuple[str, ...] = (), heading: str = "") -> Chart:
    return Chart(record.title, about, record, lines, heading, notes_of(record, found))


def _about(found: Gathered) -> str:
    return f"{found.name} · results up to {found.programme.as_of}"
