"""The invented programme: made from one seed, the same bytes every time."""

from joy.sample.write import LOADING_ORDER, write_sample


__all__ = ["LOADING_ORDER", "write_sample"]
