"""Drawings made light for the wire: large row lists of a Vega-Lite spec become Arrow bytes, made once and shared.

A wall of 32 teams is 380 kB of JSON that Streamlit would write, scan and hash for every reader and every rerun; packed
it is a tenth of that.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa


Spec = dict[str, Any]
Rows = list[dict[str, Any]]

WORTH_IT = 60  # rows; shorter lists are smaller as they are
PLAIN = (str, int, float, bool, type(None))


def packed(spec: Spec) -> Spec:
    """The same drawing with its long, flat row lists as named Arrow datasets; equal lists are sent once."""
    datasets: dict[str, bytes] = {}
    names: dict[bytes, str] = {}
    layers = [_packed_layer(layer, datasets, names) for layer in spec.get("layer", [])]
    return {**spec, "layer": layers, "datasets": datasets} if datasets else spec


def _packed_layer(layer: Spec, datasets: dict[str, bytes], names: dict[bytes, str]) -> Spec:
    rows = layer.get("data", {}).get("values")
    if not isinstance(rows, list) or len(rows) < WORTH_IT or not _is_flat(rows):
        return layer
    content = arrow_bytes(rows)
    name = names.setdefault(content, f"rows{len(names)}")
    datasets[name] = content
    return {**layer, "data": {"name": name}}


def _is_flat(rows: Rows) -> bool:
    """Whether every row has the same keys and only single values: lists would reach Vega as something else."""
    keys = rows[0].keys()
    return all(row.keys() == keys and all(isinstance(value, PLAIN) for value in row.values()) for row in rows)


def arrow_bytes(rows: Rows) -> bytes:
    """Rows as an Arrow stream; repeated texts are written once, numbers as doubles, which JavaScript reads exactly."""
    columns = {name: _column([row[name] for row in rows]) for name in rows[0]}
    table = pa.table(columns)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _column(values: list[Any]) -> pa.Array:
    if any(isinstance(value, str) for value in values):
        return pa.array(values, pa.string()).dictionary_encode()
    if any(isinstance(value, bool) for value in values):
        return pa.array(values, pa.bool_())
    return pa.array(values, pa.float64())
