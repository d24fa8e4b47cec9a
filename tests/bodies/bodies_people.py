"""People and poses for the tests of this folder."""

from __future__ import annotations

import numpy as np

from understudy.bodies import sample_body
from understudy.rng import stream
from understudy.types import JOINTS, BodySpec, GarmentSpec, Motion


def person(seed: int = 0, **changes: object) -> BodySpec:
    """Returns a sampled person with some fields replaced."""
    return sample_body(rng=stream(seed, "test")).model_copy(update=changes)


def wearing(*kinds: str, fit_m: float = 0.01) -> tuple[GarmentSpec, ...]:
    """Returns plain garments of the kinds."""
    return tuple(
        GarmentSpec(
            kind=kind,
            colour=(0.5, 0.1, 0.1),
            second_colour=(0.1, 0.1, 0.5),
            pattern="plain",
            pattern_scale_m=0.2,
            fit_m=fit_m,
        )
        for kind in kinds
    )


def still(frames: int = 1, **turns: np.ndarray) -> Motion:
    """Returns the zero pose, with the named joints turned (quaternions)."""
    rotations = np.tile(np.array([1.0, 0.0, 0.0, 0.0], np.float32), (frames, 24, 1))
    for joint, turn in turns.items():
        rotations[:, JOINTS.index(joint)] = turn
    return Motion(
        rotations=rotations,
        root_m=np.zeros((frames, 3), np.float32) + np.array([0.0, 0.0, 1.0], np.float32),
        contacts=np.zeros((frames, 2), bool),
        fps=12.0,
        action_interval_s=(0.0, 1.0),
    )
