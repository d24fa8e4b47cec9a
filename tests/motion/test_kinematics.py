"""The solver's parts against what they promise."""

from __future__ import annotations

import numpy as np
from scipy.spatial.transform import Rotation

from understudy.motion.kinematics import (
    apply,
    bone_rotations,
    frame,
    limb_directions,
    roll_pitch_yaw,
    swing_twist,
    turn_about,
    two_bone,
)
from understudy.motion.posture import CHANNEL_COUNT, LIMITS, measure, pose, solve
from understudy.motion.timing import band_limited_noise, envelope, minimum_jerk, movements
from understudy.types import JOINTS, Skeleton


def test_turns_agree_with_scipy() -> None:
    angles = np.random.default_rng(0).uniform(-3.0, 3.0, (50, 3))
    expected = Rotation.from_euler("xyz", angles).as_matrix()  # extrinsic: roll, pitch, then yaw
    np.testing.assert_allclose(roll_pitch_yaw(angles), expected, atol=1e-12)
    for axis in range(3):
        expected = Rotation.from_rotvec(angles[:, :1] * np.eye(3)[axis]).as_matrix()
        np.testing.assert_allclose(turn_about(axis, angles[:, 0]), expected, atol=1e-12)


def test_two_bones_reach_their_goal_on_the_pole_side() -> None:
    rng = np.random.default_rng(1)
    upper, lower = np.array([0.3, 0.31]), np.array([0.25, 0.26])
    root = rng.normal(size=(200, 2, 3))
    direction = rng.normal(size=(200, 2, 3))
    direction /= np.linalg.norm(direction, axis=-1, keepdims=True)
    goal = root + direction * rng.uniform(0.2, 0.54, (200, 2, 1))
    pole = rng.normal(size=(200, 2, 3))
    first, second, hinge, end = two_bone(root, goal, pole, upper, lower, 2.6)
    np.testing.assert_allclose(end, goal, atol=1e-9)
    middle = root + first * upper[:, None]
    np.testing.assert_allclose(middle + second * lower[:, None], goal, atol=1e-9)
    across = pole - np.sum(pole * direction, -1, keepdims=True) * direction
    assert (np.sum((middle - root) * across, axis=-1) > 0.0).all()
    np.testing.assert_allclose(np.sum(hinge * first, axis=-1), 0.0, atol=1e-9)
    # The hinge turns the upper bone's direction into the lower one's.
    assert (np.sum(np.cross(first, second) * hinge, axis=-1) > 0.0).all()


def test_out_of_reach_points_straight_at_the_goal() -> None:
    lengths = np.array([0.3, 0.3])
    root, goal = np.zeros((1, 2, 3)), np.full((1, 2, 3), 5.0)
    pole = np.array([[[1.0, 0.0, 0.0]] * 2])
    _, _, _, end = two_bone(root, goal, pole, lengths, lengths, 2.6)
    assert 0.59 < np.linalg.norm(end[0, 0]) < 0.6
    np.testing.assert_allclose(end[0, 0] / np.linalg.norm(end[0, 0]), goal[0, 0] / np.sqrt(75.0))


def test_limb_angles_mean_what_they_say() -> None:
    def bone(raised: float, side: float, turn: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
        both = [np.full((1, 2), v) for v in (raised, side, turn)]
        directions, poles = limb_directions(*both)
        return directions[0], poles[0]

    half = np.pi / 2
    np.testing.assert_allclose(bone(0.0, 0.0)[0], [[0, 0, -1]] * 2, atol=1e-12)
    np.testing.assert_allclose(bone(0.0, 0.7)[1], [[-1, 0, 0]] * 2, atol=1e-12)
    np.testing.assert_allclose(bone(half, 0.0)[0], [[1, 0, 0]] * 2, atol=1e-12)
    np.testing.assert_allclose(bone(half, 0.0)[1], [[0, 0, -1]] * 2, atol=1e-12)
    np.testing.assert_allclose(bone(half, half)[0], [[0, 1, 0], [0, -1, 0]], atol=1e-12)
    # Turned outward, the elbow of an arm held sideways points down, so the forearm points up.
    np.testing.assert_allclose(bone(half, half, half)[1], [[0, 0, -1]] * 2, atol=1e-12)
    np.testing.assert_allclose(bone(np.pi, 0.3)[0], [[0, 0, 1]] * 2, atol=1e-12)


def test_bone_rotations_carry_rest_to_direction() -> None:
    direction = np.array([[[0.0, 0.0, -1.0], [0.6, 0.0, 0.8]]])
    hinge = np.array([[[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]])
    rest = np.array([[0.0, 1.0, 0.0], [0.0, -1.0, 0.0]])
    turns = bone_rotations(direction, hinge, frame(rest, np.array([[0.0, 0.0, -1.0]] * 2)))
    np.testing.assert_allclose(apply(turns, rest), direction, atol=1e-12)
    np.testing.assert_allclose(np.linalg.det(turns), 1.0)


def test_swing_and_twist_come_apart() -> None:
    rng = np.random.default_rng(2)
    axis = np.array([0.0, 1.0, 0.0])
    twist = rng.uniform(-2.0, 2.0, 40)
    swing_axis = np.cross(rng.normal(size=(40, 3)), axis)
    swing_axis /= np.linalg.norm(swing_axis, axis=-1, keepdims=True)
    swing = rng.uniform(0.0, 2.5, 40)
    turns = Rotation.from_rotvec(swing_axis * swing[:, None]) * Rotation.from_rotvec(
        axis * twist[:, None]
    )
    found = swing_twist(turns.as_matrix(), axis)
    np.testing.assert_allclose(found[0], swing, atol=1e-6)
    np.testing.assert_allclose(found[1], twist, atol=1e-6)


def test_the_zero_track_stands_upright(adult_skeleton: Skeleton) -> None:
    measures = measure(adult_skeleton)
    solution = solve(np.zeros((3, CHANNEL_COUNT)), measures)
    head = solution.positions_m[:, JOINTS.index("head")]
    assert (np.abs(head[:, :2]) < 0.05).all() and (head[:, 2] > 1.45).all()
    ankle = solution.positions_m[:, JOINTS.index("left_ankle")]
    np.testing.assert_allclose(ankle[:, 2], measures.ankle_height_m, atol=2e-3)


def test_hand_goals_are_reached(heavy_child_skeleton: Skeleton) -> None:
    measures = measure(heavy_child_skeleton)
    goal = (0.6, 0.2, 0.1)
    track = pose(np.zeros((1, CHANNEL_COUNT)), reach=1.0, hand=(goal, goal))
    places = solve(track, measures).positions_m[0]
    left, right = (places[JOINTS.index(f"{side}_wrist")] for side in ("left", "right"))
    np.testing.assert_allclose(left[1], 0.2 * measures.arm_m, atol=0.01)
    np.testing.assert_allclose(left * [1, -1, 1], right, atol=1e-6)


def test_elbow_out_takes_the_elbows_away_from_the_body(adult_skeleton: Skeleton) -> None:
    measures = measure(adult_skeleton)
    still = pose(np.zeros((1, CHANNEL_COUNT)), reach=1.0, hand=((0.5, 0.2, -0.3),) * 2)
    apart_m = []
    for out in (-0.8, 0.0, 0.8):
        places = solve(pose(still, elbow_out=out), measures).positions_m[0]
        left, right = (places[JOINTS.index(f"{side}_elbow"), 1] for side in ("left", "right"))
        np.testing.assert_allclose(left, -right, atol=0.01)
        apart_m.append(left)
    assert np.all(np.diff(apart_m) > 0.05)


def test_a_hand_sent_into_the_trunk_stops_at_its_surface(heavy_child_skeleton: Skeleton) -> None:
    measures = measure(heavy_child_skeleton)
    inside = (0.05, 0.05, -0.5)
    track = pose(np.zeros((1, CHANNEL_COUNT)), reach=1.0, hand=(inside, inside))
    wrists = solve(track, measures).positions_m[
        0, [JOINTS.index("left_wrist"), JOINTS.index("right_wrist")]
    ]
    from_axis = wrists[:, :2] - np.array([measures.torso_centre_x_m, 0.0])
    assert (np.linalg.norm(from_axis / measures.torso_radii_m, axis=-1) > 1.0).all()


def test_angles_beyond_anatomy_are_clamped(adult_skeleton: Skeleton) -> None:
    measures = measure(adult_skeleton)
    still = np.zeros((1, CHANNEL_COUNT))
    for name, (low, high) in LIMITS.items():
        for limit, beyond in ((low, low - 0.5), (high, high + 0.5)):
            at = solve(pose(still, **{name: limit}), measures).rotations
            past = solve(pose(still, **{name: beyond}), measures).rotations
            np.testing.assert_array_equal(at, past, err_msg=name)


def test_a_foot_rolls_without_its_contact_moving(adult_skeleton: Skeleton) -> None:
    measures = measure(adult_skeleton)
    track = pose(np.zeros((40, CHANNEL_COUNT)), pelvis=(0.0, 0.0, -0.1))
    track = pose(track, foot_pitch=np.linspace(-0.85, 0.5, 40)[:, None])
    solution = solve(track, measures)
    ankle = JOINTS.index("left_ankle")
    soles = solution.positions_m[:, None, ankle] + np.einsum(
        "tij,sj->tsi", solution.global_rotations[:, ankle], measures.soles_m[0]
    )
    heel, ball = soles[26:, 0], soles[:25, 1]  # toes up; heel up
    assert np.ptp(heel, axis=0).max() < 1e-6
    assert np.ptp(ball, axis=0).max() < 0.015
    toes = solution.positions_m[:25, JOINTS.index("left_foot")]
    assert np.ptp(toes, axis=0).max() < 0.015
    assert soles[26:, :, 2].min() > -1e-6


def test_movements_are_minimum_jerk() -> None:
    times = np.linspace(0.0, 2.0, 2001)
    track = movements(times, np.zeros(1), [(0.5, 1.0, np.ones(1))])[:, 0]
    np.testing.assert_allclose(track[[0, 500, 1000, 1500, 2000]], [0, 0, 0.5, 1, 1], atol=1e-9)
    peak = np.max(np.diff(track)) * 1000.0
    assert abs(peak - 1.875) < 1e-3  # Flash and Hogan 1985
    assert minimum_jerk(np.array([-1.0, 2.0])).tolist() == [0.0, 1.0]
    inside = envelope(times, 0.5, 1.5, 0.2)
    assert inside[1000] == 1.0 and inside[0] == inside[2000] == 0.0


def test_noise_is_slow_and_of_unit_size() -> None:
    times = np.arange(0.0, 200.0, 0.05)
    noise = band_limited_noise(times, 40, low_hz=0.2, high_hz=0.9, rng=np.random.default_rng(0))
    assert 0.7 < noise.std() < 1.3
    spectrum = np.abs(np.fft.rfft(noise, axis=0)) ** 2
    frequencies = np.fft.rfftfreq(times.size, 0.05)
    inside = (frequencies > 0.15) & (frequencies < 0.95)
    assert spectrum[inside].sum() > 0.98 * spectrum[1:].sum()
