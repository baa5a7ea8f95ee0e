"""Finding canaries in whatever a server sent: packed, encoded, as Arrow columns or as plain text."""

from __future__ import annotations

import base64
import binascii
import io
import math
import re
import zlib
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from canary_home import Canaries
from google.protobuf.message import DecodeError, Message
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


MARK = re.compile(rb"CANARY([a-y]+)Z([a-y0-9]*)Z", re.IGNORECASE)
EXACT = re.compile(rb"\d*\.\d{6,}(?:e-?\d+)?")
COUNT = re.compile(rb"(?<![\w.%-])\d{2},?\d{3}(?:\.0)?(?![\w.%-])")
KEY = re.compile(rb"[0-9a-f]{16,}")
PACKED = (b"\x1f\x8b\x08", b"\x78\x9c", b"\x78\xda", b"\x28\xb5\x2f\xfd")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{48,}={0,2}")
MEDIA = re.compile(rb"media/[0-9a-f]{32,64}(?:\.[a-z]{2,4})?|download/[\w-]{43}")  # a token is 32 bytes in base64
ERRORS = re.compile(rb"Traceback|File \"/|duckdb\.|\.py\", line|site-packages")


class Sniffer:
    """Says what stands in a piece; a piece that came before is not read again."""

    def __init__(self, hidden: Canaries) -> None:
        self._values, self._counts, self._links = hidden.values, hidden.counts, hidden.links
        self._known: dict[bytes, frozenset[tuple[str, str]]] = {}
        self.bytes_read = 0

    def marks(self, piece: bytes) -> frozenset[tuple[str, str]]:
        """Every canary in a piece as (kind, whose); exact figures are of the kinds value, count and link."""
        self.bytes_read += len(piece)
        if piece not in self._known:
            found: set[tuple[str, str]] = set()
            for layer in layers(piece):
                found |= self._in(layer)
            self._known[piece] = frozenset(found)
        return self._known[piece]

    def _in(self, content: bytes) -> Iterator[tuple[str, str]] | set[tuple[str, str]]:
        found = {(m[1].decode().lower(), m[2].decode().lower()) for m in MARK.finditer(content)}
        found |= {("value", text.decode()) for text in EXACT.findall(content) if self._is_exact(float(text))}
        found |= {("count", text.decode()) for text in COUNT.findall(content) if self._is_count(text)}
        found |= {("link", text.decode()) for text in KEY.findall(content) if text.decode() in self._links}
        found |= {("error", text.decode()) for text in ERRORS.findall(content)}
        return found

    def _is_exact(self, value: float) -> bool:
        return any(round(part, 9) in self._values for part in (value, value / 100))

    def _is_count(self, text: bytes) -> bool:
        return math.floor(float(text.replace(b",", b""))) in self._counts


def layers(piece: bytes, deep: int = 2) -> Iterator[bytes]:
    """A piece as it is, its texts without Markdown's backslashes, and whatever is packed or encoded in it."""
    yield piece
    for inner in _inside(piece):
        yield inner
        if deep:
            yield from layers(inner, deep - 1)


def _inside(piece: bytes) -> Iterator[bytes]:
    if b"\\" in piece or "\u2060".encode() in piece:
        yield piece.replace(b"\\", b"").replace("\u2060".encode(), b"")
    for start in PACKED:
        place = piece.find(start)
        while place >= 0:
            if unpacked := _unpacked(piece[place:], start):
                yield unpacked
            place = piece.find(start, place + 1)
    for text in BASE64.findall(piece):
        try:
            yield base64.b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_")
        except binascii.Error:
            continue
    yield from (_as_text(table) for table in _tables(piece))


def _unpacked(content: bytes, start: bytes) -> bytes:
    try:
        if start == PACKED[3]:
            return pa.CompressedInputStream(io.BytesIO(content), "zstd").read(1 << 24)
        return zlib.decompressobj(47).decompress(content)
    except (zlib.error, OSError, pa.ArrowException):
        return b""


def _tables(piece: bytes) -> Iterator[pa.Table]:
    try:
        message = ForwardMsg.FromString(piece)
    except DecodeError:
        return
    for content in _byte_fields(message):
        try:
            with pa.ipc.open_stream(content) as reader:
                yield reader.read_all()
        except pa.ArrowException:
            continue


def _byte_fields(message: Message) -> Iterator[bytes]:
    """Every bytes field of a message, however deep."""
    for descriptor, value in message.ListFields():
        several = value if not isinstance(value, bytes | str | int | float | bool | Message) else [value]
        if hasattr(several, "values") and not isinstance(several, list):
            several = list(several.values())  # a map
        for one in several:
            if isinstance(one, Message):
                yield from _byte_fields(one)
            elif isinstance(one, bytes) and descriptor.type == descriptor.TYPE_BYTES:
                yield one


def _as_text(table: pa.Table) -> bytes:
    """Names, remarks and every cell of a table as text: hidden columns and the index too."""
    columns = {name: table[name].to_pylist() for name in dict.fromkeys(table.column_names)}
    remarks = {**(table.schema.metadata or {})}
    return "\n".join([repr(remarks), *(f"{name} {_cells(cells)}" for name, cells in columns.items())]).encode()


def _cells(cells: list[object]) -> str:
    return " ".join(np.format_float_positional(c, trim="-") if isinstance(c, float) else repr(c) for c in cells)
