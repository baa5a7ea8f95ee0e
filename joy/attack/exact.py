"""Attacks on what is told too exactly: plain numbers, figures finer than their rounding, remarks of few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from joy.attack.known import tier_of
from joy.attack.report import AttackLine
from joy.definitions import Definitions, DisclosureClass, Policy
from joy.frames import Row, each
from joy.release.policies import Policies


FIGURES, FINDINGS = "release.figure", "release.finding"
PARTICIPATION, REVEALS, COMMENTS = "release.participation", "release.reveal", "release.comment"
DUST = 1e-6  # of a rounding step


def told_exactly(
    shown: Mapping[str, pd.DataFrame],
    days: pd.DataFrame,
    remarks: pd.DataFrame,
    definitions: Definitions,
    policies: Policies,
) -> tuple[AttackLine, ...]:
    """Try every number of an update for being told as it is. `days` are tallies of the vault, `remarks` its remarks.

    A figure may be rounded as any policy in play has it: rounds keep the one that they were answered under.
    """
    policy = policies.current
    in_play = (policy, policies.together, *policies.kept.values())
    figures = shown[FIGURES]
    bands = [figures.loc[figures["state"] == "shown", "n_band"], shown[FINDINGS]["n_band"], shown[REVEALS]["n_band"]]
    every = pd.concat([*bands, shown[PARTICIPATION]["answers_band"]]).dropna().astype(str)
    exact = int(every.str.strip().str.fullmatch(r"\d+").sum())
    shown_rows = each(figures[figures["state"] == "shown"])
    fine = [all(is_fine(row, definitions, one) for one in in_play) for row in shown_rows]
    return (
        AttackLine("A10", "a number of answers that is told as it is", len(every), exact),
        AttackLine("A13", "a figure finer than its rounding", len(fine), sum(fine)),
        _takes_part(shown[PARTICIPATION], days, policy.classes[DisclosureClass.PULSE].k_show),
        _remarks(shown[COMMENTS], remarks, policy.comments.k_text),
    )


def is_fine(row: Row, definitions: Definitions, policy: Policy) -> bool:
    """Whether a figure stands between the steps that its tier is rounded to; a bound has no step."""
    indicator = definitions.indicators.get(str(row.indicator_id))
    if indicator is None or (isinstance(row.capped, str) and row.capped) or pd.isna(row.value) or pd.isna(row.tier):
        return False
    tier = tier_of(row, policy)
    if indicator.shows == "share":
        steps = float(row.value) / tier.share_step
    else:
        steps = (float(row.value) - indicator.minimum) / (indicator.maximum - indicator.minimum) * tier.mean_steps
    return bool(abs(steps - np.rint(steps)) > DUST)


def _takes_part(told: pd.DataFrame, days: pd.DataFrame, k: int) -> AttackLine:
    """Teams of whose tallies something is told though they gave fewer than may be told."""
    own = told[told["answers_band"].notna()]
    answers = own["enrolment_id"].map(days.groupby("enrolment_id")["n"].sum()).fillna(0)
    return AttackLine("A19", "that somebody of a silent team answered", len(told), int((answers < k).sum()))


def _remarks(told: pd.DataFrame, remarks: pd.DataFrame, k: int) -> AttackLine:
    """Groups of which remarks are shown though fewer than `k` were given; the same words twice are two remarks."""
    groups = [*told.groupby(["group_kind", "group_id"])]
    few = sum(_given(remarks, kind, name, part["text"]) < k for (kind, name), part in groups)
    return AttackLine("A27", "remarks of a group of few people", len(groups), int(few))


def _given(remarks: pd.DataFrame, kind: str, name: str, texts: Iterable[str]) -> int:
    own = remarks if kind == "programme" else remarks[remarks["cohort_id"] == name]
    return int(own["text"].isin(set(texts)).sum())
