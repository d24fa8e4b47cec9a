"""Skinning: joint rotations move every vertex, one sparse product for all frames."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from scipy import sparse

from understudy.bodies.asset import load_body_asset
from understudy.bodies.shape import JOINT, SIDES, RestBody
from understudy.geometry import (
    forward_kinematics,
    matrix_from_quaternion,
    quaternion_conjugate,
    quaternion_from_matrix,
    quaternion_multiply,
    quaternion_normalize,
    quaternion_slerp,
)
from understudy.types import JOINTS

TWIST_BONES = ("upperarm01", "upperleg01")
"""Bones that turn half as far about the limb as the joint they belong to, so that flesh does not
wring like a cloth."""
FOREARM = ("forearm1", "lowerarm02", "forearm3", "forearm4")
"""Along a forearm: each turns a quarter further with the hand than the one before."""
FINGERS = (2, 3, 4, 5)
"""The thumb stays with the palm."""


@lru_cache(maxsize=1)
def transform_names() -> tuple[str, ...]:
    """Returns what skinning moves: the joints, then twist bones, then finger bones."""
    extra = [f"{bone}.{suffix}" for bone in (*TWIST_BONES, *FOREARM) for _, suffix, _ in SIDES]
    extra += [
        f"finger{finger}-{knuckle}.{suffix}"
        for finger in FINGERS
        for knuckle in (1, 2, 3)
        for _, suffix, _ in SIDES
    ]
    return JOINTS + tuple(extra)


@lru_cache(maxsize=1)
def transform_of_bone() -> np.ndarray:
    """Returns for each of anny's bones the number of the transform that it follows."""
    names = transform_names()
    prefixes = {
        "root": "pelvis", "pelvis": "pelvis", "spine05": "spine1", "spine04": "spine1",
        "spine03": "spine2", "spine02": "spine3", "spine01": "spine3", "breast": "spine3",
        "neck": "neck", "upperleg": "hip", "lowerleg": "knee", "foot": "ankle", "toe": "foot",
        "clavicle": "collar", "shoulder": "collar", "upperarm": "shoulder", "lowerarm": "elbow",
        "wrist": "wrist", "metacarpal": "wrist", "finger1": "wrist",
    }  # fmt: skip
    found = []
    for bone in load_body_asset().bones:
        if bone in names:
            found.append(names.index(bone))
            continue
        stem, _, suffix = bone.partition(".")
        joint = next((j for p, j in prefixes.items() if re.match(p, stem)), "head")
        side = {"L": "left_", "R": "right_"}.get(suffix, "")
        found.append(names.index(side + joint if side + joint in names else joint))
    return np.array(found)


@lru_cache(maxsize=1)
def skin_weights() -> np.ndarray:
    """Returns (V, transforms) weights, rows add up to one."""
    bones = load_body_asset().weights
    weights = np.zeros((len(bones), len(transform_names())), np.float32)
    np.add.at(weights.T, transform_of_bone(), bones.T)
    asset, names = load_body_asset(), transform_names()
    for side, suffix, _ in SIDES:
        start, end = (
            asset.heads_m[asset.bones.index(f"{b}.{suffix}")] for b in ("lowerarm01", "wrist")
        )
        axis = (end - start).astype(np.float64)
        along = (asset.rest_m - start) @ axis / (axis @ axis)
        stations = [names.index(f"{side}_elbow")]
        stations += [names.index(f"{bone}.{suffix}") for bone in FOREARM]
        # Twist that runs evenly along the forearm costs no girth; in one place it wrings.
        place = np.clip((along - 0.1) / 0.85, 0.0, 1.0) * (len(stations) - 1)
        share = weights[:, stations].sum(axis=1)
        for number, station in enumerate(stations):
            weights[:, station] = share * np.clip(1.0 - np.abs(place - number), 0.0, 1.0)
    return weights


def transforms(
    rest: RestBody, rotations: np.ndarray, root_m: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Poses a body.

    Args:
        rest: the body.
        rotations: (T, 24, 4) local rotations from the zero pose.
        root_m: (T, 3) pelvis, body frame.

    Returns:
        rotation matrices (T, N, 3, 3) and translations (T, N, 3) that take rest vertices to the
        body frame, N transforms; and the joints (T, 24, 3).
    """
    turned, joints = forward_kinematics(rotations, root_m, rest.offsets_m.astype(np.float64))
    names = transform_names()
    frames = len(rotations)
    matrices = np.empty((frames, len(names), 3, 3))
    shifts = np.empty((frames, len(names), 3))
    matrices[:, :24] = matrix_from_quaternion(turned) @ rest.alignments
    heads = np.stack([rest.head(_bone_at(joint)) for joint in JOINTS])
    shifts[:, :24] = joints - (matrices[:, :24] @ heads[..., None])[..., 0]
    for side, suffix, sign in SIDES:
        arm, leg = sign * np.eye(3)[1], np.eye(3)[2]
        number = {name: JOINT[f"{side}_{name}"] for name in ("shoulder", "elbow", "wrist", "hip")}
        for bone, joint, turn in (
            ("upperarm01", "shoulder", _part_twist(rotations[:, number["shoulder"]], arm, -0.5)),
            ("upperleg01", "hip", _part_twist(rotations[:, number["hip"]], leg, -0.5)),
        ):
            at = names.index(f"{bone}.{suffix}")
            spun = matrix_from_quaternion(quaternion_multiply(turned[:, number[joint]], turn))
            matrices[:, at] = spun @ rest.alignments[number[joint]]
            pivot = heads[number[joint]]
            shifts[:, at] = joints[:, number[joint]] - matrices[:, at] @ pivot
        elbow, wrist = number["elbow"], number["wrist"]
        # The palm is turned against the forearm at rest, too.
        palm_turn = quaternion_from_matrix(rest.alignments[wrist] @ rest.alignments[elbow].T)
        hand_turn = quaternion_multiply(rotations[:, wrist], palm_turn[None])
        for step, bone in enumerate(FOREARM, 1):
            at = names.index(f"{bone}.{suffix}")
            turn = _part_twist(hand_turn, arm, step / len(FOREARM))
            spun = matrix_from_quaternion(quaternion_multiply(turned[:, elbow], turn))
            matrices[:, at] = spun @ rest.alignments[elbow]
            shifts[:, at] = joints[:, elbow] - matrices[:, at] @ heads[elbow]
        curl = rotations[:, JOINT[f"{side}_hand"]]
        palm = number["wrist"]
        # All fingers curl alike, so a row of knuckles shares its rotation.
        turn, row = turned[:, palm], np.full(len(FINGERS), palm)
        for knuckle in (1, 2, 3):
            bones = [f"finger{finger}-{knuckle}.{suffix}" for finger in FINGERS]
            numbers = np.array([names.index(bone) for bone in bones])
            ends = np.stack([rest.head(bone) for bone in bones])
            pivots = (matrices[:, row] @ ends[..., None])[..., 0] + shifts[:, row]
            turn = quaternion_multiply(turn, curl)
            spun = matrix_from_quaternion(turn) @ rest.alignments[palm]
            matrices[:, numbers] = spun[:, None]
            shifts[:, numbers] = pivots - ends @ spun.transpose(0, 2, 1)
            row = numbers
    return matrices, shifts, joints


def skin(
    points_m: np.ndarray, weights: np.ndarray, matrices: np.ndarray, shifts: np.ndarray
) -> np.ndarray:
    """Linear blend skinning with the rest points multiplied into the sparse weights.

    Args:
        points_m: (V, 3) at rest.
        weights: (V, N).
        matrices, shifts: of `transforms`.

    Returns:
        (T, V, 3) float32.
    """
    frames, count = shifts.shape[:2]
    rows, columns = np.nonzero(weights)
    values = weights[rows, columns][:, None] * np.concatenate(
        (points_m[rows], np.ones((len(rows), 1), np.float32)), axis=1
    )
    product = sparse.csr_matrix(
        (
            values.astype(np.float32).ravel(),
            (np.repeat(rows, 4), (4 * columns[:, None] + np.arange(4)).ravel()),
        ),
        shape=(len(points_m), 4 * count),
    )
    movement = np.concatenate((matrices, shifts[..., None]), axis=-1)  # (T, N, 3, 4)
    stacked = movement.transpose(1, 3, 0, 2).reshape(4 * count, 3 * frames).astype(np.float32)
    moved = np.asarray(product @ stacked).reshape(len(points_m), frames, 3)
    return np.ascontiguousarray(moved.transpose(1, 0, 2))


def _part_twist(rotation: np.ndarray, axis: np.ndarray, share: float) -> np.ndarray:
    """Returns `share` of the twist of `rotation` (T, 4) about `axis`: negative to undo part of a
    joint's own, positive to lend part of a child's to its parent's bone."""
    along = rotation[:, 1:] @ axis
    twist = np.concatenate((rotation[:, :1], along[:, None] * axis), axis=1)
    tiny = np.linalg.norm(twist, axis=1) < 1e-6  # half a turn of pure swing: twist undefined
    twist[tiny] = (1.0, 0.0, 0.0, 0.0)
    twist = quaternion_normalize(twist)
    twist = np.where(twist[:, :1] < 0.0, -twist, twist)
    still = np.broadcast_to(np.array([1.0, 0.0, 0.0, 0.0]), twist.shape)
    part = quaternion_slerp(still, twist, abs(share))
    return quaternion_conjugate(part) if share < 0 else part


def _bone_at(joint: str) -> str:
    """Returns the bone of anny's whose head is the joint."""
    side, _, name = joint.rpartition("_")
    bone = {
        "pelvis": "root", "spine1": "spine05", "spine2": "spine03", "spine3": "spine02",
        "neck": "neck01", "head": "head", "hip": "upperleg01", "knee": "lowerleg01",
        "ankle": "foot", "foot": "toe2-1", "collar": "clavicle", "shoulder": "upperarm01",
        "elbow": "lowerarm01", "wrist": "wrist", "hand": "finger3-1",
    }[name]  # fmt: skip
    return f"{bone}.{side[0].upper()}" if side else bone
