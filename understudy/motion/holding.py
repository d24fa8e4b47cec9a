"""Objects in hands: what is held how, from when until when, and where it is at other times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from understudy.motion.kinematics import cross, frame, turn_about, unit
from understudy.motion.posture import Measures, Solution, palm_places
from understudy.motion.timing import minimum_jerk
from understudy.types import JOINTS, MovingProp

GRAVITY_M_S2 = 9.81
TAKE_S = 0.12
"""How long an object takes from where it lies into the hand."""

Grip = Literal["fist", "hang", "tool", "racket", "palm", "pinch", "between", "bar", "pole"]
"""How hands hold a thing, and where its axes then point:

- fist: its z axis out at the thumb's side, as a cup or a torch;
- hang: by a handle (z) out at the thumb's side, the thing below the fingers, as a bag;
- tool: z between thumb and forearm, x where the fingers point, as a hammer or a sword;
- racket: likewise, but x where the palm faces;
- palm: z along the fingers, x away from the palm, as a phone or a book;
- pinch: between thumb and fingertips, as a pen;
- between: pressed by both palms, y from the right one to the left one, as a box;
- bar: z from the right hand to the left one, as a barbell;
- pole: in both hands, z from the other hand through this one to the working end, as a broom.
"""


@dataclass(frozen=True, kw_only=True)
class Object:
    """A kind of thing as hands know it."""

    size_m: tuple[float, float, float]
    """Usual extent along its own axes, see `MovingProp`."""
    grip: Grip


OBJECTS: Mapping[str, Object] = MappingProxyType(
    {
        "cup": Object(size_m=(0.08, 0.08, 0.1), grip="fist"),
        "mug": Object(size_m=(0.085, 0.115, 0.1), grip="fist"),
        "glass": Object(size_m=(0.075, 0.075, 0.14), grip="fist"),
        "bottle": Object(size_m=(0.07, 0.07, 0.24), grip="fist"),
        "can": Object(size_m=(0.066, 0.066, 0.12), grip="fist"),
        "phone": Object(size_m=(0.01, 0.075, 0.15), grip="palm"),
        "remote": Object(size_m=(0.02, 0.05, 0.18), grip="palm"),
        "book": Object(size_m=(0.03, 0.16, 0.23), grip="palm"),
        "newspaper": Object(size_m=(0.12, 0.62, 0.42), grip="between"),
        "laptop": Object(size_m=(0.24, 0.34, 0.24), grip="between"),
        "tray": Object(size_m=(0.32, 0.46, 0.16), grip="between"),
        "plate": Object(size_m=(0.045, 0.25, 0.25), grip="palm"),
        "knife": Object(size_m=(0.04, 0.022, 0.3), grip="tool"),
        "spoon": Object(size_m=(0.02, 0.045, 0.2), grip="pinch"),
        "fork": Object(size_m=(0.012, 0.026, 0.2), grip="pinch"),
        "pan": Object(size_m=(0.05, 0.26, 0.46), grip="tool"),
        "bag": Object(size_m=(0.14, 0.42, 0.34), grip="hang"),
        "suitcase": Object(size_m=(0.2, 0.5, 0.62), grip="hang"),
        "umbrella": Object(size_m=(1.05, 1.05, 0.95), grip="fist"),
        "hat": Object(size_m=(0.36, 0.36, 0.13), grip="palm"),
        "pen": Object(size_m=(0.011, 0.011, 0.15), grip="pinch"),
        "cigarette": Object(size_m=(0.008, 0.008, 0.085), grip="pinch"),
        "toothbrush": Object(size_m=(0.022, 0.014, 0.19), grip="tool"),
        "brush": Object(size_m=(0.05, 0.06, 0.22), grip="tool"),
        "cloth": Object(size_m=(0.06, 0.34, 0.4), grip="palm"),
        "broom": Object(size_m=(0.07, 0.32, 1.35), grip="pole"),
        "mop": Object(size_m=(0.16, 0.32, 1.35), grip="pole"),
        "hammer": Object(size_m=(0.12, 0.032, 0.32), grip="tool"),
        "axe": Object(size_m=(0.18, 0.03, 0.7), grip="pole"),
        "saw": Object(size_m=(0.12, 0.03, 0.55), grip="tool"),
        "screwdriver": Object(size_m=(0.032, 0.032, 0.22), grip="tool"),
        "spade": Object(size_m=(0.04, 0.22, 1.1), grip="pole"),
        "box": Object(size_m=(0.3, 0.4, 0.25), grip="between"),
        "stick": Object(size_m=(0.03, 0.03, 1.0), grip="tool"),
        "cane": Object(size_m=(0.13, 0.024, 0.9), grip="fist"),
        "table_leg": Object(size_m=(0.06, 0.06, 0.72), grip="bar"),
        "flag": Object(size_m=(0.12, 0.8, 1.3), grip="fist"),
        "torch": Object(size_m=(0.05, 0.05, 0.2), grip="tool"),
        "microphone": Object(size_m=(0.05, 0.05, 0.22), grip="fist"),
        "ball": Object(size_m=(0.22, 0.22, 0.22), grip="palm"),
        "basketball": Object(size_m=(0.24, 0.24, 0.24), grip="palm"),
        "tennis_ball": Object(size_m=(0.066, 0.066, 0.066), grip="palm"),
        "racket": Object(size_m=(0.035, 0.26, 0.68), grip="racket"),
        "bat": Object(size_m=(0.066, 0.066, 0.85), grip="pole"),
        "paddle": Object(size_m=(0.025, 0.15, 0.26), grip="racket"),
        "golf_club": Object(size_m=(0.11, 0.05, 1.0), grip="pole"),
        "hockey_stick": Object(size_m=(0.28, 0.03, 1.2), grip="pole"),
        "dumbbell": Object(size_m=(0.11, 0.11, 0.28), grip="fist"),
        "barbell": Object(size_m=(0.42, 0.42, 1.8), grip="bar"),
        "bow": Object(size_m=(0.3, 0.03, 1.5), grip="fist"),
        "sword": Object(size_m=(0.16, 0.03, 0.95), grip="tool"),
        "foil": Object(size_m=(0.1, 0.1, 1.05), grip="tool"),
        "rope": Object(size_m=(0.012, 0.6, 1.2), grip="between"),
        "frisbee": Object(size_m=(0.03, 0.27, 0.27), grip="palm"),
        "jacket": Object(size_m=(0.18, 0.62, 0.78), grip="fist"),
        "glasses": Object(size_m=(0.14, 0.15, 0.045), grip="between"),
        "roller": Object(size_m=(0.055, 0.24, 0.4), grip="tool"),
        "hand_mirror": Object(size_m=(0.02, 0.15, 0.28), grip="fist"),
        "razor": Object(size_m=(0.018, 0.045, 0.15), grip="pinch"),
        "door": Object(size_m=(0.12, 0.82, 2.0), grip="fist"),
        "door_frame": Object(size_m=(0.16, 0.98, 2.1), grip="fist"),
        "bin": Object(size_m=(0.34, 0.34, 0.5), grip="fist"),
        "watering_can": Object(size_m=(0.4, 0.26, 0.2), grip="hang"),
        "violin": Object(size_m=(0.06, 0.21, 0.6), grip="bar"),
        "vacuum": Object(size_m=(0.16, 0.3, 1.15), grip="pole"),
        "guitar": Object(size_m=(0.1, 0.38, 1.0), grip="bar"),
    }
)
"""Kind -> size and grip; every kind is one of `scenes.MOVING_PROPS`, with its axes."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A program's wish: this object, in this hand, for this long."""

    kind: str
    side: int
    """0 left, 1 right; of no matter for "between" and "bar"."""
    from_s: float = -np.inf
    """Before, the object stands on the ground beneath the place where it is taken."""
    until_s: float = np.inf
    """After, it stays where it is let go, or flies."""
    thrown: bool = False
    size: float = 1.0
    """Factor on the kind's usual size."""
    grip: Grip | None = None
    """Instead of the kind's usual one."""
    spin_rad: np.ndarray | None = None
    """(T,) turn about the thing's own y axis on top of how it is held, as of a skipping rope."""
    passed_m: np.ndarray | None = None
    """(T, 3) After `until_s` it moves as this place of the body frame does: another's hand."""
    poses: np.ndarray | None = None
    """(T, 4, 4) body_from_prop, for what has a course of its own: a door, a coat's tails."""
    size_m: tuple[float, float, float] | None = None
    """Instead of the kind's usual extent."""


def moving_prop(
    held: Held, solution: Solution, measures: Measures, times_s: np.ndarray
) -> MovingProp:
    """Returns where an object is in every frame."""
    kind = OBJECTS[held.kind]
    grip = held.grip or kind.grip
    size = np.array(held.size_m or kind.size_m) * held.size
    if held.poses is not None:
        turns, places = held.poses[:, :3, :3], held.poses[:, :3, 3]
    elif grip in ("between", "bar", "pole"):
        turns, places, gap_m = _in_both_hands(grip, held.side, solution, measures)
        if held.kind == "box" and held.size_m is None:  # as wide as the hands are apart
            inside = (times_s >= held.from_s) & (times_s <= held.until_s)
            size[1] = max(float(np.median(gap_m[inside])) if inside.any() else size[1], 0.05)
    else:
        turns, places = _in_one_hand(grip, held.side, size, solution, measures)
    if held.spin_rad is not None:
        turns = turns @ turn_about(1, held.spin_rad)
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


def _in_one_hand(
    grip: Grip, side: int, size: np.ndarray, solution: Solution, measures: Measures
) -> tuple[np.ndarray, np.ndarray]:
    """Returns rotations (T, 3, 3) and places (T, 3) of an object that a hand holds."""
    wrist = JOINTS.index(("left_wrist", "right_wrist")[side])
    turns, origin = solution.global_rotations[:, wrist], solution.positions_m[:, wrist]
    fingers = unit(measures.fingertips_m[side])
    thumb, palm = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, -1.0])
    length = float(np.linalg.norm(measures.fingertips_m[side]))
    in_fist = min(size[0] / 2.0, 0.045) + 0.012
    along, facing, reach, off_m = {
        "fist": (thumb, fingers, 0.5, in_fist),
        "hang": (thumb, cross(-fingers, thumb), 0.5, 0.02),
        "tool": (unit(0.8 * thumb + 0.6 * fingers), fingers, 0.5, 0.025),
        "racket": (unit(0.8 * thumb + 0.6 * fingers), palm, 0.5, 0.025),
        "palm": (fingers, palm, 0.55, size[0] / 2.0 + 0.015),
        "pinch": (unit(thumb + 0.8 * fingers), palm, 0.8, 0.02),
    }[grip]
    held_at = reach * length * fingers + off_m * palm
    return turns @ _object_axes(along, facing), origin + turns @ held_at


def _in_both_hands(
    grip: Grip, side: int, solution: Solution, measures: Measures
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns rotations, places and the width (T,) between the palms."""
    palms = palm_places(solution.global_rotations, solution.positions_m, measures)
    across = palms[:, 0] - palms[:, 1]
    gap_m = np.linalg.norm(across, axis=-1) - 0.03
    up = np.broadcast_to(np.array([0.0, 0.0, 1.0]), across.shape)
    ahead = np.broadcast_to(np.array([1.0, 0.0, 0.0]), across.shape)
    if grip == "between":  # y from palm to palm, z near up
        return frame(across, up)[..., [2, 0, 1]], palms.mean(axis=1), gap_m
    if grip == "bar":
        return _object_axes(across, ahead), palms.mean(axis=1), gap_m
    along = palms[:, side] - palms[:, 1 - side]
    return _object_axes(along, ahead), palms[:, side], gap_m


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
    if held.passed_m is not None:
        places[free] = places[last] + held.passed_m[free] - held.passed_m[last]
        return turns, places
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
