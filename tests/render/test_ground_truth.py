from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from synthetic_scenes import ball, body, box, camera, quad, scene, settings, sun

from understudy.errors import InputError
from understudy.render.ground_truth import assemble, boxes, limb_radii
from understudy.types import JOINTS, Motion

FLOOR = quad((-9, -9, -2), (18, 0, 0), (0, 18, 0))
TRACK = camera([[0, -4, 0]] * 2, [0, 0, 0], width=64, height=48, focal_px=64)


UNDER_HAIR = ("left_collar", "right_collar", "left_shoulder", "right_shoulder")


def motion(frames=2):
    rotations = np.zeros((frames, 24, 4), np.float32)
    rotations[..., 0] = 1.0
    return Motion(
        rotations=rotations,
        root_m=np.zeros((frames, 3), np.float32),
        contacts=np.ones((frames, 2), bool),
        fps=12.0,
        action_interval_s=(0.0, 0.1),
    )


def truth(raster, people, parts=(), track=TRACK):
    place = scene([FLOOR, *parts], sun())
    buffers = raster.render(place, people, track, settings(track))
    return assemble(buffers, people, [motion()] * len(people), track, action_interval_s=(0.0, 0.1))


def still(x, y=0.0, z=0.0):
    return np.array([[x, y, z]] * 2, float)


def joined(person, slab):
    """One person of two shapes."""
    merged = {
        name: np.concatenate((getattr(person, name), getattr(slab, name)), axis=axis)
        for name, axis in (("positions_m", 1), ("normals", 1), ("uv", 0), ("colour", 0),
                           ("texture", 0), ("body_part", 0))
    }  # fmt: skip
    faces = np.concatenate((person.faces, slab.faces + person.positions_m.shape[1]))
    return dataclasses.replace(person, faces=faces, **merged)


def test_a_joint_inside_its_limb_is_seen_and_lands_on_it(raster):
    result = truth(raster, [body(ball(0.3, rings=16), still(0.5, 0, 0.25))])
    # Its upper half, which the joints lie under, is labelled head, its lower half torso.
    expected = [name in ("neck", "head", *UNDER_HAIR) for name in JOINTS]
    assert (result.joints_visible == expected).all()
    assert (result.keypoints_visible[..., :5]).all()
    assert result.joints_px[0, 0, 0] == pytest.approx([32 + 0.5 * 16, 24 - 0.25 * 16], abs=0.01)
    column, row = result.joints_px[0, 0, 0].astype(int)
    assert result.instance[0, row, column] == 1


@pytest.mark.parametrize("cover", ["furniture", "person"])
def test_what_stands_before_a_joint_hides_it(raster, cover):
    shape = box((-0.6, -1.0, -0.6), (0.6, -0.8, 0.6))
    behind = body(ball(0.3, rings=16), still(0))
    if cover == "furniture":
        result = truth(raster, [behind], [shape])
    else:
        result = truth(raster, [behind, body(shape, still(0))])
        assert np.isfinite(result.boxes_px[:, 1]).all()
    assert not result.joints_visible[:, 0].any()
    assert np.isnan(result.boxes_px[:, 0]).all()


def test_a_joint_behind_ones_own_far_limb_is_hidden(raster):
    """A slab of the same person, 0.6 m before the joint: further than a limb is thick."""
    near = box((-0.3, -0.9, -0.3), (0.3, -0.6, 0.3))
    person = body(ball(0.1, rings=8), still(0))
    slab = body(near, still(0))
    person = joined(person, slab)
    result = truth(raster, [person])
    assert not result.joints_visible.any()
    assert (result.instance[:, 24, 32] == 1).all()


def test_a_near_limb_of_the_same_person_hides_what_it_covers(raster):
    """A bar of another part, closer than the limb is thick, up to the joint's own pixel."""
    for left, hidden in ((0.0, True), (0.04, False)):
        near = box((left - 0.5 if hidden else left, -0.36, -0.3), (left + 0.5, -0.32, 0.3))
        person, bar = body(ball(0.3, rings=16), still(0)), body(near, still(0))
        person.body_part[:], bar.body_part[:] = 2, 7  # torso, left hand
        result = truth(raster, [joined(person, bar)])
        torso = [name in ("pelvis", "spine1", "spine2", "spine3") for name in JOINTS]
        assert result.body_part[0, 24, 32] == (7 if hidden else 2)
        assert (result.joints_visible[0, 0, torso] == (not hidden)).all()


def test_outside_and_behind_the_camera_is_invisible(raster):
    people = [body(ball(0.3), still(5.0)), body(ball(0.3), still(0, -7.0))]
    result = truth(raster, people)
    assert not result.joints_visible.any()
    assert np.isnan(result.joints_px[:, 1]).all()  # behind: no pixel at all
    assert np.isfinite(result.joints_px[:, 0]).all()
    assert np.isnan(result.boxes_px).all()


def test_boxes_enclose_the_mask_exactly(raster):
    shape = quad((0, 0, 0), (0.5, 0, 0), (0, 0, 0.25))
    result = truth(raster, [body(shape, still(-1.0, 0, 0.5))])
    # x from -1 to -0.5 m and z from 0.5 to 0.75 m at 16 px/m
    assert result.boxes_px[0, 0] == pytest.approx([16, 12, 24, 16], abs=0)


def test_boxes_of_single_pixels():
    instance = np.zeros((2, 5, 7), np.uint8)
    instance[0, 4, 6] = 2
    found = boxes(instance, 2)
    assert np.isnan(found[:, 0]).all() and np.isnan(found[1, 1]).all()
    assert found[0, 1] == pytest.approx([6, 4, 7, 5], abs=0)


def test_limb_radius_follows_the_body():
    thin, thick = (body(ball(r, rings=16), still(0)) for r in (0.05, 0.12))
    small, large = (limb_radii(one, one.joints_m, JOINTS) for one in (thin, thick))
    assert small == pytest.approx(np.full(24, 0.105), abs=0.005)
    assert large == pytest.approx(np.full(24, 0.224), abs=0.005)


def test_nobody_in_the_scene(raster):
    result = truth(raster, [])
    assert result.joints_m.shape == (2, 0, 24, 3) and result.boxes_px.shape == (2, 0, 4)
    assert result.joints_visible.shape == (2, 0, 24) and result.rotations.shape == (2, 0, 24, 4)


def test_shapes_and_types(raster):
    people = [body(ball(0.3), still(0)), body(ball(0.2), still(1))]
    result = truth(raster, people)
    expected = {
        "joints_m": (2, 2, 24, 3), "joints_px": (2, 2, 24, 2), "keypoints_m": (2, 2, 17, 3),
        "keypoints_px": (2, 2, 17, 2), "boxes_px": (2, 2, 4), "rotations": (2, 2, 24, 4),
        "root_m": (2, 2, 3),
    }  # fmt: skip
    for name, shape in expected.items():
        assert getattr(result, name).shape == shape, name
        assert getattr(result, name).dtype == np.float32, name
    assert result.joints_visible.dtype == bool and result.flow_valid.dtype == bool


def test_a_wrong_count_is_refused(raster):
    people = [body(ball(0.3), still(0))]
    buffers = raster.render(scene([FLOOR], sun()), people, TRACK, settings(TRACK))
    with pytest.raises(InputError, match="1 bodies but 0 motions"):
        assemble(buffers, people, [], TRACK, action_interval_s=(0.0, 0.1))
    with pytest.raises(InputError, match="the motion has 5"):
        assemble(buffers, people, [motion(5)], TRACK, action_interval_s=(0.0, 0.1))
