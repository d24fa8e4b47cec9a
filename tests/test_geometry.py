"""Rotations and the camera, against SciPy and against round trips."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.transform import Rotation

from understudy import geometry

unit = st.floats(-1, 1, allow_nan=False)
quaternions = arrays(np.float64, (5, 4), elements=unit).filter(
    lambda q: bool((np.linalg.norm(q, axis=-1) > 0.1).all())
)
vectors = arrays(np.float64, (5, 3), elements=unit)


def scipy_rotation(quaternion: np.ndarray) -> Rotation:
    return Rotation.from_quat(quaternion, scalar_first=True)


@given(quaternions, quaternions, vectors)
def test_products_and_rotation_agree_with_scipy(first, second, points):
    first, second = map(geometry.quaternion_normalize, (first, second))
    product = geometry.quaternion_multiply(first, second)
    expected = scipy_rotation(first) * scipy_rotation(second)
    assert np.allclose(geometry.quaternion_rotate(product, points), expected.apply(points))
    assert np.allclose(geometry.matrix_from_quaternion(product), expected.as_matrix())


@given(quaternions)
def test_matrix_round_trip(rotation):
    rotation = geometry.quaternion_normalize(rotation)
    again = geometry.quaternion_from_matrix(geometry.matrix_from_quaternion(rotation))
    assert np.allclose(np.abs(np.sum(rotation * again, axis=-1)), 1.0)


@given(vectors.filter(lambda v: bool((np.linalg.norm(v, axis=-1) > 0.1).all())), st.integers(0, 3))
def test_quaternion_between_reaches_its_target(source, shift):
    target = -source if shift == 0 else np.roll(source, shift, axis=0)
    source, target = (v / np.linalg.norm(v, axis=-1, keepdims=True) for v in (source, target))
    turned = geometry.quaternion_rotate(geometry.quaternion_between(source, target), source)
    assert np.allclose(turned, target, atol=1e-5)


def test_slerp_hits_its_ends_and_halves_the_angle():
    start = geometry.yaw_rotation(0.2)
    end = geometry.yaw_rotation(1.4)
    assert np.allclose(geometry.quaternion_slerp(start, end, 0.0), start)
    assert np.allclose(geometry.quaternion_slerp(start, -end, 1.0), end)
    assert np.allclose(geometry.quaternion_slerp(start, end, 0.5), geometry.yaw_rotation(0.8))


def test_camera_convention():
    """A camera at x = -5 looking along +x sees +y (left) on the left and +z above."""
    pose = geometry.look_at(np.array([-5.0, 0.0, 0.0]), np.zeros(3))
    intrinsics = np.array([[100.0, 0, 50], [0, 100, 40], [0, 0, 1]])
    points = np.array([[0.0, 0, 0], [0, 1, 0], [0, 0, 1]])
    pixels, depth = geometry.project(points, pose, intrinsics)
    assert np.allclose(depth, 5.0)
    assert np.allclose(pixels, [[50, 40], [30, 40], [50, 20]])
    assert np.isnan(geometry.project(np.array([[-9.0, 0, 0]]), pose, intrinsics)[0]).all()


def test_rigid_inverse_and_roll():
    pose = geometry.look_at(np.array([[1.0, 2, 3], [0, -2, 1]]), np.zeros(3), roll_rad=0.3)
    assert np.allclose(geometry.invert_rigid(pose) @ pose, np.eye(4), atol=1e-12)
    assert np.allclose(np.linalg.det(pose[:, :3, :3]), 1.0)


def test_forward_kinematics_of_a_raised_arm():
    offsets = np.zeros((24, 3))
    offsets[18] = offsets[20] = (0.0, 0.3, 0.0)  # left elbow and wrist, along +y
    rotations = np.tile([1.0, 0, 0, 0], (2, 24, 1))
    rotations[1, 16] = geometry.quaternion_from_axis_angle(np.array([1.0, 0, 0]), np.pi / 2)
    _, joints = geometry.forward_kinematics(rotations, np.zeros((2, 3)), offsets)
    assert np.allclose(joints[0, 20], (0.0, 0.6, 0.0))
    assert np.allclose(joints[1, 20], (0.0, 0.0, 0.6))


def test_to_world_turns_then_moves():
    point = geometry.to_world(np.array([1.0, 0.0, 0.5]), (2.0, 3.0), np.pi / 2)
    assert np.allclose(point, (2.0, 4.0, 0.5))
