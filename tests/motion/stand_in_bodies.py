"""Stand-in bodies: motion is tested without the body model."""

from __future__ import annotations

import numpy as np

from understudy.types import JOINTS, PARENTS, Skeleton

PLACES = {
    "pelvis": (0.0, 0.0, 0.93),
    "hip": (0.0, 0.09, 0.9),
    "spine1": (-0.01, 0.0, 1.03),
    "knee": (0.0, 0.09, 0.48),
    "spine2": (-0.015, 0.0, 1.16),
    "ankle": (0.0, 0.09, 0.08),
    "spine3": (-0.02, 0.0, 1.25),
    "foot": (0.13, 0.09, 0.025),
    "neck": (-0.02, 0.0, 1.45),
    "collar": (-0.01, 0.05, 1.4),
    "head": (0.01, 0.0, 1.54),
    "shoulder": (-0.02, 0.18, 1.41),
    "elbow": (-0.02, 0.45, 1.41),
    "wrist": (-0.02, 0.7, 1.41),
    "hand": (-0.02, 0.79, 1.41),
}
"""Joints of an adult of 1.7 m in the zero pose; y is the left side's."""

SURFACE = [  # joint, offset from it in metres at height 1.7
    ("pelvis", (-0.11, 0.08, -0.06)), ("pelvis", (-0.11, -0.08, -0.06)),
    ("pelvis", (0.09, 0.0, 0.0)), ("pelvis", (0.0, 0.16, -0.02)), ("pelvis", (0.0, -0.16, -0.02)),
    ("left_hip", (-0.09, 0.0, -0.05)), ("right_hip", (-0.09, 0.0, -0.05)),
    ("left_hip", (0.0, 0.08, -0.05)), ("right_hip", (0.0, -0.08, -0.05)),
    ("spine1", (0.11, 0.0, 0.0)), ("spine1", (-0.09, 0.0, 0.0)), ("spine2", (0.11, 0.0, 0.0)),
    ("spine3", (0.12, 0.0, 0.0)), ("spine3", (-0.11, 0.08, 0.05)), ("spine3", (-0.11, -0.08, 0.05)),
    ("spine3", (0.0, 0.14, 0.0)), ("spine3", (0.0, -0.14, 0.0)),
    ("head", (-0.1, 0.0, 0.06)), ("head", (0.1, 0.0, 0.05)), ("head", (0.0, 0.08, 0.06)),
    ("head", (0.0, -0.08, 0.06)), ("head", (0.0, 0.0, 0.16)),
    ("left_knee", (0.06, 0.0, 0.0)), ("right_knee", (0.06, 0.0, 0.0)),
    ("left_knee", (-0.05, 0.0, 0.0)), ("right_knee", (-0.05, 0.0, 0.0)),
    ("left_knee", (0.0, 0.05, 0.0)), ("right_knee", (0.0, -0.05, 0.0)),
    ("left_ankle", (-0.05, 0.0, -0.08)), ("right_ankle", (-0.05, 0.0, -0.08)),
    ("left_ankle", (0.1, 0.0, -0.08)), ("right_ankle", (0.1, 0.0, -0.08)),
    ("left_foot", (0.08, 0.0, -0.025)), ("right_foot", (0.08, 0.0, -0.025)),
]  # fmt: skip


def build(height_m: float, girth: float = 1.0) -> Skeleton:
    scale = height_m / 1.7
    places = []
    for name in JOINTS:
        x, y, z = PLACES[name.removeprefix("left_").removeprefix("right_")]
        places.append((x, -y if name.startswith("right_") else y, z))
    joints = np.array(places) * scale
    offsets = joints - joints[list(PARENTS)]
    offsets[0] = 0.0
    wide = np.array([girth, girth, 1.0])
    points = [
        np.array(p) * (wide if j in ("pelvis", "spine1", "spine2", "spine3") else 1.0)
        for j, p in SURFACE
    ]
    sole = np.array([[-0.05, 0.0, -0.08], [0.12, 0.0, -0.08], [0.19, 0.0, -0.08]])
    return Skeleton(
        offsets_m=offsets.astype(np.float32),
        surface_joints=np.array([JOINTS.index(j) for j, _ in SURFACE], np.int32),
        surface_offsets_m=(np.array(points) * scale).astype(np.float32),
        soles_m=(np.stack((sole, sole)) * scale).astype(np.float32),
        fingertips_m=(np.array([[0.0, 0.18, 0.0], [0.0, -0.18, 0.0]]) * scale).astype(np.float32),
        height_m=height_m,
    )
