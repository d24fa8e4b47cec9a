"""Shapes and types of arrays at stage boundaries are checked while the tests run."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings
from jaxtyping import install_import_hook

# Every stage hands on the dataclasses of `types`: checking them checks all boundaries.
install_import_hook("understudy.types", "beartype.beartype")

# The same examples every time: a red test is a change in the code, not another draw.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")

# A shell that starts the tests in the background lets them ignore Ctrl-C, and what they start too.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real footage; tests that need it skip where it is absent."""
    path = Path(os.environ.get("UNDERSTUDY_SHARED", Path(__file__).parents[2] / "shared"))
    if not path.is_dir():
        pytest.skip("no real footage: set UNDERSTUDY_SHARED to its folder")
    return path
