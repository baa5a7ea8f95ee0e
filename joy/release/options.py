"""How answers spread over the options: for cohorts, from the number of people at which that may be shown."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from joy.definitions import Definitions, DisclosureClass, Policy
from joy.disclosure import merge_rare_options, share_of_run


COLUMNS = ["group_kind", "group_id", "instrument", "item_key", "period_id", "label", "ordinal", "share"]


def option_rows(options: pd.DataFrame, rounds: pd.DataFrame, definitions: Definitions, policy: Policy) -> pd.DataFrame:
    """Distributions of single items of cohorts; options chosen by few are merged with their neighbours (R3)."""
    needed = min(tier.at_least for tier in policy.tiers if tier.show_distribution)
    closed = options[options["round_id"].isin(rounds["round_id"])]
    careful = _sensitive_instruments(definitions)
    found: list[tuple[object, ...]] = []
    for key, group in closed.groupby(["cohort_id", "round_id", "instrument", "item_key"]):
        cohort_id, round_id, ref, item_key = (str(part) for part in key)
        if group["n"].sum() >= needed and ref in definitions.instruments and ref not in careful:
            spread = _distribution(group, ref, item_key, definitions, policy)
            found += [("cohort", cohort_id, ref, item_key, round_id, *part) for part in spread]
    return pd.DataFrame(found, columns=COLUMNS)


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
