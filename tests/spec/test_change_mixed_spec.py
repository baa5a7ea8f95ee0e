"""What the model over learning sets says in words, and that it never fails loudly."""

from __future__ import annotations

from math import nan

import numpy as np
import pytest

from joy.change import MixedChange, mixed_change


def nothing_told(found: MixedChange) -> bool:
    return (found.means, found.steps, found.first_to_last, found.per_set, found.residual) == ((), (), None, None, None)


def test_too_little_for_a_model_is_noted() -> None:
    """Two teams, one learning set, a row per cell and no more, or no answers at all give a note and no numbers."""
    cases = {
        "Too few teams (2)": ([1, 2, 3, 4, 5, 6, 7, 8], [1, 2] * 4, [*"aaaabbbb"]),
        "Too few teams (3) or learning sets (1)": ([1, 2, 3, 4, 5, 6], [1] * 6, [*"aabbcc"]),
        "Too few answers (4)": ([1, 2, 3, 4], [1, 2, 1, 2], [*"aabc"]),
        "Too few teams (0)": ([], [], []),
        "Too few teams (1)": ([nan, 2.0, nan], [1, 2, 3], [*"abc"]),
    }
    for note, columns in cases.items():
        found = mixed_change(*columns)
        assert found.note.startswith(note), found.note
        assert nothing_told(found), note


def test_answers_all_alike_are_noted() -> None:
    """Where answers do not differ within a learning set, or teams repeat themselves exactly, nothing is modelled."""
    order, teams = [1, 2, 3] * 8, [team for team in "abcd" for _ in range(6)]
    flat = mixed_change([50.0 + 5 * s for s in order], order, teams)
    exact = mixed_change([50.0 + 5 * s + 10 * ord(t) for s, t in zip(order, teams, strict=True)], order, teams)

    for found in (flat, exact):
        assert found.note.startswith("Answers differ by team and learning set only")
    assert nothing_told(flat)
    assert nothing_told(exact)


def test_teams_that_do_not_differ_are_said_to() -> None:
    """Where teams differ by less than chance, the change is given all the same, and a note says so."""
    draw = np.random.default_rng(1)
    order, teams = np.tile(np.repeat([1, 2], 10), 6), [team for team in range(6) for _ in range(20)]
    y = draw.normal(60, 10, 120)
    y = y - np.repeat([y[20 * t : 20 * t + 20].mean() for t in range(6)], 20)
    found = mixed_change(y, order, teams)

    assert found.note == "Teams do not differ in level by more than chance."
    assert found.first_to_last is not None
    assert found.first_to_last.low is not None


def test_assumptions_are_told_in_words() -> None:
    """The record says in sentences what was assumed, and that team means count by their answers where they do."""
    draw = np.random.default_rng(2)
    order, teams = np.tile([1, 2, 3], 8), [team for team in range(8) for _ in range(3)]
    y = draw.normal(60, 10, 24)
    plain, weighted = mixed_change(y, order, teams), mixed_change(y, order, teams, weights=draw.integers(5, 9, 24))

    assert all(sentence.endswith(".") for sentence in plain.assumptions)
    assert any("other people's" in sentence for sentence in plain.assumptions)
    assert weighted.assumptions[-1] == "Team means count by the number of answers behind them."
    assert "Team means" not in " ".join(plain.assumptions)


def test_rows_without_weight_or_answer_do_not_count() -> None:
    """A missing answer, an unknown learning set and a weight of nought leave the rest as it was."""
    draw = np.random.default_rng(3)
    order, teams, y = [1.0, 2.0] * 6, [team for team in range(6) for _ in range(2)], draw.normal(60, 10, 12)
    found = mixed_change(y, order, teams, weights=[5] * 12)
    more = mixed_change([*y, nan, 1e6, 70], [*order, 1, 2, nan], [*teams, 0, 1, 2], weights=[5] * 13 + [0, 5])

    assert more == found


def test_every_weight_alike_is_no_weight() -> None:
    """Weights count against each other, so that all of five is as good as none."""
    draw = np.random.default_rng(6)
    order, teams, y = [1, 2] * 6, [team for team in range(6) for _ in range(2)], draw.normal(60, 10, 12)
    plain, weighted = mixed_change(y, order, teams), mixed_change(y, order, teams, weights=[5] * 12)

    assert plain.first_to_last is not None
    assert weighted.first_to_last is not None
    assert weighted.first_to_last.low == pytest.approx(plain.first_to_last.low, abs=1e-3)


def test_columns_of_different_length_are_refused() -> None:
    """One team too few for the answers is refused by name."""
    with pytest.raises(ValueError, match="one of each per row"):
        mixed_change([1.0, 2.0], [1, 2], ["a"])
