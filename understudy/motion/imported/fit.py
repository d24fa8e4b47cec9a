"""Fits a sampled recording to one body: feet stand, nothing sinks in, hands are not in trunks."""

from __future__ import annotations

import itertools

import numpy as np
from scipy.ndimage import gaussian_filter1d, minimum_filter1d

from understudy.geometry import matrix_from_quaternion, quaternion_from_matrix
from understudy.motion.imported.clean import Samples
from understudy.motion.imported.recording import J
from understudy.motion.imported.retarget import LIMBS
from understudy.motion.imported.rigs import SIDES
from understudy.motion.kinematics import (
    SIDE_SIGN,
    apply,
    frame,
    joint_positions,
    turn_about,
    two_bone,
    unit,
)
from understudy.motion.posture import MAX_ELBOW_RAD, MAX_KNEE_RAD, MAX_TOE_RAD, Measures
from understudy.motion.timing import minimum_jerk
from understudy.types import PARENTS

REACH = 0.985
"""Part of a leg's length that a planted foot may ask for; beyond it the pelvis comes down."""
SOFT_REACH = 0.97
"""Beyond this part of its length a leg stretches less and less: knees do not snap straight."""
TIPPED_M = 0.015
"""With heel and ball both higher, a foot is about to leave the ground from the tips of its toes."""
LIFTS, SUNK_M = 3, 0.004
"""How often the body is lifted out of the ground once more, and from what depth on."""
MISSED_M = 0.005
"""A foot that is held this far from where it should stand does not count as planted."""
SETTLE_S = 0.06
"""How quickly the body may be moved up and down to meet the ground."""
FLAT_RAD = 0.3
"""A planted foot tilted by less than this lies flat; by twice as much it keeps its tilt."""
TOE_NEAR_M = 0.07
_HIPS, _KNEES, _ANKLES, _TOES, _SHOULDERS, _ELBOWS, _WRISTS = (
    [J[f"{side}_{part}"] for side in SIDES]
    for part in ("hip", "knee", "ankle", "foot", "shoulder", "elbow", "wrist")
)


def fit(
    samples: Samples, measures: Measures, fps: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fits a sampled recording to a body.

    Returns:
        Local rotations (T, 24, 4) wxyz, the pelvis' path (T, 3) [m], and which feet stand (T, 2).
    """
    turns = _global_turns(samples.rotations)
    _onto_bones(turns, measures)
    offsets = measures.offsets_m
    middle = apply(turns[:, 0], offsets[_HIPS].mean(axis=0))
    root = samples.hips * measures.leg_m - middle
    root[:, 2] += measures.ankle_height_m
    _flatten_feet(turns, samples.contacts, fps)
    root[:, 2] += _rise(turns, root, samples, measures, fps)
    ankles = joint_positions(turns, root, offsets)[:, _ANKLES]
    _lay_toes(turns, ankles, measures)
    ankles = ankles + _held_still(turns, ankles, samples.contacts, measures, fps)
    lacking = _shortfall(turns, root, ankles, samples.contacts, measures, fps)
    root[:, 2] -= np.minimum(lacking, np.maximum(_body_heights(turns, root, measures), 0.0))
    missed_m = _solve_legs(turns, root, ankles, measures)
    for _ in range(LIFTS):  # knees may have gone into the ground with their feet put on it
        sunk = np.maximum(-_body_heights(turns, root, measures), 0.0)
        if sunk.max() < SUNK_M:
            break
        root[:, 2] += np.maximum(gaussian_filter1d(sunk, 0.5 * SETTLE_S * fps), sunk)
        missed_m = _solve_legs(turns, root, ankles, measures)
    _clear_trunk(turns, measures)
    local = turns.copy()
    local[:, 1:] = np.swapaxes(turns[:, list(PARENTS[1:])], -1, -2) @ turns[:, 1:]
    marks = apply(turns[:, _ANKLES][:, :, None], measures.soles_m[None, :, :2])
    tipped = ankles[..., 2] + marks[..., 2].min(axis=2) > TIPPED_M
    stand = samples.contacts & (missed_m < MISSED_M) & ~tipped
    return quaternion_from_matrix(local), root, stand


def _global_turns(rotations: np.ndarray) -> np.ndarray:
    turns = matrix_from_quaternion(rotations)
    for joint in range(1, len(PARENTS)):
        turns[:, joint] = turns[:, PARENTS[joint]] @ turns[:, joint]
    return turns


def _onto_bones(turns: np.ndarray, measures: Measures) -> None:
    """A body's limbs at rest are not exactly along the axes: bones, not frames, get the pose."""
    for joints, bone, hinge in LIMBS.values():
        for joint, toward in itertools.pairwise(joints):
            actual = unit(measures.offsets_m[J[toward]])
            turns[:, J[joint]] = turns[:, J[joint]] @ frame(bone, hinge) @ frame(actual, hinge).T


def _flatten_feet(turns: np.ndarray, contacts: np.ndarray, fps: float) -> None:
    """Takes the last bit of tilt out of planted feet, softly in and out."""
    weight = gaussian_filter1d(contacts.astype(float), 0.04 * fps, axis=0, mode="nearest")
    feet = turns[:, _ANKLES]
    tilt = np.arccos(np.clip(feet[..., 2, 2], -1.0, 1.0))
    share = weight * minimum_jerk(2.0 - tilt / FLAT_RAD)
    up = np.array([0.0, 0.0, 1.0])
    upright = unit(feet[..., :, 2] + share[..., None] * (up - feet[..., :, 2]))
    straight = frame(upright, feet[..., :, 0])  # columns: up, forward, left
    turns[:, _ANKLES] = np.stack(
        (straight[..., :, 1], straight[..., :, 2], straight[..., :, 0]), axis=-1
    )


def _foot_heights(turns: np.ndarray, ankles: np.ndarray, measures: Measures) -> np.ndarray:
    """Returns the height (T, 2) of the lowest point of each foot, toes included."""
    lowest = np.full(ankles.shape[:2], np.inf)
    for side in range(2):
        foot, toes = turns[:, _ANKLES[side]], turns[:, _TOES[side]]
        joint = measures.offsets_m[_TOES[side]]
        sole = measures.soles_m[side]
        riding = measures.surface_joints
        rigid = np.concatenate((sole[:2], measures.surface_offsets_m[riding == _ANKLES[side]]))
        bent = np.concatenate((sole[2:] - joint, measures.surface_offsets_m[riding == _TOES[side]]))
        points = np.concatenate(
            (foot[:, 2] @ rigid.T, (foot[:, 2] @ joint)[:, None] + toes[:, 2] @ bent.T), axis=1
        )
        lowest[:, side] = ankles[:, side, 2] + points.min(axis=1)
    return lowest


def _body_heights(turns: np.ndarray, root: np.ndarray, measures: Measures) -> np.ndarray:
    """Returns the height (T,) of the lowest point of all but the feet."""
    body = ~np.isin(measures.surface_joints, [*_ANKLES, *_TOES])
    if not body.any():
        return np.full(len(root), np.inf)
    joints = measures.surface_joints[body]
    places = joint_positions(turns, root, measures.offsets_m)
    heights = places[:, joints, 2] + np.einsum(
        "tsj,sj->ts", turns[:, joints, 2], measures.surface_offsets_m[body]
    )
    lowest: np.ndarray = heights.min(axis=1)
    return lowest


def _rise(
    turns: np.ndarray, root: np.ndarray, samples: Samples, measures: Measures, fps: float
) -> np.ndarray:
    """Returns how far to lift the body (T,) so that what supports it is on the ground."""
    places = joint_positions(turns, root, measures.offsets_m)
    lowest = _body_heights(turns, root, measures)
    feet = _foot_heights(turns, places[:, _ANKLES], measures)
    standing = samples.contacts.any(axis=1)
    planted = np.where(samples.contacts, feet, 0.0).sum(axis=1)
    planted = planted / np.maximum(samples.contacts.sum(axis=1), 1)
    low = np.minimum(lowest, feet.min(axis=1))
    wanted = -np.where(standing, planted, low)
    held = np.flatnonzero(samples.support)
    rise = np.interp(np.arange(len(root)), held, wanted[held]) if len(held) else np.zeros(len(root))
    rise = gaussian_filter1d(rise, SETTLE_S * fps, mode="nearest")
    # Feet find the ground by their legs; all else must be lifted out of it, ahead of time.
    sunk = np.maximum(-(lowest + rise), 0.0)
    reach = 2 * max(1, round(SETTLE_S * fps)) + 1
    early = -minimum_filter1d(-sunk, reach, mode="nearest")
    lift = np.maximum(gaussian_filter1d(early, 0.5 * SETTLE_S * fps, mode="nearest"), sunk)
    found: np.ndarray = rise + lift
    return found


def _lay_toes(turns: np.ndarray, ankles: np.ndarray, measures: Measures) -> None:
    """Toes near the ground stay on it while the heel rises."""
    ball = ankles[..., 2] + apply(turns[:, _ANKLES], measures.soles_m[:, 1])[..., 2]
    near = minimum_jerk(1.0 - (ball - 0.01) / TOE_NEAR_M)
    down = np.arcsin(np.clip(-turns[:, _ANKLES, 2, 0], -1.0, 1.0))
    bend = turn_about(1, -np.clip(down, 0.0, MAX_TOE_RAD))
    flat = turns[:, _ANKLES] @ bend
    mixed = turns[:, _TOES] + near[..., None, None] * (flat - turns[:, _TOES])
    turns[:, _TOES] = frame(mixed[..., 0], mixed[..., 1])


def _held_still(
    turns: np.ndarray, ankles: np.ndarray, contacts: np.ndarray, measures: Measures, fps: float
) -> np.ndarray:
    """Returns how to move both ankles (T, 2, 3) so that planted feet stand still on the ground.

    Within a contact the point that moves least, heel or ball, is held; between contacts the
    correction passes from one to the next.
    """
    frames = len(ankles)
    heights = _foot_heights(turns, ankles, measures)
    heel = ankles + apply(turns[:, _ANKLES], measures.soles_m[:, 0])
    ball = ankles + apply(turns[:, _ANKLES], measures.offsets_m[_TOES])
    steps = np.diff(np.stack((heel, ball), axis=2), axis=0)
    moves = np.zeros((frames, 2, 3))
    for side in range(2):
        carrying = np.linalg.norm(steps[:, side], axis=-1).argmin(axis=1)
        slid = steps[np.arange(frames - 1), side, carrying]
        known = np.zeros(frames, bool)
        for start, stop in _runs(contacts[:, side]):
            moved = np.concatenate((np.zeros((1, 3)), np.cumsum(slid[start : stop - 1], axis=0)))
            moves[start:stop, side] = moved.mean(axis=0) - moved
            moves[start:stop, side, 2] = -heights[start:stop, side]
            known[start:stop] = True
        _bridge(moves[:, side], known)
    sunk = np.maximum(-(heights + moves[..., 2]), 0.0)
    moves[..., 2] += sunk
    return moves


def _runs(flags: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(int), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _bridge(values: np.ndarray, known: np.ndarray) -> None:
    """Fills gaps in values (T, 3) in place by minimum-jerk passages; ends hold."""
    at = np.flatnonzero(known)
    if len(at) == 0:
        return
    values[: at[0]], values[at[-1] + 1 :] = values[at[0]], values[at[-1]]
    for left, right in itertools.pairwise(at):
        if right - left > 1:
            share = minimum_jerk(np.arange(1, right - left) / (right - left))[:, None]
            values[left + 1 : right] = values[left] + share * (values[right] - values[left])


def _shortfall(
    turns: np.ndarray, root: np.ndarray, ankles: np.ndarray, contacts: np.ndarray,
    measures: Measures, fps: float,
) -> np.ndarray:  # fmt: skip
    """Returns how far the pelvis must come down (T,) for planted feet to be reached."""
    hips = root[:, None] + apply(turns[:, None, 0], measures.offsets_m[_HIPS])
    reach = REACH * (measures.upper_m + measures.lower_m)[1]
    aside = ankles[..., :2] - hips[..., :2]
    rise = np.sqrt(np.maximum(reach**2 - np.sum(aside**2, axis=-1), 1e-4))
    lacking = np.where(contacts, hips[..., 2] - ankles[..., 2] - rise, 0.0)
    lacking = np.clip(lacking.max(axis=1), 0.0, 0.15 * measures.leg_m)
    around = 2 * max(1, round(SETTLE_S * fps)) + 1
    early = -minimum_filter1d(-lacking, around, mode="nearest")
    return np.maximum(gaussian_filter1d(early, 0.5 * SETTLE_S * fps, mode="nearest"), lacking)


def _solve_legs(
    turns: np.ndarray, root: np.ndarray, ankles: np.ndarray, measures: Measures
) -> np.ndarray:
    """Writes the legs' rotations; returns how far from its goal each ankle stays (T, 2) [m]."""
    hips = root[:, None] + apply(turns[:, None, 0], measures.offsets_m[_HIPS])
    length = (measures.upper_m + measures.lower_m)[1][:, None]
    away = ankles - hips
    far = np.linalg.norm(away, axis=-1, keepdims=True)
    soft, most = SOFT_REACH * length, 0.999 * length
    over = np.maximum(far - soft, 0.0)
    kept = soft + (most - soft) * (1.0 - np.exp(-over / (most - soft)))
    goals = hips + away * np.where(over > 0.0, kept / far, 1.0)
    kneecaps = turns[:, _HIPS][..., 0]
    thigh, shin, hinge, reached = two_bone(
        hips, goals, kneecaps, measures.upper_m[1], measures.lower_m[1], MAX_KNEE_RAD
    )
    rest_hinge = np.array([0.0, 1.0, 0.0])
    for joints, toward, bone in ((_HIPS, _KNEES, thigh), (_KNEES, _ANKLES, shin)):
        rest = unit(measures.offsets_m[toward])
        turns[:, joints] = _laid(bone, hinge, rest, rest_hinge)
    missed: np.ndarray = np.linalg.norm(reached - ankles, axis=-1)
    return missed


def _laid(
    direction: np.ndarray, hinge: np.ndarray, rest: np.ndarray, rest_hinge: np.ndarray
) -> np.ndarray:
    """Returns rotations that carry a bone and its hinge from rest to where they are."""
    return frame(direction, hinge) @ np.swapaxes(frame(rest, rest_hinge), -1, -2)


def _clear_trunk(turns: np.ndarray, measures: Measures) -> None:
    """Pushes wrists out of the trunk of a wider body than the recorded one's."""
    offsets = measures.offsets_m
    chest = np.swapaxes(turns[:, None, J["spine3"]], -1, -2)
    collars = offsets[[J["left_collar"], J["right_collar"]]]
    shoulders = collars + apply(
        chest @ turns[:, [J["left_collar"], J["right_collar"]]], offsets[_SHOULDERS]
    )
    upper = chest @ turns[:, _SHOULDERS]
    fore = chest @ turns[:, _ELBOWS]
    wrists = shoulders + apply(upper, offsets[_ELBOWS]) + apply(fore, offsets[_WRISTS])
    goals = _outside(wrists, measures)
    if np.abs(goals - wrists).max() < 1e-3:
        return
    behind = -upper[..., :, 0]
    bone, lower, hinge, _ = two_bone(
        shoulders, goals, behind, measures.upper_m[0], measures.lower_m[0], MAX_ELBOW_RAD
    )
    rest_hinge = np.array([0.0, 0.0, -1.0]) * SIDE_SIGN[:, None]
    rests = [unit(offsets[_ELBOWS]), unit(offsets[_WRISTS])]
    old_bones = (unit(apply(upper, offsets[_ELBOWS])), unit(apply(fore, offsets[_WRISTS])))
    old_hinge = apply(upper, rest_hinge)
    # The forearm keeps its twist and the hand its turn against it.
    twist = np.swapaxes(_laid(old_bones[1], old_hinge, rests[1], rest_hinge), -1, -2)
    twist = twist @ fore
    back = turns[:, None, J["spine3"]]
    new_fore = back @ _laid(lower, hinge, rests[1], rest_hinge) @ twist
    carried = new_fore @ np.swapaxes(turns[:, _ELBOWS], -1, -2)
    hands = [J["left_hand"], J["right_hand"]]
    turns[:, _WRISTS], turns[:, hands] = carried @ turns[:, _WRISTS], carried @ turns[:, hands]
    turns[:, _SHOULDERS] = back @ _laid(bone, hinge, rests[0], rest_hinge)
    turns[:, _ELBOWS] = new_fore


def _outside(wrists: np.ndarray, measures: Measures) -> np.ndarray:
    """Pushes wrists (T, 2, 3), chest frame, out of an elliptic cylinder about trunk and hips."""
    thickness_m, edge = 0.03, 0.08
    radii = measures.torso_radii_m + thickness_m
    spine = measures.offsets_m[[J["spine1"], J["spine2"], J["spine3"]]].sum(axis=0)
    centre = np.array([measures.torso_centre_x_m - spine[0], 0.0])
    flat = (wrists[..., :2] - centre) / radii
    distance = np.linalg.norm(flat, axis=-1) + 1e-6
    # Smooth max(distance, 1) that leaves alone what is well outside.
    x = np.clip((distance - 1.0 + edge) / (2.0 * edge), 0.0, 1.0)
    pushed = np.where(distance < 1.0 + edge, 1.0 + edge * x * x, distance)
    top = measures.offsets_m[J["left_collar"], 2] + measures.offsets_m[J["left_shoulder"], 2]
    below = np.clip((top + 0.02 - wrists[..., 2]) / 0.1, 0.0, 1.0)
    bottom = -spine[2] - 0.16 * measures.leg_m - 0.05
    above = np.clip((wrists[..., 2] - bottom) / 0.1, 0.0, 1.0)
    factor = 1.0 + below * above * (pushed / distance - 1.0)
    result = wrists.copy()
    result[..., :2] = centre + (wrists[..., :2] - centre) * factor[..., None]
    return result
