"""The answers of the invented programme: in our labels, plausible, and moving as its README says."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from sample_files import BLOCKS, P6, read, scores, staff, table_under, tallies, team_of_name, truth_of_teams

from joy.definitions import load_definitions


@pytest.fixture(scope="module")
def tally() -> pd.DataFrame:
    return tallies()


@pytest.fixture(scope="module")
def truth() -> pd.DataFrame:
    return truth_of_teams()


def test_tallies_belong_to_a_team_that_was_there(tally: pd.DataFrame) -> None:
    """Good answers never exceed answers, answers never exceed people, and nobody tallies who has left."""
    rows = tally.merge(read("enrolment"), on="enrolment_id").merge(
        read("team_size"), left_on="team_id_x", right_on="team_id"
    )

    assert (tally.good_answers <= tally.answers).all()
    assert (rows.answers <= rows.headcount.astype(int)).all()
    assert ((rows.left_on == "") | (rows.date < rows.left_on)).all()
    assert len(set(read("enrolment").enrolment_id) - set(tally.enrolment_id)) == 1  # the team that never tallied


def test_only_the_first_cohort_is_asked_four_answers(tally: pd.DataFrame) -> None:
    """The question is good_day_agree@1 in cohort 1 and good_day_yes_no@1 in all others."""
    asked = tally.groupby(tally.enrolment_id.str[:2]).question.agg(lambda column: "|".join(sorted(set(column))))

    assert asked.to_dict() == {"c1": "good_day_agree@1"} | {f"c{n}": "good_day_yes_no@1" for n in range(2, 7)}
    assert set(tally.question) <= set(load_definitions().instruments)


def test_replies_are_thin_before_the_reminder_and_fuller_after(tally: pd.DataFrame) -> None:
    """Per person and working day 10 to 20 % reply before the reminder changes and 35 to 50 % after it."""
    notes = read("annotation").query("kind == 'data_change'")
    own = notes[notes.enrolment_id != ""].set_index("enrolment_id").on_date.to_dict()
    heads = read("enrolment").merge(read("team_size"), on="team_id").set_index("enrolment_id").headcount.astype(int)
    before, after = [], []
    for name, rows in tally[tally.enrolment_id.isin(own)].groupby("enrolment_id"):
        weekdays = rows[(rows.day.dt.day_of_week < 5) & ~rows.day.dt.month.isin([8, 12, 1])]
        span = pd.bdate_range(rows.date.min(), min(rows.date.max(), "2023-03-20"))
        usual = span[~span.month.isin([8, 12, 1])]
        for early, into in ((True, before), (False, after)):
            days = ((usual < own[name]) == early).sum()
            into.append((weekdays[(weekdays.date < own[name]) == early].answers.sum(), days * heads[name]))
    rates = [np.array(part).sum(axis=0) for part in (before, after)]

    assert 0.09 < rates[0][0] / rates[0][1] < 0.20
    assert 0.30 < rates[1][0] / rates[1][1] < 0.50
    assert len(set(own.values())) > 15


def test_reminders_have_nothing_to_do_with_the_truth(truth: pd.DataFrame) -> None:
    """Teams that improved and teams that did not were reminded less than a week and a half apart on average."""
    notes = read("annotation").query("kind == 'data_change' and enrolment_id != ''")
    starts = read("enrolment").set_index("enrolment_id").baseline_start
    weeks = (pd.to_datetime(notes.on_date) - pd.to_datetime(notes.enrolment_id.map(starts))).dt.days / 7
    mean = weeks.groupby(notes.enrolment_id.map(truth.good_days)).mean()

    assert abs(mean["improved"] - mean["none"]) < 1.5


def test_mobile_teams_tally_at_weekends_and_others_do_not(tally: pd.DataFrame) -> None:
    """Weekend tallies exist, and all of them come from mobile teams."""
    weekend = tally[tally.day.dt.day_of_week >= 5].merge(read("team"), on="team_id")

    assert len(weekend) > 100
    assert set(weekend.setting) == {"mobile"}


@pytest.mark.parametrize("file", ["staff_survey_early", "staff_survey", "service_user_survey"])
def test_every_label_is_an_option_of_its_instrument(file: str) -> None:
    """A cell is empty, one of our own labels, or “Not applicable” about service users in a team that has none."""
    frame, known = read(file), load_definitions().instruments
    wording = "look_forward@1" if file == "staff_survey_early" else "look_forward@2"
    columns = {prefix + key: (ref, key) for prefix, ref, keys, _ in BLOCKS.values() for key in keys}
    columns |= {"burnout": ("burnout_single@2004", "burnout"), "look_forward": (wording, "look_forward")}
    columns |= {f"balance_{item.key}": ("balance@1", item.key) for item in known["balance@1"].items}
    asked = [name for name in frame if name not in {"round", "team", "code", "role"}]
    clinical = frame.team.map(team_of_name()).map(read("team").set_index("team_id").is_clinical) == "true"

    for name in asked:
        ref, key = columns[name]
        cells = frame[name].mask((frame[name] == "Not applicable") & ~clinical & name.startswith("service_users_"), "")
        assert set(cells) - {""} <= {option.label for option in known[ref].options_of(key)}, name


def test_balancing_questions_came_later() -> None:
    """Nobody of cohorts 1 to 3 answers a balancing question, and nearly everybody later does."""
    every = staff()
    answered = every.filter(like="balance_").ne("").mean(axis=1).groupby(every["round"].str[:2]).mean()

    assert (answered[["c1", "c2", "c3"]] == 0).all()
    assert (answered[["c4", "c5", "c6"]] > 0.9).all()


def test_questionnaires_come_from_the_teams_that_were_asked() -> None:
    """Each team was asked in that round, and of those asked 50 to 80 % answered (40 to 85 % in each team of ten)."""
    enrolled = read("enrolment").set_index(["cohort_id", "team_id"]).enrolment_id
    asked = read("invitation").set_index(["round_id", "enrolment_id", "rater"]).invited.astype(int)
    for rater, frame in (("staff", staff()), ("service_user", read("service_user_survey"))):
        who = [enrolled[r[:2], t] for r, t in zip(frame["round"], frame.team.map(team_of_name()), strict=True)]
        came = frame.groupby([frame["round"], pd.Series(who)]).size()
        invited = pd.Series([asked[r, e, rater] for r, e in came.index], index=came.index)
        rate = (came / invited)[invited >= 10]

        assert (came <= invited).all()
        assert rate.between(0.4, 0.85).all()
        assert 0.5 < came.sum() / invited.sum() < 0.8


def test_about_three_in_five_chose_a_code_and_it_is_theirs_alone() -> None:
    """Some 60 % carry a code, it comes back in later rounds, and no code appears twice in one round."""
    frame = staff()
    coded = frame[frame.code != ""]
    rounds = coded.assign(cohort=coded["round"].str[:2]).groupby(["cohort", "code"])["round"].nunique()

    assert 0.5 < len(coded) / len(frame) < 0.7
    assert not coded.duplicated(["round", "code"]).any()
    assert (rounds > 1).mean() > 0.5


@pytest.mark.parametrize("rating", ["colleagues", "service_users", "users_view"])
def test_six_questions_hang_together_as_they_should(rating: str) -> None:
    """Cronbach's alpha of the six questions, by the variance formula, is about 0.8."""
    items = scores(read("service_user_survey") if rating == "users_view" else staff(), rating).dropna()
    alpha = len(P6) / (len(P6) - 1) * (1 - items.var().sum() / items.sum(axis=1).var())

    assert 0.75 < alpha < 0.85


@pytest.mark.parametrize("rating", ["colleagues", "service_users", "wellbeing"])
def test_the_same_person_answers_alike_twice(rating: str) -> None:
    """First and last scores of people with a code correlate by about 0.6."""
    frame = staff()
    frame["score"] = scores(frame, rating).mean(axis=1, skipna=True)
    coded = frame[frame.code != ""].assign(cohort=frame["round"].str[:2]).dropna(subset=["score"]).sort_values("round")
    ends = coded.groupby(["cohort", "code"]).score.agg(["first", "last", "size"]).query("size > 1")

    assert len(ends) > 100
    assert 0.45 < ends["first"].corr(ends["last"]) < 0.75


@pytest.mark.parametrize("rating", list(BLOCKS))
def test_survey_answers_move_as_the_readme_says(rating: str) -> None:
    """In each cohort the mean score moves by the true change, within three standard errors of a difference of means."""
    frame = read("service_user_survey") if rating == "users_view" else staff()
    frame = frame.assign(score=scores(frame, rating).mean(axis=1), cohort=frame["round"].str[:2]).dropna(
        subset=["score"]
    )
    planned = table_under("## Truth per cohort").set_index("cohort")[rating].astype(float)
    for cohort, rows in frame.groupby("cohort"):
        ends = [rows[rows["round"] == name].score for name in (rows["round"].min(), rows["round"].max())]
        error = np.sqrt(sum(end.var() / len(end) for end in ends))

        assert abs(ends[1].mean() - ends[0].mean() - planned[cohort]) < 3 * error, cohort


def test_truth_counts_agree_with_each_other(truth: pd.DataFrame) -> None:
    """The table per cohort counts what the table per team lists, and a size fits its word."""
    per_cohort = table_under("## Truth per cohort").set_index("cohort")[["improved", "none", "worsened"]].astype(int)
    counted = truth.groupby(["cohort", "good_days"]).size().unstack(fill_value=0)
    size = truth["size"].astype(int)

    assert set(truth.index) == set(read("enrolment").enrolment_id)
    assert counted[per_cohort.columns].equals(per_cohort)
    assert size[truth.good_days == "improved"].between(15, 28).all()
    assert size[truth.good_days == "worsened"].between(-22, -15).all()
    assert (size[truth.good_days == "none"] == 0).all()
    assert per_cohort.sum().div(len(truth)).round(2).tolist() == pytest.approx([0.46, 0.43, 0.11], abs=0.02)


def test_truth_begins_in_the_middle_third(truth: pd.DataFrame) -> None:
    """A change begins in the middle third of the weeks seen of its cohort, on a Monday after the baseline."""
    moved = truth[truth.good_days != "none"].join(read("enrolment").set_index("enrolment_id").baseline_start)
    ends = read("cohort").set_index("cohort_id").end_date.clip(upper="2023-03-21")
    start = pd.to_datetime(moved.baseline_start)
    share = (pd.to_datetime(moved.first_monday) - start).dt.days / (
        pd.to_datetime(moved.cohort.map(ends)) - start
    ).dt.days

    assert (pd.to_datetime(moved.first_monday).dt.day_of_week == 0).all()
    assert share.between(0.25, 0.70).all()


def test_good_days_move_as_the_readme_says(tally: pd.DataFrame, truth: pd.DataFrame) -> None:
    """Each team's share of good answers moves by the true size, within four standard errors."""
    for name, row in truth.iterrows():
        rows = tally[tally.enrolment_id == name]
        if rows.date.nunique() < 30:
            continue  # the team that never tallied, and the live one that fell silent
        turn = pd.Timestamp(row.first_monday or rows.day.min() + timedelta(weeks=5))
        over = int(row.over_weeks or 0)
        parts = [rows[rows.day < turn], rows[rows.day >= turn + timedelta(weeks=max(over - 1, 0))]]
        (good, n), (good_later, n_later) = [(p.good_answers.sum(), p.answers.sum()) for p in parts]
        # 0.025 is the spread of single weeks about the truth; 0.5 the largest spread one answer can have.
        error = np.sqrt(0.25 / n + 0.25 / n_later + 2 * 0.025**2 / 4)

        assert abs(good_later / n_later - good / n - int(row["size"]) / 100) < 4 * error, name


def test_the_reworded_question_is_in_one_file_each() -> None:
    """Cohorts 1 and 2 are in the early file and the others in the later one, with the same columns."""
    early, later = read("staff_survey_early"), read("staff_survey")

    assert set(early["round"].str[:2]) == {"c1", "c2"}
    assert set(later["round"].str[:2]) == {"c3", "c4", "c5", "c6"}
    assert list(early.columns) == list(later.columns)


def test_absence_peaks_in_winter_on_calendar_days() -> None:
    """Every month has over 330 full-time days available, and January's rate exceeds July's in each year to 2022."""
    months = read("workforce_month").assign(year=lambda m: m.month.str[:4], part=lambda m: m.month.str[5:7])
    months[["fte_days_lost", "fte_days_available"]] = months[["fte_days_lost", "fte_days_available"]].astype(float)
    sums = months.groupby(["year", "part"])[["fte_days_lost", "fte_days_available"]].sum()
    rate = (sums.fte_days_lost / sums.fte_days_available).unstack()

    assert (months.fte_days_available > 330).all()
    assert (rate["01"] > rate["07"]).loc["2016":"2022"].all()
    assert rate.min().min() > 0.02
    assert rate.max().max() < 0.12
    assert set(months.unit_id) == set(read("team").directorate)


def test_leavers_and_stayers_fit_together() -> None:
    """Stayers never exceed those at the start, nobody stays who left, and each year starts where the last one ended."""
    years = read("workforce_period")
    numbers = years[["headcount_start", "headcount_end", "leavers", "stayers"]].astype(int)
    chained = numbers.groupby(years.unit_id).headcount_end.shift().dropna()

    assert (numbers.stayers <= numbers.headcount_start).all()
    assert (numbers.headcount_start - numbers.stayers <= numbers.leavers).all()
    assert (chained == numbers.headcount_start[chained.index]).all()
