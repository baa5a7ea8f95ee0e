"""The red team on counts of themes: a careless count gives way to every attack, ours to none."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from joy.attack.themes import between_updates, theme_attacks
from joy.definitions import load_policy
from joy.release.comments import readable
from joy.release.make import make_release
from joy.release.themes import theme_rows
from joy.store import Store
from tests.small_world import lay_out


POLICY = load_policy()
LEAST = POLICY.comments.word_by
FIRST, SECOND = date(2024, 2, 5), date(2024, 3, 4)
CLOSED = date(2024, 6, 24)
THEMES = ("thanks", "rota", "parking", "lunch")


def remarks_of(store: Store) -> pd.DataFrame:
    return store.ask("release/comments", programme_id="p", closed_before=CLOSED)


def write(store: Store, rng: np.random.Generator, day: date) -> None:
    """Remarks of one day in three cohorts: some themes by many, some by one or two."""
    rows = []
    for cohort, usual in (("a", 9), ("b", 6), ("c", 1)):
        for theme in THEMES:
            for n in range(int(rng.integers(0, 2 + usual * rng.integers(0, 3)))):
                text = f"{cohort} {theme} {day} {n}"
                rows.append((text, f"{cohort}-1", pd.Timestamp(day), "helps", text, theme, 4, True))
    names = ["comment_id", "enrolment_id", "on_date", "prompt", "text", "theme", "component", "is_cleared"]
    with store.writing() as writer:
        writer.append("vault.comment", pd.DataFrame(rows, columns=names))


def careless(remarks: pd.DataFrame) -> pd.DataFrame:
    """What many dashboards show: every theme with its number, in each cohort with ten remarks and in total."""
    whole = remarks.groupby(["prompt", "theme"])["text"].nunique().reset_index(name="n")
    parts = remarks.groupby(["cohort_id", "prompt", "theme"])["text"].nunique().reset_index(name="n")
    big = remarks["cohort_id"].value_counts()
    parts = parts[parts["cohort_id"].map(big) >= 10]
    told = pd.concat(
        [whole.assign(group_kind="programme", group_id="p"),
         parts.rename(columns={"cohort_id": "group_id"}).assign(group_kind="cohort")]
    )  # fmt: skip
    return told.assign(n_band=told["n"].astype(str), n_low=told["n"], n_high=told["n"])


def ours(store: Store) -> pd.DataFrame:
    return theme_rows(store, "p", readable(store, "p", CLOSED, POLICY).cohorts, POLICY).rows


@pytest.mark.parametrize("seed", range(6))
def test_every_attack_takes_the_careless_count_and_none_ours(store: Store, seed: int) -> None:
    """Exact numbers, themes of one or two, a hidden cohort's few and few new ones: all follow there, nothing here."""
    rng = np.random.default_rng(seed)
    lay_out(store, {"a": [40], "b": [40], "c": [40]})
    write(store, rng, FIRST)
    make_release(store, "p", reason="by_hand")
    before = careless(remarks_of(store)).assign(number=1)
    mine = [ours(store).assign(number=1)]
    write(store, rng, SECOND)
    make_release(store, "p", reason="by_hand")
    mine.append(ours(store).assign(number=2))
    after = careless(remarks_of(store)).assign(number=2)

    naive = [*theme_attacks(after, remarks_of(store), LEAST), between_updates(pd.concat([before, after]), LEAST)]
    safe = [
        *theme_attacks(mine[-1], remarks_of(store), LEAST),
        between_updates(store.ask("attack/themes_ever", programme_id="p"), LEAST),
        between_updates(pd.concat(mine), LEAST),
    ]

    assert naive[0].recovered == naive[0].targets > 0
    assert sum(line.recovered for line in naive[1:]) > 0
    assert [line for line in safe if line.recovered] == []
    assert sum(line.targets for line in safe) > 0


def test_each_attack_succeeds_somewhere(store: Store) -> None:
    """Over the seeds every single attack takes the careless count at least once: none of them is idle."""
    lay_out(store, {"a": [40], "b": [40], "c": [40]})
    taken: dict[str, int] = {}
    for seed in range(6):
        rng = np.random.default_rng(seed)
        with store.writing() as writer:
            writer.clear("vault.comment")
        write(store, rng, FIRST)
        before = careless(remarks_of(store)).assign(number=1)
        write(store, rng, SECOND)
        after = careless(remarks_of(store)).assign(number=2)
        lines = [*theme_attacks(after, remarks_of(store), LEAST), between_updates(pd.concat([before, after]), LEAST)]
        for line in lines:
            taken[line.what] = taken.get(line.what, 0) + line.recovered

    assert len(taken) == 4
    assert all(taken.values()), taken
