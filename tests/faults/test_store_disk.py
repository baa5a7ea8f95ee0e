"""The disk fills up, with a real limit on how large this process's files may grow (RLIMIT_FSIZE)."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest

from joy.errors import StoreProblem
from joy.settings import Settings
from joy.store import Store, UnknownOutcome, files, open_store


ROWS = 60_000


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """No file of this process can grow beyond `size` bytes: writing more fails as on a full disk."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        signal.signal(signal.SIGXFSZ, before)


def save(store: Store, batch: int, rows: int = ROWS) -> None:
    """Save rows that do not compress, so that they need room."""
    noise = np.random.default_rng(batch).integers(0, 2**62, rows)
    with store.writing() as writer:
        writer.append("vault.response", pd.DataFrame({"response_no": noise, "batch_no": batch}))


def rows_of(store: Store, batch: int) -> int:
    counts = store.ask("store/rows_by_batch")
    return int(counts[(counts["table_name"] == "vault.response") & (counts["batch_no"] == batch)]["n"].sum())


def size_of(settings: Settings) -> int:
    return settings.database.stat().st_size


@pytest.mark.parametrize("rows", [ROWS, 900_000])
def test_a_disk_that_fills_up_while_saving_loses_nothing(store: Store, settings: Settings, rows: int) -> None:
    """Saving onto a full disk is refused in words; what was there stays, what was not saved is wholly absent."""
    save(store, 1)
    store.checkpoint()
    with files_no_larger_than(100_000), pytest.raises(StoreProblem, match="disk is full"):
        save(store, 2, rows)
    assert (rows_of(store, 1), rows_of(store, 2)) == (ROWS, 0)
    save(store, 3)
    assert rows_of(store, 3) == ROWS


def test_an_engine_that_stopped_itself_is_opened_anew(store: Store, settings: Settings) -> None:
    """After a checkpoint onto a full disk stopped the engine, saved rows are there and the same store works on."""
    save(store, 1)
    store.checkpoint()
    save(store, 2, 10_000)
    with files_no_larger_than(size_of(settings)), pytest.raises(StoreProblem):
        store.checkpoint()
    assert (rows_of(store, 1), rows_of(store, 2)) == (ROWS, 10_000)
    save(store, 3)
    store.checkpoint()
    assert rows_of(store, 3) == ROWS


def test_a_question_to_a_stopped_engine_is_answered(store: Store, settings: Settings) -> None:
    """A reader that comes after the engine stopped under somebody else gets its answer, not an error."""
    save(store, 1)
    store.checkpoint()
    save(store, 2, 10_000)
    with files_no_larger_than(size_of(settings)), store.cursor() as cursor, pytest.raises(Exception, match="FATAL"):
        cursor.execute("CHECKPOINT")
    assert rows_of(store, 2) == 10_000


def test_a_commit_that_failed_is_called_unknown(settings: Settings) -> None:
    """When COMMIT fails while the engine tidies its file, the batch is whole or absent, and stays what it was."""
    store = open_store(settings)
    save(store, 1, 3_000_000)
    store.checkpoint()
    with files_no_larger_than(size_of(settings)):
        outcome, batch = saved_until_something_gives(store)
    assert isinstance(outcome, UnknownOutcome)
    assert "joy status" in str(outcome)
    found = rows_of(store, batch)
    assert found in {0, 100_000}
    assert [rows_of(store, earlier) for earlier in range(2, batch)] == [100_000] * (batch - 2)
    save(store, batch + 1)
    store.close()
    again = open_store(settings)
    assert (rows_of(again, batch), rows_of(again, batch + 1)) == (found, ROWS)
    again.close()


def saved_until_something_gives(store: Store) -> tuple[StoreProblem | None, int]:
    """Fill the journal until the engine moves it into the file by itself, which it does inside a COMMIT."""
    for batch in range(2, 60):
        try:
            save(store, batch, 100_000)
        except StoreProblem as outcome:
            return outcome, batch
    return None, 0


def test_saving_is_refused_before_the_disk_is_full(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """With less than three times the file and 200 MB free nothing is begun; the message gives both figures."""
    need = 3 * store.settings.database.stat().st_size + 200_000_000
    monkeypatch.setattr(files, "free_bytes", lambda _folder: need - 1)
    with pytest.raises(StoreProblem, match=r"202 MB free; saving safely needs 202 MB"):
        save(store, 1)
    monkeypatch.setattr(files, "free_bytes", lambda _folder: need)
    save(store, 2)
    assert (rows_of(store, 1), rows_of(store, 2)) == (0, ROWS)
