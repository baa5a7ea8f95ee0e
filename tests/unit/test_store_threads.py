from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from joy.errors import StoreProblem
from joy.store import Store
from joy.store import open as opening


THREADS, QUESTIONS = 8, 125


def facts(store: Store, many: range) -> None:
    with store.writing() as writer:
        writer.append(
            "programme.about", pd.DataFrame({"key": [f"k{n}" for n in many], "value": [str(n) for n in many]})
        )


def test_eight_threads_never_see_each_others_rows(store: Store) -> None:
    """Eight threads that ask 1,000 questions at once get 0 rows that belong to another thread's question."""
    with store.writing() as writer:
        updates = [
            (f"update {n}-{minute}", f"programme {n}", pd.Timestamp(2026, 1, 1, 9, minute), False)
            for n in range(THREADS)
            for minute in range(50)
        ]
        columns = ["release_id", "programme_id", "made_at", "is_withdrawn"]
        writer.append("release.release", pd.DataFrame(updates, columns=columns))

    def ask(own: int) -> int:
        answers = (store.ask("release/latest", programme_id=f"programme {own}") for _ in range(QUESTIONS))
        return sum(list(frame["release_id"]) != [f"update {own}-49"] for frame in answers)

    with ThreadPoolExecutor(THREADS) as pool:
        foreign = sum(pool.map(ask, range(THREADS)))
    assert foreign == 0


def test_writers_take_turns_and_lose_nothing(store: Store) -> None:
    """Eight threads that each save ten times leave all eighty rows, one transaction at a time."""
    inside, most = 0, 0

    def save(own: int) -> None:
        nonlocal inside, most
        for n in range(10):
            with store.writing() as writer:
                inside += 1
                most = max(most, inside)
                writer.append("programme.about", pd.DataFrame({"key": [f"{own}-{n}"], "value": ["x"]}))
                inside -= 1

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(save, range(THREADS)))
    assert most == 1
    assert (store.ask("store/facts")["value"] == "x").sum() == 80


def test_readers_see_a_transaction_whole_or_not_at_all(store: Store) -> None:
    """While another thread saves batches of 100 rows, every count seen is a multiple of 100."""
    done = threading.Event()

    def save() -> None:
        for n in range(20):
            facts(store, range(100 * n, 100 * n + 100))
        done.set()

    writer = threading.Thread(target=save)
    writer.start()
    seen = set()
    while not done.is_set():
        seen.add(int((store.ask("store/facts")["key"].str.startswith("k")).sum()))
    writer.join()
    assert {count % 100 for count in seen} == {0}
    assert len(seen) > 1


def test_a_transaction_inside_a_transaction_is_a_fault_of_ours(store: Store) -> None:
    """Nested writing is refused, as the inner rows would survive the outer failure; nothing is written."""

    def nest() -> None:
        with store.writing() as writer:
            writer.run("store/add_about", key="outer", value="x")
            with store.writing() as inner:
                inner.run("store/add_about", key="inner", value="x")

    with pytest.raises(AssertionError, match="inside"):
        nest()
    assert not {"outer", "inner"} & set(store.ask("store/facts")["key"])
    facts(store, range(1))


def test_a_writer_that_waits_too_long_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second writer gives up with words when the first does not finish, and can write once it has."""
    monkeypatch.setattr(opening, "WRITE_WAIT", 0.05)
    with ThreadPoolExecutor(1) as pool, store.writing() as writer:
        writer.run("store/add_about", key="first", value="x")
        with pytest.raises(StoreProblem, match="still being saved"):
            pool.submit(facts, store, range(1)).result()
    facts(store, range(2))
    assert set(store.ask("store/facts")["key"]) >= {"first", "k0", "k1"}


def test_closing_waits_for_the_question_under_way(store: Store) -> None:
    """A question that another thread is asking when the store closes is still answered."""
    answers: list[object] = []
    begun = threading.Event()

    def ask() -> None:
        with store.cursor() as cursor:
            begun.set()
            time.sleep(0.3)
            answers.extend(cursor.execute("SELECT 42").fetchall())

    asking = threading.Thread(target=ask)
    asking.start()
    begun.wait()
    store.close()
    asking.join()
    assert answers == [(42,)]
    with pytest.raises(StoreProblem, match="closed"):
        store.ask("store/facts")
