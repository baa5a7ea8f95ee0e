"""Papers as PDF: the board paper on exactly two pages, and a team's page on one.

typst sets them. It gets words and drawings as data (JSON), never as markup, and uses the fonts it carries itself, so a
paper looks the same on every machine and no network is asked. Every drawing has its alternative text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import typst

from joy import charts
from joy.charts.palette import LIGHT, colour_of, mark_of
from joy.charts.theme import FONT
from joy.exports.pack import Chart, Headlines, Method, Opening, Pack, Tell
from joy.exports.pictures import as_svg, size_of
from joy.exports.said import MOVED
from joy.exports.tables import Stamp
from joy.findings import WORDS, Aligned, Comparison, Control, Finding, Run, StoryCard, TestRow, Tile, Verdict
from joy.findings.records import NOT_SHOWN
from joy.views import TeamPicture


SURVEYS = "Surveys, first against latest, with the range that chance allows:"
HERE = Path(__file__).parent
SERIF = "Libertinus Serif"  # one of the fonts that typst carries
PAGE = 174.0  # mm between the margins of A4
WIDE, ROWS = 720, 800  # px of a drawing as wide as that: letters of 9 points; rows have words beside them, and 8
PICTURES = 2  # on the second page
TEAMS_HEAD = ["Team", "Good days"]
MOST_TESTS = 6  # on a team's page
Told = dict[str, Any]


def board_paper(pack: Pack, tell: Tell) -> bytes:
    """Write a pack as a board paper of exactly two pages; what does not fit stands in the slides and the workbook."""
    first = next(slide for slide in pack.slides if isinstance(slide, Opening))
    tell(0.2, "Drawing")
    records = [slide.record for slide in pack.slides if isinstance(slide, Chart)]
    pictures = [*records[: PICTURES - 1], *sorted(records[PICTURES - 1 :], key=_moved_in, reverse=True)][:PICTURES]
    if pack.gathered.alone is None:  # every team, in place of who takes part
        pictures = [*pictures[: PICTURES - 1], pack.gathered.programme.quilt]
    data = _frame(first.title, first.about, pack.name, pack.stamp) | {
        "sections": [
            ["Since the last board", [first.news]],
            ["The verdict", list(first.verdict)],
            ["What we cannot say", list(first.cannot_say)],
            ["What teams learned", list(first.learned)],
            ["Decisions asked of you", list(first.decisions)],
        ],
        "tiles": [_tile(tile) for slide in pack.slides if isinstance(slide, Headlines) for tile in slide.tiles],
        "tables": _tables(pack),
        "charts": [_drawn(record) for record in pictures],
        "method": [line for slide in pack.slides if isinstance(slide, Method) for line in slide.lines],
    }
    tell(0.8, "Setting")
    return _set("board_paper.typ", data)


def _moved_in(record: Finding) -> int:
    """How many measures of a comparison moved: the one with most of them is drawn."""
    return int(record.rows["verdict"].isin(MOVED).sum()) if isinstance(record, Comparison) else 0


def team_page(picture: TeamPicture, stamp: Stamp, *, said: Sequence[str] = (), next_step: str = "") -> bytes:
    """Write a team's page on one A4: you said, we tried, what happened.

    `said` are released themes or obstacles in words, told before the survey; `next_step` is told last, else what the
    story says comes next.
    """
    tests = picture.tests[-MOST_TESTS:]
    more = len(picture.tests) - len(tests)
    data = _frame(picture.name, picture.about, picture.name, stamp) | {
        "aim": picture.aim,
        "said": [*said, *_said(picture)] or ["Nothing yet that can be shown."],
        "tests": [_test(test) for test in tests],
        "more": f"The {len(tests)} latest of {len(picture.tests)} tests." if more else "",
        "chart": _drawn(picture.run),
        "outlook": [line for line in (picture.run.instead, picture.outlook) if line],
        "story": _story(picture.story),
        "next": next_step or dict(picture.story.parts if picture.story else ()).get("What next", ""),
    }
    return _set("team_page.typ", data)


def _frame(title: str, about: str, name: str, stamp: Stamp) -> Told:
    return {
        "title": title,
        "about": about,
        "head": name,
        "foot": stamp.line,
        "description": f"{name}. {stamp.line}",
        "invented": stamp.is_invented,
    }


def _set(name: str, data: Told) -> bytes:
    """Have typst set a paper; a fault there is a fault of ours."""
    made = typst.compile(
        HERE / name, format="pdf", root=HERE, ignore_system_fonts=True, sys_inputs={"data": json.dumps(data)}
    )
    if not isinstance(made, bytes):
        raise AssertionError("typst made no single file")
    return made


def _drawn(record: Finding) -> Told:
    """A drawing with its words; where nothing may be drawn, its words alone."""
    told = {"title": record.title, "subtitle": record.subtitle, "alt": record.alt, "svg": ""}
    if record.verdict in {Verdict.HIDDEN, Verdict.NOT_ASKED}:
        return told | {"subtitle": record.instead or NOT_SHOWN}
    wide = WIDE if isinstance(record, Run | Control | Aligned) else ROWS
    svg = as_svg(charts.draw(record, look=charts.Look("light", "small"), width=wide))
    height = PAGE * size_of(svg)[1] / wide
    return told | {"svg": svg.replace(FONT, SERIF), "height": height}  # laid out for wider letters: nothing can touch


def _tile(tile: Tile) -> Told:
    colour = colour_of(tile.verdict, LIGHT)
    return {
        "label": tile.label,
        "value": tile.value_text or "–",
        "unit": tile.unit,
        "change": f"{mark_of(tile.verdict)} {tile.change_text}" if tile.change_text else "",
        "colour": LIGHT.quiet if colour == LIGHT.common else colour,
        "counts": " · ".join(filter(None, (tile.counts, tile.period))),
    }


def _tables(pack: Pack) -> list[list[Any]]:
    """Tables of page one: a heading, the columns' shares of the width, their names, the rows."""
    found = [slide.cohorts for slide in pack.slides if isinstance(slide, Headlines)]
    cohort = pack.gathered.alone
    if cohort is None:
        return [["Cohort by cohort", _shares(each), list(each.columns), each.to_numpy().tolist()] for each in found]
    rows = [row for change in cohort.changes for row in change.rows.to_dict("records")]
    measures = [[row["label"], row["change_text"], row["n_after"]] for row in rows]
    teams = [[panel.label, WORDS[panel.verdict]] for panel in cohort.teams.panels]
    return [
        ["Measure by measure", [3, 4, 2], ["Measure", "First against latest", "How many lately"], measures],
        ["Team by team, in order of enrolment", [1, 1, 1, 1], TEAMS_HEAD * 2, _two_abreast(teams)],
    ]


def _shares(table: pd.DataFrame) -> list[float]:
    """How wide each column is beside the others: a narrow first one, and a wide last one for words."""
    return [1.0, *([1.6] * (len(table.columns) - 2)), 2.0]


def _two_abreast(rows: list[list[str]]) -> list[list[str]]:
    """Rows in two columns, read downwards."""
    half = -(-len(rows) // 2)
    left, right = rows[:half], [*rows[half:], ["", ""]]
    return [[*one, *other] for one, other in zip(left, right, strict=False)]


def _said(picture: TeamPicture) -> list[str]:
    """What the surveys say, in the words that stand on the team's page."""
    told = [*_rows(picture.relationships), *(line for change in picture.changes for line in _rows(change))]
    told = [*([SURVEYS] if told else []), *told]
    return [*told, *picture.together, *(line for line in (picture.by_date, picture.not_shown) if line)]


def _rows(record: Comparison) -> list[str]:
    if record.verdict is Verdict.HIDDEN:
        return [". ".join(filter(None, (record.title, record.instead)))]
    return [f"{row['label']}: {row['change_text']}" for row in record.rows.to_dict("records")]


def _test(test: TestRow) -> list[str]:
    return [
        str(test.number),
        f"{test.title} ({test.started}; {test.decision.lower()})",
        test.prediction,
        test.result,
        test.learned,
    ]


def _story(card: StoryCard | None) -> list[str]:
    return [] if card is None else [card.title, card.synopsis, f"{card.attribution}, {card.told}"]
