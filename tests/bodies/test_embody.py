"""Flesh follows the bones."""

from __future__ import annotations

import numpy as np
import pytest
from bodies_people import person, still, wearing
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy import bodies
from understudy.bodies.posing import _bone_at, transforms
from understudy.bodies.shape import rest_body
from understudy.errors import InputError
from understudy.geometry import forward_kinematics, quaternion_from_axis_angle, to_world
from understudy.types import BODY_PARTS, JOINTS, PARENTS, TEXTURE_SIZE, Motion

J = {name: index for index, name in enumerate(JOINTS)}
HERE = {"position_m": (0.0, 0.0), "heading_rad": 0.0}
X, Y, Z = np.eye(3)
WRUNG = 0.9
"""What a forearm twisted by 2 rad keeps of its girth; 0.73 if all of it happens at the wrist."""
BARE_LAYERS = 2
"""Texture layers of skin and hair; cloth comes after them."""


def wild_motion(seed: int, frames: int = 5) -> Motion:
    rng = np.random.Generator(np.random.PCG64(seed))
    motion = still(frames)
    turns = motion.rotations + rng.normal(0.0, 0.25, motion.rotations.shape)
    turns /= np.linalg.norm(turns, axis=-1, keepdims=True)
    return Motion(**{**vars(motion), "rotations": turns.astype(np.float32)})


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10_000), age=st.floats(0.25, 1.0), fat=st.floats(0, 1))
def test_any_person_in_any_pose_is_whole(seed, age, fat):
    body = person(seed, age=age, weight=fat)
    mesh = bodies.embody(body, wild_motion(seed), **HERE)
    assert np.isfinite(mesh.positions_m).all()
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=-1), 1.0, atol=1e-3)
    assert mesh.faces.min() >= 0 and mesh.faces.max() < mesh.positions_m.shape[1]
    assert mesh.texture.min() >= -len(mesh.pages) and mesh.texture.max() < len(mesh.textures)
    assert mesh.textures.shape[1:] == (TEXTURE_SIZE, TEXTURE_SIZE, 3)
    assert ((mesh.colour >= 0.0) & (mesh.colour <= 1.2)).all()
    assert set(range(1, len(BODY_PARTS))) == set(np.unique(mesh.body_part).tolist())
    assert len(mesh.faces) < 12_500
    # No vertex flies off: nobody reaches further than their own height from the pelvis.
    reach = np.linalg.norm(mesh.positions_m - mesh.joints_m[:, :1], axis=-1).max()
    assert reach < 1.05 * bodies.skeleton(body).height_m


def test_same_words_same_person():
    first, second = (bodies.embody(person(4), wild_motion(1), **HERE) for _ in range(2))
    for name, value in vars(first).items():
        np.testing.assert_array_equal(value, getattr(second, name))
    assert not np.shares_memory(first.positions_m, second.positions_m)


def test_joints_are_those_of_the_skeleton():
    body, motion = person(5), wild_motion(2)
    _, joints = forward_kinematics(
        motion.rotations.astype(float), motion.root_m, bodies.skeleton(body).offsets_m
    )
    mesh = bodies.embody(body, motion, **HERE)
    np.testing.assert_allclose(mesh.joints_m, joints, atol=1e-4)


def test_place_and_heading_move_everything_alike():
    body, motion = person(6), wild_motion(3)
    home = bodies.embody(body, motion, **HERE)
    away = bodies.embody(body, motion, position_m=(2.0, -1.0), heading_rad=0.7)
    for name in ("positions_m", "joints_m", "keypoints_m"):
        moved = to_world(getattr(home, name), (2.0, -1.0), 0.7)
        np.testing.assert_allclose(getattr(away, name), moved, atol=2e-4)
    np.testing.assert_allclose(away.normals, to_world(home.normals, (0.0, 0.0), 0.7), atol=1e-3)


@pytest.mark.parametrize("seed", range(4))
def test_limb_joints_lie_inside_their_limbs(seed):
    """In every direction across the limb there is flesh beyond the joint."""
    mesh = bodies.embody(person(seed), wild_motion(seed), **HERE)
    for frame in range(len(mesh.positions_m)):
        for side in ("left", "right"):
            for joint, nearer, radius_m in (
                ("elbow", "shoulder", 0.13), ("wrist", "elbow", 0.1), ("knee", "hip", 0.2)
            ):  # fmt: skip
                centre = mesh.joints_m[frame, J[f"{side}_{joint}"]]
                axis = centre - mesh.joints_m[frame, J[f"{side}_{nearer}"]]
                axis /= np.linalg.norm(axis)
                near = mesh.positions_m[frame] - centre
                near = near[np.linalg.norm(near, axis=1) < radius_m]
                across = near - (near @ axis)[:, None] * axis
                first = np.cross(axis, X if abs(axis[0]) < 0.8 else Y)
                second = np.cross(axis, first)
                angle = np.sort(np.arctan2(across @ second, across @ first))
                gaps = np.diff(np.append(angle, angle[0] + 2 * np.pi))
                assert gaps.max() < np.radians(120), (side, joint, frame)


def test_keypoints_lie_where_their_names_say():
    mesh = bodies.embody(person(7), still(), **HERE)
    nose, left_eye, right_eye, left_ear = mesh.keypoints_m[0, :4]
    head = mesh.joints_m[0, J["head"]]
    assert nose[0] > left_eye[0] > left_ear[0]
    assert left_eye[1] > 0.0 > right_eye[1] and left_eye[2] > nose[2] > head[2]
    for number, joint in enumerate(("shoulder", "elbow", "wrist", "hip", "knee", "ankle")):
        for side in (0, 1):
            word = ("left", "right")[side]
            keypoint = mesh.keypoints_m[0, 5 + 2 * number + side]
            assert np.linalg.norm(keypoint - mesh.joints_m[0, J[f"{word}_{joint}"]]) < 0.12


@pytest.mark.parametrize("seed", range(3))
def test_every_bone_ends_at_the_next_joint(seed):
    body, motion = person(seed), wild_motion(seed)
    rest = rest_body(body)
    matrices, shifts, joints = transforms(
        rest, motion.rotations.astype(float), motion.root_m.astype(float)
    )
    for joint, parent in enumerate(PARENTS):
        if parent >= 0:
            end = matrices[:, parent] @ rest.head(_bone_at(JOINTS[joint])) + shifts[:, parent]
            np.testing.assert_allclose(end, joints[:, joint], atol=1e-5, err_msg=JOINTS[joint])


def forearm_girth(mesh) -> float:
    """Returns the mean distance from the bone at the forearm's thinnest tenth [m]."""
    elbow, wrist = mesh.joints_m[0, J["left_elbow"]], mesh.joints_m[0, J["left_wrist"]]
    points = mesh.positions_m[0] - elbow
    along = points[:, 1] / (wrist - elbow)[1]
    distance = np.linalg.norm(points[:, [0, 2]], axis=1)
    rings = [(along > t) & (along < t + 0.1) & (distance < 0.15) for t in np.arange(0.4, 1.0, 0.1)]
    return float(min(distance[ring].mean() for ring in rings if ring.sum() > 4))


@pytest.mark.parametrize("turn_rad", [-2.0, 2.0])
def test_a_turned_hand_does_not_wring_the_forearm(turn_rad):
    body = person(8, garments=wearing("t_shirt", "trousers", "shoes"))
    turned = still(left_wrist=quaternion_from_axis_angle(Y, turn_rad))
    plain = forearm_girth(bodies.embody(body, still(), **HERE))
    assert forearm_girth(bodies.embody(body, turned, **HERE)) > WRUNG * plain


def test_the_hand_joint_closes_the_fist():
    curl = quaternion_from_axis_angle(-X, 1.2)
    body = person(9)
    reach = []
    for motion in (still(), still(left_hand=curl)):
        mesh = bodies.embody(body, motion, **HERE)
        hand = mesh.positions_m[0, mesh.body_part == BODY_PARTS.index("left_hand")]
        reach.append((hand - mesh.joints_m[0, J["left_wrist"]])[:, 1].max())
    assert reach[1] < 0.75 * reach[0]


def outermost_layer(mesh, origin: np.ndarray, direction: np.ndarray) -> int:
    """Returns the texture layer of the last triangle that a ray passes (Möller-Trumbore)."""
    a, b, c = np.moveaxis(mesh.positions_m[0][mesh.faces].astype(float), 1, 0)
    across = np.cross(direction, c - a)
    scale = np.einsum("fc,fc->f", b - a, across)
    with np.errstate(divide="ignore", invalid="ignore"):
        u = np.einsum("fc,fc->f", origin - a, across) / scale
        other = np.cross(origin - a, b - a)
        v = other @ direction / scale
        distance = np.einsum("fc,fc->f", c - a, other) / scale
        hit = (u >= -1e-6) & (v >= -1e-6) & (u + v <= 1 + 1e-6) & (distance > 0)
        hit &= distance < 0.4  # an arm that hangs beside is not what covers the chest
    assert hit.any(), "a hole"
    last = np.flatnonzero(hit)[np.argmax(distance[hit])]
    return int(mesh.texture[mesh.faces[last, 0]])


TOPS = [name for name, garment in bodies.GARMENTS.items() if garment.slot == "top"]
BOTTOMS = [name for name, garment in bodies.GARMENTS.items() if garment.slot == "bottom"]


@pytest.mark.parametrize("top", TOPS)
@pytest.mark.parametrize("bottom", BOTTOMS)
def test_chest_waist_and_thighs_are_covered(top, bottom):
    for seed, fit_m, weight in ((1, 0.004, 0.9), (2, 0.022, 0.2)):
        body = person(seed, garments=wearing(top, bottom, "shoes", fit_m=fit_m), weight=weight)
        mesh = bodies.embody(body, still(), **HERE)
        joints = mesh.joints_m[0]
        hip, knee = joints[J["left_hip"]], joints[J["left_knee"]]
        levels = [joints[J["spine3"]], joints[J["spine2"]], joints[J["pelvis"]]]
        levels.append(hip + 0.35 * (knee - hip))
        for origin in levels:
            for angle in np.linspace(0.1, 2 * np.pi + 0.1, 16, endpoint=False):
                ray = np.array([np.cos(angle), np.sin(angle), 0.02])
                layer = outermost_layer(mesh, origin, ray)
                assert layer >= BARE_LAYERS, (top, bottom, seed, origin, angle)


@pytest.mark.parametrize("bottom", ["shorts", "long_shorts"])
def test_skin_stays_inside_the_cloth_at_a_hem(bottom):
    """There skin and cloth lie over each other."""
    end = bodies.GARMENTS[bottom].leg_end
    for seed in (3, 4):
        garments = wearing("t_shirt", bottom, "shoes", fit_m=0.004)
        mesh = bodies.embody(person(seed, garments=garments), still(), **HERE)
        hip, knee = mesh.joints_m[0, J["left_hip"]], mesh.joints_m[0, J["left_knee"]]
        origin = hip + (end - 0.03) * (knee - hip)
        for angle in np.linspace(0.1, 2 * np.pi + 0.1, 16, endpoint=False):
            ray = np.array([np.cos(angle), np.sin(angle), 0.0])
            assert outermost_layer(mesh, origin, ray) >= BARE_LAYERS, (seed, angle)


def test_what_nobody_makes_is_refused_with_a_hint():
    with pytest.raises(InputError, match="t_shirt"):
        bodies.embody(person(1, garments=wearing("t-shrt")), still(), **HERE)
    with pytest.raises(InputError, match="hair style"):
        bodies.embody(person(1, hair_style="mulet"), still(), **HERE)
