"""What the relationships mirror, the spread of answers, the funnel and the icons say."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import pairwise

import pytest
from chart_records import (
    AGREEMENT,
    MIRROR_ROWS,
    TOO_SMALL,
    distribution_of,
    full_distribution,
    funnel_of,
    layers_of,
    mirror_of,
    rows_in,
    rows_of,
    words_in,
)

from joy.charts import Look, assurance_glyph, assurance_icon, draw, variation_glyph, variation_icon
from joy.charts.icons import ASSURANCE_BODIES, VARIATION_BODIES
from joy.charts.palette import LIGHT
from joy.findings import WORDS, Assurance, Variation, Verdict


def sides_of(spec):
    """The rows of a mirror's latest marks, by question and side."""
    return {(row["label"], row["side"]): row for row in rows_in(spec) if "area" in row}


def said(spec):
    """All lines of words in a mirror."""
    return " | ".join(" ".join(row["lines"]) for row in rows_in(spec) if "lines" in row)


def test_colleagues_are_left_and_service_users_right():
    """Each question has its latest value on both sides, colleagues growing to the left, service users to the right."""
    marks = sides_of(draw(mirror_of(), look=Look()))

    assert (marks["Trust each other", -1]["latest"], marks["Trust each other", 1]["latest"]) == ("72", "64")
    assert (marks["Trust each other", -1]["u2"], marks["Trust each other", 1]["u2"]) == (0.72, 0.64)
    assert "With colleagues" in words_in(draw(mirror_of(), look=Look()))


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        (50, 60, "triangle-left", "triangle-right"),
        (60, 50, "triangle-right", "triangle-left"),
        (50, 50, "circle", "circle"),
    ],
)
def test_arrows_point_from_first_to_latest(before, after, left, right):
    """An arrow's head points outwards where a value rose, inwards where it fell, and is a dot where it stayed."""
    row = ("a", "Trust", False, before, after, before, after, 0.0, -1.0, 1.0, "similar", "40")
    marks = sides_of(draw(mirror_of([row]), look=Look()))

    assert (marks["Trust", -1]["shape"], marks["Trust", 1]["shape"]) == (left, right)


def test_likeness_is_said_in_words_with_the_gap_on_the_right_side():
    """Alike, apart by how much and with whom, or that nobody can tell: in words, and only a difference is coloured."""
    spec = draw(mirror_of(), look=Look())
    colours = {" ".join(row["lines"]): row["colour"] for row in rows_in(spec) if "lines" in row and "colour" in row}

    assert colours["= alike"] == LIGHT.quiet
    assert colours["◆ 8 points higher with colleagues"] == LIGHT.neither
    assert colours["◆ 7 points higher with service users"] == LIGHT.neither
    assert colours["? cannot tell (n 20–24)"] == LIGHT.quiet
    assert "n about 60" in said(spec)


def test_a_hidden_row_of_the_mirror_gives_nothing_away():
    """A row that is hidden shows neither values that came along nor a mark, and says why."""
    row = (*MIRROR_ROWS[1][:10], "hidden", "")
    spec = draw(mirror_of([row]), look=Look())

    assert sides_of(spec) == {}
    assert WORDS[Verdict.HIDDEN] in said(spec)
    assert "8 points" not in said(spec)


def test_the_whole_is_bold_among_the_questions():
    """The row of the whole scale has the heavier type; the questions have the lighter."""
    marks = sides_of(draw(mirror_of(), look=Look()))

    assert (marks["All six questions", 1]["weight"], marks["Feel listened to", 1]["weight"]) == (700, 400)


def segments_of(spec):
    bars = layers_of(spec, "bar")
    return rows_of(bars[0]) if bars else []


def test_the_neutral_answer_is_centred_on_zero():
    """The middle of the neutral answer is at one place in every bar, negative answers left, positive ones right."""
    spec = draw(full_distribution(), look=Look())
    neutral = [row for row in segments_of(spec) if row["option"] == "Neither"]
    first = [row for row in segments_of(spec) if row["bar"].startswith("First")]

    assert len(neutral) == 2
    assert neutral[0]["middle"] == pytest.approx(neutral[1]["middle"], abs=2e-5)
    assert [row["option"] for row in first] == list(AGREEMENT)
    assert all(left["u2"] == pytest.approx(right["u"]) for left, right in pairwise(first))


def test_widths_are_the_shares_on_one_scale():
    """The same share is as wide in every bar."""
    spec = draw(full_distribution(), look=Look())
    per_share = {round((row["u2"] - row["u"]) / row["share"], 3) for row in segments_of(spec)}

    assert max(per_share) - min(per_share) < 0.005


def test_colours_run_from_orange_to_blue_with_the_ends_strongest():
    """Five options take the five colours in their order; two options take the two ends."""
    five = {row["option"]: row["colour"] for row in segments_of(draw(full_distribution(), look=Look()))}
    two = distribution_of(("Latest", "40", (0.3, 0.7)), options=("No", "Yes"), sides=("negative", "positive"))

    assert list(five.values()) == ["#B35806", "#F1A340", "#D8D8D8", "#80B1D3", "#005EB8"]
    assert [row["colour"] for row in segments_of(draw(two, look=Look()))] == ["#B35806", "#005EB8"]


def test_shares_from_six_per_cent_have_their_number():
    """A share of 4 % has no number in its bar, one of 11 % has."""
    texts = [row["shown"] for one in layers_of(draw(full_distribution(), look=Look()), "text") for row in rows_of(one)
             if "share" in row]  # fmt: skip

    assert "4%" not in texts
    assert "11%" in texts


def test_a_bar_that_may_not_be_shown_says_why_in_its_place():
    """The hidden bar keeps its name and its place, has no segment, and its reason stands where it would be."""
    spec = draw(full_distribution(), look=Look())
    reasons = [" ".join(row["wide_text"]) for row in rows_in(spec) if "wide_text" in row]

    assert TOO_SMALL in reasons
    assert "Second survey" in reasons
    assert not [row for row in segments_of(spec) if row["bar"].startswith("Second")]
    assert "First survey (n about 120)" in reasons


def test_axis_values_carry_no_sign():
    """Shares to the left of zero read 25%, not minus 25%."""
    axis = [row["text"] for row in rows_in(draw(full_distribution(), look=Look())) if "u" in row and "text" in row]

    assert axis == ["50%", "25%", "0%", "25%", "50%", "75%"]


def test_only_teams_beyond_the_outer_limits_are_named_and_shaped():
    """Two of 24 teams are beyond the limits: they alone have names, colour and a shape; the others are grey dots."""
    spec = draw(funnel_of(), look=Look())
    dots = {one["mark"]["shape"]: (one["mark"]["color"], len(rows_of(one))) for one in layers_of(spec, "point")
            if "interval" in (rows_of(one) or [{}])[0]}  # fmt: skip

    assert dots == {
        "circle": (LIGHT.common, 22),
        "triangle-up": (LIGHT.neither, 1),
        "triangle-down": (LIGHT.neither, 1),
    }
    assert {" ".join(row["lines"]) for row in rows_in(spec) if "lines" in row} == {"Team 6", "Team 17"}


def test_a_funnel_says_its_limits_and_its_middle():
    """Both limits and the value of all teams are named at the right, and what the axis counts below."""
    words = words_in(draw(funnel_of(), look=Look()))

    assert all(text in words for text in ("99.8% limit", "95% limit", "together 60%", "Number of answers"))


def test_a_funnel_that_may_not_be_shown_is_words():
    """A hidden funnel sends no team to the reader's browser."""
    spec = draw(replace(funnel_of(), verdict=Verdict.HIDDEN), look=Look())

    assert rows_in(spec) == [{"words": WORDS[Verdict.HIDDEN]}]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("draw_icon", "states"), [(variation_icon, Variation), (assurance_icon, Assurance)])
def test_icons_are_well_formed_and_say_what_they_mean(draw_icon, states, mode):
    """Every state has an SVG of the size asked for, with a title of its own for screen readers."""
    trees = [ElementTree.fromstring(draw_icon(state, mode=mode, size=64)) for state in states]  # noqa: S314  our own text
    titles = [tree.findtext("{http://www.w3.org/2000/svg}title") for tree in trees]

    assert {tree.get("width") for tree in trees} == {"64"}
    assert all(titles)
    assert len(set(titles)) == len(states)


@pytest.mark.parametrize("bodies", [VARIATION_BODIES, ASSURANCE_BODIES])
def test_icons_differ_by_shape_alone(bodies):
    """Drawn in one colour, no two icons of a set are the same."""
    assert len({body.format("x", "y") for body in bodies.values()}) == len(bodies)


def test_glyphs_stand_for_states_where_icons_have_no_room():
    """Walls show one letter per state, the same shapes as the dots of the charts."""
    assert [variation_glyph(state) for state in Variation] == ["●", "▲", "▼", "◆", "◆", "○"]
    assert [assurance_glyph(state) for state in Assurance] == ["✓", "✕", "?", ""]
