"""Where the installation keeps its things and how much of the machine it may use, from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict


ROOT = Path(__file__).resolve().parents[1]


class Settings(BaseModel):
    """Settings of one installation. `home` holds the database, releases and kept rows."""

    model_config = ConfigDict(frozen=True)

    home: Path
    memory_limit: str = "1GB"
    threads: int = 2
    temp_limit: str = "4GB"
    with_sample: bool = True

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
    """Read JOY_HOME (default data/local), JOY_MEMORY, JOY_THREADS, JOY_TEMP and JOY_SAMPLE (yes or no)."""
    named = {
        "memory_limit": os.environ.get("JOY_MEMORY"),
        "threads": os.environ.get("JOY_THREADS"),
        "temp_limit": os.environ.get("JOY_TEMP"),
    }
    home = Path(os.environ.get("JOY_HOME") or ROOT / "data" / "local").expanduser().resolve()
    sample = os.environ.get("JOY_SAMPLE", "yes").strip().casefold() not in {"no", "0", "false"}
    return Settings.model_validate({"home": home, "with_sample": sample, **{k: v for k, v in named.items() if v}})
