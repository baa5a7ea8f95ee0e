"""An indicator over learning sets: cohorts side by side from learning set 1, or one cohort alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from joy.definitions import Indicator
from joy.findings import Aligned, Verdict
from joy.views import words
from joy.views.context import Context
from joy.views.figures import asked_otherwise, of_indicator
from joy.views.positions import By, placed
from joy.views.scale import axis


LINED_UP: dict[By, str] = {
    "sets": "by learning set",
    "weeks": "by weeks since learning set 1",
    "calendar": "by date",
}
COLUMNS = ["cohort", "ordinal", "position", "position_label", "value", "n", "is_live", "bound"]


def aligned(
    context: Context, figures: pd.DataFrame, indicator: Indicator, *, title: str, by: By = "sets"
) -> Aligned | None:
    """Lines of the newest instrument version, lined up `by` sets, weeks or days; None when nothing can be drawn.

    Tallies stand for the stretch that a learning set opens, surveys for the learning set they were taken at.
    """
    positions = placed(context, of_indicator(figures, indicator), indicator.measured.kind, by)
    lines = positions.merge(context.cohorts[["cohort_id", "name", "ordinal", "status"]], on="cohort_id")
    lines = lines.assign(
        cohort=lines["name"],
        is_live=lines["status"] == "live",
        n=[words.counted(indicator, band) for band in lines["n_band"]],
        bound=[
            words.value_text(indicator, value, capped) if pd.notna(capped) else ""
            for value, capped in zip(lines["value"], lines["capped"], strict=True)
        ],
    ).sort_values(["ordinal", "position"], ignore_index=True)[COLUMNS]
    if lines["value"].notna().sum() == 0:
        return None
    return Aligned(
        title=title,
        subtitle=f"{indicator.name}, {indicator.unit}, {LINED_UP[by]}; {_counts(indicator)}",
        verdict=Verdict.NO_CHANGE,
        alt=_alt(indicator, lines, by),
        why=(indicator.question, *indicator.caveats, *left_out(context, figures, indicator)),
        lines=lines,
        is_share=indicator.shows == "share",
        minimum=indicator.minimum,
        maximum=indicator.maximum,
        unit=indicator.unit,
        by=by,
    )


def left_out(context: Context, figures: pd.DataFrame, indicator: Indicator) -> list[str]:
    """A sentence about cohorts that are in no figure because they were asked otherwise."""
    names = [context.cohort_name(cohort_id) for cohort_id in asked_otherwise(figures, indicator)]
    verb = "were" if len(names) > 1 else "was"
    return [f"{words.listed(names)} {verb} asked in another way and cannot be compared."] if names else []


def on_shared_axes(records: Iterable[Aligned | None]) -> tuple[Aligned, ...]:
    """The records that can be drawn; those with the same range get the same axis, so that they can be compared."""
    drawn = [record for record in records if record is not None]
    values: dict[tuple[float, float], list[float]] = {}
    for record in drawn:
        values.setdefault((record.minimum, record.maximum), []).extend(record.lines["value"])
    ends = {span: axis(found, *span) for span, found in values.items()}
    return tuple(
        replace(
            record, minimum=ends[record.minimum, record.maximum][0], maximum=ends[record.minimum, record.maximum][1]
        )
        for record in drawn
    )


def _counts(indicator: Indicator) -> str:
    return f"counts {indicator.counts}"


def _alt(indicator: Indicator, lines: pd.DataFrame, by: By) -> str:
    parts = []
    for cohort, rows in lines.dropna(subset=["value"]).groupby("cohort", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        parts.append(
            f"{cohort}: {first['bound'] or words.value_text(indicator, first['value'])} ({first['position_label']}), "
            f"{last['bound'] or words.value_text(indicator, last['value'])} ({last['position_label']})"
        )
    return f"{indicator.name}, {LINED_UP[by]}. " + "; ".join(parts) + "."
