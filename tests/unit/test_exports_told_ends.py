"""Where only a change cannot be told, files say the values that the page shows; marks are those of the screen."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from joy.charts.palette import HOLLOW, mark_of
from joy.definitions import load_definitions
from joy.exports.pack import Pack
from joy.exports.workbook import workbook
from joy.findings import Verdict
from joy.findings.records import NOT_SHOWN
from joy.views.relationships import relationships_of_cohort
from tests.export_house import looker, pack_of_sample, quiet, release_of


GAP = "gap between the two relationships"
COHORTS = ("c1", "c5")  # of whose two surveys one may be shown


@pytest.fixture(scope="module", params=COHORTS)
def pack(request, sample_store, programme) -> Pack:
    return pack_of_sample(sample_store, programme, only_cohort=request.param)


def test_a_gap_of_which_one_end_is_shown_is_told(sample_store, programme, pack):
    """The latest value on the relationships page stands in slides and workbook; it is not listed as not shown."""
    page = looker(sample_store, release_of(sample_store, programme))(
        relationships_of_cohort, pack.gathered.asked.only_cohort
    )
    [value] = page.gap.rows["value"].dropna()
    [row] = [
        row
        for change in pack.gathered.alone.changes
        for row in change.rows.to_dict("records")
        if row["label"].lower() == GAP
    ]
    book = openpyxl.load_workbook(BytesIO(workbook(pack, load_definitions(), quiet)))
    cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    first = pack.slides[0]

    assert row["change_text"].startswith(f"{value:g} ")
    assert any(row["change_text"] in line for slide in pack.slides for line in getattr(slide, "lines", ()))
    assert row["change_text"] in cells
    assert [line for line in first.cannot_say if line.startswith(NOT_SHOWN) and GAP in line] == []


@pytest.mark.parametrize("verdict", [Verdict.TOO_FEW, Verdict.HIDDEN, Verdict.BASELINE, Verdict.NOT_ASKED])
def test_what_has_no_verdict_has_a_hollow_mark(verdict):
    """Files and screen take the mark of a verdict from one place: a ring where there is none."""
    assert mark_of(verdict) == HOLLOW
    assert {mark_of(one) for one in Verdict if one not in {verdict}} >= {"▲", "▼", "◆", "●"}


def test_page_one_says_what_was_learned_and_needed(sample_store, programme):
    """What “Where am I needed” lists for leaders stands there, up to three, and ideas of ended cohorts by name."""
    pack = pack_of_sample(sample_store, programme)
    first, found = pack.slides[0], pack.gathered
    told = " ".join(first.decisions)

    assert [need.told for need in found.needs[:3] if need.told not in told] == []
    assert [one.title for one in found.news.decisions if not one.is_live and one.title not in told] == []
    assert found.news.learned[0].said in " ".join(first.learned)
    assert found.programme.tried.title in first.learned[0]
    assert found.programme.young is not None
    assert f"{found.programme.young.title}." in first.cannot_say  # a cohort too young for a verdict, by name
