"""The examples run as they stand."""

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"


def test_film_one_clip(tmp_path):
    done = subprocess.run(
        [sys.executable, EXAMPLES / "film_one_clip.py", tmp_path],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.count("mean box") == 2
    assert (tmp_path / "as_drawn.mp4").stat().st_size > 5000
    assert (tmp_path / "at_night.mp4").stat().st_size > 5000


def test_every_example_has_a_test():
    tested = Path(__file__).read_text(encoding="utf-8")
    assert all(example.name in tested for example in EXAMPLES.glob("*.py"))
