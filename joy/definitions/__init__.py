"""Instruments, indicators and policy as frozen records, loaded from data/*.toml."""

from joy.definitions.load import DATA, load_definitions, read_record
from joy.definitions.policy import Policy, from_text, load_policy, strictest, text_of
from joy.definitions.records import Definitions, Direction, DisclosureClass, Indicator, Instrument, Scale


__all__ = [
    "DATA",
    "Definitions",
    "Direction",
    "DisclosureClass",
    "Indicator",
    "Instrument",
    "Policy",
    "Scale",
    "from_text",
    "load_definitions",
    "load_policy",
    "read_record",
    "strictest",
    "text_of",
]
