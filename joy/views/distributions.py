"""How the answers to one question spread over its options, first survey against latest."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from joy.change import newcombe_from_shares
from joy.definitions import Definitions, Direction, Instrument
from joy.findings import Distribution, Verdict
from joy.findings.records import TITLE_WORDS
from joy.views import words
from joy.views.context import Context
from joy.views.sentences import fitting


COLUMNS = ["bar", "n", "option", "ordinal", "share", "side"]
ROUNDS = ("First survey", "Latest survey")
FROM = 30  # data/policy.toml; a test holds both together
NONE_FOR_TEAMS = (
    f"How answers spread over the options is shown from {FROM} people only. A team has fewer: look at its cohort."
)


def distributions(context: Context, cohort_id: str, figures: pd.DataFrame) -> tuple[Distribution, ...]:
    """One record per question of the cohort of which any round may be shown, in the order of the questionnaires.

    `figures` are the cohort's own, for how many answered. Newest version of a questionnaire only.
    """
    shown = context.release.ask("views/options", group_id=cohort_id)
    order = context.rounds[context.rounds["cohort_id"] == cohort_id].set_index("round_id")["ordinal"]
    found: list[Distribution] = []
    for ref, rows in shown.groupby("instrument", sort=False):
        instrument = context.definitions.instruments.get(str(ref))
        if instrument is not None:
            own = figures[(figures["instrument"] == ref) & (figures["state"] == "shown")]
            found += _of_instrument(instrument, rows, order, own, context.definitions)
    return tuple(found)


def _of_instrument(
    instrument: Instrument, rows: pd.DataFrame, order: pd.Series, figures: pd.DataFrame, definitions: Definitions
) -> Iterator[Distribution]:
    by_item = dict(tuple(rows.groupby("item_key", sort=False)))
    for item in instrument.items:
        if item.key in by_item:
            answered = _answered(instrument, item.key, figures, definitions)
            yield _record(instrument, item.key, by_item[item.key], order, answered, definitions)


def _answered(instrument: Instrument, key: str, figures: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """How many answered in each round: those of the question's own measure, else of the scale that it is part of."""
    uses = [i for i in definitions.indicators.values() if instrument.ref in i.measured.instruments]
    nearest = [i.id for i in uses if i.measured.item == key] + [i.id for i in uses if i.measured.kind == "scale"]
    ranks = figures["indicator_id"].map({name: rank for rank, name in reversed(list(enumerate(nearest)))})
    by_rank = figures.assign(rank=ranks).sort_values("rank", na_position="last")
    return by_rank.drop_duplicates("period_id").set_index("period_id")[["n_band", "n_low"]]


def _record(
    instrument: Instrument,
    key: str,
    rows: pd.DataFrame,
    order: pd.Series,
    asked: pd.DataFrame,
    definitions: Definitions,
) -> Distribution:
    rounds = sorted(rows["period_id"].unique(), key=lambda name: order.get(name, 0))
    ends = dict(zip(ROUNDS, (rounds[0], rounds[-1]), strict=True)) if len(rounds) > 1 else {ROUNDS[1]: rounds[0]}
    is_high_good = _is_high_good(instrument, key, definitions)
    bars = [
        _bar(name, rows[rows["period_id"] == at], str(asked.loc[at, "n_band"]), instrument, key, is_high_good)
        for name, at in ends.items()
    ]
    table = pd.concat(bars, ignore_index=True)[COLUMNS]
    n_low = {name: int(asked.loc[at, "n_low"]) for name, at in ends.items()}
    label = instrument.item(key).label
    said, is_beyond = _said(table, n_low, "higher" if _is_neutral(instrument, key, definitions) else "good")
    return Distribution(
        title=fitting(TITLE_WORDS, f"{label}: {said}", said),
        subtitle=f"{instrument.name}; share of people by answer, whole percents; rare answers are joined",
        verdict=Verdict.CHANGED if is_beyond else Verdict.NO_CHANGE,
        alt=_alt(label, table),
        why=(
            "Answers that fewer than five people gave are joined with the next one, so that nobody can be picked out.",
            "A share can stay the same while the answers move apart: that is what this picture is for.",
            "Each answer’s share is rounded, so their sum may differ by a point or two from the published share.",
            "Every question is tested by itself: of twenty that did not change, about one seems to.",
        ),
        rows=table,
        question=f"{label} ({instrument.name})",
    )


def _bar(
    name: str, rows: pd.DataFrame, band: str, instrument: Instrument, key: str, is_high_good: bool
) -> pd.DataFrame:
    options = instrument.options_of(key)
    places = {option.label: place for place, option in enumerate(sorted(options, key=lambda option: option.worth))}
    middle = (len(options) - 1) / 2
    sides = [_side([places[part] for part in label.split(" / ")], middle, is_high_good) for label in rows["label"]]
    table = pd.DataFrame(
        {
            "bar": name,
            "n": f"{band} people",
            "option": rows["label"].to_numpy(),
            "ordinal": rows["ordinal"].to_numpy(),
            "share": rows["share"].to_numpy(),
            "side": sides,
        }
    )
    return table.sort_values("ordinal", ignore_index=True)


def _side(places: list[int], middle: float, is_high_good: bool) -> str:
    """On which side of neutral an answer lies; joined answers lie where their middle lies."""
    distance = (sum(places) / len(places) - middle) * (1 if is_high_good else -1)
    return "neutral" if distance == 0 else "positive" if distance > 0 else "negative"


def _is_high_good(instrument: Instrument, key: str, definitions: Definitions) -> bool:
    """Whether a high answer is the better one: turned for reversed questions and where lower is better."""
    uses = [i for i in definitions.indicators.values() if instrument.ref in i.measured.instruments]
    own = [i for i in uses if i.measured.item == key] or uses
    is_low = bool(own) and all(i.direction is Direction.LOWER_IS_BETTER for i in own)
    is_high = bool(own) and own[0].direction is Direction.HIGHER_IS_BETTER
    if is_high and own[0].favourable is not None and (codes := own[0].favourable.codes_for(instrument.ref)):
        worths = [option.worth for option in instrument.options_of(key)]
        good = [option.worth for option in instrument.options_of(key) if option.code in codes]
        is_low = bool(good) and sum(good) / len(good) < sum(worths) / len(worths)
    return is_low == instrument.item(key).reverse


def _is_neutral(instrument: Instrument, key: str, definitions: Definitions) -> bool:
    """Whether no answer is the better one."""
    own = [i for i in definitions.indicators.values() if i.measured.item == key]
    own = [i for i in own if instrument.ref in i.measured.instruments]
    return bool(own) and all(i.direction is Direction.NEUTRAL for i in own)


def _said(table: pd.DataFrame, n_low: dict[str, int], side: str) -> tuple[str, bool]:
    """The share on the good (or higher) side, and whether more than chance has moved it since the first survey."""
    good = table[table["side"] == "positive"]
    shares = good.groupby("bar", sort=False)["share"].sum()
    if shares.empty:
        return "how the answers spread", False
    latest = f"{words.percent(float(shares.iloc[-1]))} on the {side} side"
    parts = {
        bar: {part for label in rows["option"] for part in label.split(" / ")} for bar, rows in good.groupby("bar")
    }
    if len(parts) < len(ROUNDS) or parts[ROUNDS[0]] != parts[ROUNDS[1]]:
        return latest, False  # answers joined otherwise cannot be compared
    (p0, p1), (n0, n1) = ([of[name] for name in ROUNDS] for of in (shares, n_low))
    is_beyond = newcombe_from_shares(p0, n0, p1, n1).is_beyond_chance
    rest = "more than chance explains" if is_beyond else "which chance alone could do"
    return f"{latest}, {words.percent(float(p0))} at first, {rest}", is_beyond


def _alt(label: str, table: pd.DataFrame) -> str:
    bars = [f"{bar}: {_shares(rows)}" for bar, rows in table.groupby("bar", sort=False)]
    return f"{label}. {'; '.join(bars)}."


def _shares(rows: pd.DataFrame) -> str:
    return ", ".join(
        f"{option} {words.percent(share)}" for option, share in zip(rows["option"], rows["share"], strict=True)
    )
