"""Print how much may still be shown under the disclosure rules: make usefulness

Teams are drawn as ELFT's 70 teams of more than 500 staff suggest: negative binomial, mean 7.2 people, size 4, which
gives the published 40, 20 and 6 % of team rounds with 5, 7 and 10 answers at 60 % response. Nothing is asserted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray


ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from joy import commands  # noqa: E402 - run from the folder, not installed
from joy.definitions import Policy, load_policy  # noqa: E402 - the project's folder is put on the path first
from joy.disclosure import FEWEST_WEEKS, Step, choose_step, pool, pulse_visible  # noqa: E402 - the project's folder is put on the path first
from joy.release.guard import guarded, passing  # noqa: E402 - the project's folder is put on the path first
from joy.release.policies import policies_of  # noqa: E402 - the project's folder is put on the path first
from joy.release.raw import raw_of  # noqa: E402 - the project's folder is put on the path first
from joy.release.rows import KEY  # noqa: E402 - the project's folder is put on the path first
from joy.settings import Settings  # noqa: E402 - the project's folder is put on the path first
from joy.store.definitions import definitions_of  # noqa: E402 - the project's folder is put on the path first


Numbers = NDArray[np.int64]

SEED = 4
TEAMS = 7000  # a hundred programmes of seventy
MEAN, SIZE = 7.2, 4.0
WEEKS, DAYS, POINTS = 26, 5, 10
REPLY = (0.11, 0.25, 0.30)
RESPONSE = 0.60
ROUNDS = 3


def main() -> None:
    """Print the three tables."""
    started, luck = time.perf_counter(), np.random.default_rng(SEED)
    sizes = np.maximum(luck.negative_binomial(SIZE, SIZE / (SIZE + MEAN), TEAMS), 1)
    policy = load_policy()
    click.echo(
        f"{TEAMS} teams, mean {sizes.mean():.1f} people, {np.mean(sizes >= 5):.0%} of at least five; seed {SEED}.\n"
    )
    charts(sizes, policy, luck)
    surveys(sizes, policy, luck)
    sample()
    click.echo(f"{time.perf_counter() - started:.0f} s")


def charts(sizes: Numbers, policy: Policy, luck: np.random.Generator) -> None:
    """Teams whose weekly or fortnightly chart reaches ten points in half a year."""
    strict = policy.model_copy(update={"pulse": policy.pulse.model_copy(update={"enabled": False})})
    click.echo("Teams with a chart of at least 10 points in 26 weeks (goal: 60 % at 25 % daily reply)")
    click.echo("daily reply  everybody alike  a few give most  pulse rule off  step chosen after 26 weeks")
    for rate in REPLY:
        days = luck.binomial(sizes[:, None, None], rate, (len(sizes), WEEKS, DAYS))
        keen = repeaters(sizes, rate, luck)
        cells = [
            reached(days, sizes, policy),
            reached(keen, sizes, policy),
            reached(days, sizes, strict),
            reached(days, sizes, policy, decided_after=WEEKS),
        ]
        click.echo(f"{rate:>11.0%}  " + "  ".join(f"{cell:>15.1%}" for cell in cells))
    click.echo()


def repeaters(sizes: Numbers, rate: float, luck: np.random.Generator) -> Numbers:
    """Answers a day where three people give 60 % of the team's answers, as far as one a day allows."""
    keen = np.minimum(sizes, 3)
    wanted = sizes * rate
    of_keen = np.minimum(0.6 * wanted / keen, 0.95)
    others = np.maximum(sizes - keen, 0)
    rest = np.where(others > 0, np.minimum((wanted - of_keen * keen) / np.maximum(others, 1), 1.0), 0.0)
    shape = (len(sizes), WEEKS, DAYS)
    answers: Numbers = luck.binomial(keen[:, None, None], of_keen[:, None, None], shape)
    return answers + luck.binomial(others[:, None, None], rest[:, None, None], shape)


def reached(days: Numbers, sizes: Numbers, policy: Policy, decided_after: int = FEWEST_WEEKS) -> float:
    """The share of teams with at least ten points at the step that is chosen once, after so many weeks."""
    n, busiest = days.sum(axis=2), days.max(axis=2)
    pairs = pool(n, n, busiest)
    weekly = pulse_visible(n, busiest, sizes[:, None], policy)
    paired = pulse_visible(pairs.n_total, pairs.busiest_day, sizes[:, None], policy)
    so_far = weekly[:, :decided_after].sum(axis=1), paired[:, : decided_after // 2].sum(axis=1)
    steps = [choose_step(int(w), int(f), decided_after) for w, f in zip(*so_far, strict=True)]
    points = {Step.WEEK: weekly.sum(axis=1), Step.FORTNIGHT: paired.sum(axis=1), Step.BETWEEN_SETS: np.zeros(len(n))}
    return float(np.mean([points[step][team] >= POINTS for team, step in enumerate(steps)]))


def surveys(sizes: Numbers, policy: Policy, luck: np.random.Generator) -> None:
    """Teams of which anything of a survey may be shown, over three rounds; and with a tally chart beside it."""
    people = [luck.random((size, ROUNDS)) < RESPONSE for size in sizes]
    answers = np.array([team.sum(axis=0) for team in people])
    different = np.array([int(team.any(axis=1).sum()) for team in people])
    k = policy.classes["survey"].k_show  # type: ignore[index] - a StrEnum's value is its key
    single = (answers >= k).any(axis=1)
    enough = answers.sum(axis=1) >= policy.pooled.answers
    by_keys, without = enough & (different >= k), enough & (answers.max(axis=1) >= k)
    days = luck.binomial(sizes[:, None, None], 0.25, (len(sizes), WEEKS, DAYS))
    n, busiest = days.sum(axis=2), days.max(axis=2)
    tallied = pulse_visible(n, busiest, sizes[:, None], policy).any(axis=1)
    click.echo("Teams of which something may be shown at 60 % response (goal: 60 %; before the complement)")
    rows = {
        "one survey round, flat minimum of 10": answers[:, 0] >= 10,
        "one survey round, graded from 5": answers[:, 0] >= k,
        "any of three rounds": single,
        "any of three rounds, or three pooled, nobody with a code": single | without,
        "any of three rounds, or three pooled, everybody with a code": single | by_keys,
        "any of that without codes, or weekly tallies at 25 % daily reply": single | without | tallied,
        "any of that with codes, or weekly tallies at 25 % daily reply": single | by_keys | tallied,
    }
    for name, found in rows.items():
        click.echo(f"  {name:<66} {np.mean(found):>6.1%}")
    click.echo()


def sample() -> None:
    """Of the sample's cells that pass their threshold, how many other rules hide."""
    with tempfile.TemporaryDirectory() as folder:
        store = commands.start(Settings(home=Path(folder) / "home", with_sample=True))
        programme = str(store.ask("release/programmes")["programme_id"].iloc[0])
        as_of = store.ask("release/programmes")["today"].iloc[0].date()
        definitions, policies = definitions_of(store), policies_of(store, programme, load_policy())
        rows = raw_of(store, programme, as_of, definitions, policies).rows.reset_index(drop=True)
        began = time.perf_counter()
        figures = guarded(rows, definitions, policies)
        took = time.perf_counter() - began
        with store.cursor() as cursor:
            published = cursor.execute("SELECT * FROM release.figure").df()
        store.close()
    rows["passes"] = passing(rows, definitions, policies)
    for name, frame in (("guarded", figures), ("published", published)):
        shown = pd.MultiIndex.from_frame(frame.loc[frame["state"] == "shown", KEY])
        rows[name] = pd.MultiIndex.from_frame(rows[KEY]).isin(shown)
    passes = rows[rows["passes"]]
    click.echo("The sample: cells that pass their threshold and are hidden all the same (goal: at most 5 %)")
    kinds = passes.groupby(["group_kind", "period_kind"])[["guarded", "published"]].agg(["size", "mean"])
    for (group, period), row in kinds.iterrows():
        click.echo(
            f"  {group:<10} {period:<13} {row['guarded', 'size']:>6.0f} cells  hidden by the rules "
            f"{1 - row['guarded', 'mean']:>5.1%}, with the audit {1 - row['published', 'mean']:>5.1%}"
        )
    click.echo(f"  all: {1 - passes['guarded'].mean():.1%}, with the audit {1 - passes['published'].mean():.1%}")
    click.echo(f"  the rules took {took:.2f} s\n")


if __name__ == "__main__":
    main()
