"""Objects in hands: what is held how, from when until when, and where it is at other times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from understudy.motion.kinematics import frame, unit
from understudy.motion.posture import Measures, Solution, palm_places
from understudy.motion.timing import minimum_jerk
from understudy.types import JOINTS, MovingProp

GRAVITY_M_S2 = 9.81
TAKE_S = 0.12
"""How long an object takes from where it lies into the hand."""

Grip = Literal["fist", "palm", "pinch", "between"]
"""How a hand holds a thing: its length out at the thumb's side, along the fingers on the palm,
between thumb and fingertips, or between both hands."""


@dataclass(frozen=True, kw_only=True)
class Object:
    """A kind of thing as hands know it."""

    size_m: tuple[float, float, float]
    """Usual extent along its own axes, see `MovingProp`."""
    grip: Grip


OBJECTS: Mapping[str, Object] = MappingProxyType(
    {
        "cup": Object(size_m=(0.08, 0.08, 0.1), grip="fist"),
        "mug": Object(size_m=(0.085, 0.085, 0.1), grip="fist"),
        "bottle": Object(size_m=(0.07, 0.07, 0.24), grip="fist"),
        "can": Object(size_m=(0.066, 0.066, 0.12), grip="fist"),
        "phone": Object(size_m=(0.01, 0.075, 0.15), grip="palm"),
        "box": Object(size_m=(0.3, 0.4, 0.25), grip="between"),
        "bag": Object(size_m=(0.14, 0.32, 0.34), grip="fist"),
        "ball": Object(size_m=(0.2, 0.2, 0.2), grip="palm"),
    }
)
"""Kind -> size and grip; every kind is one of `scenes.MOVING_PROPS`."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A program's wish: this object, in this hand, for this long."""

    kind: str
    side: int
    """0 left, 1 right; of no matter for a grip between both hands."""
    from_s: float = -np.inf
    """Before, the object stands on the ground beneath the place where it is taken."""
    until_s: float = np.inf
    """After, it stays where it is let go, or flies."""
    thrown: bool = False
    size: float = 1.0
    """Factor on the kind's usual size."""


def moving_prop(
    held: Held, solution: Solution, measures: Measures, times_s: np.ndarray
) -> MovingProp:
    """Returns where an object is in every frame."""
    kind = OBJECTS[held.kind]
    size = np.array(kind.size_m) * held.size
    if kind.grip == "between":
        turns, places, gap_m = _between(solution, measures)
        inside = (times_s >= held.from_s) & (times_s <= held.until_s)
        size[1] = max(float(np.median(gap_m[inside])) if inside.any() else size[1], 0.05)
    else:
        turns, places = _in_hand(kind.grip, held.side, size, solution, measures)
    if held.from_s > times_s[0]:
        turns, places = _resting_before(held.from_s, turns, places, size, times_s)
    if held.until_s < times_s[-1]:
        turns, places = _after(held, turns, places, times_s)
    poses = np.zeros((len(times_s), 4, 4), np.float32)
    poses[:, :3, :3], poses[:, :3, 3], poses[:, 3, 3] = turns, places, 1.0
    return MovingProp(
        kind=held.kind,
        size_m=(float(size[0]), float(size[1]), float(size[2])),
        body_from_prop=poses,
    )


def _in_hand(
    grip: Grip, side: int, size: np.ndarray, solution: Solution, measures: Measures
) -> tuple[np.ndarray, np.ndarray]:
    """Returns rotations (T, 3, 3) and places (T, 3) of an object that a hand holds."""
    wrist = JOINTS.index(("left_wrist", "right_wrist")[side])
    turns, origin = solution.global_rotations[:, wrist], solution.positions_m[:, wrist]
    fingers = unit(measures.fingertips_m[side])
    thumb, palm = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, -1.0])
    length = float(np.linalg.norm(measures.fingertips_m[side]))
    if grip == "fist":
        along, reach, off = thumb, 0.5, min(size[0] / 2.0, 0.045) + 0.012
    elif grip == "palm":
        along, reach, off = fingers, 0.55, size[0] / 2.0 + 0.015
    else:
        along, reach, off = unit(thumb + 0.8 * fingers), 0.8, 0.02
    local = _object_axes(along, palm)
    held_at = reach * length * fingers + off * palm
    return turns @ local, origin + turns @ held_at


def _between(solution: Solution, measures: Measures) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns rotations, places and widths (T,) of an object that both palms press."""
    palms = palm_places(solution.global_rotations, solution.positions_m, measures)
    across = palms[:, 0] - palms[:, 1]
    gap_m = np.linalg.norm(across, axis=-1) - 0.03
    up = np.broadcast_to(np.array([0.0, 0.0, 1.0]), across.shape)
    turns = frame(across, up)[..., [2, 0, 1]]  # y from palm to palm, z near up
    return turns, palms.mean(axis=1), gap_m


def _object_axes(along: np.ndarray, facing: np.ndarray) -> np.ndarray:
    """Returns rotations (..., 3, 3) whose z axis is `along` and whose x axis is near `facing`."""
    return frame(along, facing)[..., [1, 2, 0]]


def _resting_before(
    from_s: float, turns: np.ndarray, places: np.ndarray, size: np.ndarray, times_s: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Lets the object stand on the ground until a hand takes it."""
    taken = min(int(np.searchsorted(times_s, from_s)), len(times_s) - 1)
    # It stands upright, turned as the hand will turn it.
    heading = turns[taken, :, 0] * np.array([1.0, 1.0, 0.0]) + np.array([1e-3, 0.0, 0.0])
    standing = _object_axes(np.array([0.0, 0.0, 1.0]), heading)
    spot = places[taken].copy()
    spot[2] = size[2] / 2.0
    share = minimum_jerk((times_s - from_s) / TAKE_S)[:, None]
    mixed = standing + share[..., None] * (turns - standing)
    turns = _object_axes(mixed[..., 2], mixed[..., 0])
    return turns, spot + share * (places - spot)


def _after(
    held: Held, turns: np.ndarray, places: np.ndarray, times_s: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Lets go of the object: it stays, or flies on as it was moving until it lies."""
    last = max(int(np.searchsorted(times_s, held.until_s)) - 1, 0)
    since = np.maximum(times_s - times_s[last], 0.0)[:, None]
    free = since[:, 0] > 0.0
    turns, places = turns.copy(), places.copy()
    turns[free] = turns[last]
    if not held.thrown:
        places[free] = places[last]
        return turns, places
    step_s = times_s[last] - times_s[max(last - 1, 0)]
    speed = (places[last] - places[max(last - 1, 0)]) / max(step_s, 1e-6)
    flight = places[last] + speed * since
    flight[:, 2] -= 0.5 * GRAVITY_M_S2 * since[:, 0] ** 2
    lying_m = OBJECTS[held.kind].size_m[0] * held.size / 2.0
    down = np.flatnonzero(free & (flight[:, 2] <= lying_m))
    if down.size:  # lies where it came down
        flight[down] = flight[down[0]]
        flight[down, 2] = lying_m
    places[free] = flight[free]
    return turns, places
