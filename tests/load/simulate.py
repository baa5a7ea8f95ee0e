"""Print how often our rules signal by chance, and how often they find what is there: make simulate

Every figure is counted over seeded series that go through joy.variation.analyse with Rules.joy(). Nothing is asserted.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu


ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from joy.variation import Rules, analyse, false_signal_rate, how_often  # noqa: E402 - run from the folder, not installed


Floats = NDArray[np.float64]

SEED = 3
SERIES = 2000
LENGTHS = (12, 24, 36, 52)
BASELINE = 12
FEWEST = 10  # points under which nothing signals
LOOKED_AT = ((5, 0.5, 0.1), (10, 0.5, 0.05), (25, 0.5, 0.01), (25, 0.7, 0.01))  # answers, share, shown to the nearest
RESEMBLANCE = 0.3  # of neighbouring weeks
WORKING_DAYS = 5
FIRST_DAY = np.datetime64("2025-01-06")


def main() -> None:
    """Print the tables, one after the other."""
    started = time.perf_counter()
    click.echo(f"{SERIES} series a figure, seed {SEED}; ± is two standard errors of the simulation.\n")
    false_signals()
    few_answers()
    looked_at_every_week()
    shifts()
    replies()
    click.echo(f"{time.perf_counter() - started:.0f} s")


def false_signals() -> None:
    """Stable series: the whole series against its own median, and against a fixed baseline of twelve."""
    click.echo("Stable series that signal (at most 5.0 %)")
    click.echo("points  whole series  exact  baseline of 12  neighbours alike (r = 0.3)")
    for n in LENGTHS:
        frozen = percent(signals(normal(n), baseline=BASELINE)) if n > BASELINE else "–"
        alike = percent(signals(normal(n, RESEMBLANCE)))
        exact = f"{100 * false_signal_rate(n):.1f} %"
        click.echo(f"{n:>6}  {percent(signals(normal(n))):>12}  {exact:>5}  {frozen:>14}  {alike:>12}")
    click.echo()


def few_answers() -> None:
    """Stable shares of few answers: many weeks tie with the median."""
    click.echo("Stable weekly shares of few answers that signal, shown to the nearest 10 % (5 %, 1 %)")
    click.echo("answers  share  " + "  ".join(f"{n:>8} weeks" for n in LENGTHS) + "   52, baseline of 12")
    for answers, step in ((5, 0.1), (10, 0.05), (25, 0.01)):
        for share in (0.5, 0.7, 0.9):
            found = [percent(signals(shares(n, answers, share, share, n, step))) for n in LENGTHS]
            found.append(percent(signals(shares(52, answers, share, share, 52, step), baseline=BASELINE)))
            click.echo(f"{answers:>7}  {share:>5.0%}  " + "  ".join(f"{cell:>14}" for cell in found))
    click.echo()


def looked_at_every_week() -> None:
    """Stable series judged anew each week from the tenth on: how many have signalled at least once by a week."""
    click.echo("Stable series that signal at least once, looked at every week")
    click.echo("series              " + "  ".join(f"{f'by week {n}':>13}" for n in LENGTHS))
    told = {"any values": normal(52)}
    told |= {f"{n} answers, {share:.0%}": shares(52, n, share, share, 52, by) for n, share, by in LOOKED_AT}
    for name, values in told.items():
        click.echo(f"{name:<18}  " + "  ".join(f"{percent(share):>13}" for share in seen_by(values)))
    click.echo()


def seen_by(values: Floats) -> list[float]:
    """The share of series that have signalled at least once by each of `LENGTHS`; every beginning is a series."""
    seen = np.zeros(len(values), dtype=bool)
    found = {}
    for week in range(FEWEST, values.shape[1] + 1):
        seen |= judged(values[:, :week], None).sort_values("series")["signal"].to_numpy(dtype=bool)
        found[week] = float(seen.mean())
    return [found[n] for n in LENGTHS]


def shifts() -> None:
    """Series that shift by so many standard deviations, seen the right way."""
    click.echo("Shifts that are seen, the right way (step half way; with a baseline of 12 the step comes after it)")
    click.echo("points  shift   whole series   neighbours alike   baseline of 12   the same, alike")
    for n in LENGTHS:
        for sd in (1.0, 1.5, 2.0):
            cells = []
            for before, baseline in ((n // 2, None), (BASELINE, BASELINE)):
                for resemblance in (0.0, RESEMBLANCE):
                    if n > before:
                        cells.append(percent(improved(step(normal(n, resemblance), sd, before), baseline=baseline)))
            click.echo(f"{n:>6}  {sd:>3} SD  " + "  ".join(f"{cell:>15}" for cell in cells))
    click.echo()


def replies() -> None:
    """Weekly shares of a team that starts at 50 %, and what the best test of a known change could see."""
    click.echo("A team at 50 %: rises seen in 26 weeks, answers on five days a week")
    click.echo("replies a day  rise   after 13 weeks                        after 6 weeks   if the week were known*")
    for a_day in (2, 5, 10):
        for rise in (0.1, 0.2, 0.3):
            middle = improved(weekly(a_day, rise, 13))
            early = weekly(a_day, rise, 6)
            words = f"{percent(middle)}, {how_often(middle)}"
            known = percent(rank_test(early, 6))
            click.echo(f"{a_day:>13}  {rise:>4.0%}   {words:<36}  {percent(improved(early)):>13}   {known}")
    click.echo("* rank test of the weeks before against the weeks after, 5 % two-sided\n")


def normal(n: int, resemblance: float = 0.0) -> Floats:
    """Stable series of standard deviation 1, each point made of `resemblance` of the one before and new chance."""
    luck = generator(n, resemblance).normal(size=(SERIES, n))
    values = luck.copy()
    for week in range(1, n):
        values[:, week] = resemblance * values[:, week - 1] + np.sqrt(1 - resemblance**2) * luck[:, week]
    return values


def step(values: Floats, by: float, before: int) -> Floats:
    """Raise all points after the first `before`."""
    return values + by * (np.arange(values.shape[1]) >= before)


def shares(n: int, answers: int, share: float, later: float, before: int, rounded_to: float) -> Floats:
    """Weekly shares as they are shown."""
    level = np.where(np.arange(n) < before, share, later)
    drawn = generator(n, answers, share, later).binomial(answers, level, size=(SERIES, n)) / answers
    return np.asarray(np.round(np.round(drawn / rounded_to) * rounded_to, 10))


def weekly(a_day: int, rise: float, before: int) -> Floats:
    answers = a_day * WORKING_DAYS
    return shares(26, answers, 0.5, 0.5 + rise, before, 0.05 if answers < 20 else 0.01)


def signals(values: Floats, baseline: int | None = None) -> float:
    return float(judged(values, baseline)["signal"].mean())


def improved(values: Floats, baseline: int | None = None) -> float:
    """The share of series whose signal is an improvement."""
    found = judged(values, baseline)
    return float((found["signal"] & (found["variation"] == "improvement")).mean())


def judged(values: Floats, baseline: int | None) -> pd.DataFrame:
    """One row of the summary for each series."""
    series, n = values.shape
    frame = pd.DataFrame(
        {
            "series": np.repeat(np.arange(series), n),
            "date": np.tile(FIRST_DAY + 7 * np.arange(n), series),
            "value": values.ravel(),
        }
    )
    found = analyse(frame, chart="run", direction="higher_is_better", rules=Rules.joy(), baseline=baseline)
    return found.summary


def rank_test(values: Floats, before: int) -> float:
    found = mannwhitneyu(values[:, before:], values[:, :before], axis=1, alternative="greater", method="asymptotic")
    return float((np.asarray(found.pvalue) <= 0.025).mean())


def generator(*what: float) -> np.random.Generator:
    """A generator of its own for each figure, so that adding a row changes no other."""
    return np.random.default_rng([SEED, *(round(1000 * number) for number in what)])


def percent(share: float) -> str:
    return f"{100 * share:.1f} ± {200 * np.sqrt(share * (1 - share) / SERIES):.1f} %"


if __name__ == "__main__":
    main()
