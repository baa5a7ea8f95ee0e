"""An indicator over learning sets: cohorts side by side from learning set 1, or one cohort alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from joy.definitions import Indicator
from joy.findings import Aligned, Verdict
from joy.frames import each
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
    gone = _not_drawn(context, figures, indicator, lines)
    return Aligned(
        title=title,
        subtitle="; ".join(
            (f"{indicator.name}, {indicator.unit}, {LINED_UP[by]}", _counts(indicator), *_points(indicator, by), *gone)
        ),
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


def _not_drawn(context: Context, figures: pd.DataFrame, indicator: Indicator, lines: pd.DataFrame) -> list[str]:
    """Say on the chart why a cohort that the figures speak of has no line: else its absence seems an oversight."""
    otherwise = set(asked_otherwise(figures, indicator))
    drawn = set(lines.loc[lines["value"].notna(), "cohort"])
    mine = figures[figures["indicator_id"] == indicator.id]
    asked = set(mine.loc[mine["state"] != "not_asked", "group_id"])
    missing = [
        one for one in each(context.cohorts) if one.cohort_id in set(figures["group_id"]) and one.name not in drawn
    ]
    groups = (
        ("asked in another way, so not drawn", [one.name for one in missing if one.cohort_id in otherwise]),
        ("nothing to draw yet", [one.name for one in missing if one.cohort_id in asked - otherwise]),
        ("not asked", [one.name for one in missing if one.cohort_id not in asked | otherwise]),
    )
    return [f"{words.listed(names)}: {why}" for why, names in groups if names]


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


def _points(indicator: Indicator, by: By) -> list[str]:
    """What a dot stands for where the axis is time, for it is no single week."""
    if by == "sets":
        return []
    is_tally = indicator.measured.kind == "tally"
    return ["each dot is all the time between two learning sets, at its middle" if is_tally else "each dot is a survey"]


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
