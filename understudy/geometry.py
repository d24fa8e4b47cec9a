"""Rotations, the kinematic tree and the pinhole camera; NumPy only, vectorised over leading axes.

Quaternions are wxyz and unit; functions accept any broadcastable leading shape.
"""

from __future__ import annotations

import numpy as np

from understudy.types import PARENTS


def cross(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Returns the cross product of vectors (..., 3); several times as fast on few as NumPy's."""
    x1, y1, z1 = left[..., 0], left[..., 1], left[..., 2]
    x2, y2, z2 = right[..., 0], right[..., 1], right[..., 2]
    x = y1 * z2 - z1 * y2
    product = np.empty((*x.shape, 3), x.dtype)
    product[..., 0] = x
    product[..., 1] = z1 * x2 - x1 * z2
    product[..., 2] = x1 * y2 - y1 * x2
    return product


def quaternion_multiply(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Returns left * right, shapes (..., 4): the rotation `right` followed by `left`."""
    w1, x1, y1, z1 = (left[..., axis] for axis in range(4))
    w2, x2, y2, z2 = (right[..., axis] for axis in range(4))
    w = w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2
    product = np.empty((*w.shape, 4), w.dtype)
    product[..., 0] = w
    product[..., 1] = w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2
    product[..., 2] = w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2
    product[..., 3] = w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2
    return product


def quaternion_conjugate(rotation: np.ndarray) -> np.ndarray:
    """Returns the inverse of unit quaternions (..., 4)."""
    return rotation * np.array([1.0, -1.0, -1.0, -1.0], rotation.dtype)


def quaternion_rotate(rotation: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Rotates vectors (..., 3) by unit quaternions (..., 4)."""
    w, axis = rotation[..., :1], rotation[..., 1:]
    twice = 2.0 * cross(axis, vectors)
    return vectors + w * twice + cross(axis, twice)


def quaternion_from_axis_angle(axis: np.ndarray, angle_rad: np.ndarray | float) -> np.ndarray:
    """Returns the turn by `angle_rad` (...) about the unit vector `axis` (..., 3)."""
    half = 0.5 * np.asarray(angle_rad, np.float64)[..., None]
    axis = np.broadcast_to(axis, (*np.broadcast_shapes(half.shape[:-1], axis.shape[:-1]), 3))
    half = np.broadcast_to(half, (*axis.shape[:-1], 1))
    return np.concatenate((np.cos(half), np.sin(half) * axis), axis=-1)


def quaternion_between(source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Returns the shortest rotation that takes direction `source` to `target`, (..., 3) each."""
    source = source / np.linalg.norm(source, axis=-1, keepdims=True)
    target = target / np.linalg.norm(target, axis=-1, keepdims=True)
    cosine = np.sum(source * target, axis=-1, keepdims=True)
    axis = cross(source, target)
    # Opposite directions: any perpendicular axis serves.
    spare = np.where(np.abs(source[..., :1]) < 0.9, np.eye(3)[0], np.eye(3)[1])
    axis = np.where(cosine < -1.0 + 1e-8, cross(source, spare), axis)
    return quaternion_normalize(np.concatenate((1.0 + cosine, axis), axis=-1))


def quaternion_normalize(rotation: np.ndarray) -> np.ndarray:
    """Scales quaternions (..., 4) to unit length."""
    return rotation / np.sqrt(np.vecdot(rotation, rotation))[..., None]


def quaternion_slerp(
    start: np.ndarray, end: np.ndarray, fraction: np.ndarray | float
) -> np.ndarray:
    """Interpolates along the shorter great arc (Shoemake 1985); `fraction` (...) in 0..1."""
    fraction = np.asarray(fraction, np.float64)[..., None]
    cosine = np.sum(start * end, axis=-1, keepdims=True)
    end = np.where(cosine < 0.0, -end, end)
    angle = np.arccos(np.clip(np.abs(cosine), 0.0, 1.0))
    sine = np.sin(angle)
    straight = sine < 1e-6  # nearly parallel: the chord is the arc
    safe = np.where(straight, 1.0, sine)
    first = np.where(straight, 1.0 - fraction, np.sin((1.0 - fraction) * angle) / safe)
    second = np.where(straight, fraction, np.sin(fraction * angle) / safe)
    return quaternion_normalize(first * start + second * end)


def matrix_from_quaternion(rotation: np.ndarray) -> np.ndarray:
    """Returns rotation matrices (..., 3, 3)."""
    w, x, y, z = (rotation[..., axis] for axis in range(4))
    matrix = np.empty((*w.shape, 3, 3), w.dtype)
    for row, values in enumerate(
        (
            (1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)),
            (2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)),
            (2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)),
        )
    ):
        for column, value in enumerate(values):
            matrix[..., row, column] = value
    return matrix


def quaternion_from_matrix(matrix: np.ndarray) -> np.ndarray:
    """Returns unit quaternions (..., 4), w >= 0, of rotation matrices (..., 3, 3).

    The divisor is w, or the largest of the four components (Shepperd 1978) where w is small, so
    that no rotation is near a singularity.
    """
    m = matrix
    trace = m[..., 0, 0] + m[..., 1, 1] + m[..., 2, 2]
    rotation = np.empty((*trace.shape, 4))
    rotation[..., 0] = 1.0 + trace  # 4 w^2; the others 4 w x, 4 w y, 4 w z
    rotation[..., 1] = m[..., 2, 1] - m[..., 1, 2]
    rotation[..., 2] = m[..., 0, 2] - m[..., 2, 0]
    rotation[..., 3] = m[..., 1, 0] - m[..., 0, 1]
    far = trace < 0.0  # turned by more than 120 degrees
    if far.any():
        turned = _largest_products(m[far])
        rotation[far] = np.where(turned[:, :1] < 0.0, -turned, turned)
    return quaternion_normalize(rotation)


def _largest_products(m: np.ndarray) -> np.ndarray:
    """Returns (N, 4) quaternions times four times their largest component, of (N, 3, 3)."""
    trace = m[:, 0, 0] + m[:, 1, 1] + m[:, 2, 2]
    squares = np.stack(
        [1 + trace] + [1 + 2 * m[:, i, i] - trace for i in range(3)], axis=-1
    )  # 4 w^2, 4 x^2, 4 y^2, 4 z^2
    products = np.empty((len(m), 4, 4))
    products[:, range(4), range(4)] = squares
    for axis in range(3):
        j, k = (axis + 1) % 3, (axis + 2) % 3
        products[:, 0, axis + 1] = products[:, axis + 1, 0] = m[:, k, j] - m[:, j, k]
        products[:, j + 1, k + 1] = products[:, k + 1, j + 1] = m[:, k, j] + m[:, j, k]
    largest: np.ndarray = products[np.arange(len(m)), np.argmax(squares, axis=-1)]
    return largest


def yaw_rotation(yaw_rad: np.ndarray | float) -> np.ndarray:
    """Returns the turn about +Z (counter-clockwise seen from above), shape (..., 4)."""
    return quaternion_from_axis_angle(np.array([0.0, 0.0, 1.0]), yaw_rad)


def forward_kinematics(
    rotations: np.ndarray, root_m: np.ndarray, offsets_m: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Poses the 24-joint tree.

    Args:
        rotations: (T, 24, 4) local rotations.
        root_m: (T, 3) pelvis.
        offsets_m: (24, 3) zero-pose offsets from each joint's parent.

    Returns:
        global rotations (T, 24, 4) and joint positions (T, 24, 3), in the frame of `root_m`.
    """
    global_rotations = np.empty(rotations.shape)
    positions = np.empty((*rotations.shape[:-1], 3))
    for joint, parent in enumerate(PARENTS):
        if parent < 0:
            global_rotations[:, joint] = rotations[:, joint]
            positions[:, joint] = root_m
            continue
        global_rotations[:, joint] = quaternion_multiply(
            global_rotations[:, parent], rotations[:, joint]
        )
        positions[:, joint] = positions[:, parent] + quaternion_rotate(
            global_rotations[:, parent], offsets_m[joint]
        )
    return global_rotations, positions


def to_world(points: np.ndarray, position_m: tuple[float, float], heading_rad: float) -> np.ndarray:
    """Takes points (..., 3) from a body frame to the world, given the person's place."""
    cosine, sine = np.cos(heading_rad), np.sin(heading_rad)
    x, y = points[..., 0], points[..., 1]
    return np.stack(
        (
            cosine * x - sine * y + position_m[0],
            sine * x + cosine * y + position_m[1],
            points[..., 2],
        ),
        axis=-1,
    )


def invert_rigid(transform: np.ndarray) -> np.ndarray:
    """Inverts rigid transforms (..., 4, 4)."""
    rotation = np.swapaxes(transform[..., :3, :3], -1, -2)
    inverse = np.zeros_like(transform)
    inverse[..., :3, :3] = rotation
    inverse[..., :3, 3] = -(rotation @ transform[..., :3, 3:])[..., 0]
    inverse[..., 3, 3] = 1.0
    return inverse


def look_at(eye_m: np.ndarray, target_m: np.ndarray, roll_rad: float = 0.0) -> np.ndarray:
    """Returns world_from_camera (..., 4, 4) of an OpenCV camera (x right, y down, z forward).

    The view must not be straight up or down. A positive roll turns the camera clockwise seen
    from behind it.
    """
    forward = target_m - eye_m
    forward = forward / np.linalg.norm(forward, axis=-1, keepdims=True)
    right = cross(forward, np.array([0.0, 0.0, 1.0]))
    right = right / np.linalg.norm(right, axis=-1, keepdims=True)
    down = cross(forward, right)
    cosine, sine = np.cos(roll_rad), np.sin(roll_rad)
    right, down = cosine * right + sine * down, cosine * down - sine * right
    transform = np.zeros((*forward.shape[:-1], 4, 4))
    transform[..., :3, :] = np.stack(
        (right, down, forward, np.broadcast_to(eye_m, forward.shape)), axis=-1
    )
    transform[..., 3, 3] = 1.0
    return transform


def project(
    points_m: np.ndarray, world_from_camera: np.ndarray, intrinsics: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Projects world points through a pinhole camera.

    Args:
        points_m: (..., N, 3).
        world_from_camera: (..., 4, 4).
        intrinsics: (..., 3, 3).

    Returns:
        pixels (..., N, 2) and depth z (..., N) [m]; pixels are NaN where z <= 0.
    """
    relative = points_m - world_from_camera[..., None, :3, 3]
    points_camera = relative @ world_from_camera[..., :3, :3]  # rows times R = R^T times columns
    depth = points_camera[..., 2]
    safe = np.where(depth > 0.0, depth, np.nan)
    focal = np.stack((intrinsics[..., 0, 0], intrinsics[..., 1, 1]), axis=-1)
    pixels = points_camera[..., :2] / safe[..., None] * focal[..., None, :]
    return pixels + intrinsics[..., None, :2, 2], depth
