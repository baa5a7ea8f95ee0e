"""What the red team's tests share."""

from __future__ import annotations

import sys
from pathlib import Path


sys.path.insert(0, str(Path(__file__).parent))  # worlds, naive and siege stand beside the tests that use them
