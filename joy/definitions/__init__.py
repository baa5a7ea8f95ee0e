"""Instruments, indicators and policy as frozen records, loaded from data/*.toml."""

from joy.definitions.load import DATA, load_definitions, read_record
from joy.definitions.policy import Policy, load_policy
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
    "load_definitions",
    "load_policy",
    "read_record",
]
