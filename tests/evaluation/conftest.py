"""Lets the tests of this folder import `toy_clips` when they run alone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
