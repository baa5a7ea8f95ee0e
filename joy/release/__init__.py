"""The only door from people to pictures: statistics, disclosure, and an immutable published update."""

from joy.release.make import make_release


__all__ = ["make_release"]
