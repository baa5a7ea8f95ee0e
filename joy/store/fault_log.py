"""Noting a fault of ours where it helps to mend it, without a single value of anybody's data."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from joy.settings import Settings


def note_fault(settings: Settings, what: str, fault: BaseException) -> Path:
    """Append where `fault` happened to joy.log: kinds of error, files, lines; never messages, which may hold values."""
    lines = [f"{datetime.now(UTC).isoformat(timespec='seconds')} {what}"]
    cause: BaseException | None = fault
    while cause is not None:
        lines.append(f"  {type(cause).__module__}.{type(cause).__qualname__}")
        lines += [f"    {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    log = settings.home / "joy.log"
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with log.open("a", encoding="utf-8") as file:
        file.write("\n".join([*lines, ""]))
    log.chmod(0o600)
    return log
