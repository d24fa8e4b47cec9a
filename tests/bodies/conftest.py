"""The tests of this folder need the body model's file."""

from __future__ import annotations

import pytest

from understudy.bodies.asset import BodyAsset, body_asset_path, load_body_asset
from understudy.errors import PlatformError


@pytest.fixture(scope="session", autouse=True)
def asset() -> BodyAsset:
    try:
        return load_body_asset()
    except PlatformError:
        pytest.skip(f"no body model at {body_asset_path()}: run `understudy setup`")
