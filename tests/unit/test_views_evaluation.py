"""The evaluation page sets released results side by side and adds nothing to them."""

from __future__ import annotations

import pytest

from joy.access import NotAllowed
from joy.errors import NotFound
from joy.findings import Verdict
from joy.store import Store, open_release_file
from joy.views.evaluation import WAYS, evaluation_of_cohort, evaluation_of_programme
from tests.whoever import DATA_LEAD, EVALUATOR, EVERYTHING, STRANGER, team


COHORTS = [f"c{n}" for n in range(1, 7)]


@pytest.fixture(scope="module")
def update(sample_store: Store, programme: str):
    newest = str(sample_store.ask("release/latest", programme_id=programme)["release_id"].iloc[0])
    return open_release_file(sample_store.settings, newest)


def test_each_way_of_reckoning_shows_its_released_result(sample_store: Store, update, programme: str) -> None:
    """Every dot and interval of the whole programme is a released finding of that kind, and all ways stand there."""
    shown = evaluation_of_programme(sample_store, update, EVALUATOR, programme)
    findings = update.ask("views/findings", group_kind="programme", group_id=programme)
    told = {(row.kind, row.value, row.low, row.high) for row in findings.itertuples()}
    assert shown.outcome
    for record in shown.outcome:
        assert {"paired_change", "unpaired_change", "mixed_model"} <= set(record.rows["key"]) <= set(WAYS)
        for row in record.rows.itertuples():
            assert (row.key, row.value, row.low, row.high) in told


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_a_change_is_claimed_only_where_every_way_agrees(sample_store: Store, update, cohort_id: str) -> None:
    """A verdict of a measure is that of all its intervals: none of them holds zero, and all point one way."""
    for record in evaluation_of_cohort(sample_store, update, EVALUATOR, cohort_id).outcome:
        known = record.rows.dropna(subset=["low"])
        beyond = (known["low"] > 0).all() or (known["high"] < 0).all()
        assert (record.verdict in {Verdict.IMPROVED, Verdict.WORSENED, Verdict.CHANGED}) == (len(known) > 0 and beyond)


@pytest.mark.parametrize("cohort_id", COHORTS)
def test_every_round_has_its_released_reliability(sample_store: Store, update, cohort_id: str) -> None:
    """There is a row for each score and round of which anything was released, and no other."""
    shown = evaluation_of_cohort(sample_store, update, EVALUATOR, cohort_id).reliability.rows
    findings = update.ask("views/findings", group_kind="cohort", group_id=cohort_id)
    mine = findings[findings["kind"].isin(["reliability", "omega", "agreement", "icc1", "icc2"])]
    assert len(shown) == len(mine[["indicator_id", "instrument", "to_period"]].drop_duplicates())
    alphas = sorted(f"{value:.2f}" for value in mine.loc[mine["kind"] == "reliability", "value"])
    assert sorted(cell.split()[0] for cell in shown["Alpha (95% interval)"] if cell != "–") == alphas


def test_the_assumptions_are_the_models_own(sample_store: Store, update, programme: str) -> None:
    """Every assumption that the release tells stands there as a sentence of its own."""
    shown = evaluation_of_programme(sample_store, update, EVALUATOR, programme)
    findings = update.ask("views/findings", group_kind="programme", group_id=programme)
    told = max(findings.loc[findings["kind"] == "mixed_model", "detail"], key=len)
    assert " ".join(shown.assumptions) == told


def test_a_team_sees_the_process_of_its_own_cohort_only(sample_store: Store, update, programme: str) -> None:
    """To a team the programme's process names its own cohort and no other."""
    mine = team("c3-05", "c3", programme)
    rows = evaluation_of_programme(sample_store, update, mine, programme).process.rows
    assert list(rows["Cohort"]) == ["Cohort 3"]
    assert len(evaluation_of_programme(sample_store, update, EVERYTHING, programme).process.rows) == len(COHORTS)


@pytest.mark.parametrize("who", [STRANGER, DATA_LEAD], ids=["stranger", "data lead"])
def test_who_sees_no_results_is_refused(sample_store: Store, update, programme: str, who) -> None:
    """Without a role that sees results nothing is read."""
    with pytest.raises(NotAllowed):
        evaluation_of_programme(sample_store, update, who, programme)
    with pytest.raises(NotAllowed):
        evaluation_of_cohort(sample_store, update, who, "c3")


def test_an_unknown_cohort_is_said(sample_store: Store, update) -> None:
    """A cohort that does not exist is refused in words."""
    with pytest.raises(NotFound, match="no such cohort"):
        evaluation_of_cohort(sample_store, update, EVALUATOR, "c99")
