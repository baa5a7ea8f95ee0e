"""The rule that fired, in words with its numbers, and how often chance alone fires it."""

from __future__ import annotations

from joy.variation import false_signal_rate


HUNDRED = 100
EXACT_TO = 10  # a chance of 1 in 7 is told as it is, one of 1 in 33 as 1 in 35
STEP = 5


def in_a_row(longest: int, limit: int, useful: int, side: int, plural: str, line: str = "the middle line") -> str:
    """What the longest run says: “9 weeks in a row above the middle line; …”.

    `side` is +1 above and -1 below, `limit` the longest run that is still usual, `plural` the word for points.
    """
    where = "above" if side > 0 else "below"
    rate = false_signal_rate(useful, limit, 0)
    told = f"{longest} {plural} in a row {where} {line}"
    return f"{told}; {limit + 1} or more happens by chance in {one_chart_in(rate)} of {useful} {plural}."


def crossings(crossed: int, fewest: int, useful: int, plural: str) -> str:
    """What few crossings say: “The middle line is crossed 5 times in 24 weeks; …”."""
    rate = false_signal_rate(useful, useful, fewest)
    times = "once" if crossed == 1 else f"{crossed} times"
    chance = f"fewer than {fewest} happens by chance in {one_chart_in(rate)}"
    return f"The middle line is crossed {times} in {useful} {plural}; {chance}."


def one_chart_in(rate: float) -> str:
    """A probability as people say it: “about 1 chart in 20”."""
    if rate <= 0:
        return "hardly any chart"
    many = 1 / rate
    if many > HUNDRED:
        return "fewer than 1 chart in 100"
    rounded = round(many) if many <= EXACT_TO else STEP * round(many / STEP)
    return f"about 1 chart in {rounded}"
