"""The pictures beyond the run chart hold what was published, recounted from the sample's files, and speak plainly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import combinations
from math import comb, sqrt
from statistics import median

import pandas as pd
import pytest
from sample_files import read, staff, table_under
from scipy.stats import norm

from joy.definitions import load_definitions
from joy.findings import Control, Distribution, Finding, Funnel, Likeness, Mirror, Multiples, Replies, Scrutiny, Verdict
from joy.settings import ROOT
from joy.store import Reader, Store, open_release_file
from joy.views import (
    NONE_FOR_TEAMS,
    CohortCloser,
    CohortImpact,
    TeamPicture,
    by_verdict,
    cohort_closer,
    cohort_impact,
    latest_release,
    team_limits,
    team_picture,
)
from joy.views.distributions import FROM
from joy.views.power import BLUR


COHORTS = ("c1", "c2", "c3", "c4", "c5", "c6")
DEFINITIONS = load_definitions()
BLOCKS = {"p6_colleagues@1": "colleagues_", "p6_service_users@1": "service_users_", "who5@1998": "who5_"}
CAUSES = re.compile(r"\b(because|caused?|thanks to|due to|led to|worked|helped|effect of)\b", re.IGNORECASE)
NOTHING = re.compile(r"\b(nan|None|NaN|NaT|inf)\b")
ONE_OF_MANY = re.compile(
    r"(?<![\d.,–-])\b1 (weeks|fortnights|points|times|answers|teams|questions|rows|tests|people)\b|\bthere are 1\b"
)
LIMITED = {"p chart", "p′ chart", "XmR chart", "I′ chart"}


@pytest.fixture(scope="module")
def release(sample_store: Store, programme: str) -> Iterator[Reader]:
    opened = open_release_file(sample_store.settings, str(latest_release(sample_store, programme)))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def impacts(sample_store: Store, release: Reader) -> dict[str, CohortImpact]:
    return {name: cohort_impact(sample_store, release, name) for name in COHORTS}


@pytest.fixture(scope="module")
def closers(sample_store: Store, release: Reader) -> dict[str, CohortCloser]:
    return {name: cohort_closer(sample_store, release, name) for name in COHORTS}


@pytest.fixture(scope="module")
def pictures(sample_store: Store, release: Reader) -> dict[str, TeamPicture]:
    return {key: team_picture(sample_store, release, key) for key in sorted(read("enrolment")["enrolment_id"])}


@pytest.fixture(scope="module")
def limits(sample_store: Store, release: Reader, pictures: dict[str, TeamPicture]) -> dict[str, Control]:
    return {key: team_limits(sample_store, release, key) for key in pictures}


def tables_of(release: Reader, cohort_id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What was published of one cohort: figures and findings."""
    about = {"group_kind": "cohort", "group_id": cohort_id}
    return release.ask("views/figures", **about), release.ask("views/findings", **about)


# The mirror


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_the_mirror_shows_the_released_gaps(impacts: dict[str, CohortImpact], release: Reader, cohort_id: str) -> None:
    """Each row of the mirror is the published difference of the latest round, with its interval and conclusion."""
    _, findings = tables_of(release, cohort_id)
    gaps = findings[
        (findings["indicator_id"] == "relationships_gap") & findings["kind"].isin(["item_gap", "scale_gap"])
    ]
    latest = gaps[(gaps["kind"] == "scale_gap")]["from_period"].max()  # rounds are called c1-r1, c1-r2, ...
    published = gaps[gaps["from_period"] == latest].set_index("part").replace({"conclusion": {"": "unclear"}})
    if impacts[cohort_id].mirror is None:  # too few answered both, or only few answered one of them
        assert published.empty
        return
    rows = impacts[cohort_id].mirror.rows.set_index("key")

    assert set(published.index) == set(rows.index[rows["gap"].notna()])
    for shown, stored in (("gap", "value"), ("gap_low", "low"), ("gap_high", "high"), ("likeness", "conclusion")):
        assert rows.loc[published.index, shown].tolist() == pytest.approx(published[stored].tolist(), nan_ok=True)
    assert all(band in rows.loc[part, "n"] for part, band in published["n_band"].items())


@pytest.mark.parametrize("cohort_id", ["c2", "c3", "c6"])
def test_the_mirror_levels_are_those_of_the_files(impacts: dict[str, CohortImpact], cohort_id: str) -> None:
    """The level of each question is the mean of those who answered every question about both, to the published step."""
    answers = staff()[lambda a: a["round"].str.startswith(cohort_id)]
    last = sorted(answers["round"].unique())[-1]
    rows = impacts[cohort_id].mirror.rows.set_index("key").drop(index="")
    both = answers.loc[
        answers["round"] == last, [side + key for side in ("colleagues_", "service_users_") for key in rows.index]
    ]
    points = {
        option.label: option.code * 25 for option in DEFINITIONS.instruments["p6_colleagues@1"].options_of("seen")
    }
    whole = both[both.isin(list(points)).all(axis=1)]
    for column, prefix in (("colleagues_after", "colleagues_"), ("users_after", "service_users_")):
        means = [whole[prefix + key].map(points).astype(float).mean() for key in rows.index]

        assert rows[column].tolist() == pytest.approx(means, abs=0.5 + 1e-9)  # 20 people or more: a hundredth of 0-100
    gap = [
        (
            whole["service_users_" + key].map(points).astype(float)
            - whole["colleagues_" + key].map(points).astype(float)
        ).mean()
        for key in rows.index
    ]
    assert rows["gap"].tolist() == pytest.approx(gap, abs=0.5 + 1e-9)


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_the_mirror_is_read_as_drawn(impacts: dict[str, CohortImpact], cohort_id: str) -> None:
    """Title and reasons say of the mirror what its rows hold: which side is higher, how many differ, every level."""
    mirror = impacts[cohort_id].mirror
    if mirror is None:
        assert cohort_id in {"c1", "c4", "c5"}  # the small ones
        return
    whole, items = mirror.rows.iloc[-1], mirror.rows.iloc[:-1]
    said = {
        Likeness.SIMILAR: "are alike",
        Likeness.DIFFERENT: "higher with service users" if whole["gap"] > 0 else "higher with colleagues",
        Likeness.UNCLEAR: "too few answers to say",
        Likeness.HIDDEN: "cannot be compared",
    }[Likeness(whole["likeness"])]
    counts = items.loc[items["likeness"] != "hidden", "likeness"].value_counts()

    assert said in mirror.title
    assert bool(whole["is_scale"])
    assert not items["is_scale"].any()
    for name, count in counts.items():
        word = {"similar": "alike", "different": "differ", "unclear": "cannot be told"}[str(name)]
        assert re.search(rf"\b{count} (is |are )?{word}", " ".join(mirror.why)), mirror.why
    levels = mirror.rows[["colleagues_before", "colleagues_after", "users_before", "users_after"]]
    assert levels.min().min() >= mirror.minimum
    assert levels.max().max() <= mirror.maximum


def test_testing_many_questions_is_told_with_its_chance(impacts: dict[str, CohortImpact]) -> None:
    """That some of six tests differ by chance alone is told as 1 − 0.95⁶ allows: about one time in four."""
    told = [line for line in impacts["c3"].mirror.why if "by chance alone" in line]

    assert round(1 / (1 - 0.95**6)) == 4
    assert told == ["6 questions are tested: at most about 1 chart in 4 shows a difference by chance alone."]


# How the answers spread


def counted(round_id: str, instrument: str, item: str) -> dict[str, int]:
    """How many people of the sample's files gave each answer; “Not applicable” is none."""
    answers = staff()
    labels = [option.label for option in DEFINITIONS.instruments[instrument].options_of(item)]
    given = answers.loc[answers["round"] == round_id, BLOCKS[instrument] + item].value_counts()
    return {label: int(given.get(label, 0)) for label in labels}


def recountable(records: tuple[Distribution, ...]) -> Iterator[tuple[Distribution, str, str]]:
    """Each distribution of a questionnaire in the files of staff, with its instrument and question."""
    for record in records:
        for ref in BLOCKS:
            instrument = DEFINITIONS.instruments[ref]
            yield from (
                (record, ref, i.key) for i in instrument.items if record.question == f"{i.label} ({instrument.name})"
            )


@pytest.mark.parametrize("cohort_id", ["c1", "c2", "c3", "c4", "c6"])
def test_distributions_are_those_of_the_files(
    closers: dict[str, CohortCloser], release: Reader, cohort_id: str
) -> None:
    """Every share of a distribution is that of the people in the sample's files who gave the answers joined in it."""
    published = release.ask("views/options", group_id=cohort_id)
    checked = 0
    for record, ref, key in recountable(closers[cohort_id].answers):
        own = published[(published["instrument"] == ref) & (published["item_key"] == key)]
        rounds = sorted(own["period_id"].unique())
        ends = {"Latest survey": rounds[-1], **({"First survey": rounds[0]} if len(rounds) > 1 else {})}
        assert set(record.rows["bar"]) == set(ends)
        for bar, rows in record.rows.groupby("bar"):
            chosen = counted(ends[bar], ref, key)
            joined = [sum(chosen[part] for part in option.split(" / ")) for option in rows["option"]]

            assert sum(joined) >= FROM
            assert rows["share"].tolist() == pytest.approx([n / sum(joined) for n in joined], abs=0.005 + 1e-9)
            assert min(joined) >= 5
            checked += 1
    assert checked >= 6


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_bars_stand_in_the_order_of_the_answers(closers: dict[str, CohortCloser], cohort_id: str) -> None:
    """Each bar holds every answer once, in the questionnaire's order, and sums to everybody."""
    for record in closers[cohort_id].answers:
        name, instrument = next(
            (i.label, q)
            for q in DEFINITIONS.instruments.values()
            for i in q.items
            if record.question == f"{i.label} ({q.name})"
        )
        item = next(i for i in instrument.items if i.label == name)
        labels = [option.label for option in instrument.options_of(item.key)]
        for _, rows in record.rows.groupby("bar"):
            assert [part for option in rows["option"] for part in option.split(" / ")] == labels
            assert rows["share"].sum() == pytest.approx(1, abs=0.03)  # each share is a whole per cent


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_no_bar_says_more_people_than_its_own_figure(
    closers: dict[str, CohortCloser], release: Reader, cohort_id: str
) -> None:
    """How many people a bar rests on is the number published for that question, not for another one beside it."""
    figures, _ = tables_of(release, cohort_id)
    single = [i for i in DEFINITIONS.indicators.values() if i.measured.kind == "item" and i.measured.item]
    checked = 0
    for indicator in single:
        own = figures[(figures["indicator_id"] == indicator.id) & (figures["state"] == "shown")]
        for ref, rows in own.groupby("instrument"):
            instrument = DEFINITIONS.instruments[str(ref)]
            question = f"{instrument.item(indicator.measured.item).label} ({instrument.name})"
            bands = set(rows["n_band"])
            for record in (one for one in closers[cohort_id].answers if one.question == question):
                latest = rows.sort_values("period_start")["n_band"].iloc[-1]
                shown = record.rows.groupby("bar")["n"].first()

                assert {text.removesuffix(" people") for text in shown} <= bands
                assert shown["Latest survey"] == f"{latest} people", question
                checked += 1
    assert checked or cohort_id == "c5"


def test_the_good_side_is_that_of_the_measure(closers: dict[str, CohortCloser]) -> None:
    """What counts as good is on the good side: no support too many, and a hard day is not a bad one to have named."""
    sides = {
        record.question: {
            part: side
            for option, side in zip(record.rows["option"], record.rows["side"], strict=True)
            for part in option.split(" / ")
        }
        for name in ("c3", "c4", "c6")
        for record in closers[name].answers
    }
    seen = next(
        options for question, options in sides.items() if question.startswith("Seen as a person (Six questions on")
    )
    support = next((options for question, options in sides.items() if question.startswith("Too much support")), None)

    assert seen["Almost always"] == "positive"
    assert seen["Rarely"] == "negative"
    assert support in (None, {"No": "positive", "Yes": "negative"})  # None where too few said yes to show the spread


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_a_distribution_claims_what_a_plain_test_allows(closers: dict[str, CohortCloser], cohort_id: str) -> None:
    """“More than chance explains” is said of shares whose Newcombe interval, written out anew, leaves out zero."""
    for record in closers[cohort_id].answers:
        if "at first" not in record.title:
            continue
        good = record.rows[record.rows["side"] == "positive"]
        shares = good.groupby("bar")["share"].sum()
        many = record.rows.groupby("bar")["n"].first().str.extract(r"(\d+)")[0].astype(int)
        first, latest = ((float(shares[bar]), int(many[bar])) for bar in ("First survey", "Latest survey"))
        # The band “about 65” stands for 63 to 67, and the view takes its lowest number.
        plain = {beyond_zero((first[0], first[1] - n), (latest[0], latest[1] - m)) for n in (0, 2) for m in (0, 2)}

        assert f"{latest[0]:.0%} on the good side, {first[0]:.0%} at first" in record.title
        assert ("more than chance explains" in record.title) in plain
        assert ("which chance alone could do" in record.title) != ("more than chance explains" in record.title)


def beyond_zero(before: tuple[float, int], after: tuple[float, int]) -> bool:
    """Newcombe 1998, method 10: whether the interval of the difference of two shares leaves out zero."""
    p0, p1 = before[0], after[0]
    (l0, u0), (l1, u1) = (score(share, n) for share, n in (before, after))
    low = p1 - p0 - sqrt((p1 - l1) ** 2 + (u0 - p0) ** 2)
    high = p1 - p0 + sqrt((u1 - p1) ** 2 + (p0 - l0) ** 2)
    return low > 0 or high < 0


def score(share: float, n: float) -> tuple[float, float]:
    """Wilson's interval of one share."""
    z = norm.ppf(0.975)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    return max(middle - half, 0), min(middle + half, 1)


def test_a_team_has_no_distribution(closers: dict[str, CohortCloser], release: Reader) -> None:
    """Answers are never spread out for a team, and the page says from how many people they are."""
    assert release.ask("views/options", group_id="c3-05").empty
    assert str(FROM) in NONE_FOR_TEAMS


def test_numbers_of_the_policy_are_the_policys() -> None:
    """Where a view names a number of the disclosure policy it is the policy's own."""
    tiers = tomllib.loads((ROOT / "data/policy.toml").read_text(encoding="utf-8"))["tiers"]
    least = [tier["at_least"] for tier in tiers if tier.get("show_distribution")]

    assert min(least) == FROM
    for answers in range(tiers[0]["at_least"], 60):
        step = [tier["share_step"] for tier in tiers if tier["at_least"] <= answers][-1]
        assert next(ours for n, ours in BLUR if answers >= n) == step


# All teams against chance


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_the_funnel_shows_the_released_shares(
    closers: dict[str, CohortCloser], release: Reader, cohort_id: str
) -> None:
    """Each team shown stands at its published share of the latest survey, and at the lowest number its band allows."""
    record = closers[cohort_id].teams
    figures = release.ask("views/figures", group_kind="team", group_id=None)
    own = figures[figures["group_id"].str.startswith(f"{cohort_id}-") & (figures["indicator_id"] == "look_forward")]
    shown = own[(own["state"] == "shown") & (own["period_kind"] == "round")]
    latest = shown[shown["period_id"] == shown["period_id"].max()].set_index("group_id")
    if len(latest) < 5:
        assert record is None
        return
    points = record.points.set_index("key")

    assert set(points.index) == set(latest.index)
    assert points["value"].tolist() == pytest.approx(latest.loc[points.index, "value"].tolist())
    assert points["n"].tolist() == [float(n) for n in latest.loc[points.index, "n_low"]]
    assert record.centre == pytest.approx((latest["value"] * latest["n_low"]).sum() / latest["n_low"].sum())
    assert points["n"].is_monotonic_increasing


def test_funnel_limits_and_flags_are_those_of_summed_tails(closers: dict[str, CohortCloser]) -> None:
    """A team outside the outer lines is rarer than 1 in 500 on its side by summed binomial terms, and no other team."""
    for record in filter(None, (closer.teams for closer in closers.values())):
        for point in record.points.itertuples():
            n, good = int(point.n), point.value * point.n
            up = sum(term(n, k, record.centre) for k in range(n + 1) if k >= good - 1e-9)
            down = sum(term(n, k, record.centre) for k in range(n + 1) if k <= good + 1e-9)

            assert point.flag != "above" or up <= 0.002
            assert point.flag != "below" or down <= 0.002
            assert point.flag or min(up, down) > 0.0005
        beyond = record.points["flag"] != ""
        assert ("differ" in record.title and "no team" not in record.title) == beyond.any()
        assert record.limits["low998"].le(record.limits["low95"]).all()
        assert record.limits["high998"].ge(record.limits["high95"]).all()


def term(n: int, k: int, share: float) -> float:
    return comb(n, k) * share**k * (1 - share) ** (n - k)


def test_the_smallest_difference_that_is_told_could_be_flagged(closers: dict[str, CohortCloser]) -> None:
    """A funnel names the smallest difference its largest team could show, or says that none could be shown."""
    for record in filter(None, (closer.teams for closer in closers.values())):
        n = int(record.points["n"].max())
        rare = [
            abs(k / n - record.centre)
            for k in range(n + 1)
            if min(sum(term(n, j, record.centre) for j in part) for part in (range(k + 1), range(k, n + 1))) <= 0.001
        ]
        told = [re.search(r"differences of (\d+) points? or more", line) for line in record.why]
        named = [int(found[1]) for found in told if found]

        assert named == ([round(100 * min(rare))] if rare else [])


# How sure


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_scrutiny_shows_only_what_was_published(
    closers: dict[str, CohortCloser], release: Reader, cohort_id: str
) -> None:
    """Every number in the table is a number of a published finding of that measure; nothing hidden appears."""
    _, findings = tables_of(release, cohort_id)
    rows = closers[cohort_id].how_sure.rows
    names = {indicator.name: indicator for indicator in DEFINITIONS.indicators.values()}

    assert len(rows) >= 3
    assert not rows.duplicated(["about", "what"]).any()
    for row in rows.itertuples():
        indicator = names[row.about]
        own = findings[findings["indicator_id"] == indicator.id]
        published = own[["value", "low", "high"]].to_numpy(dtype=float)
        for text in re.findall(r"[−+]?\d+(?:\.\d+)?", row.result.split(";")[0]):
            number = float(text.replace("−", "-"))
            near = abs(published - number) <= 0.5 + 1e-9
            as_share = abs(published * 100 - number) <= 0.5 + 1e-9
            assert near.any() or as_share.any(), (row.about, row.what, row.result)


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_what_a_result_means_agrees_with_it(closers: dict[str, CohortCloser], release: Reader, cohort_id: str) -> None:
    """What a row is said to mean follows from its own numbers: Nunnally's bounds, and whether zero lies inside."""
    rows, checked = closers[cohort_id].how_sure.rows, 0
    for row in rows.itertuples():
        numbers = [
            float(text.replace("−", "-")) for text in re.findall(r"[−+]?\d+(?:\.\d+)?", row.result.split(";")[0])
        ]
        if "alpha" in row.what or "omega" in row.what:
            expected = "well" if numbers[0] >= 0.8 else "well enough for groups" if numbers[0] >= 0.7 else "poorly"
            assert row.means.startswith(f"The questions hang together {expected}"), row
        elif row.what.startswith("First against latest") and len(numbers) == 3:
            if 0 not in numbers[1:]:  # a bound that was rounded to zero does not tell its side
                inside = numbers[1] < 0 < numbers[2]
                assert row.means == ("Chance alone could do this" if inside else "More than chance explains"), row
        elif row.what.startswith("First against latest"):
            assert row.means == "Too few answers for an interval", row
        else:
            continue
        checked += 1
    assert checked >= 3


# How many answered, and limits


def test_replies_are_the_lowest_of_their_bands(pictures: dict[str, TeamPicture], release: Reader) -> None:
    """Each number of answers is the lowest that its published band allows, and stands at its own week."""
    figures = release.ask("views/figures", group_kind="team", group_id=None)
    own = figures[(figures["indicator_id"] == "good_days") & (figures["state"] == "shown")]
    people = read("team_size").set_index("team_id")["headcount"].astype(int)
    team = read("enrolment").set_index("enrolment_id")["team_id"]
    drawn = {key: picture.replies for key, picture in pictures.items() if picture.replies is not None}
    for key, record in drawn.items():
        weeks = own[(own["group_id"] == key) & (own["period_kind"] == record.step)].set_index("period_start")
        answers = record.rows.set_index("start")["answers"].dropna()

        assert answers.to_dict() == weeks.loc[answers.index, "n_low"].astype(float).to_dict()
        assert set(answers.index) == set(weeks.index)
        days = {"week": 5, "fortnight": 10}[record.step]
        assert record.possible in {days * size for size in people[[team[key]]]}
        usual = int(re.search(r"Usually (\d+) answers", record.title)[1])
        assert usual == pytest.approx(median(answers), abs=0.5)
        if "%" in record.title:
            assert f"{usual / record.possible:.0%} of what there could be" in record.title
    assert len(drawn) > 70


def test_hidden_teams_have_no_picture(pictures: dict[str, TeamPicture], limits: dict[str, Control]) -> None:
    """A team that is hidden has no replies, no power, no chart with limits, and no number that is its own."""
    hidden = [key for key, picture in pictures.items() if picture.run.verdict is Verdict.HIDDEN]

    assert hidden
    for key in hidden:
        assert pictures[key].replies is None
        assert pictures[key].outlook == ""
        assert limits[key].points.empty
        assert limits[key].chart == ""
    assert len({(limits[key].title, limits[key].why) for key in hidden}) == 1


def test_charts_with_limits_hold_the_published_points(
    limits: dict[str, Control], closers: dict[str, CohortCloser], release: Reader
) -> None:
    """Every value with limits is a published share, or that of joined weeks by their answers, and limits are drawn."""
    figures = release.ask("views/figures", group_kind="team", group_id=None)
    own = figures[(figures["indicator_id"] == "good_days") & (figures["state"] == "shown")]
    records = {key: record for key, record in limits.items() if not record.points.empty}
    for key, record in records.items():
        weeks = own[(own["group_id"] == key) & (own["period_kind"] == record.step)].set_index("period_start")
        points = record.points.set_index("start")
        if record.points["label"].str.match(r"\d ").any():
            pool = int(record.points["label"].iloc[0][0])
            span = pd.Timedelta(days=(7 if record.step == "week" else 14) * pool)
            blocks = [weeks[(weeks.index >= start) & (weeks.index < start + span)] for start in points.index]
            sums = [((b["value"] * b["n_low"]).sum(), b["n_low"].sum()) for b in blocks]
            wanted = [good / n if n else float("nan") for good, n in sums]
        else:
            wanted = weeks["value"].reindex(points.index).tolist()
        assert points["value"].tolist() == pytest.approx([float(w) for w in wanted], nan_ok=True)
        assert record.chart in LIMITED
        assert record.points["upper"].notna().any(), f"{key} is drawn as a {record.chart} without limits"
    assert len(records) > 20
    assert all(closer.limits.verdict is not None for closer in closers.values())


def test_the_chart_with_limits_keeps_the_verdict(
    limits: dict[str, Control], closers: dict[str, CohortCloser], pictures: dict[str, TeamPicture]
) -> None:
    """A chart with limits has the verdict of the run chart of the same points."""
    for key, record in limits.items():
        if not record.points.empty:
            assert record.verdict is pictures[key].run.verdict, key


def test_a_cohort_has_one_verdict(impacts: dict[str, CohortImpact], closers: dict[str, CohortCloser]) -> None:
    """Where the total moved and the teams do not share it, the chart with limits claims no change either."""
    for name in COHORTS:
        assert closers[name].limits.points.empty or closers[name].limits.verdict is impacts[name].run.verdict, name


# The wall


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_grouping_by_verdict_changes_no_panel(impacts: dict[str, CohortImpact], cohort_id: str) -> None:
    """What changed comes first, the same panels are all there, and within one verdict teams stand as they enrolled."""
    wall = impacts[cohort_id].teams
    grouped = by_verdict(wall)
    verdicts = [panel.verdict for panel in grouped.panels]
    joined = [panel.key for panel in wall.panels]
    changed = {Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED}

    assert sorted(panel.key for panel in grouped.panels) == sorted(joined)
    assert joined == sorted(joined)  # enrolments of the sample are numbered as they joined
    assert [verdict in changed for verdict in verdicts] == sorted((v in changed for v in verdicts), reverse=True)
    for one, other in combinations(range(len(verdicts)), 2):
        if verdicts[one] is verdicts[other]:
            assert all(verdict is verdicts[one] for verdict in verdicts[one:other])
            assert joined.index(grouped.panels[one].key) < joined.index(grouped.panels[other].key)
    assert (grouped.title, grouped.why) == (wall.title, wall.why)


# Every record


@pytest.fixture(scope="module")
def records(
    impacts: dict[str, CohortImpact],
    closers: dict[str, CohortCloser],
    pictures: dict[str, TeamPicture],
    limits: dict[str, Control],
) -> list[Finding]:
    found: list[Finding | None] = [*limits.values()]
    for impact in impacts.values():
        found += [impact.headline, impact.run, impact.replies, impact.mirror, impact.teams, *impact.teams.panels]
        found += [*impact.changes, by_verdict(impact.teams)]
    for closer in closers.values():
        found += [closer.limits, *closer.answers, closer.teams, closer.how_sure]
    for picture in pictures.values():
        found += [picture.run, picture.replies, picture.relationships, *picture.changes]
    return [record for record in found if record is not None]


def test_every_kind_of_picture_is_looked_at(records: list[Finding]) -> None:
    """The sample has each kind of picture at least once, so that the promises below are about all of them."""
    kinds = {type(record) for record in records if not record.table().empty or isinstance(record, Multiples)}

    assert {Control, Mirror, Distribution, Funnel, Replies, Scrutiny, Multiples} <= kinds


def test_titles_are_short_and_claim_no_cause(records: list[Finding]) -> None:
    """Every title is one sentence of at most 20 words, 12 for a room, and no text claims a cause or holds a blank."""
    for record in records:
        assert 2 <= len(record.title.split()) <= 20, record.title
        assert len(record.room.split()) <= 12, record.room
        for text in (record.title, record.room, record.subtitle, record.alt, *record.why, *record.notes):
            assert not CAUSES.search(text), text
            assert not NOTHING.search(text), text
            assert "{" not in text
            assert "  " not in text


def test_words_agree_with_their_numbers(records: list[Finding]) -> None:
    """One week is a week and not “1 weeks”, in every sentence and reason."""
    wrong = {
        text[:90]
        for record in records
        for text in (record.title, record.room, record.subtitle, record.alt, *record.why)
        if ONE_OF_MANY.search(text)
    }

    assert not wrong


def test_reasons_are_neither_empty_nor_said_twice(records: list[Finding]) -> None:
    """Behind “Why?” every reason says something, once."""
    for record in records:
        assert all(reason.strip() for reason in (*record.why, *record.notes)), record.title
        assert len(set(record.why)) == len(record.why), record.why
        assert sum(reason.startswith("Provisional") for reason in record.why) <= 1, record.why


def test_reasons_share_no_long_sentence(records: list[Finding]) -> None:
    """No two reasons behind one “Why?” open with the same long sentence."""
    for record in records:
        openings = [reason[:80] for reason in record.why if len(reason) > 80]
        assert len(set(openings)) == len(openings), record.title


def test_alternative_texts_begin_with_the_finding(records: list[Finding]) -> None:
    """Who hears a picture hears its finding first; a distribution may name its question."""
    for record in records:
        if isinstance(record, (Control, Mirror, Funnel, Replies, Scrutiny)):
            assert record.alt.startswith(record.title), record.alt


def test_every_question_leaves_room_for_its_finding() -> None:
    """No question whose answers may be spread out has a name too long for the sentence about them."""
    said = "57% on the good side, 53% at first, which chance alone could do"
    sensitive = {
        ref
        for indicator in DEFINITIONS.indicators.values()
        if str(indicator.disclosure_class) == "sensitive"
        for ref in indicator.measured.instruments
    }
    assert sensitive
    for instrument in (one for one in DEFINITIONS.instruments.values() if one.ref not in sensitive):
        for item in instrument.items:
            assert len(f"{item.label}: {said}".split()) <= 20, f"{instrument.ref} {item.label}"


def test_the_sample_has_what_is_recounted_here() -> None:
    """The tables of truth that these tests lean on are where they say."""
    assert len(table_under("## Truth per team")) == len(read("enrolment"))
