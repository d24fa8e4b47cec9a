"""Bodies for the tests of this folder."""

from __future__ import annotations

import pytest
from stand_in_bodies import build

from understudy.types import Skeleton


@pytest.fixture(scope="session")
def adult_skeleton() -> Skeleton:
    return build(1.7)


@pytest.fixture(scope="session")
def heavy_child_skeleton() -> Skeleton:
    return build(1.2, girth=1.25)
