"""The mirror and the spread of answers hold what was published, recounted from the sample's files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from math import sqrt

import pytest
from published_tables import COHORTS, tables_of
from sample_files import staff
from scipy.stats import norm

from joy.definitions import load_definitions
from joy.findings import Distribution, Likeness, Verdict
from joy.settings import ROOT
from joy.store import Reader
from joy.views import (
    NONE_FOR_TEAMS,
    CohortCloser,
    CohortImpact,
)
from joy.views.distributions import FROM
from joy.views.power import BLUR


DEFINITIONS = load_definitions()
BLOCKS = {"p6_colleagues@1": "colleagues_", "p6_service_users@1": "service_users_", "who5@1998": "who5_"}


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
    if mirror is None or mirror.verdict is Verdict.HIDDEN:
        assert cohort_id in {"c1", "c4", "c5"}  # the small ones
        assert mirror is None or "not shown, to protect people’s answers" in mirror.title
        return
    whole, items = mirror.rows.iloc[-1], mirror.rows.iloc[:-1]
    said = {
        Likeness.SIMILAR: "are alike",
        Likeness.DIFFERENT: "higher with service users" if whole["gap"] > 0 else "higher with colleagues",
        Likeness.UNCLEAR: "too few answers to say",
        Likeness.HIDDEN: "not shown, to protect people’s answers",
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
