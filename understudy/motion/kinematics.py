"""Bones and angles: frames, two-bone inverse kinematics, forward kinematics; all frames at once.

Rotations are matrices in here (fewest NumPy calls for a whole clip); both sides of the body are
solved together on an axis of length 2, left first. Quaternions leave at the very end.
"""

from __future__ import annotations

import numpy as np

from understudy.types import PARENTS

SIDE_SIGN = np.array([1.0, -1.0])
"""y of the left and the right side."""

_PARENT = np.array(PARENTS)
_NEXT_AXIS = np.array([1, 2, 0])


def _chains() -> np.ndarray:
    """Returns (24, 24): 1 where the column's bone lies between the root and the row's joint."""
    chains = np.zeros((len(PARENTS), len(PARENTS)))
    for joint, parent in enumerate(PARENTS[1:], start=1):
        chains[joint] = chains[parent]
        chains[joint, joint] = 1.0
    return chains


_CHAINS = _chains()


def unit(vectors: np.ndarray) -> np.ndarray:
    """Scales vectors (..., 3) to length 1."""
    return vectors / np.sqrt(np.vecdot(vectors, vectors) + 1e-18)[..., None]


def dot(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Returns inner products of vectors (..., 3) as (..., 1)."""
    product: np.ndarray = np.vecdot(left, right)[..., None]
    return product


def cross(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Returns cross products (..., 3); several times quicker than `np.cross` on short clips."""
    # One component late, so that each factor is turned round once: z, x, y.
    late = left * right.take(_NEXT_AXIS, axis=-1) - left.take(_NEXT_AXIS, axis=-1) * right
    return late.take(_NEXT_AXIS, axis=-1)


def apply(matrices: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Rotates vectors (..., 3) by matrices (..., 3, 3)."""
    return np.einsum("...ij,...j->...i", matrices, vectors)


def turn_about(axis: int, angles_rad: np.ndarray) -> np.ndarray:
    """Returns rotations (..., 3, 3) about one coordinate axis (0 x, 1 y, 2 z)."""
    matrices = np.zeros((*np.shape(angles_rad), 3, 3))
    cosine, sine = np.cos(angles_rad), np.sin(angles_rad)
    j, k = (axis + 1) % 3, (axis + 2) % 3
    matrices[..., axis, axis] = 1.0
    matrices[..., j, j] = matrices[..., k, k] = cosine
    matrices[..., j, k], matrices[..., k, j] = -sine, sine
    return matrices


def roll_pitch_yaw(angles_rad: np.ndarray) -> np.ndarray:
    """Returns Rz(yaw) Ry(pitch) Rx(roll), (..., 3, 3), of angles (..., 3); pitch leans forward."""
    cosines, sines = np.cos(angles_rad), np.sin(angles_rad)
    cr, cp, cy = cosines[..., 0], cosines[..., 1], cosines[..., 2]
    sr, sp, sy = sines[..., 0], sines[..., 1], sines[..., 2]
    matrices = np.empty((*angles_rad.shape, 3))
    matrices[..., 0, 0] = cy * cp
    matrices[..., 0, 1] = cy * sp * sr - sy * cr
    matrices[..., 0, 2] = cy * sp * cr + sy * sr
    matrices[..., 1, 0] = sy * cp
    matrices[..., 1, 1] = sy * sp * sr + cy * cr
    matrices[..., 1, 2] = sy * sp * cr - cy * sr
    matrices[..., 2, 0] = -sp
    matrices[..., 2, 1] = cp * sr
    matrices[..., 2, 2] = cp * cr
    return matrices


def frame(primary: np.ndarray, secondary: np.ndarray) -> np.ndarray:
    """Returns orthonormal frames (..., 3, 3): columns along `primary`, near `secondary`, rest."""
    first = unit(primary)
    second = unit(secondary - dot(secondary, first) * first)
    return _columns(first, second, cross(first, second))


def _columns(first: np.ndarray, second: np.ndarray, third: np.ndarray) -> np.ndarray:
    """Returns matrices (..., 3, 3) with the vectors (..., 3) as columns."""
    matrices = np.empty((*third.shape, 3))
    matrices[..., 0], matrices[..., 1], matrices[..., 2] = first, second, third
    return matrices


def limb_directions(
    raise_rad: np.ndarray, side_rad: np.ndarray, turn_rad: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Directions of a limb's upper bone and of its middle joint's point, by anatomical angles.

    Args:
        raise_rad: (T, 2) 0 hanging, pi / 2 horizontal, pi overhead.
        side_rad: (T, 2) plane of the raise: 0 forward, pi / 2 outward, negative across the body.
        turn_rad: (T, 2) outward rotation about the bone's own axis.

    Returns:
        (T, 2, 3) bone direction and (T, 2, 3) pole: where an elbow points (backward when hanging).
    """
    cosine_side = np.cos(side_rad)
    heading = np.zeros((*raise_rad.shape, 3))
    heading[..., 0] = cosine_side
    heading[..., 1] = np.sin(side_rad) * SIDE_SIGN
    sine, cosine = np.sin(raise_rad), np.cos(raise_rad)
    bone = heading * sine[..., None]
    bone[..., 2] = -cosine
    # "Backward" carried along by the raise about its horizontal axis: no singularity overhead.
    pole = heading * (cosine_side * (1.0 - cosine))[..., None]
    pole[..., 0] -= 1.0
    pole[..., 2] = -cosine_side * sine
    angle = -turn_rad * SIDE_SIGN
    pole = pole * np.cos(angle)[..., None] + cross(bone, pole) * np.sin(angle)[..., None]
    return bone, pole


def two_bone(
    root: np.ndarray,
    goal: np.ndarray,
    pole: np.ndarray,
    upper_m: np.ndarray,
    lower_m: np.ndarray,
    max_bend_rad: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Solves shoulder-elbow-wrist or hip-knee-ankle so that the end reaches `goal`.

    Args:
        root: (T, 2, 3) upper joint.
        goal: (T, 2, 3) wanted end; beyond reach the limb points at it, all but straight.
        pole: (T, 2, 3) direction that the middle joint points to.
        upper_m: (2,) bone lengths.
        lower_m: (2,) bone lengths.
        max_bend_rad: the middle joint never folds further.

    Returns:
        unit upper and lower bone directions, the hinge axis, and the end actually reached.
    """
    offset = goal - root
    distance = np.sqrt(dot(offset, offset) + 1e-18)
    longest = (0.999 * (upper_m + lower_m))[:, None]
    shortest = np.sqrt(upper_m**2 + lower_m**2 + 2.0 * upper_m * lower_m * np.cos(max_bend_rad))[
        :, None
    ]
    direction = offset / distance
    distance = np.clip(distance, shortest, longest)
    upper, lower = upper_m[:, None], lower_m[:, None]
    cosine = (upper**2 + distance**2 - lower**2) / (2.0 * upper * distance)
    sine = np.sqrt(np.maximum(1.0 - cosine**2, 0.0))
    side = unit(pole - dot(pole, direction) * direction)
    upper_direction = direction * cosine + side * sine
    end = root + direction * distance
    lower_direction = (end - root - upper_direction * upper) / lower
    return upper_direction, unit(lower_direction), cross(side, direction), end


def bone_rotations(direction: np.ndarray, hinge: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Returns global rotations (T, 2, 3, 3) that carry a bone from rest to direction and hinge.

    Args:
        direction: (T, 2, 3) unit.
        hinge: (T, 2, 3) unit, at right angles to it, as `two_bone` gives them.
        rest: (2, 3, 3) `frame` of the bone and its hinge in the zero pose.
    """
    turned = _columns(direction, hinge, cross(direction, hinge))
    return turned @ np.swapaxes(rest, -1, -2)


def joint_positions(
    global_rotations: np.ndarray, root_m: np.ndarray, offsets_m: np.ndarray
) -> np.ndarray:
    """Returns joint positions (T, 24, 3) from global rotations (T, 24, 3, 3)."""
    steps = (global_rotations.take(_PARENT, axis=1) @ offsets_m[..., None])[..., 0]
    # One matrix product sums every chain of bones at once.
    return _CHAINS @ steps + root_m[:, None]


def swing_twist(matrices: np.ndarray, axis: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Splits rotations into swing and twist about a bone.

    Args:
        matrices: (..., 3, 3).
        axis: (3,) unit bone direction at rest.

    Returns:
        swing angle (...) between the bone and its rest, and signed twist angle (...) [rad].
    """
    bone = matrices @ axis
    cosine = np.clip(bone @ axis, -1.0, 1.0)
    spare = np.eye(3)[np.argmin(np.abs(axis))]
    mark = unit(spare - (spare @ axis) * axis)
    turned = matrices @ mark
    # Carry the mark along the shortest swing; what remains is twist.
    along = (bone @ mark) / np.maximum(1.0 + cosine, 1e-9)
    carried = mark - along[..., None] * (axis + bone)
    twist = np.arctan2(dot(cross(carried, turned), bone)[..., 0], dot(carried, turned)[..., 0])
    return np.arccos(cosine), twist
