"""The vocabulary of the motion programs, and the solver that turns it into joint rotations.

A posture is one row of numbers, a track one row per frame. Because every channel is an anatomical
angle, a body-relative place or a weight, postures can be blended, offset and delayed by plain
arithmetic; `solve` then fits the track to one person's bones, with exact foot contacts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.ndimage import maximum_filter1d, minimum_filter1d, uniform_filter1d

from understudy.geometry import quaternion_from_matrix
from understudy.motion.kinematics import (
    SIDE_SIGN,
    apply,
    bone_rotations,
    cross,
    dot,
    frame,
    joint_positions,
    limb_directions,
    roll_pitch_yaw,
    turn_about,
    two_bone,
    unit,
)
from understudy.motion.timing import minimum_jerk
from understudy.types import JOINTS, PARENTS, Skeleton

CHANNELS: dict[str, tuple[int, ...]] = {
    # Trunk. Lengths in leg lengths (hip to ankle); angles roll right, pitch forward, yaw left.
    "pelvis": (3,),  # offset from upright standing
    "turn": (3,),
    "spine": (3,),
    "head": (3,),
    # Arms (left, right).
    "arm_raise": (2,),  # 0 hanging, pi / 2 horizontal, pi overhead
    "arm_side": (2,),  # plane of the raise: 0 forward, pi / 2 sideways
    "arm_turn": (2,),  # outward rotation of the upper arm
    "arm_swing": (2,),  # the whole arm swung forward
    "elbow": (2,),
    "arm_hang": (2,),  # 1: angles are against gravity, 0: against the chest
    "shrug": (2,),
    "reach": (2,),  # weight of the hand goal
    "hand": (2, 3),  # wrist from between the shoulders: forward, outward, up; in arm lengths
    # Where the elbow points while reaching: 0 down, pi / 2 away from the body, less than 0 in front
    # of it. That is for a hand in front; for one at the side "away" is back.
    "elbow_out": (2,),
    "palm": (2, 3),  # direction the palm faces: forward, outward, up
    "wrist_bend": (2,),  # towards the palm
    "wrist_tilt": (2,),  # towards the thumb
    "fist": (2,),  # curl of the fingers
    # Legs (left, right).
    "foot": (2, 3),  # from the default stance: forward, outward, lifted; in leg lengths
    "foot_yaw": (2,),  # toes outward
    "foot_pitch": (2,),  # toes up, on the heel; negative: heel up, on the ball
    "knee_out": (2,),
    "leg_free": (2,),  # 1: the leg follows the angles below instead of the ground
    "hip_bend": (2,),
    "hip_out": (2,),
    "knee_bend": (2,),
    "ankle_bend": (2,),  # toes up
}

LIMITS: dict[str, tuple[float, float]] = {
    "spine": (-1.1, 1.1),
    "head": (-1.2, 1.2),
    "arm_turn": (-1.6, 1.9),
    "elbow": (0.03, 2.6),
    "shrug": (-0.2, 0.4),
    "reach": (0.0, 1.0),
    "arm_hang": (0.0, 1.0),
    "wrist_bend": (-1.1, 1.2),
    "wrist_tilt": (-0.45, 0.35),
    "fist": (-0.1, 1.6),
    "foot_pitch": (-1.2, 0.6),
    "leg_free": (0.0, 1.0),
    "hip_bend": (-0.5, 2.2),
    "hip_out": (-0.5, 1.3),
    "knee_bend": (0.02, 2.5),
    "ankle_bend": (-0.9, 0.5),
}
"""Anatomical range of single channels [rad, or weight]; `solve` clamps to them."""

MAX_ELBOW_RAD, MAX_KNEE_RAD, MAX_TOE_RAD = 2.6, 2.55, 0.9
KNEE_REACH = 0.996
"""Part of the leg's length that a planted leg may use: a knee never quite locks."""

SOFT_REACH = 0.95
"""Part of its length from where on the leg of a raised foot stretches ever less."""
SOFT_LIFT = 0.06
"""How high a foot is when that holds in full [leg lengths]."""

PALM_CORRECTIONS = 3
ROUND_IN_FRONT = 1.2
"""How far forward an arm swings that goes from hanging to straight overhead."""
HAND_M = 0.1
KNUCKLE_M, FINGERTIP_M = 0.02, 0.012
"""Least height of knuckles and fingertips of a hand that rests on the ground."""
MOST_LIFT_RAD = 1.0
"""How far the ground bends a wrist, and fingers, at most."""
GIVE_WAY_S = 0.06
"""How long before a leg is fully stretched the pelvis begins to sink."""

J = {name: index for index, name in enumerate(JOINTS)}
WRISTS = ("left_wrist", "right_wrist")


def _pair(part: str) -> slice:
    """Left and right of a joint: neighbours in SMPL's order."""
    return slice(J[f"left_{part}"], J[f"right_{part}"] + 1)


HIP, KNEE, ANKLE, TOE = (_pair(part) for part in ("hip", "knee", "ankle", "foot"))
COLLAR, SHOULDER, ELBOW, WRIST, HAND = (
    _pair(part) for part in ("collar", "shoulder", "elbow", "wrist", "hand")
)
_IS_ARM = np.isin(
    np.arange(len(JOINTS)), [j for part in (SHOULDER, ELBOW, WRIST, HAND) for j in range(24)[part]]
)
_IS_TRUNK = np.isin(np.arange(len(JOINTS)), [0, J["spine1"], J["spine2"], J["spine3"]])
_IS_HIP = np.isin(np.arange(len(JOINTS)), range(24)[HIP])
_ARM_HINGE = np.array([[0.0, 0.0, -1.0], [0.0, 0.0, 1.0]])
_KNEE_HINGE = np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
_UPRIGHT = np.broadcast_to(np.eye(3), (1, 24, 3, 3))
_PARENT = np.array(PARENTS)


def _slices() -> dict[str, slice]:
    start, table = 0, {}
    for name, shape in CHANNELS.items():
        size = int(np.prod(shape))
        table[name] = slice(start, start + size)
        start += size
    return table


SLICES = _slices()
CHANNEL_COUNT = max(part.stop for part in SLICES.values())


def channel(track: np.ndarray, name: str) -> np.ndarray:
    """Returns one channel of a track or posture, a view with the channel's shape at the end."""
    return track[..., SLICES[name]].reshape(*track.shape[:-1], *CHANNELS[name])


Value = float | np.ndarray | tuple[float, ...] | tuple[tuple[float, ...], ...]
"""Anything that NumPy broadcasts to a channel's shape."""


def pose(base: np.ndarray, /, side: int | None = None, **values: Value) -> np.ndarray:
    """Returns a copy of a posture (C,) or track (T, C) with some channels set.

    Args:
        base: what to start from.
        side: for paired channels, 0 left or 1 right alone; None sets both sides.
        values: channel name -> new value (broadcast to the channel's shape).
    """
    result = base.copy()
    for name, value in values.items():
        view = channel(result, name)
        if side is not None and CHANNELS[name][0] == 2:
            if len(CHANNELS[name]) == 2:
                view[..., side, :] = value
            else:
                view[..., side] = value
        else:
            view[...] = value
    return result


def add(
    track: np.ndarray, name: str, value: np.ndarray | float, *, index: int | None = None
) -> None:
    """Adds to one channel of a track in place, for instance an oscillation.

    Args:
        track: (T, C), changed.
        name: the channel.
        value: broadcast against the channel's (T, *shape), or its (T, ...) part `index`.
        index: which entry of the channel's first axis: a side, or x, y, z of an unpaired one.
    """
    view = channel(track, name)
    if index is None:
        view += value
    else:
        view[:, index] += value


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What the solver needs to know of a skeleton, worked out once."""

    offsets_m: np.ndarray
    """(24, 3)"""
    leg_m: float
    arm_m: float
    upper_m: np.ndarray
    """(arm, leg) x (left, right)"""
    lower_m: np.ndarray
    stance_m: float
    """How far each foot stands from the middle."""
    ankle_height_m: float
    pelvis_height_m: float
    """Of upright standing."""
    knee_height_m: float
    seat_clearance_m: float
    """From the underside of the seated pelvis to its joint."""
    shoulder_half_m: float
    torso_radii_m: np.ndarray
    """Half depth and half width of trunk and hips."""
    torso_centre_x_m: float
    soles_m: np.ndarray
    """(2, 3, 3) float64 copy"""
    fingertips_m: np.ndarray
    """(2, 3) of the flat hand, in the wrist's frame"""
    thumbs_m: np.ndarray
    """(2, 3) the point of the hand's skin that is farthest from the wrist, in its frame"""
    surface_joints: np.ndarray
    surface_offsets_m: np.ndarray
    limb_rests: np.ndarray
    """(4, 2, 3, 3) frames of upper arms, forearms, thighs and shanks in the zero pose"""
    shoulders_m: np.ndarray
    """(3,) between the shoulders, from spine3 in the zero pose"""


def measure(skeleton: Skeleton) -> Measures:
    """Works out lengths, stance and clearances of one body."""
    offsets = skeleton.offsets_m.astype(np.float64)
    length = np.sqrt(np.vecdot(offsets, offsets))
    upper = np.stack((length[ELBOW], length[KNEE]))
    lower = np.stack((length[WRIST], length[ANKLE]))
    leg = float((upper + lower)[1].mean())
    soles = skeleton.soles_m.astype(np.float64)
    ankle_height = float(-soles[..., 2].min())
    hip = offsets[HIP]
    hip_z = float(hip[:, 2].mean())
    pelvis_height = ankle_height + KNEE_REACH * leg - hip_z
    joints = skeleton.surface_joints
    points = skeleton.surface_offsets_m.astype(np.float64)
    zero = joint_positions(_UPRIGHT, np.zeros((1, 3)), offsets)[0]
    at_rest = zero[joints] + points
    height = float(skeleton.height_m)
    hips = _IS_HIP[joints] & (points[:, 2] > -0.08 * height)
    trunk = _IS_TRUNK[joints] | hips
    # On a seat the thighs lie level: their backs, forward of the hip at rest, carry the body.
    seat = joints == J["pelvis"]
    undersides = (-points[seat, 2], -points[hips, 0] - hip_z)
    below = np.concatenate(undersides)
    clearance = float(below.max()) if below.size else 0.055 * height
    if trunk.any():
        front, back = at_rest[trunk, 0].max(), at_rest[trunk, 0].min()
        half_width = float(np.abs(at_rest[trunk, 1]).max())
    else:
        front, back, half_width = 0.07 * height, -0.06 * height, 0.1 * height
    return Measures(
        offsets_m=offsets,
        leg_m=leg,
        arm_m=float((upper + lower)[0].mean()),
        upper_m=upper,
        lower_m=lower,
        stance_m=float(np.abs(hip[:, 1]).mean()),
        ankle_height_m=ankle_height,
        pelvis_height_m=pelvis_height,
        knee_height_m=ankle_height + float(lower[1].mean()),
        seat_clearance_m=float(np.clip(clearance, 0.03 * height, 0.1 * height)),
        shoulder_half_m=float(np.abs(zero[SHOULDER, 1]).mean()),
        torso_radii_m=np.array([0.5 * (front - back), half_width]),
        torso_centre_x_m=float(0.5 * (front + back)),
        soles_m=soles,
        fingertips_m=skeleton.fingertips_m.astype(np.float64),
        thumbs_m=np.stack([_farthest(points[joints == J[n]]) for n in WRISTS]),
        surface_joints=joints,
        surface_offsets_m=points,
        limb_rests=frame(
            np.stack([offsets[part] for part in (ELBOW, WRIST, KNEE, ANKLE)]),
            np.stack((_ARM_HINGE, _ARM_HINGE, _KNEE_HINGE, _KNEE_HINGE)),
        ),
        shoulders_m=0.5 * (offsets[COLLAR] + offsets[SHOULDER]).sum(axis=0),
    )


def _farthest(points: np.ndarray) -> np.ndarray:
    """Returns the longest of vectors (N, 3), zeros where there is none."""
    far: np.ndarray = (
        points[np.linalg.norm(points, axis=1).argmax()] if len(points) else np.zeros(3)
    )
    return far


@lru_cache(maxsize=1)
def _limit_rows() -> tuple[np.ndarray, np.ndarray]:
    low, high = np.full(CHANNEL_COUNT, -np.inf), np.full(CHANNEL_COUNT, np.inf)
    for name, (lowest, highest) in LIMITS.items():
        low[SLICES[name]], high[SLICES[name]] = lowest, highest
    return low, high


@dataclass(frozen=True, kw_only=True)
class Solution:
    """A solved track."""

    rotations: np.ndarray
    """(T, 24, 4) local, wxyz"""
    global_rotations: np.ndarray
    """(T, 24, 3, 3)"""
    positions_m: np.ndarray
    """(T, 24, 3)"""


@dataclass(frozen=True, kw_only=True)
class PalmGoals:
    """Places that palms must be at, whatever the trunk does: another's hand, a rail, a shoulder."""

    places_m: np.ndarray
    """(T, 2, 3) body frame"""
    weight: np.ndarray
    """(T, 2) 0..1, on top of the track's own hand goals"""
    elbows: np.ndarray | None = None
    """(3,) or (T, 2, 3) where elbows point against the chest (forward, outward, up), instead of
    `elbow_out`, which has no sense for arms that reach straight up."""


def palm_places(
    global_rotations: np.ndarray, positions_m: np.ndarray, measures: Measures
) -> np.ndarray:
    """Returns the middle of both palms (T, 2, 3), from the joints' rotations and places."""
    held_m = apply(global_rotations[:, WRIST], 0.5 * measures.fingertips_m)
    return positions_m[:, WRIST] + held_m


def solve(
    track: np.ndarray,
    measures: Measures,
    ground: np.ndarray | None = None,
    palms: PalmGoals | None = None,
    fps: float = 30.0,
) -> Solution:
    """Fits a track (T, C) to a body: rotations and joint places in the body frame.

    Args:
        track: (T, C).
        measures: the body.
        ground: (T,) weight with which the lowest point of trunk, legs and head is put on the
            ground, whatever height the track asks for; hands then stay above ground too.
        palms: places that hands must be at.
        fps: frames per second of the track.
    """
    track = np.clip(track, *_limit_rows())
    frames = len(track)
    offsets = measures.offsets_m
    turns = np.zeros((frames, 24, 3, 3))  # global; finite where not solved yet

    # Trunk and head.
    turns[:, 0] = roll_pitch_yaw(channel(track, "turn"))
    bend = roll_pitch_yaw(channel(track, "spine") / 3.0)
    for joint, parent in ((J["spine1"], 0), (J["spine2"], J["spine1"]), (J["spine3"], J["spine2"])):
        turns[:, joint] = turns[:, parent] @ bend
    chest = turns[:, J["spine3"]]
    nod = roll_pitch_yaw(channel(track, "head") / 2.0)
    turns[:, J["neck"]] = chest @ nod
    turns[:, J["head"]] = turns[:, J["neck"]] @ nod

    root = channel(track, "pelvis") * measures.leg_m
    root[:, 2] += measures.pelvis_height_m
    ankles, foot_turns = _planned_feet(track, measures)
    root[:, 2] = _supported_height(track, root, turns[:, 0], ankles, measures, fps)
    _solve_legs(track, root, turns, ankles, foot_turns, measures)
    if ground is not None:
        root[:, 2] -= ground * _lowest(turns, root, measures)
        _solve_legs(track, root, turns, ankles, foot_turns, measures)
        root[:, 2] += np.maximum(0.0, -_lowest(turns, root, measures))
    on_ground = ground is not None
    by_angles = _arms_by_angles(track, chest[:, None])
    _solve_arms(track, root, turns, measures, by_angles, palms, above_ground=on_ground)
    positions = joint_positions(turns, root, offsets)
    if palms is not None:
        # Where a palm lies depends on how the hand is turned, which depends on where it is.
        aim = palms
        for _ in range(PALM_CORRECTIONS):
            missed = palms.places_m - palm_places(turns, positions, measures)
            # No farther than a hand is long: out of reach stays out of reach.
            far = np.linalg.norm(missed, axis=-1, keepdims=True) / HAND_M
            missed = missed * palms.weight[..., None] / np.maximum(far, 1.0)
            aim = replace(aim, places_m=aim.places_m + missed)
            _solve_arms(track, root, turns, measures, by_angles, aim, above_ground=on_ground)
            positions = joint_positions(turns, root, offsets)
    local = turns.copy()
    local[:, 1:] = np.swapaxes(turns.take(_PARENT[1:], axis=1), -1, -2) @ turns[:, 1:]
    return Solution(
        rotations=quaternion_from_matrix(local), global_rotations=turns, positions_m=positions
    )


def _planned_feet(track: np.ndarray, measures: Measures) -> tuple[np.ndarray, np.ndarray]:
    """Ankles (T, 2, 3) and foot rotations of feet on the ground or swung above it.

    A foot rolls over its heel when the toes are up. When the heel is up it turns about the toe
    joint, so that the toes lie still on the ground.
    """
    place = channel(track, "foot") * measures.leg_m
    place[..., 1] = (place[..., 1] + measures.stance_m) * SIDE_SIGN
    yaw = turn_about(2, channel(track, "foot_yaw") * SIDE_SIGN)
    pitch_angle = channel(track, "foot_pitch")
    pitched = turn_about(1, -pitch_angle)
    heel = measures.soles_m[:, 0].copy()
    heel[:, 2] = -measures.ankle_height_m
    toe_joint = measures.offsets_m[TOE]
    # Bones pivot at the joint, soles at the ground: halfway, neither slides nor sinks visibly.
    toes = toe_joint.copy()
    toes[:, 2] = 0.5 * (toe_joint[:, 2] - measures.ankle_height_m)
    # From toes to heel at once on the ground, gently in the air: no jolt in mid swing.
    width = 0.03 + np.clip(8.0 * channel(track, "foot")[..., 2], 0.0, 0.4)
    on_heel = minimum_jerk(0.5 + 0.5 * pitch_angle / width)[..., None]
    pivot = toes + on_heel * (heel - toes)
    rolled = pivot - apply(pitched, pivot)
    ankles = place + apply(yaw, rolled)
    # Beyond what the toes bend, the whole foot tips over their tip.
    tipped = np.sin(np.clip(-pitch_angle - MAX_TOE_RAD, 0.0, 1.5))
    ankles[..., 2] += tipped * (measures.soles_m[:, 2, 0] - toe_joint[:, 0])
    ankles[..., 2] += measures.ankle_height_m
    return ankles, yaw @ pitched


def _supported_height(
    track: np.ndarray,
    root: np.ndarray,
    pelvis_turn: np.ndarray,
    ankles: np.ndarray,
    measures: Measures,
    fps: float,
) -> np.ndarray:
    """Pelvis height (T,), lowered where a planted leg would not reach: walking's natural bob."""
    hips = apply(pelvis_turn[:, None], measures.offsets_m[HIP])  # relative to the pelvis
    gap = ankles[..., :2] - root[:, None, :2] - hips[..., :2]
    reach = KNEE_REACH * (measures.upper_m + measures.lower_m)[1]
    rise = np.sqrt(np.maximum(reach**2 - np.einsum("tsi,tsi->ts", gap, gap), 1e-4))
    # A lifted or free foot need not be reached.
    slack = 4.0 * channel(track, "foot")[..., 2] + 4.0 * channel(track, "leg_free")
    highest = ankles[..., 2] + rise - hips[..., 2] + slack * measures.leg_m
    # A body gives way before a leg is stretched, not when it is: the mean of the least around
    # is smooth and never above the least itself.
    around = max(1, round(GIVE_WAY_S * fps))
    early = minimum_filter1d(highest, 2 * around + 1, axis=0, mode="nearest")
    if around > 1:
        early = uniform_filter1d(early, 2 * (around // 2) + 1, axis=0, mode="nearest")
    early = uniform_filter1d(early, 2 * ((around + 1) // 2) + 1, axis=0, mode="nearest")
    # Who jumps or runs falls freely between the contacts: there is nothing to give way to.
    lifted = channel(track, "foot")[..., 2].min(axis=1)
    if lifted.any():
        near = maximum_filter1d(lifted, 8 * around + 1, mode="nearest")
        early = early + np.clip(near / 0.01, 0.0, 1.0)[:, None] * (highest - early)
    highest = early
    softness = 0.004
    candidates = np.concatenate((highest, root[:, 2:]), axis=1)
    least = candidates.min(axis=1)
    return least - softness * np.log(np.exp(-(candidates - least[:, None]) / softness).sum(axis=1))


def _legs_by_angles(
    track: np.ndarray, hips: np.ndarray, pelvis: np.ndarray, measures: Measures
) -> tuple[np.ndarray, np.ndarray]:
    """Returns ankles and, in the pelvis's frame, where kneecaps point (T, 2, 3), of free legs."""
    # A thigh's pole (the kneecap) is an elbow's opposite, so limb_directions serves both.
    bone, back = limb_directions(
        channel(track, "hip_bend"), np.zeros((len(track), 2)), -channel(track, "knee_out")
    )
    outward = turn_about(0, channel(track, "hip_out") * SIDE_SIGN)
    bone, kneecap = apply(outward, bone), -apply(outward, back)
    knee_bend = channel(track, "knee_bend")[..., None]
    shank = bone * np.cos(knee_bend) - kneecap * np.sin(knee_bend)
    thigh_m, shank_m = measures.upper_m[1][:, None], measures.lower_m[1][:, None]
    return hips + apply(pelvis, bone * thigh_m + shank * shank_m), kneecap


def _solve_legs(
    track: np.ndarray,
    root: np.ndarray,
    turns: np.ndarray,
    ankles: np.ndarray,
    foot_turns: np.ndarray,
    measures: Measures,
) -> None:
    """Writes the global rotations of hips, knees, ankles and toes."""
    upper_m, lower_m = measures.upper_m[1], measures.lower_m[1]
    pelvis = turns[:, None, 0]
    hips = root[:, None] + apply(pelvis, measures.offsets_m[HIP])
    free = channel(track, "leg_free")[..., None]

    some_free = bool(free.any())
    goals = ankles
    if some_free:
        free_ankles, kneecap = _legs_by_angles(track, hips, pelvis, measures)
        goals = ankles + free * (free_ankles - ankles)
    raised = channel(track, "foot")[..., 2:]
    if raised.any():
        short = _not_locked(goals, hips, upper_m + lower_m)
        goals = goals + np.clip(raised / SOFT_LIFT, 0.0, 1.0) * (short - goals)

    # Where the kneecap points: "forward" carried along from hanging to the leg's direction.
    toe_yaw = channel(track, "foot_yaw")
    out = (0.5 * toe_yaw + channel(track, "knee_out")) * SIDE_SIGN
    direction = unit(apply(np.swapaxes(pelvis, -1, -2), goals - hips))
    forward = np.stack((np.cos(out), np.sin(out), np.zeros_like(out)), axis=-1)
    carried = direction - np.array([0.0, 0.0, 1.0])
    along = dot(direction, forward) / np.maximum(1.0 - direction[..., 2:], 0.05)
    planned = forward - along * carried
    if some_free:
        planned = planned + free * (kneecap - planned)
    pole = apply(pelvis, planned)

    thigh, lower, hinge, _ = two_bone(hips, goals, pole, upper_m, lower_m, MAX_KNEE_RAD)
    turns[:, HIP] = bone_rotations(thigh, hinge, measures.limb_rests[2])
    turns[:, KNEE] = bone_rotations(lower, hinge, measures.limb_rests[3])
    turns[:, ANKLE] = foot_turns
    if some_free:
        hanging = turns[:, KNEE] @ turn_about(1, -channel(track, "ankle_bend"))
        mixed = foot_turns + free[..., None] * (hanging - foot_turns)
        turns[:, ANKLE] = frame(mixed[..., 0], mixed[..., 1])
    # Toes stay on the ground while the heel rises.
    toes = np.clip(channel(track, "foot_pitch"), -MAX_TOE_RAD, 0.0) * (1.0 - free[..., 0])
    turns[:, TOE] = turns[:, ANKLE] @ turn_about(1, toes)


def _not_locked(goals: np.ndarray, hips: np.ndarray, length_m: np.ndarray) -> np.ndarray:
    """Returns ankle goals (T, 2, 3) brought nearer where a leg is all but straight.

    A knee that locks at full stretch jerks: its angle goes with the root of what is left. Who
    stands on a foot needs it exactly where it is; a raised one may stay a little short.
    """
    offset = goals - hips
    distance = np.sqrt(dot(offset, offset) + 1e-18)
    bent = SOFT_REACH * length_m[:, None]
    room = (KNEE_REACH - SOFT_REACH) * length_m[:, None]
    over = np.maximum(distance - bent, 0.0)
    wanted = np.minimum(distance, bent) + room * (1.0 - np.exp(-over / room))
    return hips + offset * (wanted / distance)


def _lowest(turns: np.ndarray, root: np.ndarray, measures: Measures) -> np.ndarray:
    """Returns the height (T,) of the lowest surface point, arms left out."""
    counted = ~_IS_ARM[measures.surface_joints]
    joints = measures.surface_joints[counted]
    positions = joint_positions(turns, root, measures.offsets_m)
    heights = positions[:, joints, 2] + np.einsum(
        "tsj,sj->ts", turns[:, joints, 2], measures.surface_offsets_m[counted]
    )
    # A soft minimum: the support passes from one point to the next without a jolt.
    least = heights.min(axis=1)
    softness_m = 0.004
    weights = np.exp(-(heights - least[:, None]) / softness_m)
    return (weights * heights).sum(axis=1) / weights.sum(axis=1)


def _arms_by_angles(
    track: np.ndarray, chest: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns upper arms, forearms and elbows' directions (T, 2, 3) in the chest's frame.

    Angles are against the chest (T, 1, 3, 3), or against gravity where arms hang.
    """
    bone, pole = limb_directions(
        channel(track, "arm_raise"), channel(track, "arm_side"), channel(track, "arm_turn")
    )
    bend = channel(track, "elbow")[..., None]
    lower = bone * np.cos(bend) - pole * np.sin(bend)
    forearm_swing = turn_about(1, -channel(track, "arm_swing"))
    hang = channel(track, "arm_hang")[..., None, None]
    # The heading of a tilted trunk: its forward axis fails when it lies prone or supine, its
    # left axis when it lies on a side; their sum fails in neither.
    flat = np.array([1.0, 1.0, 0.0])
    left = chest[..., :, 1] * flat
    heading = chest[..., :, 0] * flat
    heading = heading + np.stack((left[..., 1], -left[..., 0], left[..., 2]), axis=-1)
    heading = unit(heading)
    level = np.zeros_like(chest)
    level[..., :, 0] = heading
    level[..., 0, 1], level[..., 1, 1] = -heading[..., 1], heading[..., 0]
    level[..., 2, 2] = 1.0
    mixed = np.swapaxes(chest, -1, -2) @ (chest + hang * (level - chest))
    against = frame(mixed[..., 0], mixed[..., 1]) @ forearm_swing
    return apply(against, bone), apply(against, lower), apply(against, pole)


def _solve_arms(
    track: np.ndarray,
    root: np.ndarray,
    turns: np.ndarray,
    measures: Measures,
    by_angles: tuple[np.ndarray, np.ndarray, np.ndarray],
    palms: PalmGoals | None,
    *,
    above_ground: bool,
) -> None:
    """Writes the global rotations of collars, shoulders, elbows, wrists and hands.

    `by_angles` is what `_arms_by_angles` gives.
    """
    upper_m, lower_m = measures.upper_m[0], measures.lower_m[0]
    chest = turns[:, None, J["spine3"]]
    offsets = measures.offsets_m
    spine_joints = [J["spine1"], J["spine2"], J["spine3"]]
    parents = [0, J["spine1"], J["spine2"]]
    centre = root + sum(
        apply(turns[:, p], offsets[j]) for j, p in zip(spine_joints, parents, strict=True)
    )
    reach = channel(track, "reach")
    hand = channel(track, "hand") * measures.arm_m
    hand[..., 1] *= SIDE_SIGN
    middle = measures.shoulders_m
    if palms is not None:
        place = apply(np.swapaxes(chest, -1, -2), palms.places_m - centre[:, None])
        # The wrist stays behind the palm, along the arm.
        half_hand = 0.5 * np.linalg.norm(measures.fingertips_m, axis=-1)[:, None]
        sides = offsets[COLLAR] + offsets[SHOULDER]
        place = place - half_hand * unit(place - sides)
        # What the arm does otherwise, by angles or by its own goal, gives way in equal measure.
        own = reach * (1.0 - palms.weight)
        reach = own + palms.weight
        share = (palms.weight / np.maximum(reach, 1e-9))[..., None]
        hand = hand + share * (place - middle - hand)
    raise_rad, side_rad = channel(track, "arm_raise"), channel(track, "arm_side")

    # The collarbone takes its share: shoulders rise with the arms and come forward with a reach.
    collar_root = offsets[COLLAR]
    from_shoulder = middle + hand - (collar_root + offsets[SHOULDER])
    extent = np.sqrt(dot(from_shoulder, from_shoulder))[..., 0] + 1e-9
    goal_raise = np.arccos(np.clip(-from_shoulder[..., 2] / extent, -1.0, 1.0))
    swing = channel(track, "arm_swing")
    lifted = np.abs(raise_rad + swing) + reach * (goal_raise - np.abs(raise_rad + swing))
    share = np.clip((lifted - 0.5) / 2.6, 0.0, 1.0)
    lift = 0.55 * share * share * (3.0 - 2.0 * share) + channel(track, "shrug")
    ahead = np.sin(np.clip(raise_rad + swing, 0.0, np.pi)) * np.cos(side_rad)
    ahead += reach * (from_shoulder[..., 0] / measures.arm_m - ahead)
    protract = 0.22 * np.clip(ahead, -0.6, 1.1)
    collar = turn_about(2, -protract * SIDE_SIGN) @ turn_about(0, lift * SIDE_SIGN)
    turns[:, COLLAR] = chest @ collar
    shoulders = collar_root + apply(collar, offsets[SHOULDER])  # chest frame, from spine3

    bone, lower, pole = by_angles
    wrists = shoulders + bone * upper_m[:, None] + lower * lower_m[:, None]

    if reach.any():
        goal = middle + hand
        goal_pole = _elbows_of_goals(track, goal - shoulders, palms)
        weight = reach[..., None]
        wrists = shoulders + _swung(wrists - shoulders, goal - shoulders, weight)
        pole = pole + weight * (goal_pole - pole)
    wrists = _outside_torso(wrists, measures)

    if above_ground:
        wrists, pole = _above_ground(
            shoulders, wrists, pole, centre, turns[:, J["spine3"]], measures
        )

    upper, fore, hinge, _ = two_bone(shoulders, wrists, pole, upper_m, lower_m, MAX_ELBOW_RAD)
    upper_turn = bone_rotations(upper, hinge, measures.limb_rests[0])  # chest frame
    fore_turn = bone_rotations(fore, hinge, measures.limb_rests[1])

    # Pronation: turn the forearm so that the palm faces where it should, within reach of the
    # bones (palm down in the zero pose is nearly full pronation).
    palm = channel(track, "palm").copy()
    palm[..., 1] *= SIDE_SIGN
    neutral_rad = -1.2
    facing = apply(np.swapaxes(fore_turn, -1, -2), unit(palm))
    facing[..., 0] -= 0.2 * np.sin(neutral_rad)
    facing[..., 2] -= 0.2 * np.cos(neutral_rad)
    twist = np.arctan2(-facing[..., 0], -facing[..., 2])
    twist = np.mod(twist - neutral_rad + np.pi, 2.0 * np.pi) - np.pi + neutral_rad
    twist = np.clip(twist, neutral_rad - 1.75, neutral_rad + 1.6)
    half_twist = turn_about(1, 0.5 * twist)
    turns[:, SHOULDER] = chest @ upper_turn
    turns[:, ELBOW] = chest @ fore_turn @ half_twist
    wrist = (
        half_twist
        @ turn_about(2, channel(track, "wrist_tilt") * -SIDE_SIGN)
        @ turn_about(0, channel(track, "wrist_bend") * -SIDE_SIGN)
    )
    turns[:, WRIST] = turns[:, ELBOW] @ wrist
    knuckles = offsets[HAND]
    if above_ground:
        places = centre[:, None] + apply(chest, shoulders)
        places = places + apply(turns[:, SHOULDER], offsets[ELBOW])
        places = places + apply(turns[:, ELBOW], offsets[WRIST])
        for part, lowest_m in ((measures.thumbs_m, FINGERTIP_M), (knuckles, KNUCKLE_M)):
            lift = _lifted_bones(turns[:, WRIST], places, part, lowest_m)
            turns[:, WRIST] = lift @ turns[:, WRIST]
        places = places + apply(turns[:, WRIST], knuckles)
    curl = turn_about(0, channel(track, "fist") * -SIDE_SIGN)
    turns[:, HAND] = turns[:, WRIST] @ curl
    if above_ground:
        fingers = measures.fingertips_m - knuckles
        lift = _lifted_bones(turns[:, HAND], places, fingers, FINGERTIP_M)
        turns[:, HAND] = lift @ turns[:, HAND]


def _lifted_bones(
    turns: np.ndarray, starts: np.ndarray, bones: np.ndarray, lowest_m: float
) -> np.ndarray:
    """Returns rotations (T, 2, 3, 3) that keep the ends of parts of hands above the ground.

    Args:
        turns: (T, 2, 3, 3) of the part.
        starts: (T, 2, 3) where it begins.
        bones: (2, 3) its end in its own frame.
        lowest_m: least height of the end.
    """
    softness_m = 0.01
    bone = apply(turns, bones)
    length = np.sqrt(dot(bones, bones))[..., 0] + 1e-9
    low = lowest_m - starts[..., 2] - bone[..., 2]
    up = 0.5 * (low + np.sqrt(low**2 + softness_m**2))
    before = np.arcsin(np.clip(bone[..., 2] / length, -1.0, 1.0))
    angle = np.arcsin(np.clip((bone[..., 2] + up) / length, -1.0, 0.9)) - before
    angle = (np.clip(angle, 0.0, MOST_LIFT_RAD) * (length > 1e-6))[..., None, None]
    # Straight up; a part that points straight down bends towards the back of the hand.
    backward = turns[..., :, 0] * SIDE_SIGN[:, None]
    axis = np.stack((bone[..., 1], -bone[..., 0], 0.0 * up), axis=-1) / length[:, None]
    axis = unit(axis + 0.15 * backward)
    across = cross(np.broadcast_to(axis[..., None, :], turns.shape), np.eye(3))
    skew = np.swapaxes(across, -1, -2)
    return np.eye(3) + np.sin(angle) * skew + (1.0 - np.cos(angle)) * (skew @ skew)


def _elbows_of_goals(track: np.ndarray, towards: np.ndarray, palms: PalmGoals | None) -> np.ndarray:
    """Returns where elbows point (T, 2, 3) while hands go to their goals, from the shoulders."""
    towards = unit(towards)
    down = np.array([-0.15, 0.0, -1.0])
    down = unit(down - dot(towards, np.broadcast_to(down, towards.shape)) * towards)
    out = cross(towards, down) * SIDE_SIGN[:, None]
    swivel = channel(track, "elbow_out")[..., None]
    goal_pole: np.ndarray = down * np.cos(swivel) + out * np.sin(swivel)
    if palms is not None and palms.elbows is not None:
        outward = np.stack((np.ones(2), SIDE_SIGN, np.ones(2)), axis=-1)
        pulled = palms.weight[..., None]
        goal_pole = goal_pole + pulled * (unit(palms.elbows * outward) - goal_pole)
    return goal_pole


def _swung(start: np.ndarray, end: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Returns vectors (T, 2, 3) a share of the way from one to the other, round in front.

    Shoulders swing arms: a hand on its way from hanging to a goal goes in an arc. The straight
    line would fold the elbow and push it behind the back.
    """
    first, last = (np.sqrt(dot(vectors, vectors) + 1e-18) for vectors in (start, end))
    towards = start / first + share * (end / last - start / first)
    towards[..., :1] += ROUND_IN_FRONT * share * (1.0 - share)
    return unit(towards) * (first + share * (last - first))


def _above_ground(
    shoulders: np.ndarray,
    wrists: np.ndarray,
    pole: np.ndarray,
    centre: np.ndarray,
    chest: np.ndarray,
    measures: Measures,
) -> tuple[np.ndarray, np.ndarray]:
    """Lifts wrists and turns elbows (all in the chest frame) out of the ground."""
    clearance_m, softness_m, hand_m = 0.055, 0.02, 0.28 * measures.arm_m
    up = np.swapaxes(chest, -1, -2)[:, None, :, 2]  # the world's up in the chest frame

    def excess(points: np.ndarray) -> np.ndarray:
        height = centre[:, None, 2] + np.einsum("ti,tsi->ts", chest[:, 2], points)
        low = clearance_m - height
        return 0.5 * (low + np.sqrt(low**2 + softness_m**2))[..., None]

    arm = unit(wrists - shoulders)
    tips = wrists + arm * np.clip(-dot(arm, up), 0.0, 1.0) * hand_m
    wrists = wrists + np.maximum(excess(wrists), excess(tips)) * up
    upper_m, lower_m = measures.upper_m[0], measures.lower_m[0]
    upper, _, _, _ = two_bone(shoulders, wrists, pole, upper_m, lower_m, MAX_ELBOW_RAD)
    raised = 12.0 * excess(shoulders + upper * upper_m[:, None])
    # An elbow that points straight down goes up by the outside: added alone, "up" would pass zero.
    aside = np.array([-0.4, 1.0, 0.0]) * np.stack((np.ones(2), SIDE_SIGN, np.ones(2)), axis=-1)
    aside = unit(aside - dot(np.broadcast_to(aside, up.shape[:1] + aside.shape), up) * up)
    return wrists, unit(pole) + raised * (up + 0.5 * aside)


def _outside_torso(wrists: np.ndarray, measures: Measures) -> np.ndarray:
    """Pushes wrists (T, 2, 3), chest frame, out of an elliptic cylinder around trunk and hips."""
    hand_thickness_m = 0.035
    radii = measures.torso_radii_m + hand_thickness_m
    spine = measures.offsets_m[[J["spine1"], J["spine2"], J["spine3"]]].sum(axis=0)
    centre_x = measures.torso_centre_x_m - spine[0]
    x, y, z = (wrists[..., 0] - centre_x) / radii[0], wrists[..., 1] / radii[1], wrists[..., 2]
    distance = np.sqrt(x * x + y * y) + 1e-6
    # Smooth max(distance, 1), fading out above the shoulders where there is only the neck.
    pushed = 0.5 * (distance + 1.0 + np.sqrt((distance - 1.0) ** 2 + 0.003))
    top = measures.offsets_m[J["left_collar"], 2] + measures.offsets_m[J["left_shoulder"], 2]
    inside = np.clip((top + 0.02 - z) / 0.1, 0.0, 1.0)
    factor = 1.0 + inside * (pushed / distance - 1.0)
    result = wrists.copy()
    result[..., 0] = centre_x + (wrists[..., 0] - centre_x) * factor
    result[..., 1] = wrists[..., 1] * factor
    return result
