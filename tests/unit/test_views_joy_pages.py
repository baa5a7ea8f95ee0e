"""What the pages on relationships and on wellbeing say, held against rows of the vault and of the sample's files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import get_args

import pytest
from published_tables import COHORTS
from sample_files import P6, read

from joy.access import NotAllowed
from joy.definitions import load_definitions
from joy.errors import NotFound
from joy.findings import WORDS, Verdict
from joy.release.over_teams import CORRELATION_FROM, WELLBEING
from joy.store import Reader, Store
from joy.views import team_picture, ties, voices, wellbeing
from joy.views.components import COMPONENTS
from joy.views.relationships import (
    BEING_ONESELF,
    BOTH,
    OTHERS,
    SAME,
    Relationships,
    relationships_of_cohort,
    relationships_of_programme,
)
from joy.views.voices import themes_of, voices_of_cohort, voices_of_programme
from joy.views.wellbeing import LED, MEASURES, WELL, Wellbeing, wellbeing_of_cohort, wellbeing_of_programme
from tests.small_world import add_responses, everybody, lay_out
from tests.whoever import EVERYTHING, team


HIDDEN, NOT_ASKED = WORDS[Verdict.HIDDEN].lower(), WORDS[Verdict.NOT_ASKED].lower()
MIN_ANSWERED = 4  # of six, data/instruments/p6_colleagues.toml
POINTS = 25  # of 100 per step of the answer
WHO5 = ("cheerful", "calm", "active", "rested", "interested")


@pytest.fixture(scope="module")
def people(sample_store: Store, release: Reader, programme: str) -> dict[str, Relationships]:
    found = {name: relationships_of_cohort(sample_store, release, EVERYTHING, name) for name in COHORTS}
    return found | {"": relationships_of_programme(sample_store, release, EVERYTHING, programme)}


@pytest.fixture(scope="module")
def joy(sample_store: Store, release: Reader, programme: str) -> dict[str, Wellbeing]:
    found = {name: wellbeing_of_cohort(sample_store, release, EVERYTHING, name) for name in COHORTS}
    return found | {"": wellbeing_of_programme(sample_store, release, EVERYTHING, programme)}


@pytest.fixture(scope="module")
def gaps(sample_store: Store) -> dict[str, list[float]]:
    """Each person's service users less colleagues by round, from the vault's rows one by one."""
    with sample_store.cursor() as cursor:
        rows = cursor.execute(
            "SELECT round_id, response_no, instrument, code FROM vault.answer JOIN vault.item USING (item_no) "
            "JOIN vault.survey_cell USING (cell_no) WHERE instrument IN ('p6_colleagues@1', 'p6_service_users@1')"
        ).fetchall()
    given: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for round_id, response, instrument, code in rows:
        if 0 <= code <= 4:
            given[round_id, response, instrument].append(code)
    scores = {key: sum(codes) / len(codes) * POINTS for key, codes in given.items() if len(codes) >= MIN_ANSWERED}
    found: dict[str, list[float]] = defaultdict(list)
    for (round_id, response, instrument), score in scores.items():
        other = scores.get((round_id, response, "p6_service_users@1"))
        if instrument == "p6_colleagues@1" and other is not None:
            found[round_id].append(other - score)
    return found


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_the_gap_of_every_round_is_that_of_its_people(
    people: dict[str, Relationships], gaps: dict[str, list[float]], cohort_id: str
) -> None:
    """Each shown gap is the mean difference within people of that round, to the step it is published in."""
    record = people[cohort_id].gap
    assert record is not None
    shown = record.rows[record.rows["value"].notna()]
    for row in shown.itertuples():
        own = gaps[row.key]
        assert row.value == pytest.approx(sum(own) / len(own), abs=1 + 1e-9 if len(own) >= 20 else 5 + 1e-9)
    assert set(record.rows["key"]) == set(gaps) & {key for key in gaps if key.startswith(cohort_id)}


def test_some_gaps_are_shown_and_some_are_not(people: dict[str, Relationships]) -> None:
    """In cohort 4 no gap may be shown and one line says so; in cohort 3 all three are there with their interval."""
    hidden, full = people["c4"].gap, people["c3"].gap
    assert hidden is not None
    assert full is not None
    assert hidden.title == f"Difference between the two relationships: {HIDDEN}"
    assert hidden.rows["value"].isna().all()
    assert full.rows[["value", "low", "high"]].notna().all(axis=None)
    assert (full.rows["low"] <= full.rows["value"]).all()


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_the_two_views_of_one_relationship_are_released_figures(
    people: dict[str, Relationships], release: Reader, cohort_id: str
) -> None:
    """Staff's and service users' latest values are those published, each by itself and never averaged."""
    figures = release.ask("views/figures", group_kind="cohort", group_id=cohort_id)
    rows = people[cohort_id].sides[0].rows
    assert rows["label"].tolist() == ["As staff see it", "As service users see it"]
    for indicator, after in zip(rows["key"], rows["after"], strict=True):
        own = figures[(figures["indicator_id"] == indicator) & (figures["period_kind"] == "round")]
        assert after == own.sort_values("period_start")["value"].iloc[-1]
    title = people[cohort_id].sides[0].title
    assert all(f"{value:.0f}" in title for value in rows["after"])


def test_ties_are_the_published_correlations(people: dict[str, Relationships], release: Reader, programme: str) -> None:
    """Every tie is a published correlation over teams with its interval, and the caution stands beside it."""
    findings = release.ask("views/findings", group_kind="programme", group_id=programme)
    published = findings[findings["kind"] == "correlation"].set_index("indicator_id")
    rows = people["c1"].ties.rows.set_index("key")
    assert len(rows) == len(published) > 1
    assert rows["value"].to_dict() == published["value"].to_dict()
    assert "no tie that we can tell from chance" in people["c1"].ties.title
    assert "not what leads to what" in " ".join(people["c1"].ties.why)
    assert (published["n_band"].str.split().str[0].astype(int) >= ties.FEWEST_TEAMS).all()


def test_constants_agree_with_the_release() -> None:
    """What the page says of the fewest teams is what the release keeps to, and every measure it names is defined."""
    known = load_definitions().indicators
    named = {*BOTH, *OTHERS, *BEING_ONESELF, *WELL, *LED, *(name for pair in SAME for name in pair)}
    named |= {name for names in MEASURES.values() for name in names}
    assert named <= set(known)
    assert (ties.FEWEST_TEAMS, ties.WELLBEING) == (CORRELATION_FROM, WELLBEING)
    assert list(COMPONENTS) == list(range(1, 10))
    assert not {name for name in WELL if known[name].role == "balancing"}
    assert set(get_args(voices.Kind)) == {"programme", "cohort"}


@pytest.mark.parametrize("whose", ["", *COHORTS])
def test_headlines_say_only_what_the_changes_say(joy: dict[str, Wellbeing], whose: str) -> None:
    """A measure is said to be higher exactly where its change leaves zero out; else chance or too few stand there."""
    rows = [row for record in joy[whose].changes for row in record.rows.itertuples()]
    moved = [row for row in rows if row.verdict in {"improved", "worsened", "changed"}]
    title = joy[whose].headline.title
    assert (" higher" in title or " lower" in title) == bool(moved)
    if not moved:
        assert "chance" in title or "too few" in title


def test_what_was_never_asked_is_named(joy: dict[str, Wellbeing], people: dict[str, Relationships]) -> None:
    """Engagement, leadership and authenticity were never asked in the sample: the pages say so and draw nothing."""
    assert joy["c3"].not_asked == "Not asked here: engagement."
    assert joy["c3"].led == ()
    assert joy["c3"].led_not_asked.startswith("Not asked here: recognition")
    assert "authenticity" in people["c3"].not_asked
    assert people["c3"].oneself == ()


@pytest.mark.parametrize("cohort_id", ["c3", "c6"])
def test_components_count_the_ideas_of_the_files(joy: dict[str, Wellbeing], cohort_id: str) -> None:
    """Of each component as many ideas were raised, tested and kept as the sample's files have."""
    ideas, tests = read("change_idea"), read("pdsa_test")
    own = ideas[ideas.enrolment_id.str.startswith(cohort_id)]
    for card in joy[cohort_id].components.cards:
        mine = set(own[own.component == str(card.number)].idea_id)
        tested = set(tests[tests.idea_id.isin(mine)].idea_id)
        kept = set(tests[tests.idea_id.isin(mine) & tests.decision.isin(["adopt", "expand"])].idea_id)
        word = "idea" if len(mine) == 1 else "ideas"
        assert card.tried == (
            f"{len(mine)} {word}, {len(tested)} tested, {len(kept)} kept" if mine else "No idea tagged so"
        )


def test_themes_name_the_most_frequent_only_where_bands_tell(release: Reader) -> None:
    """A theme is called most frequent unless another one's band reaches as high as its fewest."""
    found = release.ask("views/themes", group_kind="cohort", group_id="c3")
    record = themes_of(found, "helps")
    top = record.rows.iloc[0]
    assert (record.rows["high"].iloc[1:] < top["low"]).all()
    assert record.title == f"What helps, most often: {top['label'].lower()}"
    assert record.rows["high"].is_monotonic_decreasing
    many = themes_of(found.assign(n_low=5, n_high=9), "helps")
    assert many.title == f"What helps: {len(many.rows)} themes come up about as often as each other"


def test_a_cohort_without_remarks_says_one_line(joy: dict[str, Wellbeing]) -> None:
    """Cohort 1 was never asked for remarks; its line is that of every group whose remarks may not be read."""
    assert joy["c1"].helps.title == f"What helps: {HIDDEN}"
    assert joy["c1"].helps.verdict is Verdict.HIDDEN


def test_remarks_are_read_by_group(sample_store: Store, release: Reader, programme: str) -> None:
    """A cohort's remarks are among the cleared ones of its file; somebody of another cohort does not read them."""
    found = voices_of_cohort(sample_store, release, EVERYTHING, "c6")
    comments = read("comment")
    cleared = comments[(comments.is_cleared == "true") & comments.enrolment_id.str.startswith("c6")]
    assert {one.text for one in found.remarks} == set(cleared.text)
    assert voices_of_programme(sample_store, release, EVERYTHING, programme).remarks
    with pytest.raises(NotAllowed):
        voices_of_cohort(sample_store, release, team("c5-01", "c5", programme), "c6")


@pytest.mark.parametrize("view", [relationships_of_cohort, wellbeing_of_cohort])
def test_a_team_reads_its_own_cohort_and_no_other(
    sample_store: Store, release: Reader, programme: str, view: Callable[..., Relationships | Wellbeing]
) -> None:
    """A team member reads the totals of its cohort; another cohort is refused, and an unknown one is not found."""
    member = team("c5-01", "c5", programme)
    assert view(sample_store, release, member, "c5").headline.title
    with pytest.raises(NotAllowed):
        view(sample_store, release, member, "c6")
    with pytest.raises(NotFound, match="no such cohort"):
        view(sample_store, release, EVERYTHING, "c99")


def test_a_team_reads_the_programmes_total_with_its_own_cohorts_line(
    sample_store: Store, release: Reader, programme: str
) -> None:
    """Over the learning sets a team member sees the line of its own cohort only; the totals are those of all."""
    member = team("c3-01", "c3", programme)
    mine = relationships_of_programme(sample_store, release, member, programme)
    assert {cohort for record in mine.lines for cohort in record.lines["cohort"]} == {"Cohort 3"}
    assert mine.headline == relationships_of_programme(sample_store, release, EVERYTHING, programme).headline


def test_a_programme_without_surveys_reads_well(store: Store, publish: Callable[[], Reader]) -> None:
    """Where nobody was asked anything every line says so, and nothing is drawn or raised."""
    lay_out(store, {"a": [8, 8]})
    release = publish()
    shown = relationships_of_cohort(store, release, EVERYTHING, "a")
    assert shown.headline.title == f"Relationships: {NOT_ASKED}, with colleagues or with service users"
    assert (shown.gap, shown.sides, shown.lines) == (None, (), ())
    assert shown.mirror.verdict is Verdict.NOT_ASKED
    assert shown.ties.title.endswith(NOT_ASKED)
    joy = wellbeing_of_programme(store, release, EVERYTHING, "p")
    assert joy.headline.title == f"Wellbeing: {NOT_ASKED} here"
    assert joy.components.title == "Teams tried something in 0 of the nine components of joy in work"


def test_a_side_that_was_never_asked_is_not_called_hidden(store: Store, publish: Callable[[], Reader]) -> None:
    """Colleagues asked and service users never: the mirror and the sentence say “not asked”, not “not shown”."""
    lay_out(store, {"a": [12, 12, 12]})
    add_responses(
        store,
        [(f"a-{t}", f"a-r{r}", None, everybody("p6_colleagues@1", P6, (t + n) % 5))
         for r in (1, 2) for t in (1, 2, 3) for n in range(10)],
    )  # fmt: skip
    release = publish()
    shown = relationships_of_cohort(store, release, EVERYTHING, "a")
    own = team_picture(store, release, EVERYTHING, "a-1").relationships
    assert own.title == f"Relationships, side by side: {NOT_ASKED} with service users"
    assert own.rows["label"].tolist() == ["Relationships with colleagues"]
    assert shown.mirror.title == f"Relationships, side by side: {NOT_ASKED} with service users"
    assert shown.headline.title.endswith(f"with service users {NOT_ASKED}")
    assert HIDDEN not in f"{shown.mirror.title} {shown.headline.title}"
    assert shown.gap is None
    assert "relationships with service users" in shown.not_asked


def test_ties_are_hidden_where_teams_are_few(store: Store, publish: Callable[[], Reader]) -> None:
    """Of nine teams no correlation is told; the line gives no reason that tells how many there are."""
    lay_out(store, {"a": [12] * 9})
    add_responses(
        store,
        [(f"a-{t}", f"a-r{r}", None,
          everybody("p6_colleagues@1", P6, (t + n) % 5) | everybody("who5@1998", WHO5, (t * n) % 6))
         for r in (1, 2) for t in range(1, 10) for n in range(10)],
    )  # fmt: skip
    tie = relationships_of_programme(store, publish(), EVERYTHING, "p").ties
    assert tie.rows.empty
    assert tie.title == f"Relationships and wellbeing, team by team: {HIDDEN}"


def test_nothing_here_claims_a_cause(joy: dict[str, Wellbeing], people: dict[str, Relationships]) -> None:
    """No sentence of either page says what led to what."""
    said = [one.headline.title for one in (*joy.values(), *people.values())]
    said += [record.title for one in joy.values() for record in (one.helps, one.in_the_way, one.components)]
    said += [one.ties.title for one in people.values()]
    assert wellbeing.USUAL
    assert not [line for line in said if any(word in line.lower() for word in (" because", " led to", " thanks to"))]
