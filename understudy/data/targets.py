"""Ground truth as a network's extra targets: what only synthetic clips know of themselves.

Targets lie in the square that networks see (the centre of colour, the one around the person in
depth), so that they can follow its crops: places are -1..1 from border to border, maps are point
samples on a grid. In depth, a place is also so much nearer than the clip's median as pixels are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float32, Int64

from understudy.data.input import InputSpec, depth_square
from understudy.errors import InputError
from understudy.geometry import project
from understudy.types import ClipSource, Video

Target = Literal["keypoints", "depth", "body_part"]
TARGET_GRID = 32
"""Rows and columns of a stored map."""
KEYPOINT_COUNT = 17


@runtime_checkable
class TruthSource(Protocol):
    """A source that knows the ground truth of (some of) its clips."""

    def truth_fields(self, index: int, layers: tuple[str, ...] = ()) -> dict[str, Any]: ...


def target_shape(target: Target) -> tuple[int, ...]:
    """Returns the shape of a frame's target: x, y, near, visible per keypoint, or a map."""
    return (KEYPOINT_COUNT, 4) if target == "keypoints" else (TARGET_GRID, TARGET_GRID)


def require_truth(source: ClipSource, targets: Sequence[Target]) -> None:
    """Raises InputError if a source has no ground truth to learn from."""
    parts = getattr(source, "sources", (source,))
    if targets and not any(isinstance(part, TruthSource) for part in parts):
        raise InputError(
            f"{source.name} is real footage, which has no ground truth: {', '.join(targets)} can "
            "be learned beside the labels from generated datasets only"
        )


def clip_targets(
    source: ClipSource,
    index: int,
    targets: Sequence[Target],
    chosen: Int64[np.ndarray, "T"],
    video: Video,
    spec: InputSpec,
) -> dict[str, np.ndarray]:
    """Returns a clip's targets for the chosen frames, float32; NaN where nothing is known.

    Args:
        source: the dataset; NaN everywhere for clips of a part of it that has no truth.
        index: the clip.
        targets: which.
        chosen: frames.
        video: the clip as it is stored.
        spec: how the network sees it.

    Raises:
        InputError: the dataset does not store a layer that is asked for.
    """
    if not targets:
        return {}
    layers = tuple(target for target in targets if target != "keypoints")
    fields = source.truth_fields(index, layers) if isinstance(source, TruthSource) else {}
    found: dict[str, np.ndarray] = {}
    for target in targets:
        if not fields:
            found[target] = np.full((len(chosen), *target_shape(target)), np.nan, np.float32)
        elif target == "keypoints":
            found[target] = _keypoints(fields, chosen, video, spec)
        else:
            name = "depth_m" if target == "depth" else target
            sampled = _on_grid(fields[name][chosen]).astype(np.float32)
            # No surface (sky) has no depth.
            found[target] = np.where(sampled > 0, sampled, np.nan) if target == "depth" else sampled
    return found


def _keypoints(
    fields: dict[str, Any], chosen: Int64[np.ndarray, "T"], video: Video, spec: InputSpec
) -> Float32[np.ndarray, "T 17 4"]:
    """Returns the actor's keypoints: the first person of a clip does the labelled action."""
    pixels = fields["keypoints_px"][chosen, 0]
    if spec.layer == "depth":
        square = depth_square(video)
        left, top, side = square.left, square.top, square.side
        cameras = (fields[name][chosen] for name in ("world_from_camera", "intrinsics"))
        _, away_m = project(fields["keypoints_m"][chosen, 0], *cameras)
        near = (square.plane_m(pixels[..., 1]) - away_m) / spec.depth_range_m
    else:
        height, width = video.frames.shape[1:3]
        side = min(height, width)
        left, top = (width - side) / 2, (height - side) / 2
        near = np.full(pixels.shape[:2], np.nan)
    places = (pixels - (left, top)) / (side / 2) - 1.0
    seen = fields["keypoints_visible"][chosen, 0] & np.isfinite(places).all(-1)
    return np.concatenate(
        (places, near[..., None], seen[..., None]), axis=-1, dtype=np.float32, casting="unsafe"
    )


def _on_grid(maps: np.ndarray) -> np.ndarray:
    """Returns samples at the centres of a grid's cells over the centre square."""
    height, width = maps.shape[1:]
    side = min(height, width)
    steps = (np.arange(TARGET_GRID) + 0.5) / TARGET_GRID * side
    rows = ((height - side) / 2 + steps).astype(np.int64)
    columns = ((width - side) / 2 + steps).astype(np.int64)
    return maps[:, rows[:, None], columns[None, :]]
