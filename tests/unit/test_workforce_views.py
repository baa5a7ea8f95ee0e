"""Who reads absence and leavers, and what stands on screen where something is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import pytest

from joy import charts
from joy.access import Held, NotAllowed, Who
from joy.exports.readable import readable
from joy.findings.workforce import Absence
from joy.store import Reader, Store, open_release_file
from joy.views import cost
from joy.views.workforce import Workforce, shaded, workforce
from tests import whoever


P = "good_days_together"


@contextmanager
def update(store: Store) -> Iterator[Reader]:
    reader = open_release_file(store.settings, str(store.ask("store/programmes")["release_id"].iloc[0]))
    yield reader
    reader.close()


def read(store: Store, who: Who) -> Workforce:
    with update(store) as release:
        return workforce(store, release, who, P)


def test_leaders_see_every_unit_in_a_fixed_order(sample_store: Store) -> None:
    """All units together first, then directorates by name, never by their rate."""
    names = list(read(sample_store, whoever.EVERYTHING).units)
    assert names == ["all", *sorted(names[1:])]
    assert len(names) == 7


@pytest.mark.parametrize("who", [whoever.DATA_LEAD, whoever.STRANGER, whoever.team("c6-t1", "c6", P)])
def test_teams_data_leads_and_strangers_are_refused(sample_store: Store, who: Who) -> None:
    """Nobody reads it who looks at no results, or at those of one team."""
    with pytest.raises(NotAllowed):
        read(sample_store, who)
    with update(sample_store) as release, pytest.raises(NotAllowed):
        cost.assumptions(sample_store, release, who, P)


def test_somebody_of_one_cohort_sees_the_total_and_no_directorate(sample_store: Store) -> None:
    """A facilitator of one cohort, or a leader of one organisation, sees the programme's total only."""
    one = Held("facilitator", programmes=frozenset({P}), cohorts=frozenset({"c6"}), whole_cohorts=frozenset({"c6"}))
    assert list(read(sample_store, Who("f", (one,))).units) == ["all"]


def test_a_hidden_year_is_a_gap_in_picture_and_table(sample_store: Store) -> None:
    """Where a year of leavers is hidden the chart says not shown, and its table has a dash and no number."""
    unit = read(sample_store, whoever.EVERYTHING).units["Corporate services"]
    hidden = unit.leavers.rows[unit.leavers.rows["value"].isna()]
    assert len(hidden) == 1
    assert hidden["n"].tolist() == [""]
    assert hidden["leavers"].tolist() == [""]
    table = readable(unit.leavers)
    assert table.loc[table["Year"] == hidden["label"].iloc[0], unit.leavers.unit].tolist() == ["–"]
    assert "not" in str(charts.draw(unit.leavers, look=charts.Look()))


def test_the_shade_of_an_old_cohort_widens_the_chart_and_never_changes_a_value(sample_store: Store) -> None:
    """Shading a cohort of years ago draws the chart from a year before it, over the same rows."""
    found = read(sample_store, whoever.EVERYTHING)
    plain: Absence = found.units["all"].absence
    old = shaded(plain, found, "c1")
    assert old.drawn_from < plain.drawn_from
    pd.testing.assert_frame_equal(old.rows, plain.rows)
    assert shaded(plain, found, "nowhere") == plain


def test_every_picture_of_the_page_has_a_table_and_words(sample_store: Store) -> None:
    """Charts draw on both grounds and sizes, and each has an alternative text and a table."""
    found = read(sample_store, whoever.EVERYTHING)
    with update(sample_store) as release:
        known = {one.key: one for one in cost.assumptions(sample_store, release, whoever.EVERYTHING, P)}
    unit = found.units["all"]
    assert unit.days is not None
    money = cost.what_if(unit.days, known, unit.name)
    for record in (shaded(unit.absence, found, "c6"), unit.leavers, unit.stability, money):
        assert record.alt
        assert len(readable(record))
        for size in ("page", "room", "small"):
            assert charts.draw(record, look=charts.Look("dark", size), with_title=True, width=800)["layer"]


def test_the_table_counts_every_month_and_the_year_before(sample_store: Store) -> None:
    """The table has all months that were told, and beside each the same month a year earlier."""
    rows = read(sample_store, whoever.EVERYTHING).units["all"].absence.rows.set_index("start")
    assert len(rows) == 86
    now, then = pd.Timestamp(2023, 2, 1), pd.Timestamp(2022, 2, 1)
    assert rows.loc[now, "year_before"] == rows.loc[then, "rate"]
    assert rows["rolling"].isna().sum() == 11
