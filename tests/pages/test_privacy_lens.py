"""The Privacy lens as a data lead meets it."""

from __future__ import annotations

import re


def test_one_sentence_first_then_sliders_then_the_picture(sample_pages):
    """The page opens with how many teams have a chart, offers a slider per class, and draws the grid."""
    page = sample_pages("privacy")

    assert re.fullmatch(r"Of \d+ teams\\, \d+ have a chart of their good days", page.title[0].value)
    assert len(page.select_slider) == 3
    assert len(page.get("vega_lite_chart")) == 1
    assert any("nothing is saved" in caption.value for caption in page.caption)


def test_a_slider_tries_a_threshold_and_resets_nothing_else(sample_pages):
    """Moved to ten, the page says how many teams would have a chart, and both states stand side by side."""
    page = sample_pages("privacy")
    page.select_slider[0].set_value(10).run()

    assert not page.exception
    assert "with these thresholds it would be" in page.title[0].value
    assert list(page.table[0].value.columns) == ["Can be seen", "Today", "With these thresholds"]


def test_other_thresholds_are_never_called_todays(sample_pages):
    """With the switch off, no title speaks of today alone, and the legend stands above the grid in its own line."""
    page = sample_pages("privacy")
    assert page.subheader[0].value.endswith("what can be seen today")
    page.toggle[0].set_value(False).run()

    assert not page.exception
    assert not page.subheader[0].value.endswith("what can be seen today")
    assert any("■ shown" in caption.value for caption in page.caption)
    assert "bound" not in page.toggle[0].label


def test_a_leader_is_sent_away(sample_pages):
    """Who is not a data lead reads neither a sentence nor a slider."""
    page = sample_pages("privacy", **{"as": "leader"})

    assert not page.select_slider
    assert not page.get("vega_lite_chart")
