"""Rule R16: remarks are read only where enough people wrote, and nothing leads from a remark to its author."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from joy.access import NOBODY, NotAllowed, owner_of_machine
from joy.definitions import load_policy
from joy.disclosure.text import may_be_added, may_stand_beside, people_at_least, shuffled, words_used
from joy.release.comments import comment_rows
from joy.release.make import make_release
from joy.store import Store, open_release_file
from joy.views.voices import voices
from tests.small_world import lay_out


MONDAY = date(2024, 2, 5)
CLOSED = date(2024, 6, 24)
K = 10


def add(store: Store, enrolment: str, number: int, *, on: date = MONDAY, cleared: bool | None = True, **more) -> None:
    """Add remarks of so many people to one prompt on one day, with words of their own."""
    rows = [
        {
            "comment_id": f"{enrolment}-{on}-{more}-{n}",
            "enrolment_id": enrolment,
            "on_date": pd.Timestamp(on),
            "prompt": "helps",
            "text": f"{enrolment} says {n} on {on} {more or ''}".strip(),
            "is_cleared": cleared,
        }
        | more
        for n in range(number)
    ]
    frame = pd.DataFrame(rows).astype({"is_cleared": "boolean"})
    with store.writing() as writer:
        writer.append("vault.comment", frame)


def released(store: Store) -> dict[tuple[str, str], pd.DataFrame]:
    rows = comment_rows(store, "p", CLOSED, load_policy())
    return {tuple(key): group for key, group in rows.groupby(["group_kind", "group_id"])}


@pytest.fixture
def small(store: Store) -> Store:
    lay_out(store, {"a": [8, 8], "b": [8, 8], "c": [8]})
    return store


def test_people_are_counted_by_the_fullest_day_of_one_prompt() -> None:
    """Remarks on several days or to several prompts may be one person's: only one prompt on one day counts heads."""
    days = [1] * 4 + [2] * 3 + [3] * 3
    assert people_at_least(days, ["helps"] * 10) == 4
    assert people_at_least([1] * 4, ["helps", "helps", "other", "other"]) == 2
    assert people_at_least([], []) == 0


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NaT, ""])
def test_a_missing_day_counts_nobody(missing: object) -> None:
    """A remark whose day is missing makes the bound nothing, never more."""
    assert people_at_least([1, 1, missing], ["helps"] * 3) == 0
    assert people_at_least([1, 1, 1], ["helps", "helps", ""]) == 0


def test_a_group_below_the_threshold_shows_nothing(small: Store) -> None:
    """Nine people's remarks are not shown, ten people's are: to their cohort and to the programme."""
    add(small, "a-1", 5)
    add(small, "a-2", 4)
    assert released(small) == {}
    add(small, "a-2", 1, theme="x")
    assert {key: len(group) for key, group in released(small).items()} == {("cohort", "a"): 10, ("programme", "p"): 10}


def test_many_remarks_over_many_days_may_be_one_persons(small: Store) -> None:
    """Forty remarks, two a day, are not shown: they could be two people's."""
    for day in range(20):
        add(small, "a-1", 2, on=MONDAY + timedelta(days=day))
    assert released(small) == {}


@pytest.mark.parametrize("cleared", [False, None])
def test_only_what_a_person_cleared_is_shown_or_counted(small: Store, cleared: bool | None) -> None:
    """Remarks that nobody cleared are not shown, and do not help others over the threshold."""
    add(small, "a-1", 9)
    add(small, "a-2", 20, cleared=cleared)
    assert released(small) == {}
    add(small, "a-2", 1)
    assert len(released(small)["cohort", "a"]) == 10


def test_an_open_week_waits(small: Store) -> None:
    """Remarks of a week that is not closed yet are not shown."""
    add(small, "a-1", 20, on=CLOSED)
    assert released(small) == {}


def test_no_remark_is_shown_for_a_team(small: Store) -> None:
    """However many people of one team write, nothing is shown under the team."""
    add(small, "a-1", 40)
    assert set(released(small)) == {("cohort", "a"), ("programme", "p")}


def test_the_programme_never_holds_a_hidden_cohorts_few(small: Store) -> None:
    """What the programme has more than its shown cohorts is nothing, or from enough people by itself."""
    add(small, "a-1", 12)
    add(small, "b-1", 3)
    found = released(small)
    assert set(found["programme", "p"]["text"]) == set(found["cohort", "a"]["text"])
    add(small, "c-1", 7)
    found = released(small)
    assert set(found) == {("programme", "p"), ("cohort", "a")}
    assert len(found["programme", "p"]) == 22


def test_a_cohort_does_not_appear_when_that_leaves_a_few_behind(small: Store) -> None:
    """A cohort that grows over the threshold stays hidden while the programme would then show another's few."""
    add(small, "b-1", 2)
    add(small, "c-1", 8)
    publish(small)
    assert set(released(small)) == {("programme", "p")}
    add(small, "c-1", 12, on=MONDAY + timedelta(days=1))
    found = released(small)
    assert set(found) == {("programme", "p")}
    assert len(found["programme", "p"]) == 22
    add(small, "b-1", 10, on=MONDAY + timedelta(days=2))
    assert set(released(small)) == {("programme", "p"), ("cohort", "b"), ("cohort", "c")}


def publish(store: Store) -> str:
    return make_release(store, "p", reason="by_hand")


def test_new_remarks_wait_until_they_are_enough(small: Store) -> None:
    """An update has the remarks of the last one, or at least ten people's more: no few can be told by subtraction."""
    add(small, "a-1", 12)
    publish(small)
    add(small, "a-2", 9, on=MONDAY + timedelta(days=7))
    assert len(released(small)["cohort", "a"]) == 12
    add(small, "a-2", 1, on=MONDAY + timedelta(days=7), theme="x")
    assert len(released(small)["cohort", "a"]) == 22


def test_new_ones_alone_must_be_enough() -> None:
    """Of ten remarks read before and four new ones, the four wait; with ten new ones all appear."""
    shown = np.array([True] * 10 + [False] * 4)
    assert may_be_added(shown, [1] * 14, ["helps"] * 14, K).tolist() == shown.tolist()
    more = np.array([True] * 10 + [False] * 10)
    assert may_be_added(more, [1] * 20, ["helps"] * 20, K).all()
    fewer = np.array([True] * 9)
    assert not may_be_added(fewer, [1] * 9, ["helps"] * 9, K).any()


def test_a_theme_stands_beside_remarks_only_where_every_theme_has_enough(small: Store) -> None:
    """A theme of three people, or three without one, hides the themes of all; the remarks stay."""
    add(small, "a-1", 12, theme="food")
    add(small, "a-2", 3, theme="parking")
    found = released(small)["cohort", "a"]
    assert len(found) == 15
    assert found["theme"].isna().all()
    add(small, "a-2", 7, theme="parking", prompt="helps", component=None)
    assert set(released(small)["cohort", "a"]["theme"]) == {"food", "parking"}
    assert not may_stand_beside([1] * 23, ["helps"] * 23, ["food"] * 20 + [""] * 3, K)


def test_two_labels_together_need_enough_too(small: Store) -> None:
    """A theme that is common over all prompts stays away where it is rare within one."""
    add(small, "a-1", 20, theme="food")
    add(small, "a-1", 20, theme="parking")
    add(small, "a-2", 15, prompt="other", theme="food")
    add(small, "a-2", 4, prompt="other", theme="parking")
    found = released(small)["cohort", "a"]
    assert set(found["prompt"]) == {"helps", "other"}
    assert found["theme"].isna().all()


def test_the_order_tells_nothing_and_changes_with_the_remarks() -> None:
    """The order depends on neither arrival nor id, is the same for the same remarks, and new when one is added."""
    texts = [f"remark {n}" for n in range(40)]
    one = [texts[place] for place in shuffled(texts, b"s" * 32)]
    backwards = texts[::-1]
    assert [backwards[place] for place in shuffled(backwards, b"s" * 32)] == one
    assert one != texts
    more = [*texts, "remark 40"]
    again = [more[place] for place in shuffled(more, b"s" * 32) if place != 40]
    assert again != one
    assert [texts[place] for place in shuffled(texts, b"t" * 32)] != one


def test_a_remark_has_nothing_but_its_words(small: Store) -> None:
    """Neither id, author, team, day nor role of a remark is in an update; equal words stand once."""
    add(small, "a-1", 12)
    add(small, "a-2", 6, text="The same words")
    found = released(small)["cohort", "a"]
    assert set(found.columns) == {"group_kind", "group_id", "ordinal", "prompt", "theme", "component", "text"}
    assert (found["text"] == "The same words").sum() == 1
    assert found["ordinal"].tolist() == list(range(1, 14))


def test_a_word_needs_three_people() -> None:
    """A word counts from three people on one day and prompt; once per remark, however often it stands there."""
    texts = ["tea tea tea", "Tea and quiet", "our TEA", "quiet", "quiet please"]
    assert words_used(texts, [1, 1, 1, 1, 2], ["helps"] * 5, 3) == {"tea": 3}
    assert words_used(texts, [1, 2, 3, 4, 5], ["helps"] * 5, 3) == {}


@pytest.fixture
def read(small: Store) -> Iterator[object]:
    add(small, "a-1", 11, theme="food")
    add(small, "a-1", 1, text="<b>bold</b> [link](http://x) :material/home: ‮", theme="food")
    with closing(open_release_file(small.settings, publish(small))) as release:
        yield release


def test_remarks_come_from_an_update_as_they_were_written(read: object) -> None:
    """A view gives the words unchanged, as plain text, to who may see the cohort, and to nobody else."""
    seen = voices(read, owner_of_machine("leader"), "cohort", "a")
    assert len(seen.remarks) == 12
    assert "<b>bold</b> [link](http://x) :material/home: ‮" in {remark.text for remark in seen.remarks}
    assert {remark.prompt for remark in seen.remarks} == {"What helps"}
    for kind, name in (("cohort", "a"), ("programme", "p")):
        with pytest.raises(NotAllowed):
            voices(read, NOBODY, kind, name)


def test_a_group_without_remarks_says_so(read: object) -> None:
    """Where nothing may be read one sentence says it, the same whether none were written or too few."""
    silent = voices(read, owner_of_machine("leader"), "cohort", "b")
    assert silent.remarks == ()
    assert silent.note.startswith("No remarks to read here")
