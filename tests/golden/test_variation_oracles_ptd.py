"""Every case of NHSRplotthedots 0.2.2: with its preset its limits, categories, counts, icons come out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from joy.variation import Analysis, Rules, SeriesProblem, analyse
from tests.spc_oracle import by_case, differing, frame, needs_oracle, read


pytestmark = [pytest.mark.oracle, needs_oracle]

DIRECTIONS = {"increase": "higher_is_better", "decrease": "lower_is_better", "neutral": "neutral"}
REASONS = {
    "Common Cause": "",
    "Above UCL": "outside",
    "Below LCL": "outside",
    "7 Point Trend (Increasing)": "trend",
    "7 Point Trend (Decreasing)": "trend",
    "2 in 3 Above CL": "two_of_three",
    "2 in 3 Below CL": "two_of_three",
    "7 Points Above CL": "shift",
    "7 Points Below CL": "shift",
}
ASSURANCES = {"": "", "consistent_pass": "pass", "consistent_fail": "fail", "inconsistent": "hit_or_miss"}
# Where the peer is wrong: why, what Rules.joy() answers instead (limits there or not, points marked, assurance).
OURS = {
    "c12_constant24__inc": ("NaN limits of a constant series; we draw none", False, 0, ""),
    "c12__target7": ("“hit or miss” for a constant 7 against 7, on NaN limits", False, 0, ""),
    "c12__target8": ("“hit or miss” for a constant 7 against 8, on NaN limits", False, 0, ""),
    "p02_allyes__inc": ("NaN limits where everybody said yes", False, 0, ""),
    "c51_na_in_trend__inc": ("stops with an error on a missing value", True, 7, ""),
    "p07_na__inc": ("stops with an error on a missing value", False, 0, ""),
    "c42__rebase_bad_date": ("ignores a phase date without a point, silently", True, 0, ""),
    "c42__rebase_last": ("draws NaN limits from a phase of one point", True, 31, ""),
    "c42__fix12": ("two baseline points join the run after them", True, 20, ""),
}


def ours(case: dict[str, str], rules: Rules | None = None) -> Analysis:
    """The case in our words, with the peer's rules unless others are given."""
    return analyse(
        frame(case["series_id"]),
        chart="xmr",
        direction=DIRECTIONS[case["improvement_direction"]],
        rules=rules or Rules.plot_the_dots(screen=case["screen_outliers"] == "TRUE"),
        phases=case["rebase"].split(";") if case["rebase"] else None,
        baseline=int(case["fix_after_n_points"]) if case["fix_after_n_points"] else None,
        target=float(case["target"]) if case["target"] else None,
    )


def told(text: str) -> str:
    return text.removeprefix("special_cause_")


def wrong_points(points: pd.DataFrame, theirs: list[dict[str, str]]) -> list[str]:
    """Which columns of the points differ."""
    # their rows are in date order; idx is the place in the file
    flags = [row["special_cause_flag"] == "TRUE" for row in theirs]
    outside = [row["outside_limits"] == "TRUE" for row in theirs]
    checks = {
        "dates": points["date"].dt.strftime("%Y-%m-%d").tolist() != [row["date"] for row in theirs],
        "values": differing(points["value"], [row["value"] for row in theirs]),
        "centre": differing(points["centre"], [row["mean"] for row in theirs]),
        "lower": differing(points["lower"], [row["lpl"] for row in theirs]),
        "upper": differing(points["upper"], [row["upl"] for row in theirs]),
        "phase": (points["phase"] - 1).tolist() != [int(row["rebase_group"]) for row in theirs],
        "side": points["side"].tolist() != [int(row["relative_to_mean"] or 0) for row in theirs],
        "outside": points["outside"].tolist() != outside,
        "category": points["category"].tolist() != [told(row["point_type"]) for row in theirs],
        "reason": points["reason"].tolist() != [REASONS[row["special_cause_type"]] for row in theirs],
        "flag": (points["category"] != "common_cause").tolist() != flags,
    }
    return [name for name, differs in checks.items() if differs]


def wrong_summary(found: Analysis, theirs: list[dict[str, str]], direction: str) -> list[str]:
    """Which columns of the summary differ."""
    summary = found.summary
    checks = {
        "phase": (summary["phase"] - 1).tolist() != [int(row["rebase_group"]) for row in theirs],
        "n": summary["n"].tolist() != [int(row["n"]) for row in theirs],
        "variation": summary["variation"].tolist() != [told(row["variation_type"]) for row in theirs],
        "assurance": summary["assurance"].tolist() != [ASSURANCES[row["assurance_type"]] for row in theirs],
    }
    for word in ("common_cause", "improvement", "concern"):
        column = word if word == "common_cause" else f"special_cause_{word}"
        counts = found.points.assign(is_one=found.points["category"] == word).groupby("phase")["is_one"].sum()
        checks[word] = counts.tolist() != [int(row[column]) for row in theirs]
    if direction == "neutral":
        checks = {name: checks[name] for name in ("phase", "n", "variation", "assurance")}
    signals = [int(row["n"]) > int(row["common_cause"]) for row in theirs]
    checks["signal"] = summary["signal"].tolist() != signals
    return [name for name, differs in checks.items() if differs]


def test_every_case_of_plot_the_dots_comes_out() -> None:
    """Limits to 1e-9, sides, all categories and reasons, counts, variation and assurance equal the peer's."""
    wrong, points = [], 0
    cases = [case for case in read("ptd_cases.csv") if case["status"] == "ok"]
    for case in cases:
        found = ours(case)
        theirs = by_case("ptd_points.csv")[case["case_id"]]
        wrong += [(case["case_id"], name) for name in wrong_points(found.points, theirs)]
        summary = by_case("ptd_summary.csv")[case["case_id"]]
        wrong += [(case["case_id"], name) for name in wrong_summary(found, summary, case["improvement_direction"])]
        points += len(theirs)
    assert wrong == []
    assert len(cases) > 170
    assert points > 4000


def test_where_the_peer_is_wrong_we_answer() -> None:
    """Each case on which the peer is documented to be wrong has our answer, from our own rules."""
    cases = {case["case_id"]: case for case in read("ptd_cases.csv")}
    found = {}
    for case_id, (why, *_) in OURS.items():
        result = ours(cases[case_id], Rules.joy())
        points, summary = result.points, result.summary
        marked = int((points["category"] != "common_cause").sum())
        found[case_id] = (why, bool(points["upper"].notna().any()), marked, summary["assurance"].iloc[-1])
    assert found == OURS


def test_the_preset_goes_on_where_the_peer_stops() -> None:
    """The peer stops on some missing values; its preset here gives every point and breaks patterns at the gap."""
    stopped = [case for case in read("ptd_cases.csv") if "missing value" in case["message"]]
    assert len(stopped) > 2
    for case in stopped:
        points = ours(case).points
        missing = points["value"].isna()
        assert missing.any()
        assert points.loc[missing, "category"].eq("common_cause").all()
        assert points["centre"].notna().all()


def test_a_baseline_of_eleven_points_is_refused_as_by_the_peer() -> None:
    """Both refuse to fix limits on fewer than twelve points; ours says so in its own error."""
    case = next(case for case in read("ptd_cases.csv") if case["fix_after_n_points"] == "11")
    assert case["status"] == "error"
    with pytest.raises(SeriesProblem, match="11 points is too short"):
        ours(case)


def test_a_phase_date_without_a_point_is_ignored_aloud() -> None:
    """The peer ignores such a date without a word; the preset does too, and says so in its note."""
    case = next(case for case in read("ptd_cases.csv") if case["case_id"] == "c42__rebase_bad_date")
    assert "A phase date without a point was ignored" in ours(case).summary["note"].iloc[0]
    assert ours(case, Rules.joy()).summary["phase"].tolist() == [1, 2]


def test_many_series_in_one_call_in_any_row_order() -> None:
    """All plain cases in one shuffled frame, with each one's own phases and targets, give what the peer gives."""
    cases = [
        case
        for case in read("ptd_cases.csv")
        if case["status"] == "ok" and case["improvement_direction"] == "increase" and case["screen_outliers"] == "TRUE"
    ]
    cases = [case for case in cases if not case["fix_after_n_points"]]
    together = pd.concat([frame(case["series_id"]).assign(series=case["case_id"]) for case in cases], ignore_index=True)
    found = analyse(
        together.sample(frac=1, random_state=1),
        chart="xmr",
        direction="higher_is_better",
        rules=Rules.plot_the_dots(),
        phases={case["case_id"]: case["rebase"].split(";") for case in cases if case["rebase"]},
        target={case["case_id"]: float(case["target"]) for case in cases if case["target"]},
    )
    points = dict(iter(found.points.groupby("series")))
    wrong = {
        case["case_id"]: wrong_points(points[case["case_id"]], by_case("ptd_points.csv")[case["case_id"]])
        for case in cases
    }
    assert [name for name, differs in wrong.items() if differs] == []
    assert len(cases) > 60


def test_coloured_points_on_stable_charts_are_as_common_as_published() -> None:
    """Making Data Count's rules colour a point on about 21, 33 and 46 % of stable charts of 24, 36 and 52 points.

    Those are shares of 6,000 series simulated apart from this package; the last point alone is coloured on about 2.
    """
    numbers = np.random.default_rng(12)
    for weeks, share in ((24, 0.21), (36, 0.33), (52, 0.46)):
        points = pd.DataFrame(
            {
                "series": np.repeat(np.arange(2000), weeks),
                "date": np.tile(pd.date_range("2026-01-05", periods=weeks, freq="7D"), 2000),
                "value": numbers.normal(size=2000 * weeks),
            }
        )
        rules = Rules.joy(signal="any_point")
        summary = analyse(points, chart="xmr", direction="higher_is_better", rules=rules).summary
        assert abs(summary["signal"].mean() - share) < 0.035, weeks  # three standard errors of 2,000
        assert (summary["variation"] != "common_cause").mean() < 0.04
