"""Is a motion one that a body could do? Measures of one performance, and how far each may go.

Every measure is 0 or small for a possible motion; `LIMITS` says up to where. They judge any motion
on any skeleton, authored or imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from understudy.geometry import forward_kinematics, quaternion_multiply, quaternion_rotate
from understudy.types import JOINTS, Motion, Prop, Skeleton

J = {name: index for index, name in enumerate(JOINTS)}
GRAVITY_M_S2 = 9.81

TOUCH_M = 0.05
"""How near skin is to a thing that carries it: surface points are few and clothes are thick."""
STILL_S = 0.2
"""How long before and after a moment nothing may change for it to count as standing still."""

LIMITS: Mapping[str, float] = MappingProxyType(
    {
        "joint_limit_rad": 0.1,
        "skate_m": 0.02,
        "sunk_m": 0.01,
        "in_trunk_m": 0.02,
        "off_balance_m": 0.06,
        "flight_m": 0.05,
        "speed_m_s": 14.0,
        "acceleration_m_s2": 350.0,
        "jolt_m": 0.03,
    }
)
"""Measure -> largest value that passes. Speeds, beside what a fall gives: a thrown ball's hand
reaches 10 to 12 m/s at club level (Fleisig et al. 1999); accelerations: a boxer's fist reaches some
300 m/s^2 (Walilko 2005)."""

MASS_SHARES: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("pelvis", "spine2"): 0.25, ("spine2", "neck"): 0.19, ("neck", "head"): 0.07,
        ("left_shoulder", "left_elbow"): 0.027, ("right_shoulder", "right_elbow"): 0.027,
        ("left_elbow", "left_wrist"): 0.016, ("right_elbow", "right_wrist"): 0.016,
        ("left_wrist", "left_hand"): 0.006, ("right_wrist", "right_hand"): 0.006,
        ("left_hip", "left_knee"): 0.142, ("right_hip", "right_knee"): 0.142,
        ("left_knee", "left_ankle"): 0.043, ("right_knee", "right_ankle"): 0.043,
        ("left_ankle", "left_foot"): 0.014, ("right_ankle", "right_foot"): 0.014,
    }
)  # fmt: skip
"""Segment -> share of the body's mass (de Leva 1996, rounded)."""

ROTATION_RANGE: Mapping[str, float] = MappingProxyType(
    {
        "spine1": 0.75, "spine2": 0.75, "spine3": 0.75, "neck": 0.95, "head": 0.95,
        "left_knee": 2.65, "right_knee": 2.65, "left_elbow": 2.75, "right_elbow": 2.75,
        "left_wrist": 1.7, "right_wrist": 1.7, "left_ankle": 1.25, "right_ankle": 1.25,
        "left_foot": 1.1, "right_foot": 1.1, "left_hip": 2.6, "right_hip": 2.6,
        "left_collar": 0.9, "right_collar": 0.9,
    }
)  # fmt: skip
"""Joint -> largest turn from the zero pose [rad], every direction together."""


def measure_plausibility(skeleton: Skeleton, motion: Motion) -> dict[str, float]:
    """Returns every measure of `LIMITS` for one performance.

    joint_limit_rad: largest turn of a joint beyond `ROTATION_RANGE`, knees and elbows bending
    backwards included. skate_m: farthest slide of a planted foot in one contact. sunk_m: deepest
    point of skin or sole under the ground, water left out. in_trunk_m: deepest place of a forearm
    or hand in the trunk. off_balance_m: farthest that the centre of mass is outside the feet while
    somebody stands still on them. flight_m: largest deviation of the centre of mass from free fall
    while nothing touches the ground or a thing that stands there. speed and acceleration: of any
    joint; in the air without the speed that the fall so far has given the whole body, which no
    muscle has to (in flight the turn about the centre of mass and its fall are independent, Yeadon
    1990): at most sqrt(2 g h) straight down, h below the flight's highest point, so that neither a
    push nor a faster fall is excused. jolt_m: largest departure of a joint from the smooth path
    through the frames around it.
    """
    turns, places = forward_kinematics(
        motion.rotations.astype(np.float64), motion.root_m.astype(np.float64), skeleton.offsets_m
    )
    joints = skeleton.surface_joints
    skin = places[:, joints] + quaternion_rotate(turns[:, joints], skeleton.surface_offsets_m)
    mass = centre_of_mass(places)
    steps = np.diff(places, axis=0) * motion.fps
    pushes = np.diff(steps, axis=0) * motion.fps
    fall = _fall_velocity(_airborne(skeleton, motion, skin), mass, motion.fps)
    return {
        "joint_limit_rad": _beyond_range(motion.rotations.astype(np.float64)),
        "skate_m": _skate(skeleton, motion, turns, places),
        "sunk_m": _sunk(motion, skin),
        "in_trunk_m": _in_trunk(skeleton, turns, places),
        "off_balance_m": _off_balance(skeleton, motion, turns, places, mass),
        "flight_m": _flight(skeleton, motion, skin, mass),
        "speed_m_s": _largest(steps - fall),
        "acceleration_m_s2": _largest(pushes),
        "jolt_m": _jolt(places),
    }


def centre_of_mass(joints_m: np.ndarray) -> np.ndarray:
    """Returns the body's centre of mass (T, 3) from its joints (T, 24, 3)."""
    total, weight = np.zeros((len(joints_m), 3)), 0.0
    for (start, end), share in MASS_SHARES.items():
        total += share * 0.5 * (joints_m[:, J[start]] + joints_m[:, J[end]])
        weight += share
    return total / weight


def _largest(vectors: np.ndarray) -> float:
    return float(np.linalg.norm(vectors, axis=-1).max()) if len(vectors) else 0.0


def _beyond_range(rotations: np.ndarray) -> float:
    worst = 0.0
    for name, most in ROTATION_RANGE.items():
        turn = rotations[:, J[name]]
        angle = 2.0 * np.arccos(np.clip(np.abs(turn[:, 0]), 0.0, 1.0))
        worst = max(worst, float(angle.max()) - most)
    for name in ("left_knee", "right_knee"):
        turn = rotations[:, J[name]] * np.sign(rotations[:, J[name], :1] + 1e-12)
        worst = max(worst, float(-2.0 * np.arctan2(turn[:, 2], turn[:, 0]).min()))
    for name, sign in (("left_elbow", 1.0), ("right_elbow", -1.0)):
        forearm = quaternion_rotate(rotations[:, J[name]], np.array([0.0, sign, 0.0]))
        worst = max(worst, float(-forearm[:, 0].min()))
    return max(worst, 0.0)


def _skate(skeleton: Skeleton, motion: Motion, turns: np.ndarray, places: np.ndarray) -> float:
    """A foot rolls over heel and toes: of these two marks the one that moves least carries it."""
    worst = 0.0
    for side, (ankle, toe) in enumerate(
        (("left_ankle", "left_foot"), ("right_ankle", "right_foot"))
    ):
        heel = places[:, J[ankle]] + quaternion_rotate(
            turns[:, J[ankle]], skeleton.soles_m[side, 0]
        )
        steps = np.diff(np.stack((heel, places[:, J[toe]]), axis=1), axis=0)
        carrying = np.linalg.norm(steps, axis=-1).argmin(axis=1)
        planted = motion.contacts[1:, side] & motion.contacts[:-1, side]
        slid = np.zeros(3)
        for step, mark, down in zip(steps, carrying, planted, strict=True):
            slid = slid + step[mark] if down else np.zeros(3)
            worst = max(worst, float(np.linalg.norm(slid)))
    return worst


def _in_trunk(skeleton: Skeleton, turns: np.ndarray, places: np.ndarray) -> float:
    """Depth of wrists and knuckles in an elliptic cylinder from the hips to the armpits."""
    hands = [J[n] for n in ("left_wrist", "right_wrist", "left_hand", "right_hand")]
    return _depth_in_trunk(skeleton, turns, places, places[:, hands])


def _depth_in_trunk(
    skeleton: Skeleton, turns: np.ndarray, places: np.ndarray, points: np.ndarray
) -> float:
    """Returns how deep points (T, P, 3) come into the trunk of a body that is posed so."""
    trunk = np.isin(skeleton.surface_joints, [J[n] for n in ("spine1", "spine2", "spine3")])
    height = skeleton.height_m
    if trunk.sum() >= 6:
        skin = np.abs(skeleton.surface_offsets_m[trunk].astype(np.float64))
        half = np.percentile(skin[:, :2], 75, axis=0)
    else:
        half = np.array([0.06, 0.085]) * height
    low, high = J["pelvis"], J["spine3"]
    inverse = turns[:, high] * np.array([1.0, -1.0, -1.0, -1.0])
    top = 0.06 * height
    bottom = quaternion_rotate(inverse, places[:, low] - places[:, high])[:, 2]
    local = quaternion_rotate(
        np.repeat(inverse[:, None], points.shape[1], axis=1), points - places[:, high, None]
    )
    inside = 1.0 - np.hypot(local[..., 0] / half[0], local[..., 1] / half[1])
    level = (local[..., 2] < top) & (local[..., 2] > bottom[:, None])
    return float(np.where(level, inside, 0.0).max()) * float(half.min())


IN_OTHER_LIMIT_M = 0.03
"""How deep the skin of one may come into the trunk or head of another: clothes and flesh give."""


def measure_between(
    skeletons: tuple[Skeleton, Skeleton],
    motions: tuple[Motion, Motion],
    place_m: tuple[float, float],
    yaw_rad: float,
) -> float:
    """Returns how deep one of two people comes into the other's trunk or head [m].

    Args:
        skeletons: of the two.
        motions: of the two, of equal length.
        place_m: where the second stands in the first one's frame.
        yaw_rad: which way the second faces in it.
    """
    posed = []
    for number, (skeleton, motion) in enumerate(zip(skeletons, motions, strict=True)):
        turns, places = forward_kinematics(
            motion.rotations.astype(np.float64), motion.root_m.astype(np.float64),
            skeleton.offsets_m,
        )  # fmt: skip
        if number == 1:
            half = 0.5 * yaw_rad
            about = np.array([np.cos(half), 0.0, 0.0, np.sin(half)])
            places = quaternion_rotate(np.broadcast_to(about, turns.shape), places)
            places = places + np.array([*place_m, 0.0])
            turns = quaternion_multiply(np.broadcast_to(about, turns.shape), turns)
        joints = skeleton.surface_joints
        skin = places[:, joints] + quaternion_rotate(turns[:, joints], skeleton.surface_offsets_m)
        hands = [J[n] for n in ("left_wrist", "right_wrist", "left_hand", "right_hand",
                                "left_elbow", "right_elbow")]  # fmt: skip
        posed.append((turns, places, np.concatenate((skin, places[:, hands]), axis=1)))
    worst = 0.0
    for skeleton, (turns, places, _), (_, _, points) in zip(
        skeletons, posed, posed[::-1], strict=True
    ):
        worst = max(worst, _depth_in_trunk(skeleton, turns, places, points))
        centre, radius = _skull(skeleton)
        middle = places[:, J["head"]] + quaternion_rotate(turns[:, J["head"]], centre)
        away = np.linalg.norm(points - middle[:, None], axis=-1)
        worst = max(worst, radius - float(away.min()))
    return worst


def _skull(skeleton: Skeleton) -> tuple[np.ndarray, float]:
    """Returns the middle of the head (3,) from its joint, and the radius that fits inside it."""
    skin = skeleton.surface_offsets_m[skeleton.surface_joints == J["head"]].astype(np.float64)
    if len(skin) < 4:
        return np.array([0.0, 0.0, 0.04 * skeleton.height_m]), 0.045 * skeleton.height_m
    middle = 0.5 * (skin.min(axis=0) + skin.max(axis=0))
    return middle, float(0.5 * np.ptp(skin, axis=0).min())


def _off_balance(
    skeleton: Skeleton,
    motion: Motion,
    turns: np.ndarray,
    places: np.ndarray,
    mass: np.ndarray,
) -> float:
    """Judged where somebody stands still on the feet alone: nothing else near the ground."""
    if motion.props:
        return 0.0  # a seat or a rail may carry the weight
    speed = np.linalg.norm(np.gradient(mass, axis=0), axis=-1) * motion.fps
    others = [n for name, n in J.items() if not name.endswith(("ankle", "foot"))]
    upright = places[:, others, 2].min(axis=1) > 0.12 * skeleton.height_m
    soles = np.stack(
        [
            places[:, J[ankle], None]
            + quaternion_rotate(
                np.repeat(turns[:, J[ankle], None], 3, axis=1), skeleton.soles_m[side]
            )
            for side, ankle in enumerate(("left_ankle", "right_ankle"))
        ],
        axis=1,
    )
    worst = 0.0
    still = (speed < 0.08) & upright & motion.contacts.any(axis=1)
    same = np.concatenate(([True], (motion.contacts[1:] == motion.contacts[:-1]).all(axis=1)))
    for frame in np.flatnonzero(_lasting(still & same, round(STILL_S * motion.fps))):
        feet = soles[frame][motion.contacts[frame]].reshape(-1, 3)[:, :2]
        # A sole is wider than its middle line.
        aside = np.array([0.0, 0.04])
        wide = np.concatenate((feet + aside, feet - aside))
        worst = max(worst, _outside(mass[frame, :2], wide))
    return worst


def _lasting(flags: np.ndarray, frames: int) -> np.ndarray:
    """Returns where flags (T,) have held and will hold for some frames: not the start of a step."""
    padded = np.pad(flags.astype(int), frames, mode="edge")
    counts = np.convolve(padded, np.ones(2 * frames + 1, int), mode="valid")
    held: np.ndarray = counts == 2 * frames + 1
    return held


def _outside(point: np.ndarray, corners: np.ndarray) -> float:
    """Returns how far a point lies outside the convex hull of corners (N, 2), 0 inside."""
    try:
        hull = ConvexHull(corners)
    except QhullError:
        return float(np.linalg.norm(corners - point, axis=1).min())
    return max(float((hull.equations[:, :2] @ point + hull.equations[:, 2]).max()), 0.0)


def _flight(skeleton: Skeleton, motion: Motion, skin: np.ndarray, mass: np.ndarray) -> float:
    """Fits each time in the air with free fall and returns the largest deviation [m]."""
    frames = len(skin)
    worst = 0.0
    for start, stop in _flights(_airborne(skeleton, motion, skin)):
        if stop - start < 4 or start == 0 or stop == frames:
            continue
        times = np.arange(stop - start) / motion.fps
        level = mass[start:stop, 2] + 0.5 * GRAVITY_M_S2 * times**2
        line = np.polyval(np.polyfit(times, level, 1), times)
        worst = max(worst, float(np.abs(level - line).max()))
    return worst


def _airborne(skeleton: Skeleton, motion: Motion, skin: np.ndarray) -> np.ndarray:
    """Returns (T,) whether nothing touches the ground or a thing that stands there."""
    hands = np.isin(skeleton.surface_joints, [J[n] for n in J if n.endswith(("wrist", "hand"))])
    height = skin[..., 2] - np.where(hands, TOUCH_M, 0.0)  # few points, and they lean on an edge
    airborne: np.ndarray = (height.min(axis=1) > 0.03) & ~motion.contacts.any(axis=1)
    for prop in motion.props:
        airborne &= ~_touches(prop, skin)
    return airborne


def _flights(airborne: np.ndarray) -> list[tuple[int, int]]:
    """Returns the first frame of each time in the air, and the one after its last."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], airborne.astype(int), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _fall_velocity(airborne: np.ndarray, mass: np.ndarray, fps: float) -> np.ndarray:
    """Returns the velocity (T-1, 1, 3) that gravity has given since the top of each flight."""
    fall = np.zeros((max(len(mass) - 1, 0), 1, 3))
    for start, stop in _flights(airborne):
        height = mass[start:stop, 2]
        drop = np.maximum.accumulate(height)[1:] - height[1:]
        down = -np.diff(height) * fps
        given = np.sqrt(2.0 * GRAVITY_M_S2 * drop)
        fall[start : stop - 1, 0, 2] = -np.clip(down, 0.0, given)
    return fall


def _sunk(motion: Motion, skin: np.ndarray) -> float:
    """Water is no ground: who dives into a pool goes under."""
    height = skin[..., 2]
    for prop in motion.props:
        if prop.kind == "pool":
            depth, width, _ = prop.size_m
            offset = np.abs(skin[..., :2] - np.array(prop.position_m[:2]))
            inside = (offset[..., 0] < depth / 2.0) & (offset[..., 1] < width / 2.0)
            height = np.where(inside, np.maximum(height, 0.0), height)
    return float(np.maximum(-height.min(), 0.0))


def _touches(prop: Prop, skin: np.ndarray) -> np.ndarray:
    """Returns (T,) whether any surface point is at the box around a thing that stands there."""
    cosine, sine = np.cos(prop.yaw_rad), np.sin(prop.yaw_rad)
    offset = skin - np.array(prop.position_m)
    along = cosine * offset[..., 0] + sine * offset[..., 1]
    aside = cosine * offset[..., 1] - sine * offset[..., 0]
    depth, width, height = prop.size_m
    near = (np.abs(along) < depth / 2.0 + TOUCH_M) & (np.abs(aside) < width / 2.0 + TOUCH_M)
    touching: np.ndarray = (near & (offset[..., 2] < height + TOUCH_M)).any(axis=1)
    return touching


def _jolt(places: np.ndarray) -> float:
    """Largest distance of a joint from the cubic through its two neighbours on each side [m]."""
    if len(places) < 5:
        return 0.0
    smooth = (-places[:-4] + 4.0 * places[1:-3] + 4.0 * places[3:-1] - places[4:]) / 6.0
    return float(np.linalg.norm(places[2:-2] - smooth, axis=-1).max())
