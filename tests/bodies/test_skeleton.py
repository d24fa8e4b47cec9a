"""The zero pose means the same on every body."""

from __future__ import annotations

import numpy as np
import pytest
from bodies_people import person, still
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy import bodies
from understudy.types import JOINTS, PARENTS

J = {name: index for index, name in enumerate(JOINTS)}
SEEDS = st.integers(0, 10_000)


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS, weight=st.floats(0, 1), age=st.floats(0.25, 1.0))
def test_limbs_lie_along_the_axes(seed, weight, age):
    skeleton = bodies.skeleton(person(seed, weight=weight, age=age))
    offsets = skeleton.offsets_m
    assert np.isfinite(offsets).all() and (offsets[0] == 0.0).all()
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for joint in ("elbow", "wrist", "hand"):
            offset = offsets[J[f"{side}_{joint}"]]
            assert sign * offset[1] > 0.03
            np.testing.assert_allclose(offset[[0, 2]], 0.0, atol=1e-5)
        for joint in ("knee", "ankle"):
            offset = offsets[J[f"{side}_{joint}"]]
            assert offset[2] < -0.15
            np.testing.assert_allclose(offset[:2], 0.0, atol=1e-5)
        foot = offsets[J[f"{side}_foot"]]
        assert foot[0] > 0.05 and abs(foot[1]) < 1e-5
    for joint, parent in zip(JOINTS, PARENTS, strict=True):
        if joint.startswith("left_"):
            twin = offsets[J[joint.replace("left", "right")]]
            np.testing.assert_allclose(offsets[J[joint]] * (1, -1, 1), twin, atol=2e-3)
        assert parent < J[joint]


@settings(max_examples=8, deadline=None)
@given(seed=SEEDS)
def test_a_person_stands_on_their_soles(seed):
    skeleton = bodies.skeleton(person(seed))
    mesh = bodies.embody(person(seed), still(), position_m=(0.0, 0.0), heading_rad=0.0)
    lowest = mesh.positions_m[0, :, 2].min()
    for number, side in enumerate(("left", "right")):
        sole = mesh.joints_m[0, J[f"{side}_ankle"]] + skeleton.soles_m[number]
        np.testing.assert_allclose(sole[:, 2], lowest, atol=0.012)
        heel, ball, toe = sole
        assert heel[0] < ball[0] < toe[0]
        assert 0.15 < toe[0] - heel[0] < 0.4
    assert skeleton.height_m == pytest.approx(np.ptp(mesh.positions_m[0, :, 2]), abs=1e-3)


@settings(max_examples=8, deadline=None)
@given(seed=SEEDS)
def test_surface_points_ride_on_the_surface(seed):
    skeleton = bodies.skeleton(person(seed))
    mesh = bodies.embody(person(seed), still(), position_m=(0.0, 0.0), heading_rad=0.0)
    points = mesh.joints_m[0, skeleton.surface_joints] + skeleton.surface_offsets_m
    gaps = np.linalg.norm(mesh.positions_m[0][None] - points[:, None], axis=2).min(axis=1)
    assert gaps.max() < 1e-3
    # Whatever a body lies on is among the joints that carry points (toes have `soles_m` besides).
    carried = {JOINTS[joint] for joint in skeleton.surface_joints}
    assert {"head", "left_hand", "left_elbow", "right_knee", "left_hip"} <= carried
    assert carried & {"right_foot", "right_ankle"}
    vertices = mesh.positions_m[0, ::7]
    furthest = np.linalg.norm(vertices[:, None] - points[None], axis=2).min(axis=1).max()
    assert furthest < 0.17
    assert np.ptp(points[:, 1]) > 0.95 * np.ptp(mesh.positions_m[0, :, 1])
    assert np.ptp(points[:, 2]) > 0.95 * skeleton.height_m


def test_fingertips_are_the_ends_of_the_arms():
    skeleton = bodies.skeleton(person(3))
    assert 0.1 < skeleton.fingertips_m[0, 1] < 0.26
    assert -0.26 < skeleton.fingertips_m[1, 1] < -0.1
