"""Where the installation keeps its things and how much of the machine it may use, from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from joy.errors import ShownError


ROOT = Path(__file__).resolve().parents[1]
YES_OR_NO = {"": None, "yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}


class Settings(BaseModel):
    """Settings of one installation. `home` holds the database, releases and kept rows.

    `with_sample` asks for the invented programme in a home that is empty (True), refuses it (False), or leaves the home
    as it was begun, which for a new one means with it (None). `session_hours` is how long a sign-in lasts, however busy
    the reader is. `open_without_sign_in` lets everybody who reaches the machine see and change everything.
    """

    model_config = ConfigDict(frozen=True)

    home: Path
    memory_limit: str = "1GB"
    threads: int = 2
    temp_limit: str = "4GB"
    with_sample: bool | None = None
    session_hours: int = 10  # a long working day; NIST SP 800-63B-4 2.2.3 asks for 24 at most
    open_without_sign_in: bool = False

    @property
    def database(self) -> Path:
        return self.home / "joy.duckdb"

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def kept(self) -> Path:
        """The normalised rows of every import: no e-mail, name, address or raw link key."""
        return self.home / "kept"

    @property
    def temp(self) -> Path:
        return self.home / "tmp"

    @property
    def lock(self) -> Path:
        return self.home / "joy.lock"

    @property
    def socket(self) -> Path:
        return self.home / "joy.sock"


def load_settings() -> Settings:
    """Read JOY_HOME (default data/local), JOY_MEMORY, JOY_THREADS, JOY_TEMP, JOY_SAMPLE (yes or no),
    JOY_SESSION_HOURS and JOY_OPEN_WITHOUT_SIGN_IN (yes or no).

    Raises `ShownError` when a setting is none of what it may be.
    """
    named = {
        "memory_limit": os.environ.get("JOY_MEMORY"),
        "threads": _whole_number("JOY_THREADS"),
        "temp_limit": os.environ.get("JOY_TEMP"),
        "session_hours": _whole_number("JOY_SESSION_HOURS"),
        "open_without_sign_in": _yes_or_no("JOY_OPEN_WITHOUT_SIGN_IN"),
    }
    home = Path(os.environ.get("JOY_HOME") or ROOT / "data" / "local").expanduser().resolve()
    given = {"home": home, "with_sample": _yes_or_no("JOY_SAMPLE"), **{k: v for k, v in named.items() if v}}
    return Settings.model_validate(given)


def _yes_or_no(name: str) -> bool | None:
    said = os.environ.get(name, "")
    if said.strip().casefold() not in YES_OR_NO:
        raise ShownError(f"{name} is “{said}”. It may be yes or no, or be left out. Nothing was changed.")
    return YES_OR_NO[said.strip().casefold()]


def _whole_number(name: str) -> int | None:
    said = os.environ.get(name, "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and int(said)):
        raise ShownError(f"{name} is “{said}”. It may be a whole number from 1, or be left out. Nothing was changed.")
    return int(said)
