"""From a rig's takes to recordings on our rig.

A rig's bones point anywhere and its zero pose may be no pose at all, so nothing is taken for
granted: the calibration finds, for every joint of ours, the constant turn from the file's joint
frame to our own. Limbs are calibrated by what they do (where the bone points, about which axis knee
and elbow bend), trunk, head and feet by a neutral stance: the rest pose if it is one, else the
moments of the takes in which the figure stands upright.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import gaussian_filter1d

from understudy.errors import InputError
from understudy.geometry import (
    matrix_from_quaternion,
    quaternion_between,
    quaternion_from_matrix,
    quaternion_slerp,
)
from understudy.motion.imported.recording import (
    ANKLE,
    Recording,
    ground_level,
    planted,
    sole_marks,
    treadmill,
    unit_or,
)
from understudy.motion.imported.rigs import SIDES, Roles
from understudy.motion.imported.take import Stance, Take
from understudy.motion.kinematics import apply, cross, dot, frame, turn_about, unit
from understudy.types import JOINTS, PARENTS

J = {name: index for index, name in enumerate(JOINTS)}
Z_UP_FROM_Y_UP = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
UP = np.array([0.0, 0.0, 1.0])
FRAMES_LOOKED_AT = 3000
LIMBS = {
    (side, limb): (
        tuple(f"{side}_{part}" for part in parts),
        np.array(bone) * np.array([1.0, sign, 1.0]),
        np.array(hinge) * np.array([1.0, 1.0, sign if limb == "arm" else 1.0]),
    )
    for side, sign in (("left", 1.0), ("right", -1.0))
    for limb, parts, bone, hinge in (
        ("arm", ("shoulder", "elbow", "wrist"), (0.0, 1.0, 0.0), (0.0, 0.0, -1.0)),
        ("leg", ("hip", "knee", "ankle"), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0)),
    )
}
"""(side, limb) -> its three joints, bone direction and hinge in the zero pose."""
SUREST_BEND = 0.5
"""Sine of the bend from which on the plane of a bent limb says where its hinge is."""
PALM_NEUTRAL_RAD, PRONATION_RAD = -1.2, (-1.75, 1.6)
"""Turn of the palm about the forearm that is neither pronated nor supinated, and how far it goes
from there; as in `posture.solve`."""
FILLED_CURL = 0.35
RADII = {
    "head": 0.12, "left_shoulder": 0.08, "right_shoulder": 0.08, "left_hip": 0.11,
    "right_hip": 0.11, "left_elbow": 0.05, "right_elbow": 0.05, "left_wrist": 0.03,
    "right_wrist": 0.03, "left_knee": 0.06, "right_knee": 0.06,
}  # fmt: skip
"""How deep joints lie in the body, in leg lengths."""
RESTING = 0.045
"""What is nearer to the ground than this rests on it (leg lengths)."""
ON_FOOT = 0.6
"""Who goes on foot has the hips higher than this, mostly (leg lengths)."""
SOLES_DOWN = 0.35
"""Cosine of the tilt up to which a foot can stand; those of a lying body do not."""
LOCKED = 0.006
"""A pelvis whose height changes by less was not recorded (leg lengths)."""
INCH_M, ACCLAIM_M = 0.0254, 0.0254 / 0.45
UNITS: dict[str, float] = {"m": 1.0, "cm": 0.01, "mm": 0.001, "inch": INCH_M, "acclaim": ACCLAIM_M}


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """How a rig's joint frames lie in ours."""

    roles: Roles
    up: str
    turns: dict[str, np.ndarray]
    """Joint of ours -> (3, 3) from our frame to the file's."""
    rest_curl: dict[str, float]
    """Side -> how far the fingers are curled in the neutral stance [rad per knuckle]."""
    standing_ankle: float | None
    """Height of the ankles in a sane rest pose, in the file's unit."""
    leg: float
    """Hip to ankle, in the file's unit."""
    neutral: str
    """Where the neutral stance comes from, in words."""


def unit_of(stature: float) -> tuple[str, float]:
    """Returns the unit that makes a figure about as tall as people are, and its length [m]."""
    name = min(UNITS, key=lambda one: abs(np.log(stature * UNITS[one] / 1.7)))
    return name, UNITS[name]


def stature(take: Take, calibration: Calibration) -> float:
    """Returns about how tall the figure is, in the file's unit: bones from heel to crown."""
    places = take.places[:: max(1, take.frame_count // 20)]
    roles = calibration.roles
    top = roles.joints.get("head", roles.spine[-1] if roles.spine else roles.pelvis)
    line = [roles.pelvis, *roles.spine, roles.joints.get("neck", top), top]
    steps = [np.linalg.norm(places[:, a] - places[:, b], axis=1)
             for a, b in itertools.pairwise(line)]  # fmt: skip
    return float(calibration.leg * (1.0 + ANKLE) + np.median(sum(steps))) / 0.92


def upright_axis(takes: Sequence[Take], roles: Roles) -> str:
    """Returns which of a file's axes points up: the one that people stand along, mostly."""
    if takes[0].up:
        return takes[0].up
    rise = np.zeros(3)
    for take in takes:
        feet = 0.5 * (take.places[:, roles.joints["left_ankle"]]
                      + take.places[:, roles.joints["right_ankle"]])  # fmt: skip
        shoulders = 0.5 * (take.places[:, roles.joints["left_shoulder"]]
                           + take.places[:, roles.joints["right_shoulder"]])  # fmt: skip
        rise += np.median(shoulders - feet, axis=0)
    return "y" if abs(rise[1]) >= abs(rise[2]) else "z"


def calibrate(takes: Sequence[Take], roles: Roles, *, up: str | None = None) -> Calibration:
    """Finds how a rig's joint frames lie in ours, from all takes of one file.

    Raises:
        InputError: a limb has no length.
    """
    up = up or upright_axis(takes, roles)
    every = max(1, sum(take.frame_count for take in takes) // FRAMES_LOOKED_AT)
    moving = _z_up(
        Stance(
            turns=np.concatenate([take.turns[::every] for take in takes]),
            places=np.concatenate([take.places[::every] for take in takes]),
        ),
        up,
    )
    places = _by_role(roles, moving)
    leg = _leg_length(takes[0], places)
    stance, headings, neutral = _neutral_stance(takes, roles, moving, up)
    found: dict[str, np.ndarray] = {}
    for joint, index in _trunk(roles).items():
        found[joint] = _mean_turn(np.swapaxes(stance.turns[:, index], -1, -2) @ headings)
    still = _by_role(roles, stance)
    arms: dict[str, np.ndarray] = {}
    for (side, limb), (joints, bone, hinge) in LIMBS.items():
        upper, lower, end = joints
        axes, consistent = _hinges(roles, moving, places, joints)
        straight = [unit(still[lower] - still[upper]), unit(still[end] - still[lower])]
        if limb == "arm":
            first = _turned_to(headings, bone, straight[0])
            second = _turned_to(first, bone, straight[1])
            arms[side] = second
            assumed = [apply(first, hinge), apply(second, hinge)]
        else:
            assumed = [apply(headings, hinge)] * 2
        for number, (joint, toward) in enumerate(((upper, lower), (lower, end))):
            index = roles.joints[joint]
            inverse = np.swapaxes(moving.turns[:, index], -1, -2)
            along = unit(apply(inverse, unit(places[toward] - places[joint])).mean(axis=0))
            about = axes[number]
            if not consistent[number]:
                back = np.swapaxes(stance.turns[:, index], -1, -2)
                about = unit(apply(back, assumed[number]).mean(axis=0))
            found[joint] = frame(along, about) @ frame(bone, hinge).T
    _calibrate_feet(found, roles, stance, headings, moving, places, leg, neutral)
    _calibrate_hands(found, roles, stance, arms, moving)
    standing = None
    if neutral != "upright moments":
        standing = float(np.mean([still[f"{side}_ankle"][:, 2].mean() for side in SIDES]))
    return Calibration(
        roles=roles, up=up, turns=found, rest_curl=_rest_curl(roles, stance, neutral),
        standing_ankle=standing, leg=leg, neutral=neutral,
    )  # fmt: skip


def retarget(take: Take, calibration: Calibration, *, ground: str) -> Recording:
    """Brings one take onto our rig.

    Args:
        take: of the rig that the calibration is of.
        calibration: see `calibrate`.
        ground: "file": the file's height 0 is the ground; "feet": it is where feet stand.
    """
    roles = calibration.roles
    moving = _z_up(Stance(turns=take.turns, places=take.places), calibration.up)
    places = _by_role(roles, moving)
    turns = np.empty((take.frame_count, 24, 3, 3))
    known = {**_trunk(roles), **roles.joints}
    done = set()
    for joint, turn in calibration.turns.items():
        turns[:, J[joint]] = moving.turns[:, known[joint]] @ turn
        done.add(joint)
    _fill_trunk(turns, done, roles)
    for (_, limb), (joints, bone, hinge) in LIMBS.items():
        _hinge_limb(turns, places, joints, bone, hinge, pronating=limb == "arm")
    for side in SIDES:
        if f"{side}_foot" not in done:
            turns[:, J[f"{side}_foot"]] = turns[:, J[f"{side}_ankle"]]
    has_hands = _fill_hands(turns, calibration, moving)
    leg = calibration.leg
    level = None
    if ground == "file" and calibration.standing_ankle is not None:
        level = calibration.standing_ankle / leg - ANKLE
    return on_ground(
        turns,
        Path3D(
            pelvis=moving.places[:, roles.pelvis] / leg,
            hips=0.5 * (places["left_hip"] + places["right_hip"]) / leg,
            ankles=np.stack([places[f"{side}_ankle"] for side in SIDES], axis=1) / leg,
            others={n: places[n] / leg for n in RADII if n in places},
        ),
        fps=take.fps,
        has_hands=has_hands,
        level=level,
    )


@dataclass(frozen=True, kw_only=True)
class Path3D:
    """Where the parts are that meet the ground, in leg lengths, z up."""

    pelvis: np.ndarray
    """(T, 3)"""
    hips: np.ndarray
    """(T, 3) middle of the hip joints."""
    ankles: np.ndarray
    """(T, 2, 3)"""
    others: dict[str, np.ndarray]
    """Joint of `RADII` -> (T, 3)."""


def on_ground(
    turns: np.ndarray, path: Path3D, *, fps: float, has_hands: bool, level: float | None
) -> Recording:
    """Finds ground and foot contacts, lets walks on the spot get ahead, makes rotations local.

    Args:
        turns: (T, 24, 3, 3) global rotations, z up.
        path: where the parts are.
        fps: frames per second.
        has_hands: the hands' rotations are recorded.
        level: height of the ground [leg lengths]; where feet stand if None.
    """
    marks = sole_marks(path.ankles, turns[:, [J["left_ankle"], J["right_ankle"]]])
    floor = ground_level(marks) if level is None else level
    radii = np.array([RADII[name] for name in path.others])
    heights = np.stack([place[:, 2] for place in path.others.values()], axis=1) - radii
    lowest = np.minimum(heights.min(axis=1), marks[..., 2].min(axis=(1, 2))) - floor
    hips = path.hips.copy()
    locked = np.ptp(path.pelvis[:, 2]) < LOCKED and np.ptp(lowest) > 4.0 * LOCKED
    if locked:
        # Converters lose the pelvis' height now and then: then something is always on the ground.
        lowest = gaussian_filter1d(lowest, 0.03 * fps, mode="nearest")
        hips[:, 2] -= lowest
        marks[..., 2] -= lowest[:, None, None]
        lowest = np.zeros_like(lowest)
    on_foot = np.median(hips[:, 2]) - floor > ON_FOOT
    travel = treadmill(marks, floor, fps) if on_foot else np.zeros(2)
    ahead = np.arange(len(turns))[:, None] / fps * travel
    marks[..., :2] += ahead[:, None, None]
    hips[:, :2] += ahead
    hips[:, 2] -= floor + ANKLE
    local = turns.copy()
    local[:, 1:] = np.swapaxes(turns[:, list(PARENTS[1:])], -1, -2) @ turns[:, 1:]
    soles_down = turns[:, [J["left_ankle"], J["right_ankle"]], 2, 2] > SOLES_DOWN
    contacts = planted(marks, floor, fps) & soles_down
    return Recording(
        rotations=_continuous(quaternion_from_matrix(local)),
        hips=hips,
        contacts=contacts,
        support=contacts.any(axis=1) | (lowest < RESTING),
        fps=fps,
        has_hands=has_hands,
    )


def without_first_pose(take: Take, roles: Roles) -> Take:
    """Cuts off a single T-pose before the recording, as some converters put it there."""
    if take.frame_count < 8:
        return take
    kept = [roles.pelvis, *roles.joints.values()]
    change = np.swapaxes(take.turns[:-1, kept], -1, -2) @ take.turns[1:, kept]
    cosine = (np.trace(change, axis1=-2, axis2=-1) - 1.0) / 2.0
    angle = np.arccos(np.clip(cosine, -1.0, 1.0)).mean(axis=1)
    if angle[0] < max(0.12, 4.0 * float(np.percentile(angle[1:], 95.0))):
        return take
    first = Stance(turns=take.turns[0], places=take.places[0])
    return replace(take, turns=take.turns[1:], places=take.places[1:], rests=(*take.rests, first))


def _z_up(stance: Stance, up: str) -> Stance:
    if up == "z":
        return stance
    return Stance(turns=Z_UP_FROM_Y_UP @ stance.turns, places=stance.places @ Z_UP_FROM_Y_UP.T)


def _by_role(roles: Roles, stance: Stance) -> dict[str, np.ndarray]:
    known = roles.joints | roles.fingers
    return {name: stance.places[..., index, :] for name, index in known.items()}


def _trunk(roles: Roles) -> dict[str, int]:
    """Joint of ours -> the rig's, for pelvis, spine, neck, head and collars, where it has them."""
    found = {"pelvis": roles.pelvis}
    if roles.spine:
        found["spine3"] = roles.spine[-1]
    if len(roles.spine) > 1:
        found["spine1"] = roles.spine[0]
    if len(roles.spine) > 2:
        found["spine2"] = roles.spine[len(roles.spine) // 2]
    for name in ("neck", "head", "left_collar", "right_collar"):
        if name in roles.joints:
            found[name] = roles.joints[name]
    return found


def _leg_length(take: Take, places: dict[str, np.ndarray]) -> float:
    lengths = [
        np.linalg.norm(places[f"{side}_{a}"] - places[f"{side}_{b}"], axis=-1)
        for side in SIDES
        for a, b in (("hip", "knee"), ("knee", "ankle"))
    ]
    leg = float(np.median(sum(lengths))) / 2.0
    for side in SIDES:
        for a, b in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist")):
            gap = places[f"{side}_{a}"] - places[f"{side}_{b}"]
            if not np.median(np.linalg.norm(gap, axis=-1)) > 1e-3 * leg:
                raise InputError(
                    f"{take.path}: {side}_{a} and {side}_{b} are in one place: the names mislead; "
                    "say which joints they are under `joints:` in the library's YAML"
                )
    return leg


def _neutral_stance(
    takes: Sequence[Take], roles: Roles, moving: Stance, up: str
) -> tuple[Stance, np.ndarray, str]:
    """Returns postures (N, ...) that stand neutrally, their headings, and where they are from."""
    candidates = [(f"rest pose {number + 1}", rest) for number, rest in enumerate(takes[0].rests)]
    for take in takes:
        bare = take.name.lower().replace("-", "").replace("_", "").replace(" ", "")
        if bare in ("tpose", "apose", "restpose", "bindpose"):
            first = Stance(turns=take.turns[0], places=take.places[0])
            candidates.insert(0, (f"clip '{take.name}'", first))
    for name, rest in candidates:
        one = _z_up(Stance(turns=rest.turns[None], places=rest.places[None]), up)
        score, headings = _standing(_by_role(roles, one))
        if score[0] > 0.75:
            return one, headings, name
    score, headings = _standing(_by_role(roles, moving))
    count = max(1, min(len(score), max(10, len(score) // 10)))
    best = np.argsort(-score)[:count]
    stance = Stance(turns=moving.turns[best], places=moving.places[best])
    return stance, headings[best], "upright moments"


def _standing(places: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Returns how upright and straight (N,) postures are, at most 1, and headings (N, 3, 3)."""
    across = (
        places["left_hip"] - places["right_hip"]
        + places["left_shoulder"] - places["right_shoulder"]
    )  # fmt: skip
    hips = 0.5 * (places["left_hip"] + places["right_hip"])
    shoulders = 0.5 * (places["left_shoulder"] + places["right_shoulder"])
    level = unit_or(across * np.array([1.0, 1.0, 0.0]), np.array([0.0, 1.0, 0.0]))
    headings = np.stack((cross(level, UP), level, np.broadcast_to(UP, level.shape)), axis=-1)
    parts = [unit(shoulders - hips)[..., 2]]
    for side in SIDES:
        thigh = unit(places[f"{side}_knee"] - places[f"{side}_hip"])
        shin = unit(places[f"{side}_ankle"] - places[f"{side}_knee"])
        parts += [-thigh[..., 2], -shin[..., 2]]
    return np.min(parts, axis=0), headings


def _hinges(
    roles: Roles, moving: Stance, places: dict[str, np.ndarray], joints: tuple[str, ...]
) -> tuple[list[np.ndarray], list[bool]]:
    """Returns the bending axis of a limb in the frames of its two bones, and whether it is sure."""
    upper, lower, end = joints
    first = unit(places[lower] - places[upper])
    second = unit(places[end] - places[lower])
    axis = cross(first, second)
    sine = np.linalg.norm(axis, axis=-1)
    weight = np.clip((sine - 0.3) / 0.3, 0.0, 1.0)
    axes, consistent = [], []
    for joint in (upper, lower):
        inverse = np.swapaxes(moving.turns[:, roles.joints[joint]], -1, -2)
        local = apply(inverse, unit(axis)) * weight[:, None]
        total = local.sum(axis=0)
        axes.append(unit(total))
        sure = weight.sum() >= 8.0 and np.linalg.norm(total) > 0.8 * weight.sum()
        consistent.append(bool(sure))
    return axes, consistent


def _turned_to(turns: np.ndarray, bone: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """Swings rotations (N, 3, 3) the shortest way so that `bone` points along `direction`."""
    now = apply(turns, bone)
    return matrix_from_quaternion(quaternion_between(now, direction)) @ turns


def _mean_turn(turns: np.ndarray) -> np.ndarray:
    """Returns the rotation nearest to the mean of rotations (N, 3, 3)."""
    left, _, right = np.linalg.svd(turns.mean(axis=0))
    flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    mean: np.ndarray = left @ flip @ right
    return mean


def _calibrate_feet(
    found: dict[str, np.ndarray], roles: Roles, stance: Stance, headings: np.ndarray,
    moving: Stance, places: dict[str, np.ndarray], leg: float, neutral: str,
) -> None:  # fmt: skip
    """Feet are flat in a rest pose; without one, when ankle and toes are lowest."""
    for side in SIDES:
        ankle, toe = roles.joints[f"{side}_ankle"], roles.joints.get(f"{side}_foot")
        source, flat = stance, headings
        if toe is not None:
            if neutral == "upright moments":
                heights = moving.places[:, [ankle, toe], 2]
                above = heights - np.percentile(heights, 5.0, axis=0)
                low = np.flatnonzero((above < 0.05 * leg).all(axis=1))
                if len(low) < 5:
                    low = np.argsort(above.sum(axis=1))[:10]
                source = Stance(turns=moving.turns[low], places=moving.places[low])
                _, all_headings = _standing(places)
                flat = all_headings[low]
            pointing = source.places[:, toe] - source.places[:, ankle]
            pointing = pointing * np.array([1.0, 1.0, 0.0])
            short = np.linalg.norm(pointing, axis=-1, keepdims=True) < 0.05 * leg
            ahead = np.where(short, flat[..., :, 0], unit_or(pointing, flat[..., :, 0]))
            flat = np.stack((ahead, cross(np.broadcast_to(UP, ahead.shape), ahead),
                             np.broadcast_to(UP, ahead.shape)), axis=-1)  # fmt: skip
            found[f"{side}_foot"] = _mean_turn(np.swapaxes(source.turns[:, toe], -1, -2) @ flat)
        found[f"{side}_ankle"] = _mean_turn(np.swapaxes(source.turns[:, ankle], -1, -2) @ flat)


def _calibrate_hands(
    found: dict[str, np.ndarray], roles: Roles, stance: Stance, arms: dict[str, np.ndarray],
    moving: Stance,
) -> None:  # fmt: skip
    """By knuckles where there are some, else hands continue the forearms of the neutral stance."""
    for side in SIDES:
        _, bone, _ = LIMBS[side, "arm"]
        wrist, knuckle = roles.joints[f"{side}_wrist"], roles.joints.get(f"{side}_hand")
        turn = arms[side]
        if knuckle is not None and knuckle != wrist:
            along = stance.places[:, knuckle] - stance.places[:, wrist]
            turn = _turned_to(turn, bone, unit_or(along, apply(turn, bone)))
            inverse = np.swapaxes(moving.turns[:, wrist], -1, -2)
            first = roles.fingers.get(f"{side}_index", roles.fingers.get(f"{side}_thumb"))
            last = roles.fingers.get(f"{side}_little", knuckle)
            if first is not None and first != last:
                if f"{side}_little" not in roles.fingers:
                    first = roles.fingers.get(f"{side}_thumb", first)
                across = apply(inverse, moving.places[:, first] - moving.places[:, last])
                forward = apply(inverse, moving.places[:, knuckle] - moving.places[:, wrist])
                across, forward = across.mean(axis=0), forward.mean(axis=0)
                apart = np.linalg.norm(np.cross(unit(across), unit(forward)))
                if np.linalg.norm(across) > 1e-6 and apart > 0.3:
                    rest = frame(bone, np.array([1.0, 0.0, 0.0]))
                    found[f"{side}_wrist"] = frame(forward, across) @ rest.T
                    continue
        found[f"{side}_wrist"] = _mean_turn(np.swapaxes(stance.turns[:, wrist], -1, -2) @ turn)


def _fill_trunk(turns: np.ndarray, done: set[str], roles: Roles) -> None:
    """Spreads the bend of back and neck over their joints; fills in what the rig lacks."""

    def between(target: str, start: str, end: str, share: float) -> None:
        first = quaternion_from_matrix(turns[:, J[start]])
        last = quaternion_from_matrix(turns[:, J[end]])
        turns[:, J[target]] = matrix_from_quaternion(quaternion_slerp(first, last, share))

    if "spine3" not in done:
        turns[:, J["spine3"]] = turns[:, 0]
    if "head" not in done:
        turns[:, J["head"]] = turns[:, J["neck" if "neck" in done else "spine3"]]
    # Rigs bend where their few joints are; a back and a neck bend all along.
    between("spine1", "pelvis", "spine3", 1.0 / 3.0)
    between("spine2", "pelvis", "spine3", 2.0 / 3.0)
    between("neck", "spine3", "head", 0.5)
    for side in SIDES:
        if f"{side}_collar" not in done:
            turns[:, J[f"{side}_collar"]] = turns[:, J["spine3"]]


def _hinge_limb(
    turns: np.ndarray, places: dict[str, np.ndarray], joints: tuple[str, ...], bone: np.ndarray,
    hinge: np.ndarray, *, pronating: bool,
) -> None:  # fmt: skip
    """Turns a limb's two bones about themselves so that it bends as a hinge does, the right way."""
    upper, lower, end = joints
    first = unit(places[lower] - places[upper])
    second = unit(places[end] - places[lower])
    assumed = apply(turns[:, J[upper]], hinge)
    axis = cross(first, second)
    sine = np.linalg.norm(axis, axis=-1)
    x = np.clip((sine - 0.15) / (SUREST_BEND - 0.15), 0.0, 1.0)[:, None]
    sure = x * x * (3.0 - 2.0 * x)
    about = unit_or((1.0 - sure) * assumed + sure * unit(axis), assumed)
    rest = frame(bone, hinge).T
    turns[:, J[upper]] = frame(first, about) @ rest
    # A slightly overstretched limb becomes a straight one: its hinge does not bend backwards.
    back = np.minimum(dot(cross(first, second), about), 0.0)
    second = unit(second - back * cross(about, first))
    turns[:, J[lower]] = frame(second, about) @ rest
    if not pronating:
        return
    twist = _pronation(turns, lower, end)
    within = np.clip(twist, *PRONATION_RAD)
    # A straight arm turns at the shoulder, too: what is too much for the forearm goes there.
    shared = turn_about(1, (1.0 - sure[:, 0]) * (twist - within))
    turns[:, J[upper]] = turns[:, J[upper]] @ shared
    turns[:, J[lower]] = turns[:, J[lower]] @ shared
    twist = _pronation(turns, lower, end)
    within = np.clip(twist, *PRONATION_RAD)
    # What is left over no arm can do: the hand turns less.
    hand = np.swapaxes(turns[:, J[lower]], -1, -2) @ turns[:, J[end]]
    turns[:, J[end]] = turns[:, J[lower]] @ turn_about(1, within - twist) @ hand
    turns[:, J[lower]] = turns[:, J[lower]] @ turn_about(1, 0.5 * (within + PALM_NEUTRAL_RAD))


def _pronation(turns: np.ndarray, lower: str, end: str) -> np.ndarray:
    """Returns how far the hand is turned about the forearm, from neutral (T,) [rad], no jumps."""
    hand = np.swapaxes(turns[:, J[lower]], -1, -2) @ turns[:, J[end]]
    spin = quaternion_from_matrix(hand)
    twist = 2.0 * np.arctan2(spin[:, 2], spin[:, 0]) - PALM_NEUTRAL_RAD
    twist = np.unwrap(np.mod(twist + np.pi, 2.0 * np.pi) - np.pi)
    twist -= 2.0 * np.pi * round(float(np.median(twist)) / (2.0 * np.pi))
    return np.asarray(twist)


def _curl(roles: Roles, places: np.ndarray, side: str) -> np.ndarray | None:
    """Returns how far the middle finger's knuckles bend (N,) [rad each]; None if not recorded."""
    line = [
        roles.joints.get(f"{side}_wrist"),
        roles.joints.get(f"{side}_hand"),
        roles.fingers.get(f"{side}_middle_mid"),
        roles.fingers.get(f"{side}_middle_tip"),
    ]
    known = [index for index in line if index is not None]
    if len(known) < 4 or len(set(known)) < 4:
        return None
    bones = [unit(places[:, b] - places[:, a]) for a, b in itertools.pairwise(known)]
    bends = [np.arccos(np.clip(dot(a, b)[:, 0], -1.0, 1.0))
             for a, b in itertools.pairwise(bones)]  # fmt: skip
    return np.asarray(np.mean(bends, axis=0))


def _rest_curl(roles: Roles, stance: Stance, neutral: str) -> dict[str, float]:
    found = {}
    for side in SIDES:
        curl = _curl(roles, stance.places, side)
        flat = curl is not None and neutral != "upright moments"
        found[side] = min(float(np.mean(curl)), 0.25) if flat and curl is not None else 0.0
    return found


def _fill_hands(turns: np.ndarray, calibration: Calibration, moving: Stance) -> bool:
    recorded = True
    for side, sign in (("left", -1.0), ("right", 1.0)):
        curl = _curl(calibration.roles, moving.places, side)
        if curl is None:
            recorded = False
            curl = np.full(len(turns), FILLED_CURL)
        bend = np.clip(curl - calibration.rest_curl[side], 0.0, 1.6)
        turns[:, J[f"{side}_hand"]] = turns[:, J[f"{side}_wrist"]] @ turn_about(0, sign * bend)
    return recorded


def _continuous(rotations: np.ndarray) -> np.ndarray:
    """Chooses the sign of quaternions (T, J, 4) so that they never jump."""
    steps = np.sign(np.sum(rotations[1:] * rotations[:-1], axis=-1, keepdims=True))
    steps[steps == 0.0] = 1.0
    signs = np.concatenate((np.ones_like(rotations[:1, :, :1]), np.cumprod(steps, axis=0)))
    return rotations * signs
