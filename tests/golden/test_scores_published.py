"""Scores against what is published: worked examples, tables and reports, typed in from their sources."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd
import pytest

from joy.change import wilson
from joy.definitions import Instrument, load_definitions
from joy.scoring.compile import compile_scale
from joy.scoring.score import score


KNOWN = load_definitions().instruments

# Warwick's table for the short scale, raw 7 to 35 (two public packages carry it alike; sum and length checked there).
SWEMWBS_SUM, SWEMWBS_ROWS = 585.66, 29

# BMC Psychiatry 2019, doi:10.1186/s12888-019-2094-7, table 3: means of the three parts, and of the total, by site.
STAR_PARTS = (17.17, 10.34, 8.60)
STAR_SUMS = [(36.11, 36.08), (39.31, 39.33), (36.99, 37.00), (37.44, 37.45), (37.92, 37.98), (37.37, 37.56)]

# Public pages that are wrong: raw 10 on the WHO-5 is 40, not (10 − 5) × 4; its bands are not 0–13, 14–26 and so on.
WRONG_WHO5 = 20


def scored(ref: str, codes: list[int | None] | int) -> dict[str, float]:
    """The scores of one person, by scale, from codes in the order of the file or one code for every question."""
    instrument = KNOWN[ref]
    keys = [item.key for item in instrument.items]
    given = [codes] * len(keys) if isinstance(codes, int) else codes
    frame = pd.DataFrame([dict(zip(keys, given, strict=True))]).assign(respondent="x")
    return score(frame, instrument).set_index("scale")["score"].to_dict()


def by_key(ref: str, default: int, **codes: int | None) -> dict[str, float]:
    """The scores of one person who gave `default` to every question but those named."""
    return scored(ref, [codes.get(item.key, default) for item in KNOWN[ref].items])


def reversed_numbers(instrument: Instrument) -> set[int]:
    """The numbers on the published form of the questions that are turned round."""
    return {item.number for item in instrument.items if item.reverse and item.number}


def test_who5_example() -> None:
    """Raw 10 is 40 of 100, not the 20 that one public calculator gives; raw 13 is the first above the screen."""
    assert scored("who5@1998", 2)["total"] == 40 != WRONG_WHO5
    assert KNOWN["who5@1998"].band_of("total", 48) == KNOWN["who5@1998"].band_of("total", 12) != ""
    assert KNOWN["who5@1998"].band_of("total", 52) == ""


def test_who5_answers_run_from_no_time_to_all_of_the_time() -> None:
    """The six answers stand in the published order, 0 to 5."""
    options = KNOWN["who5@1998"].options["freq6"]
    assert [o.code for o in options] == [0, 1, 2, 3, 4, 5]
    assert [o.label.split()[0] for o in options] == ["At", "Some", "Less", "More", "Most", "All"]


def test_swemwbs_table() -> None:
    """The 29 published scores rise strictly, add up to 585.66, and take complete answers only."""
    instrument = KNOWN["swemwbs@2009"]
    table = compile_scale(instrument.scale("total"), instrument).scores
    values = [table[7, raw] for raw in range(7, 36)]

    assert len(table) == SWEMWBS_ROWS
    assert all(before < after for before, after in pairwise(values))
    assert math.isclose(sum(values), SWEMWBS_SUM, abs_tol=1e-9)
    assert (values[0], values[14], values[-1]) == (7.0, 19.25, 35.0)
    assert math.isnan(scored("swemwbs@2009", [3, 3, 3, 3, 3, 3, None])["total"])


def test_star_total_is_the_sum_of_its_parts_turned_round() -> None:
    """The third part is turned round inside the total, as published means add up; trust and open count upwards."""
    for parts, total in STAR_SUMS:
        assert math.isclose(parts, total, abs_tol=0.2)
    assert math.isclose(sum(STAR_PARTS), STAR_SUMS[0][0], abs_tol=1e-9)
    for ref in ("star_p@2007", "star_c@2007"):
        found = scored(ref, [4] * 9 + [0] * 3)
        assert (found["collaboration"], found["clinician_input"], found["third"]) == (24, 12, 12)
        assert found["total"] == 48
        mixed = scored(ref, [1, 2, 3, 4, 0, 1, 2, 3, 4, 1, 2, 3])
        assert mixed["total"] == mixed["collaboration"] + mixed["clinician_input"] + mixed["third"] == 26


@pytest.mark.parametrize(
    ("missing", "expected"), [(0, 34.0), (1, 30 * 10 / 9), (2, 26 * 10 / 8), (3, None)], ids=["0", "1", "2", "3"]
)
def test_care_fills_in_up_to_two(missing: int, expected: float | None) -> None:
    """Up to two missing answers are replaced by the mean of the person's others; with three there is no score."""
    codes: list[int | None] = [4, 4, 4, 3, 3, 3, 3, 3, 4, 3]
    found = scored("care@2004", [None] * missing + codes[missing:])["total"]

    assert math.isnan(found) if expected is None else math.isclose(found, expected)


def test_cbi_has_one_question_turned_round() -> None:
    """Energy for family and friends is the only one turned; every answer stands for 0, 25, 50, 75 or 100."""
    instrument = KNOWN["cbi@2005"]
    assert [item.key for item in instrument.items if item.reverse] == ["work_energy_left"]
    assert scored("cbi@2005", 5) == {"personal": 100, "client": 100, "work": pytest.approx(600 / 7)}
    assert by_key("cbi@2005", 5, work_energy_left=1)["work"] == 100
    assert {o.worth for options in instrument.options.values() for o in options} == {0, 25, 50, 75, 100}


def test_cbi_options_belong_to_their_questions() -> None:
    """Personal is asked six times by frequency; work three times by degree, four by frequency; client four and two."""
    instrument = KNOWN["cbi@2005"]
    kinds = {s.id: [instrument.item(key).options[0] for key in s.items] for s in instrument.scales}

    assert kinds == {"personal": ["f"] * 6, "work": ["d"] * 3 + ["f"] * 4, "client": ["d"] * 4 + ["f"] * 2}


@pytest.mark.parametrize(("scale", "enough"), [("personal", 3), ("work", 4), ("client", 3)])
def test_cbi_minimum(scale: str, enough: int) -> None:
    """Three, four and three answers are enough for the personal, work and client parts, and their mean is the score."""
    items = KNOWN["cbi@2005"].scale(scale).items
    first = [key for key in items if key != "work_energy_left"]

    just = by_key("cbi@2005", 3, **dict.fromkeys([*first[enough:], *(set(items) - set(first))]))
    short = by_key("cbi@2005", 3, **dict.fromkeys([*first[enough - 1 :], *(set(items) - set(first))]))
    assert just[scale] == 50
    assert math.isnan(short[scale])


def test_olbi_both_codings() -> None:
    """Questions 2, 3, 4, 6, 8, 9, 11, 12 are turned where 1 is agree, the other eight where 4 is; scores are alike."""
    low, high = KNOWN["olbi@1_is_agree"], KNOWN["olbi@4_is_agree"]
    assert reversed_numbers(low) == {2, 3, 4, 6, 8, 9, 11, 12}
    assert reversed_numbers(high) == {1, 5, 7, 10, 13, 14, 15, 16}

    codes: list[int | None] = [1, 2, 3, 4, 4, 3, 2, 1, 1, 1, 2, 2, 3, 3, 4, 4]
    mirrored: list[int | None] = [5 - code for code in codes if code]
    assert scored("olbi@1_is_agree", codes) == scored("olbi@4_is_agree", mirrored)
    # Agreeing with what is worded positively (not turned, where 1 is agree) and with nothing else is the least strain.
    least: list[int | None] = [4 if item.reverse else 1 for item in low.items]
    assert scored("olbi@1_is_agree", least) == {"disengagement": 1, "exhaustion": 1, "total": 16}


def test_olbi_parts_have_four_of_each_pole() -> None:
    """Each part of eight has four questions turned and four not, as published."""
    for ref in ("olbi@1_is_agree", "olbi@4_is_agree"):
        instrument = KNOWN[ref]
        for name in ("disengagement", "exhaustion"):
            turned = [instrument.item(key).reverse for key in instrument.scale(name).items]
            assert (turned.count(True), turned.count(False)) == (4, 4)


def test_authenticity_direction() -> None:
    """More accepted influence lowers the total and raises its own part; one public page says the opposite."""
    instrument = KNOWN["authenticity@2008"]
    turned = {instrument.item(key).number for key in instrument.scale("total").reverse or ()}
    assert turned == {2, 3, 4, 5, 6, 7, 10, 12}
    influenced = scored("authenticity@2008", [7 if i.key.startswith("influence") else 4 for i in instrument.items])
    neutral = scored("authenticity@2008", 4)

    assert neutral == {"total": 48, "authentic_living": 16, "external_influence": 16, "self_alienation": 16}
    assert influenced["external_influence"] == 28
    assert influenced["total"] == 36 < neutral["total"]


def test_authenticity_at_work_direction() -> None:
    """The two negative parts keep their own direction and are turned round in the total only."""
    instrument = KNOWN["iam_work@2014"]
    lived = scored("iam_work@2014", [7] * 4 + [1] * 8)

    assert lived == {"total": 7, "authentic_living": 7, "self_alienation": 1, "external_influence": 1}
    assert not any(item.reverse for item in instrument.items)


def test_psychological_safety_turns_one_three_and_five() -> None:
    """Questions 1, 3 and 5 are negative; a page that words the first positively must not be scored with this file."""
    for ref, top in (("psychological_safety@1999", 7), ("psychological_safety@1999_five_point", 5)):
        assert reversed_numbers(KNOWN[ref]) == {1, 3, 5}
        assert scored(ref, [1, top, 1, top, 1, top, top])["total"] == top


def test_alliance_forms_are_never_merged() -> None:
    """The revised form runs from 12 to 60 and the older one from 12 to 84; no measure takes both."""
    revised, older = KNOWN["wai_sr@2006"].scale("total"), KNOWN["wai_s@1989"].scale("total")
    assert (revised.minimum, revised.maximum, older.minimum, older.maximum) == (12, 60, 12, 84)
    used = [indicator.measured.instruments for indicator in load_definitions().indicators.values()]
    assert [refs for refs in used if "wai_sr@2006" in refs] == [("wai_sr@2006",)]
    assert not any("wai_s@1989" in refs for refs in used)


def test_alliance_parts() -> None:
    """Task is 1, 2, 10 and 12, bond 3, 5, 7 and 9, goal 4, 6, 8 and 11, as two independent descriptions say."""
    instrument = KNOWN["wai_sr@2006"]
    numbers = {s.id: {instrument.item(key).number for key in s.items} for s in instrument.scales}

    assert numbers == {
        "total": set(range(1, 13)),
        "task": {1, 2, 10, 12},
        "bond": {3, 5, 7, 9},
        "goal": {4, 6, 8, 11},
    }


def test_imatter_rates_and_index() -> None:
    """104,254 of 177,619 is the 58.695 % reported as 59 %; the index is the mean of answers, of 100 when out of six."""
    rate = 100 * 104_254 / 177_619
    assert round(rate, 3) == 58.695
    assert round(rate) == 59
    # EEI = Σ value × count / answers: 14 answers of 6, 7 of 5 and 7 of 3.
    codes: list[int | None] = [6] * 14 + [5] * 7 + [3] * 7 + [None]
    expected = (6 * 14 + 5 * 7 + 3 * 7) / 28
    found = scored("imatter@2024", codes)

    assert found["eei"] == expected == 5.0
    assert math.isclose(found["eei_percent"], 100 * 5 / 6)


def test_engagement_is_the_mean_of_its_three_parts() -> None:
    """Each part of 0 to 10 weighs the same however many of its questions were answered, two of three at least."""
    codes: list[int | None] = [5, 5, None, 3, 3, 3, 1, 2, 3]
    found = scored("nqps9@1", codes)
    assert found == {"engagement": 17.5 / 3, "motivation": 10, "involvement": 5, "advocacy": 2.5}
    assert math.isnan(scored("nqps9@1", [5, None, None, 3, 3, 3, 1, 2, 3])["engagement"])


def test_inclusion_runs_from_nought_to_ten() -> None:
    """Five answers stand for 0, 2.5, 5, 7.5 and 10."""
    assert [scored("nss_inclusion@1", code)["total"] for code in (1, 2, 3, 4, 5)] == [0, 2.5, 5, 7.5, 10]


def test_net_advocacy_example() -> None:
    """With 50 of 100 at 9 or 10 and 20 at 6 or less the net score is 30, give or take 15.3."""
    codes = [10] * 25 + [9] * 25 + [8] * 15 + [7] * 15 + [6] * 10 + [0] * 10
    frame = pd.DataFrame({"respondent": range(100), "advocacy": codes})
    found = score(frame, KNOWN["net_advocacy@1"])["score"]
    p, d = 0.5, 0.2

    assert found.mean() == 30
    half = 1.96 * found.std(ddof=0) / math.sqrt(100)
    assert math.isclose(half, 1.96 * 100 * math.sqrt((p + d - (p - d) ** 2) / 100))
    assert round(half, 1) == 15.3


def test_luton_good_days() -> None:
    """102 of 185 is the 55 % East London reports; its interval is 47.9 to 62.1."""
    codes = [3] * 60 + [4] * 42 + [2] * 50 + [1] * 33
    found = score(pd.DataFrame({"respondent": range(185), "good_day": codes}), KNOWN["good_day_agree@1"])["score"]
    interval = wilson(102, 185)

    assert round(found.mean()) == 55
    assert [round(100 * end, 1) for end in (interval.low or 0, interval.high or 0)] == [47.9, 62.1]


def test_burnout_cut() -> None:
    """Answers 3 to 5 are burned out, 1 and 2 are not."""
    assert [scored("burnout_single@2004", code)["burned_out"] for code in (1, 2, 3, 4, 5)] == [0, 0, 100, 100, 100]


def test_six_relationship_questions() -> None:
    """The mean times 25, from four of six answers on; no question is turned round."""
    assert scored("p6_colleagues@1", [4, 3, 2, 1, None, None])["total"] == 62.5
    assert math.isnan(scored("p6_service_users@1", [4, 3, 2, None, None, None])["total"])
    assert not any(item.reverse for ref in KNOWN if ref.startswith("p6") for item in KNOWN[ref].items)


def test_team_climate_of_both_forms() -> None:
    """Five- and seven-answer questions weigh alike: each is put on its own range before it is averaged."""
    assert scored("tci14@1999_five_point", 3)["total"] == 3
    instrument = KNOWN["tci14@1999_mixed"]
    middle: list[int | None] = [4 if item.options == "extent7" else 3 for item in instrument.items]
    assert scored("tci14@1999_mixed", middle) == dict.fromkeys(("total", "vision", "safety", "task", "support"), 50)


@pytest.mark.parametrize(
    ("ref", "scale", "low", "high"),
    [
        ("lmx7@1995", "total", 7, 35),
        ("haq2@1996", "total", 19, 114),
        ("wemwbs@2007", "total", 14, 70),
        ("proqol_cs@5", "compassion_satisfaction", 10, 50),
        ("care@2004", "total", 10, 50),
        ("uwes9@manual", "total", 0, 6),
        ("crew@2009", "total", 1, 5),
        ("cnqb@2012", "total", 1, 7),
        ("olbi@1_is_agree", "total", 16, 64),
        ("closeness_colleagues@1", "total", 0, 100),
    ],
)
def test_published_ranges_are_reached(ref: str, scale: str, low: float, high: float) -> None:
    """The lowest and the highest possible answers reach both ends of the published range."""
    instrument = KNOWN[ref]
    scores = compile_scale(instrument.scale(scale), instrument).scores.values()

    assert (min(scores), max(scores)) == (low, high)
