"""Instruments compiled to lookup tables that SQL applies: one scorer for ten answers or a hundred million."""

from joy.scoring.compile import LookupRow, PointsRow, Series, compile_series


__all__ = ["LookupRow", "PointsRow", "Series", "compile_series"]
