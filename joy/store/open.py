"""Opening the programme's database: one process owns it, one writer at a time, every write a transaction."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
import pandas as pd

from joy.errors import StoreProblem
from joy.settings import Settings
from joy.store.files import journal_of, need_room, private_home, put_in_place, sweep
from joy.store.harden import cause_of, connect
from joy.store.layout import check_version, make_new
from joy.store.owner import Ownership, take_ownership
from joy.store.reader import IDLE_WAIT, NEXT_STEP, DatabaseStopped, Reader, Unreadable, Value
from joy.store.writer import Writer


SWAP_WAIT = 30.0  # seconds that questions under way get to end before the file is replaced; pages ask for milliseconds
WRITE_WAIT = 60.0  # seconds that one writer waits for another: longer than the longest import planned (10 s)
_TURNS = itertools.count()  # one row of numbers for all databases that this process opens


class UnknownOutcome(StoreProblem):
    """COMMIT failed, after which the rows may be there or not. Look before you write again."""


class Store(Reader):
    """The programme's database, open for asking and for writing by this process alone."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, settings: Settings, ownership: Ownership) -> None:
        super().__init__(connection)
        self.settings = settings
        self.turn_to_write = next(_TURNS)  # while it stays the same, no row can have changed
        self._ownership = ownership
        self._write_gate = threading.Lock()
        self._writing_thread: int | None = None
        self._closed = False

    def ask(self, query: str, /, **values: Value) -> pd.DataFrame:
        """Answer a named question; should the engine have stopped itself, it is opened anew and asked once more."""
        try:
            return super().ask(query, **values)
        except (DatabaseStopped, duckdb.ConnectionException):
            self.recover()
            return super().ask(query, **values)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction: everything in the block is written, or nothing is.

        Raises `StoreProblem` when the disk is too full to begin or fills up on the way (nothing is written), and
        `UnknownOutcome` when COMMIT itself failed: then ask the database what it holds before writing again.
        Whatever was raised, the store can be used again afterwards.
        """
        need_room(self.settings)
        with self._turn_to_write(), self._recovering(), self.cursor() as cursor:
            cursor.begin()
            with _undone_on_error(cursor):
                yield Writer(cursor)
            _commit(cursor)

    def checkpoint(self) -> None:
        """Move what was written from the journal into the file; worth it after a big import."""
        with self._turn_to_write(), self._recovering(), self.cursor() as cursor:
            cursor.execute("CHECKPOINT")

    def replace_file(self, build: Callable[[duckdb.DuckDBPyConnection], Path]) -> None:
        """Put a file that `build` made from the database in its place; nobody writes meanwhile, nor asks at the end.

        Raises `StoreProblem` when readers do not make way in time; the database is then as it was.
        """
        need_room(self.settings)
        with self._turn_to_write(), self._recovering():
            with self.cursor() as cursor:
                cursor.execute("CHECKPOINT")
                made = build(cursor)
            with self._gate:
                if not self._gate.wait_for(lambda: not self._cursors, SWAP_WAIT):
                    raise StoreProblem("Somebody is still reading, so the database was not written anew. Try again.")
                self._swap(made)

    def _swap(self, made: Path) -> None:
        self._connection.close()
        try:
            if journal_of(self.settings.database).exists():  # it would be replayed into the new file
                raise StoreProblem("The database could not be closed, so it was not written anew. Restart and repeat.")
            put_in_place(made, self.settings.database)
        finally:
            self._connection = connect_or_explain(self.settings)

    def recover(self, *, always: bool = False) -> None:
        """Open the database anew if it does not answer (or `always`), once nobody is asking it anything.

        Raises `StoreProblem` when that cannot be done here and the dashboard has to be restarted.
        """
        with self._gate:
            if self._closed:
                raise StoreProblem("The database was closed. Start the dashboard again.")
            if not always and _answers(self._connection):
                return
            if not self._gate.wait_for(lambda: not self._cursors, IDLE_WAIT):
                raise DatabaseStopped
            self._connection.close()
            self._connection = connect_or_explain(self.settings)

    def close(self) -> None:
        self._closed = True
        super().close()
        self._ownership.give_back()

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        """Wait for the other writer. A second transaction of the same thread would outlive the first one's failure."""
        me = threading.get_ident()
        if self._writing_thread == me:
            raise AssertionError("writing() inside writing(): use the writer that is open")
        if not self._write_gate.acquire(timeout=WRITE_WAIT):
            raise StoreProblem("Something else is still being saved. Nothing was changed; try again in a minute.")
        self._writing_thread = me
        try:
            yield
        finally:
            self._writing_thread = None
            self.turn_to_write = next(_TURNS)
            self._write_gate.release()

    @contextmanager
    def _recovering(self) -> Iterator[None]:
        """Turn the engine's faults into words, with the database usable again before anyone hears them."""
        try:
            yield
        except UnknownOutcome:
            self.recover(always=True)
            raise
        except (DatabaseStopped, Unreadable):
            self.recover()
            raise
        except (duckdb.SerializationException, duckdb.InternalException) as fault:
            self.recover()
            raise Unreadable(fault) from fault
        except (duckdb.FatalException, duckdb.ConnectionException) as fault:
            self.recover()
            raise DatabaseStopped from fault
        except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.TransactionException) as fault:
            raise StoreProblem(f"Nothing was saved, because {cause_of(fault)}. {NEXT_STEP}") from fault


def open_store(settings: Settings) -> Store:
    """Open the database of `settings.home`, making an empty one first if there is none.

    Raises `StoreProblem` when another process owns it, or when its schema is newer or older than this program.
    """
    private_home(settings)
    ownership = take_ownership(settings.lock)
    try:
        sweep(settings)
        if not settings.database.exists():
            make_new(settings)
        settings.database.chmod(0o600)
        store = Store(connect_or_explain(settings), settings, ownership)
    except BaseException:
        ownership.give_back()
        raise
    try:
        check_version(store)
    except BaseException:
        store.close()
        raise
    return store


def connect_or_explain(settings: Settings, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Connect to the database, or raise `StoreProblem` that says in words why not."""
    try:
        return connect(settings.database, settings, read_only=read_only)
    except duckdb.Error as fault:
        raise StoreProblem(
            f"The database joy.duckdb cannot be opened: {cause_of(fault)}. Nothing was changed. {NEXT_STEP}"
        ) from fault


@contextmanager
def _undone_on_error(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # a stopped engine refuses even this; its transaction is gone all the same
            cursor.rollback()
        raise


def _commit(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.commit()
    except duckdb.Error as fault:
        raise UnknownOutcome(
            f"Saving failed at the very last step, because {cause_of(fault)}, so it may or may not have been saved. "
            "Look before you repeat it: python -m joy status. A file can be imported again; it never counts twice."
        ) from fault


def _answers(connection: duckdb.DuckDBPyConnection) -> bool:
    try:
        with connection.cursor() as probe:
            probe.execute("SELECT 1")
    except duckdb.Error:
        return False
    return True
