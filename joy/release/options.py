"""How answers spread over the options: for cohorts, from the number of people at which that may be shown."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from joy.definitions import Definitions, DisclosureClass, Policy
from joy.disclosure import merge_rare_options, share_of_run
from joy.frames import each


COLUMNS = ["group_kind", "group_id", "instrument", "item_key", "period_id", "label", "ordinal", "share"]


def option_rows(options: pd.DataFrame, figures: pd.DataFrame, definitions: Definitions, policy: Policy) -> pd.DataFrame:
    """Distributions of single items of cohorts; options chosen by few are merged with their neighbours (R3).

    Only of rounds in which every figure of that cohort and instrument is shown: what is hidden must not be had from its
    parts. Not of a question whose own figure is shown as if fewer had answered (R10).
    """
    needed = min(tier.at_least for tier in policy.tiers if tier.show_distribution)
    open_to_all, coarser = _wholly_shown(figures), _shown_coarsely(figures, definitions, needed)
    careful = _sensitive_instruments(definitions)
    found: list[tuple[object, ...]] = []
    for key, group in options.groupby(["cohort_id", "round_id", "instrument", "item_key"]):
        cohort_id, round_id, ref, item_key = (str(part) for part in key)
        is_open = (cohort_id, round_id, ref) in open_to_all and (cohort_id, round_id, ref, item_key) not in coarser
        if group["n"].sum() >= needed and is_open and ref not in careful:
            spread = _distribution(group, ref, item_key, definitions, policy)
            found += [("cohort", cohort_id, ref, item_key, round_id, *part) for part in spread]
    return pd.DataFrame(found, columns=COLUMNS)


def _wholly_shown(figures: pd.DataFrame) -> set[tuple[str, str, str]]:
    """Cohort, round and instrument of which every figure is shown."""
    mine = figures[(figures["group_kind"] == "cohort") & (figures["period_kind"] == "round")]
    is_shown = (mine["state"] == "shown").groupby([mine["group_id"], mine["period_id"], mine["instrument"]]).all()
    return set(is_shown[is_shown].index)


def _shown_coarsely(figures: pd.DataFrame, definitions: Definitions, needed: int) -> set[tuple[str, str, str, str]]:
    """Cohort, round, instrument and question where the question's own figure may not be spread out."""
    single = [name for name, one in definitions.indicators.items() if one.measured.kind == "item"]
    mine = figures[(figures["group_kind"] == "cohort") & (figures["period_kind"] == "round")]
    mine = mine[(mine["tier"] < needed) & mine["indicator_id"].isin(single)]
    return {
        (row.group_id, row.period_id, row.instrument, key)
        for row in each(mine)
        for key in definitions.indicators[row.indicator_id].measured.keys_in(definitions.instruments[row.instrument])
    }


def _sensitive_instruments(definitions: Definitions) -> set[str]:
    """Answers people fear most are never spread out option by option."""
    return {
        ref
        for indicator in definitions.indicators.values()
        if indicator.disclosure_class is DisclosureClass.SENSITIVE
        for ref in indicator.measured.instruments
    }


def _distribution(
    group: pd.DataFrame, ref: str, item_key: str, definitions: Definitions, policy: Policy
) -> Iterator[tuple[str, int, float]]:
    chosen = dict(zip(group["code"], group["n"], strict=True))
    options = definitions.instruments[ref].options_of(item_key)
    counts = [int(chosen.get(option.code, 0)) for option in options]
    total = sum(counts)
    for ordinal, run in enumerate(merge_rare_options(counts, policy.merge_options_below)):
        label = " / ".join(options[position].label for position in run.options)
        yield label, ordinal, share_of_run(run, total)
