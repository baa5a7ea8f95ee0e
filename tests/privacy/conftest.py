"""What the red team's tests share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest


sys.path.insert(0, str(Path(__file__).parent))  # worlds, naive and siege stand beside the tests that use them

pytest.register_assert_rewrite("world_attacks")  # its tests tell what they found, as those in test files do
