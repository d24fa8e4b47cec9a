"""Ground truth as a network's extra targets: what only synthetic clips know of themselves.

Targets lie in the centre square that colour networks see, so that they can follow its crops: places
are -1..1 from border to border, maps are point samples on a grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Protocol, runtime_checkable

import numpy as np
from jaxtyping import Int64

from understudy.errors import InputError
from understudy.types import ClipSource

Target = Literal["keypoints", "depth", "body_part"]
TARGET_GRID = 32
"""Rows and columns of a stored map."""
KEYPOINT_COUNT = 17


@runtime_checkable
class TruthSource(Protocol):
    """A source that knows the ground truth of (some of) its clips."""

    def truth_fields(self, index: int, layers: tuple[str, ...] = ()) -> dict[str, Any]: ...


def target_shape(target: Target) -> tuple[int, ...]:
    """Returns the shape of a frame's target: x, y, visible per keypoint, or a map."""
    return (KEYPOINT_COUNT, 3) if target == "keypoints" else (TARGET_GRID, TARGET_GRID)


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
    frame_size: tuple[int, int],
) -> dict[str, np.ndarray]:
    """Returns a clip's targets for the chosen frames, float32; NaN where nothing is known.

    Args:
        source: the dataset; NaN everywhere for clips of a part of it that has no truth.
        index: the clip.
        targets: which.
        chosen: frames.
        frame_size: height and width of the clip's frames [px].

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
            found[target] = _keypoints(fields, chosen, frame_size)
        else:
            name = "depth_m" if target == "depth" else target
            sampled = _on_grid(fields[name][chosen]).astype(np.float32)
            # No surface (sky) has no depth.
            found[target] = np.where(sampled > 0, sampled, np.nan) if target == "depth" else sampled
    return found


def _keypoints(
    fields: dict[str, Any], chosen: Int64[np.ndarray, "T"], frame_size: tuple[int, int]
) -> np.ndarray:
    """Returns the actor's keypoints: the first person of a clip does the labelled action."""
    height, width = frame_size
    side = min(height, width)
    places = (fields["keypoints_px"][chosen, 0] - (width / 2, height / 2)) / (side / 2)
    seen = fields["keypoints_visible"][chosen, 0] & np.isfinite(places).all(-1)
    return np.concatenate(
        (np.nan_to_num(places), seen[..., None]), axis=-1, dtype=np.float32, casting="unsafe"
    )


def _on_grid(maps: np.ndarray) -> np.ndarray:
    """Returns samples at the centres of a grid's cells over the centre square."""
    height, width = maps.shape[1:]
    side = min(height, width)
    steps = (np.arange(TARGET_GRID) + 0.5) / TARGET_GRID * side
    rows = ((height - side) / 2 + steps).astype(np.int64)
    columns = ((width - side) / 2 + steps).astype(np.int64)
    return maps[:, rows[:, None], columns[None, :]]
