"""What programs of work share: hands at places of the body frame, seats, tables, tools on poles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from understudy.motion.actions import Choice, Distribution, Stage, Uniform
from understudy.motion.kinematics import SIDE_SIGN, roll_pitch_yaw, unit
from understudy.motion.posture import J, PalmGoals, channel, pose
from understudy.motion.programs.postures import SEAT, seated
from understudy.motion.timing import envelope, movements
from understudy.types import Prop

SEATED: dict[str, Distribution] = {
    name: SEAT[name] for name in ("seat_height", "sit_back", "feet_back", "knees_apart")
}
SETTING = Choice(("seated", "standing"), (0.5, 0.5))
SWIVEL = Uniform(0.2, 0.9)
"""How far elbows point outward at work."""


def sit(stage: Stage) -> tuple[np.ndarray, Prop]:
    """Returns the posture of one who sits, arms hanging, and the chair; takes `SEATED`."""
    quiet = dict(stage.values) | {"hands": 1.0, "trunk_lean": 0.0}
    sitting, _, chair = seated(replace(stage, values=quiet))
    return sitting, chair


def chest(stage: Stage, posture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the place between the shoulders (..., 3) and the chest's rotation (..., 3, 3)."""
    measures = stage.measures
    turn = roll_pitch_yaw(channel(posture, "turn"))
    bend = roll_pitch_yaw(channel(posture, "spine") / 3.0)
    place = channel(posture, "pelvis") * measures.leg_m
    place[..., 2] += measures.pelvis_height_m
    for joint in ("spine1", "spine2", "spine3"):
        place = place + turn @ measures.offsets_m[J[joint]]
        turn = turn @ bend
    collars = measures.offsets_m[[J["left_collar"], J["right_collar"]]]
    arms = measures.offsets_m[[J["left_shoulder"], J["right_shoulder"]]]
    return place + turn @ (collars + arms).mean(axis=0), turn


def ahead(stage: Stage, posture: np.ndarray, places: tuple[float, float, float]) -> np.ndarray:
    """Returns a place of the body frame (3,) [m] from between the shoulders.

    Args:
        stage: for lengths.
        posture: whose shoulders.
        places: forward, to the left, up; in arm lengths, level whatever the trunk does.
    """
    return chest(stage, posture)[0] + np.array(places) * stage.measures.arm_m


def hands_to(
    stage: Stage, posture: np.ndarray, places_m: dict[int, np.ndarray], **grips: float
) -> np.ndarray:
    """Returns a posture whose hands are about at places of the body frame, side -> (3,)."""
    centre, turn = chest(stage, posture)
    result = posture
    for side, place in places_m.items():
        hand = turn.T @ (place - centre) / stage.measures.arm_m
        hand[1] *= SIDE_SIGN[side]
        result = pose(result, side=side, reach=1.0, hand=tuple(hand), **grips)
    return result


def palms(
    stage: Stage, places_m: dict[int, np.ndarray], weight: np.ndarray | float = 1.0
) -> PalmGoals:
    """Returns goals of palms in the body frame, side -> (T, 3) or (3,)."""
    goal = np.zeros((stage.times_s.size, 2, 3))
    weights = np.zeros((stage.times_s.size, 2))
    for side, place in places_m.items():
        goal[:, side], weights[:, side] = place, weight
    return PalmGoals(places_m=goal, weight=weights)


def at_work(
    stage: Stage, ready: np.ndarray, first: np.ndarray | None = None, *, rise_s: float = 0.6
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Goes over from a first posture to the one of work and back.

    Returns:
        the track (T, C), 0..1 how far the hands are at work (T,), 0..1 while they do it (T,).
    """
    times = stage.times_s
    first = stage.rest if first is None else first
    rise = min(rise_s / stage.values["tempo"], 0.25 * stage.window_s)
    start, end = stage.start_s, stage.end_s
    course = [(start, rise, ready), (end - rise, rise, first)]
    track = movements(times, first, course, stage.lag_s)
    there = envelope(times, start + 0.05 * rise, end - 0.05 * rise, 0.95 * rise)
    busy = envelope(times, start + 0.7 * rise, end - 0.7 * rise, min(0.3, 0.4 * rise + 0.1))
    return track, there, busy


def table(
    stage: Stage, posture: np.ndarray, near_m: float, top_m: float, size: tuple[float, float]
) -> Prop:
    """Returns a table before somebody: near edge so far from the trunk's middle, depth, width."""
    x = float(chest(stage, posture)[0][0]) if near_m < 0 else near_m
    return Prop(
        kind="table",
        position_m=(x + 0.5 * size[0], 0.0, 0.0),
        yaw_rad=0.0,
        size_m=(size[0], size[1], top_m),
    )


def pole_hands(
    end_m: np.ndarray, hold_m: np.ndarray, length_m: float, apart_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Returns where the lower and the upper palm (T, 3) hold a tool whose end goes a path.

    Args:
        end_m: (T, 3) working end.
        hold_m: (3,) where the lower hand would like to be.
        length_m: from the lower hand to the end.
        apart_m: between the hands.
    """
    along = unit(hold_m - end_m)
    lower = end_m + length_m * along
    return lower, lower + apart_m * along
