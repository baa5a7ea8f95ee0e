"""The database: opening it hardened, asking named questions, writing in transactions, release files."""

from joy.store.layout import SCHEMA_VERSION, read_schema_version
from joy.store.migrate import Migration, migrate
from joy.store.open import Store, UnknownOutcome, open_store
from joy.store.owner import AlreadyOwned
from joy.store.reader import Reader
from joy.store.release_file import open_release_file, write_release_file
from joy.store.writer import Writer


__all__ = [
    "SCHEMA_VERSION",
    "AlreadyOwned",
    "Migration",
    "Reader",
    "Store",
    "UnknownOutcome",
    "Writer",
    "migrate",
    "open_release_file",
    "open_store",
    "read_schema_version",
    "write_release_file",
]
