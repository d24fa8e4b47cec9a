"""Small clips made by hand, for the tests of datasets and engines."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from understudy.types import (
    ActionSpec,
    BodySpec,
    CameraSpec,
    ClipSpec,
    GarmentSpec,
    GroundTruth,
    PersonSpec,
    RenderedClip,
    RenderSpec,
    SceneSpec,
    SensorSpec,
)

JOB = {"actions": ["walk", "squat"], "clips": 3, "seed": 0, "size": [48, 32]}


def shared_folder(*parts: str) -> Path:
    """Returns a folder of the real recordings; skips the test where they are not at hand."""
    root = Path(os.environ.get("UNDERSTUDY_SHARED", Path(__file__).parents[3] / "shared"))
    folder = root.joinpath(*parts)
    if not folder.is_dir():
        pytest.skip(f"real recordings not at hand: no {'/'.join(parts)} in $UNDERSTUDY_SHARED")
    return folder


def make_spec(number: int = 0, label: str = "walk", *, frame_count: int = 6) -> ClipSpec:
    body = BodySpec(
        gender=0.2, age=0.6, muscle=0.5, weight=0.5, height=0.5, proportions=0.5,
        ancestry=(1.0, 0.0, 0.0), skin_colour=(0.4, 0.3, 0.2), eye_colour=(0.1, 0.1, 0.1),
        hair_style="short", hair_colour=(0.1, 0.1, 0.1),
        garments=(
            GarmentSpec(
                kind="t_shirt", colour=(1.0, 0.0, 0.0), second_colour=(0.0, 0.0, 1.0),
                pattern="plain", pattern_scale_m=0.1, fit_m=0.01,
            ),
        ),
    )  # fmt: skip
    person = PersonSpec(
        role="actor",
        body=body,
        action=ActionSpec(name=label, duration_s=0.5, parameters={"tempo": 1.0}, noise_seed=1),
        position_m=(0.0, 0.0),
        heading_rad=0.3,
    )
    return ClipSpec(
        clip_id=f"{label}-{number:06d}",
        label=label,
        caption="a man walks",
        split=("train", "val", "test")[number % 3],
        seed=0,
        fps=12.0,
        frame_count=frame_count,
        people=(person,),
        scene=SceneSpec(
            kind="room", seed=3, size_m=(4.0, 5.0, 2.5), light="lamp", light_azimuth_rad=0.0,
            light_elevation_rad=1.0, light_warmth=0.5, light_strength=1.0,
        ),
        camera=CameraSpec(
            motion="static", azimuth_rad=0.0, height_m=1.5, distance_m=3.0, vertical_fov_rad=1.0,
            framing_offset=(0.0, 0.0), roll_rad=0.0, shake=0.0, seed=1,
        ),
        sensor=SensorSpec(
            exposure_ev=0.0, white_balance=0.0, contrast=0.0, saturation=0.0, noise=0.0,
            blur_px=0.0, vignette=0.0, downscale=1.0, crf=18, noise_seed=1,
        ),
        render=RenderSpec(
            renderer="raster", width=48, height=32, supersample=1, ambient_occlusion=False,
            shadow_size=64,
        ),
    )  # fmt: skip


def make_truth(
    rng: np.random.Generator, *, count: int = 6, height: int = 32, width: int = 48, people: int = 1
) -> GroundTruth:
    """Returns facts of the right shapes and ranges, with a person in the middle."""
    rows, columns = np.mgrid[:height, :width]
    person = np.hypot(columns - width / 2, (rows - height / 2) / 2) < height / 5
    person = np.broadcast_to(person, (count, height, width))
    depth_m = np.where(person, 3.0, 5.0) + rng.normal(0.0, 0.1, (count, height, width))
    depth_m[:, 0] = 0.0  # sky
    normal = rng.normal(size=(count, height, width, 3))
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    normal[:, 0] = 0.0

    def floats(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float32)

    boxes_px = floats(count, people, 4)
    boxes_px[0] = np.nan
    return GroundTruth(
        depth_m=depth_m.astype(np.float32),
        instance=person.astype(np.uint8),
        body_part=(person * 2).astype(np.uint8),
        normal=normal.astype(np.float32),
        flow_px=rng.uniform(-40, 40, (count - 1, height, width, 2)).astype(np.float32),
        flow_valid=rng.random((count - 1, height, width)) < 0.9,
        joints_m=floats(count, people, 24, 3),
        joints_px=floats(count, people, 24, 2),
        joints_visible=rng.random((count, people, 24)) < 0.5,
        keypoints_m=floats(count, people, 17, 3),
        keypoints_px=floats(count, people, 17, 2),
        keypoints_visible=rng.random((count, people, 17)) < 0.5,
        boxes_px=boxes_px,
        world_from_camera=floats(count, 4, 4),
        intrinsics=floats(count, 3, 3),
        rotations=floats(count, people, 24, 4),
        root_m=floats(count, people, 3),
        action_interval_s=(0.1, 0.4),
    )


def make_frames(number: int, *, count: int = 6, height: int = 32, width: int = 48) -> np.ndarray:
    """Returns smooth moving colours, which survive compression."""
    time, row, column = np.mgrid[:count, :height, :width].astype(np.float64)
    waves = [np.sin(column / 9 + time / 3 + number), np.cos(row / 7), np.sin((row + column) / 15)]
    return (127.5 + 100 * np.stack(waves, axis=-1)).astype(np.uint8)


def make_clip(number: int = 0, label: str = "walk", *, frame_count: int = 6) -> RenderedClip:
    rng = np.random.default_rng([number, len(label)])
    return RenderedClip(
        spec=make_spec(number, label, frame_count=frame_count),
        frames=make_frames(number, count=frame_count),
        truth=make_truth(rng, count=frame_count),
    )


def shard_clips(number: int) -> list[RenderedClip]:
    """Returns the clips of a test dataset's shard: two actions, one clip each."""
    return [make_clip(number, label) for label in ("walk", "squat")]
