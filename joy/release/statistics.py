"""Turn answers and tallies into sufficient statistics: the only step that touches single answers."""

from __future__ import annotations

import pandas as pd

from joy.definitions import Definitions, Policy, load_policy
from joy.frames import each
from joy.release.admission import hold_late
from joy.release.policies import strictest_of_all
from joy.scoring import Series, compile_series
from joy.store.questionnaires import licences_held
from joy.store.writer import Writer


DERIVED = (
    "vault.series",
    "vault.item_points",
    "vault.score_lookup",
    "vault.score_statistic",
    "vault.option_statistic",
    "vault.pulse_statistic",
    "vault.counted_now",
)


def rebuild_statistics(writer: Writer, definitions: Definitions, policy: Policy | None = None) -> None:
    """Rebuild every derived table of the vault inside the caller's transaction.

    The statistics hold n, sum, sum of squares and favourable counts per cell, indicator and instrument version, counts
    per option, and weekly tallies. People with too few answered items are in none of them, and neither are answers
    that came late and have to wait (`hold_late`); `policy`, by default the installation's, and every policy that is
    kept say how many are enough.
    Checked against a slow scorer in plain Python (tests/properties/test_statistics_twice.py).
    """
    for table in DERIVED:
        writer.clear(table)
    series = compile_series(definitions, licensed=licences_held(writer))
    _write_lookup_tables(writer, series)
    writer.run("release/build_score_statistic")
    for indicator in definitions.indicators.values():
        if indicator.measured.kind == "gap":
            plus, minus = str(indicator.measured.plus), str(indicator.measured.minus)
            writer.run(
                "release/build_gap_statistic",
                gap_id=indicator.id,
                plus_id=plus,
                minus_id=minus,
                instrument=gap_instrument(definitions, plus, minus),
            )
    writer.run("release/build_option_statistic")
    writer.run("release/build_counted_now")
    hold_late(writer, definitions, strictest_of_all(writer, policy or load_policy()))
    writer.run("release/build_pulse_statistic")


def gap_instrument(definitions: Definitions, plus: str, minus: str) -> str:
    """The name under which a gap is stored: both instrument versions it is made of."""
    both = [definitions.indicators[name].measured.instruments[0] for name in (plus, minus)]
    return "−".join(both)


def _write_lookup_tables(writer: Writer, series: tuple[Series, ...]) -> None:
    items = writer.ask("release/known_items")
    number = {(row.instrument, row.item_key): row.item_no for row in each(items)}
    numbered = list(enumerate(series, start=1))
    writer.append(
        "vault.series",
        pd.DataFrame(
            [(no, s.indicator_id, s.instrument) for no, s in numbered],
            columns=["series_no", "indicator_id", "instrument"],
        ),
    )
    writer.append(
        "vault.item_points",
        pd.DataFrame(
            [
                (no, number[s.instrument, p.item_key], p.code, p.points)
                for no, s in numbered
                for p in s.points
                if (s.instrument, p.item_key) in number
            ],
            columns=["series_no", "item_no", "code", "points"],
        ).astype("int64"),
    )
    writer.append(
        "vault.score_lookup",
        pd.DataFrame(
            [(no, r.answered, r.raw, r.score, r.is_favourable) for no, s in numbered for r in s.lookup],
            columns=["series_no", "answered", "raw", "score", "is_favourable"],
        ),
    )
