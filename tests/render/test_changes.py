"""A camera that stands still draws only what changes, and the picture is the same."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

import understudy.render
from understudy import generate
from understudy.render import QUALITIES
from understudy.render.changes import (
    OCCLUSION_REACH_M,
    TILE_PX,
    StillView,
    spread,
    tiles_of,
    triangles_of,
)
from understudy.sampling import GenerateJob, sample_clip
from understudy.types import ClipSpec, RenderSpec

SHADERS = Path(understudy.render.__file__).with_name("shaders")


def still_clip(number: int, quality: str, width: int, height: int) -> ClipSpec:
    action = ("wave_one_hand", "walk", "pick_up", "kick")[number % 4]
    job = GenerateJob(
        actions=(action,), clips_per_action=1, width=64, height=64, fps=6.0, duration_s=(2.0, 2.0),
        scene_kinds=("indoor",) if number % 3 else ("outdoor",), seed=21,
    )  # fmt: skip
    spec = sample_clip(job, action, number)
    look = QUALITIES[quality].model_dump()
    render = RenderSpec(renderer="raster", width=width, height=height, **look)
    flaws = spec.sensor.exposure_ev if number % 2 else (0.1,) * spec.frame_count
    changes = {
        "people": spec.people[:1],
        "camera": spec.camera.model_copy(update={"motion": "static"}),
        "sensor": spec.sensor.model_copy(update={"exposure_ev": flaws}),
        "render": render,
    }
    return spec.model_copy(update=changes)


@pytest.mark.parametrize("number", range(9))
def test_what_changes_is_all_that_must_be_drawn(number: int, raster, monkeypatch) -> None:
    quality = ("default", "draft", "default", "high")[number % 4]
    spec = still_clip(number, quality, *((96, 96), (75, 61))[number % 2])
    parts = generate.film_parts(spec)
    shares = []
    found = StillView.changed

    def noted(view: StillView, moving_m: np.ndarray) -> np.ndarray:
        mask = found(view, moving_m)
        shares.append(mask.mean())
        return mask

    monkeypatch.setattr(StillView, "changed", noted)
    drawn = raster.render(parts.scene, parts.people, parts.camera, spec.render)
    monkeypatch.setattr(StillView, "changed", lambda view, _: np.ones(view.depth_m.shape, bool))
    whole = raster.render(parts.scene, parts.people, parts.camera, spec.render)
    for name, values in dataclasses.asdict(drawn).items():
        np.testing.assert_array_equal(values, getattr(whole, name), err_msg=name)
    assert len(shares) == spec.frame_count
    assert (drawn.instance > 0).mean() < np.mean(shares) <= 1.0


def test_most_of_a_picture_is_left_as_it_is(raster) -> None:
    shares = []
    for number in range(6):
        parts = generate.film_parts(still_clip(number, "default", 96, 96))
        found = StillView.changed

        def noted(view: StillView, moving_m: np.ndarray, found=found) -> np.ndarray:
            mask = found(view, moving_m)
            shares.append(tiles_of(mask).mean())
            return mask

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(StillView, "changed", noted)
            spec = still_clip(number, "default", 96, 96)
            raster.render(parts.scene, parts.people, parts.camera, spec.render)
    assert np.median(shares) < 0.75


def test_tiles_cover_the_mask_and_its_border() -> None:
    mask = np.zeros((20, 37), bool)
    mask[9, 14] = True
    tiles = tiles_of(mask)
    assert tiles.shape == (3, 5)
    # Two pixels further lies the next column's tile; rows stay within theirs.
    assert np.argwhere(tiles).tolist() == [[0, 1], [0, 2], [1, 1], [1, 2]]
    assert spread(tiles).sum() == 3 * 4


def test_triangles_cover_exactly_the_tiles() -> None:
    tiles = np.array([[True, True, False, True], [False, False, True, False]])
    corners = triangles_of(tiles, 30, 13).reshape(-1, 6, 2)
    assert len(corners) == 3  # neighbours are one rectangle
    low = (corners.min(axis=1) + 1.0) / 2.0 * (30, 13)
    high = (corners.max(axis=1) + 1.0) / 2.0 * (30, 13)
    np.testing.assert_allclose(low, [(0, 0), (24, 0), (16, 8)], atol=1e-5)
    np.testing.assert_allclose(high, [(16, 8), (30, 8), (24, 13)], atol=1e-5)


def test_bounds_know_the_shaders_numbers() -> None:
    assert TILE_PX % 2 == 0
    assert f"RADIUS = {OCCLUSION_REACH_M};" in (SHADERS / "occlusion_fragment.glsl").read_text()
    assert "max(facing, 0.15)" in (SHADERS / "arriving_light.glsl").read_text()
