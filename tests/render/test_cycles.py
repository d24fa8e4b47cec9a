"""The path tracer sees what the rasteriser sees; it runs where Blender's module is set up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from understudy.errors import PlatformError
from understudy.generate import film, film_parts
from understudy.render import open_renderer
from understudy.render.cycles.environment import PYTHON_VARIABLE, blender_python
from understudy.sampling import GenerateJob, sample_clip
from understudy.types import ClipSpec

JOB = GenerateJob(
    actions=("pick_up", "shake_hands"), clips_per_action=1, width=64, height=64, fps=1.0, seed=4,
    duration_s=(2.0, 2.0), scene_kinds=("kitchen", "park"), quality="draft",
)  # fmt: skip


def has_blender() -> bool:
    try:
        blender_python()
    except PlatformError:
        return False
    return True


needs_blender = pytest.mark.skipif(
    not has_blender(), reason="Blender's module is not set up: `understudy setup --cycles`"
)


@pytest.fixture(scope="module")
def cycles():
    with open_renderer("cycles") as renderer:
        yield renderer


def clip(number: int) -> ClipSpec:
    return sample_clip(JOB, JOB.actions[number], number)


@needs_blender
@pytest.mark.parametrize("number", [0, 1])
def test_masks_depth_and_joints_agree_with_the_rasteriser(number: int, cycles, raster) -> None:
    spec = clip(number)
    parts = film_parts(spec)
    arguments = (parts.scene, parts.people, parts.camera, spec.render)
    facts = raster.render(*arguments)
    depth_m, instance = cycles.traced_facts(*arguments)
    same = instance == facts.instance
    assert same.mean() > 0.99
    near = np.abs(depth_m - facts.depth_m) < 0.01 + 0.005 * facts.depth_m
    assert near[same].mean() > 0.985
    truth = film(spec, raster).truth
    # Seen means: on one's own pixels, or next to them; a limb's edge may run between the two.
    for (frame, person, _), (column, row) in zip(
        np.argwhere(truth.joints_visible),
        truth.joints_px[truth.joints_visible].astype(int),
        strict=True,
    ):
        around = instance[frame, max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        assert (around == person + 1).any()


@needs_blender
def test_colour_is_close_to_the_rasterisers_and_truth_is_the_same(cycles, raster) -> None:
    spec = clip(1)
    traced, drawn = film(spec, cycles), film(spec, raster)
    np.testing.assert_array_equal(traced.truth.depth_m, drawn.truth.depth_m)
    difference = traced.frames.astype(float) - drawn.frames
    assert abs(difference.mean()) < 30.0
    blocks = difference.reshape(len(difference), 8, 8, 8, 8, 3).mean(axis=(2, 4))
    assert np.median(np.abs(blocks)) < 35.0
    assert not np.array_equal(traced.frames, drawn.frames)


def test_without_blender_the_message_says_what_to_do(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PYTHON_VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(PlatformError, match="understudy setup --cycles"):
        open_renderer("cycles")


def test_a_blender_that_dies_is_reported_with_its_last_words(monkeypatch, tmp_path: Path) -> None:
    """An interpreter without bpy: the process ends at once and says why."""
    monkeypatch.setenv(PYTHON_VARIABLE, sys.executable)
    missing = subprocess.run([sys.executable, "-c", "import bpy"], capture_output=True)
    if missing.returncode == 0:
        pytest.skip("this very environment has bpy")
    spec = clip(0)
    with open_renderer("cycles") as renderer, pytest.raises(PlatformError, match="bpy"):
        film(spec, renderer)
