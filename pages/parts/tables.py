"""The figures behind a chart as a table: the very one that files carry, so that screen and file cannot differ."""

from __future__ import annotations

from joy.exports.readable import AS_TABLE as AS_TABLE
from joy.exports.readable import readable as readable
