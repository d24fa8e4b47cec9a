from __future__ import annotations

import pytest

from understudy.render import open_renderer


@pytest.fixture(scope="session")
def raster():
    with open_renderer("raster") as renderer:
        yield renderer
