"""Hands on one's own head: where they are, whatever trunk and neck do, on any body."""

from __future__ import annotations

import numpy as np

from understudy.motion.actions import Stage
from understudy.motion.kinematics import SIDE_SIGN, apply, roll_pitch_yaw
from understudy.motion.posture import J, Measures, channel, pose

Spot = tuple[float, float, float]
"""A place on the head: forward, outward to the hand's side, up; from its middle, in halves of the
head's depth, width and height."""

FOREHEAD: Spot = (1.0, 0.15, 0.45)
TEMPLE: Spot = (0.62, 0.85, 0.4)
EYE: Spot = (0.98, 0.32, 0.1)
NOSE: Spot = (1.12, 0.05, -0.25)
MOUTH: Spot = (1.12, 0.1, -0.6)
CHEEK: Spot = (0.7, 0.75, -0.4)
CROWN: Spot = (-0.1, 0.35, 1.0)
SIDE_OF_HEAD: Spot = (0.0, 0.95, 0.45)

HAND_M = 0.02
"""Half the thickness of a hand."""


def head_size(measures: Measures) -> tuple[np.ndarray, np.ndarray]:
    """Returns the middle (3,) of the head in its joint's frame and its half sizes (3,)."""
    points = measures.surface_offsets_m[measures.surface_joints == J["head"]]
    if len(points) < 4:
        unit_m = measures.leg_m / 0.85
        return np.array([0.015, 0.0, 0.045]) * unit_m, np.array([0.1, 0.08, 0.11]) * unit_m
    low, high = points.min(axis=0), points.max(axis=0)
    middle, half = 0.5 * (low + high), 0.5 * (high - low)
    # The chin is the lowest; where no point was taken of it, a head is rounder than it looks.
    chin = min(low[2], high[2] - 2.6 * half[0])
    middle[1], middle[2], half[2] = 0.0, 0.5 * (chin + high[2]), 0.5 * (high[2] - chin)
    return middle, half


def on_head(
    stage: Stage, track: np.ndarray, side: int, spot: Spot | np.ndarray, gap_m: float = HAND_M
) -> np.ndarray:
    """Returns where a palm on the head is, (T, 3) in the body frame.

    Args:
        stage: for lengths.
        track: (T, C) what trunk and head do.
        side: of the hand.
        spot: (3,) or (T, 3), see `Spot`.
        gap_m: from the skin to the middle of the palm.
    """
    measures = stage.measures
    turn = roll_pitch_yaw(channel(track, "turn"))
    bend = roll_pitch_yaw(channel(track, "spine") / 3.0)
    nod = roll_pitch_yaw(channel(track, "head") / 2.0)
    place = channel(track, "pelvis") * measures.leg_m
    place[:, 2] += measures.pelvis_height_m
    for joint, more in (
        ("spine1", bend), ("spine2", bend), ("spine3", bend), ("neck", nod), ("head", nod),
    ):  # fmt: skip
        place = place + apply(turn, measures.offsets_m[J[joint]])
        turn = turn @ more
    middle, half = head_size(measures)
    out = np.array([1.0, SIDE_SIGN[side], 1.0])
    return place + apply(turn, middle + (half + gap_m) * np.asarray(spot) * out)


def at_head(stage: Stage, base: np.ndarray, side: int, spot: Spot, **grips: object) -> np.ndarray:
    """Returns a posture whose hand is about at a place on the head; `on_head` says where exactly.

    Args:
        stage: for lengths.
        base: what else the posture has.
        side: of the hand.
        spot: see `Spot`.
        grips: other channels of that hand: `palm`, `fist`, `elbow_out`, ...
    """
    measures = stage.measures
    middle, half = head_size(measures)
    offsets = measures.offsets_m
    shoulder_z = offsets[J["left_collar"], 2] + offsets[J["left_shoulder"], 2]
    neck = offsets[J["neck"]] + offsets[J["head"]]
    place = neck + middle + (half + HAND_M) * np.array(spot)
    place[2] -= shoulder_z
    # The wrist is behind the palm, towards the elbow: below and to the side of it.
    place += 0.09 * np.array([0.1, 0.5, -0.8])
    goal = tuple(float(x) for x in place / measures.arm_m)
    return pose(base, side=side, reach=1.0, hand=goal, **grips)  # type: ignore[arg-type]
