"""Toy sources that know the ground truth of their clips, and a network without batch statistics."""

from __future__ import annotations

from typing import Any

import numpy as np
from toy_clips import DIRECTIONS, ToySource, toy_config

from understudy.models import ModelSpec
from understudy.models.augmentation import AugmentationSpec
from understudy.train import TrainConfig
from understudy.types import Layer, Video

STILL = AugmentationSpec(
    min_window=1.0, zoom=0, shift=0, stretch=0, roll_rad=0, brightness=0, contrast=0,
    saturation=0, tint=0, grey=0, erase=0, noise=0,
)  # fmt: skip


class ToyTruth(ToySource):
    """The dot is the actor: all its keypoints are the dot's centre, it is near, and body part 3."""

    def load(self, index: int, layer: Layer = "colour") -> Video:
        if layer in ("colour", "depth"):
            return super().load(index, layer)
        video = super().load(index)
        dot = video.frames.max(-1) > 100
        if layer == "flow":
            step_px = np.array(DIRECTIONS[self.directions[index]]) * (0.6 * 40 / 15)
            frames = (dot[..., None] * step_px).astype(np.float32)
        else:
            frames = np.where(dot, 3, 0).astype(np.uint8)
        return Video(frames=frames, fps=video.fps)

    def truth_fields(self, index: int, layers: tuple[str, ...] = ()) -> dict[str, Any]:
        frames = self.load(index).frames
        dot = frames.max(-1) > 100
        rows, columns = np.mgrid[: dot.shape[1], : dot.shape[2]] + 0.5
        weight = dot.sum((1, 2))
        places = np.stack(
            ((dot * columns).sum((1, 2)) / weight, (dot * rows).sum((1, 2)) / weight), axis=-1
        )
        return {
            "keypoints_px": np.repeat(places[:, None, None], 17, axis=2).astype(np.float32),
            "keypoints_visible": np.ones((len(frames), 1, 17), bool),
            "depth_m": np.where(dot, 2.0, 4.0).astype(np.float32),
            "body_part": np.where(dot, 3, 0).astype(np.uint8),
        }


def patch_config(**changes: Any) -> TrainConfig:
    """Returns a transformer's training, which does not depend on who shares a batch with whom.

    Nor on how bfloat16 rounds the parts of a sum.
    """
    config = toy_config(epochs=2, learning_rate=1e-3, augmentation=STILL, precision="float32")
    changes = {"model": ModelSpec(name="videomae_tiny", dropout=0.0), **changes}
    return config.model_copy(update=changes)
