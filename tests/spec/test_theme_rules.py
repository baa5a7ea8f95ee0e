"""Rules R7, R8, R15 and R16 for themes: counted only among readable remarks, in bands, and never by few."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import closing
from datetime import date, timedelta

import pandas as pd
import pytest

from joy.access import NOBODY, NotAllowed, owner_of_machine
from joy.definitions import load_policy
from joy.erasing.requests import erase, find
from joy.intake.keep import link_salt
from joy.release.comments import readable
from joy.release.make import make_release
from joy.release.themes import theme_rows
from joy.store import Store, open_release_file
from joy.views.seen import Seen
from tests.small_world import lay_out


MONDAY = date(2024, 2, 5)
CLOSED = date(2024, 6, 24)
POLICY = load_policy()
WEEK = timedelta(days=7)


def add(store: Store, enrolment: str, number: int, theme: str | None, *, on: date = MONDAY, **more) -> None:
    """Add remarks of so many people to one prompt on one day, with words of their own, coded to a theme."""
    rows = [
        {
            "comment_id": f"{enrolment}-{on}-{theme}-{more}-{n}",
            "enrolment_id": enrolment,
            "on_date": pd.Timestamp(on),
            "prompt": "helps",
            "text": f"{enrolment} says {n} of {theme} on {on} {more or ''}".strip(),
            "theme": theme,
            "component": 4,
            "is_cleared": True,
        }
        | more
        for n in range(number)
    ]
    frame = pd.DataFrame(rows).astype({"is_cleared": "boolean", "component": "Int64"})
    with store.writing() as writer:
        writer.append("vault.comment", frame)


def told(store: Store) -> dict[tuple[str, str], tuple[str, int, int]]:
    """Band with its ends by group and theme, as an update made now would tell them."""
    rows = theme_rows(store, "p", readable(store, "p", CLOSED, POLICY).cohorts, POLICY).rows
    return {(r.group_id, r.theme): (r.n_band, r.n_low, r.n_high) for r in rows.itertuples()}


def publish(store: Store) -> str:
    return make_release(store, "p", reason="by_hand")


@pytest.fixture
def small(store: Store) -> Store:
    lay_out(store, {"a": [12, 12], "b": [12, 12], "c": [12]})
    return store


def test_themes_come_from_remarks_that_may_be_read(small: Store) -> None:
    """Nine people's remarks tell no theme however alike they are; ten people's do."""
    add(small, "a-1", 9, "thanks")
    assert told(small) == {}
    add(small, "a-2", 1, "thanks")
    assert told(small) == {("a", "thanks"): ("10–14", 10, 14), ("p", "thanks"): ("10–14", 10, 14)}


def test_a_theme_is_told_from_three_people(small: Store) -> None:
    """Two people's theme is not told beside a common one; three people's is, as three or four."""
    add(small, "a-1", 10, "thanks")
    add(small, "a-2", 2, "parking")
    assert ("a", "parking") not in told(small)
    add(small, "a-2", 1, "parking", component=8)
    assert told(small)["a", "parking"] == ("3–4", 3, 4)


def test_three_remarks_of_maybe_one_person_tell_no_theme(small: Store) -> None:
    """A theme that comes up once on each of five days may be one person's."""
    add(small, "a-1", 12, "thanks")
    for day in range(5):
        add(small, "a-2", 1, "parking", on=MONDAY + timedelta(days=day))
    assert ("a", "parking") not in told(small)


@pytest.mark.parametrize("lacking", [{"is_cleared": False}, {"is_cleared": None}, {"on_date": pd.Timestamp(CLOSED)}])
def test_uncleared_and_open_remarks_count_nowhere(small: Store, lacking: dict[str, object]) -> None:
    """Remarks that nobody cleared, or of an open week, neither count nor name a theme."""
    add(small, "a-1", 12, "thanks")
    add(small, "a-2", 8, "secret", **lacking)
    assert set(told(small)) == {("a", "thanks"), ("p", "thanks")}


def test_a_number_is_never_told_exactly(small: Store) -> None:
    """Whatever the number, at least two numbers fit what is told, and the true one is among them."""
    for number in (*range(3, 31), 44, 99, 100, 237):
        add(small, "a-1", number, f"theme {number}")
    bands = told(small)
    for number in (*range(3, 31), 44, 99, 100, 237):
        text, low, high = bands["a", f"theme {number}"]
        assert low < high
        assert low <= number <= high
        assert not text.isdigit()


def test_the_same_words_count_once(small: Store) -> None:
    """Words that were sent five times by one form count as one remark."""
    add(small, "a-1", 12, "thanks")
    add(small, "a-2", 5, "parking", text="No space again")
    assert ("a", "parking") not in told(small)


def test_the_programme_tells_nothing_that_cohorts_do_not(small: Store) -> None:
    """A hidden cohort's few are in no total: the programme's range is the sum of its cohorts' bands."""
    add(small, "a-1", 12, "thanks")
    add(small, "b-1", 17, "thanks")
    add(small, "c-1", 2, "thanks")
    bands = told(small)
    assert bands["p", "thanks"] == ("25–33", 25, 33)
    assert (bands["a", "thanks"][1] + bands["b", "thanks"][1], 14 + 19) == (25, 33)
    add(small, "b-2", 2, "parking")
    add(small, "a-2", 5, "parking")
    assert told(small)["p", "parking"] == told(small)["a", "parking"]


def test_few_new_remarks_of_a_theme_wait(small: Store) -> None:
    """Of ten new remarks two are on an old theme: its count stays until a third person writes of it."""
    add(small, "a-1", 14, "thanks")
    publish(small)
    add(small, "a-2", 2, "thanks", on=MONDAY + WEEK)
    add(small, "a-2", 10, "quiet", on=MONDAY + WEEK)
    assert told(small)["a", "thanks"] == ("10–14", 10, 14)
    publish(small)
    add(small, "a-1", 1, "thanks", on=MONDAY + WEEK)
    add(small, "a-1", 10, "quiet", on=MONDAY + 2 * WEEK)
    assert told(small)["a", "thanks"] == ("15–19", 15, 19)


def test_what_waited_stays_out_in_every_later_update(small: Store) -> None:
    """An update made twice of the same remarks tells the same bands, and nothing is published anew."""
    add(small, "a-1", 12, "thanks")
    first = publish(small)
    assert publish(small) == first
    before = told(small)
    add(small, "a-2", 9, "thanks", on=MONDAY + WEEK)  # nine people's words may not be read yet
    assert told(small) == before


def test_an_erased_remark_hides_the_themes_of_its_cohort(small: Store) -> None:
    """After an erasure a cohort's themes are gone until ten people have written anew; other cohorts keep theirs."""
    add(small, "a-1", 12, "thanks")
    add(small, "b-1", 12, "thanks")
    publish(small)
    link_salt(small.settings)  # as an import leaves one
    erase(small, find(small, "comment", f"a-1-{MONDAY}-thanks-{{}}-3"), by="tests")
    assert set(told(small)) == {("b", "thanks"), ("p", "thanks")}
    publish(small)
    add(small, "a-2", 9, "thanks", on=MONDAY + WEEK)
    assert ("a", "thanks") not in told(small)
    add(small, "a-2", 1, "quiet", on=MONDAY + WEEK)
    assert told(small)["a", "thanks"] == ("about 20", 20, 24)  # eleven that are left, and nine


def test_a_remark_that_is_no_longer_cleared_hides_them_too(small: Store) -> None:
    """When consent to share a remark is taken back, the themes of its cohort are hidden like after an erasure."""
    add(small, "a-1", 13, "thanks")
    publish(small)
    with small.cursor() as cursor:
        cursor.execute("UPDATE vault.comment SET is_cleared = false WHERE comment_id LIKE '%-3'")
    assert told(small) == {}


def test_a_component_is_told_only_where_all_agree(small: Store) -> None:
    """A theme whose remarks were coded to two components has none."""
    add(small, "a-1", 12, "thanks")
    add(small, "a-2", 10, "rota", component=3)
    add(small, "a-2", 2, "rota", component=5)
    rows = theme_rows(small, "p", readable(small, "p", CLOSED, POLICY).cohorts, POLICY).rows
    own = rows[rows["group_id"] == "a"].set_index("theme")["component"]
    assert own["thanks"] == 4
    assert own.isna()["rota"]


def test_themes_are_read_by_who_may_see_the_group(small: Store) -> None:
    """A published update hands a group's themes to whoever may see its totals, and to nobody else."""
    add(small, "a-1", 12, "thanks")
    with closing(open_release_file(small.settings, publish(small))) as release:
        leader = Seen(release, owner_of_machine("leader"))
        assert leader.ask("views/themes", group_kind="cohort", group_id="a")["theme"].tolist() == ["thanks"]
        other = Seen(release, owner_of_machine("team", programme_id="p", cohort_id="b", enrolment_id="b-1"))
        for who in (other, Seen(release, NOBODY)):
            with pytest.raises(NotAllowed):
                who.ask("views/themes", group_kind="cohort", group_id="a")


def test_the_samples_counts_are_those_of_a_slow_recount(sample_store: Store, programme: str) -> None:
    """Every told band of the sample holds the number of cleared remarks, counted again from its rows by hand."""
    with sample_store.cursor() as cursor:
        rows = cursor.execute(
            "SELECT split_part(enrolment_id, '-', 1), on_date, prompt, theme, text FROM vault.comment WHERE is_cleared"
        ).fetchall()
        found = cursor.execute(
            "SELECT group_id, prompt, theme, n_low, n_high FROM release.theme WHERE group_kind = 'cohort'"
        ).fetchall()
    texts: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    days: dict[tuple[str, str, str], Counter[date]] = defaultdict(Counter)
    for cohort, day, prompt, theme, text in rows:
        if theme:
            texts[cohort, prompt, theme].add(text)
            days[cohort, prompt, theme][day] += 1
    enough = {key for key, by_day in days.items() if max(by_day.values()) >= POLICY.comments.word_by}

    assert {(cohort, prompt, theme) for cohort, prompt, theme, _, _ in found} == enough
    assert all(low <= len(texts[cohort, prompt, theme]) <= high for cohort, prompt, theme, low, high in found)
    assert len(found) > 20
