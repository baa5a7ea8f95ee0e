"""Whether a chart allows a person to start a new phase; the program never starts one itself."""

from __future__ import annotations
