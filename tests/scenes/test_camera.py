"""Cameras and sensors: sound matrices, the person in the picture, calm hands."""

import math

import numpy as np
import pytest

from understudy.errors import InputError
from understudy.geometry import project
from understudy.rng import stream
from understudy.scenes import (
    CAMERA_MOTIONS,
    CameraRange,
    build_camera,
    sample_camera,
)
from understudy.scenes.camera import NEAREST_M
from understudy.scenes.camera_motions import smooth_noise
from understudy.types import CameraSpec

FPS, FRAMES = 12.0, 24


def standing(frames: int = FRAMES) -> np.ndarray:
    joints = np.zeros((frames, 24, 3))
    joints[..., 2] = np.linspace(0.0, 1.75, 24)
    joints[..., 1] = 0.3 * np.sin(np.arange(24))
    return joints


def walking(speed_m_s: float, frames: int = FRAMES) -> np.ndarray:
    joints = standing(frames)
    joints[..., 0] += (speed_m_s * np.arange(frames) / FPS)[:, None]
    return joints


SPEC = CameraSpec(
    motion="static", azimuth_rad=0.0, height_m=1.2, distance_m=4.0, vertical_fov_rad=0.9,
    framing_offset=(0.0, 0.0), roll_rad=0.0, shake=1.0, seed=3,
)  # fmt: skip


def built(spec, joints, *, heading_rad=0.0, width=112, height=112):
    return build_camera(
        spec, joints_m=joints, heading_rad=heading_rad, fps=FPS, width=width, height=height
    )


def changed(**changes) -> CameraSpec:
    return SPEC.model_copy(update=changes)


@pytest.mark.parametrize("motion", sorted(CAMERA_MOTIONS))
def test_matrices_are_sound(motion):
    for number in range(10):
        spec = sample_camera(rng=stream(number, "camera")).model_copy(update={"motion": motion})
        track = built(spec, walking(1.0), heading_rad=number * 0.6, width=160)
        rotation = track.world_from_camera[:, :3, :3].astype(np.float64)
        eye = np.broadcast_to(np.eye(3), rotation.shape)
        np.testing.assert_allclose(rotation @ np.swapaxes(rotation, 1, 2), eye, atol=1e-5)
        assert (np.linalg.det(rotation) > 0.999).all()
        assert (track.world_from_camera[:, 3] == [0, 0, 0, 1]).all()
        assert (track.world_from_camera[:, 2, 3] > 0.1).all()
        assert (rotation[:, 2, 1] < 0.0).all(), "the picture's down is the world's down"
        assert (track.intrinsics[:, 0, 2] == 80.0).all()
        np.testing.assert_array_equal(track.intrinsics[:, 0, 0], track.intrinsics[:, 1, 1])
        again = built(spec, walking(1.0), heading_rad=number * 0.6, width=160)
        np.testing.assert_array_equal(track.world_from_camera, again.world_from_camera)


def test_the_person_is_in_the_picture_and_fills_it():
    held, fill = [], []
    for number in range(200):
        spec = sample_camera(
            rng=stream(number, "camera"), camera_range=CameraRange(close_share=0.0)
        )
        joints = standing(8)
        track = built(spec, joints, heading_rad=0.1 * number)
        pixels, depth = project(joints, track.world_from_camera, track.intrinsics)
        assert (depth > 0.5).all()
        inside = (pixels > 0.0) & (pixels < 112.0)
        held.append(inside.all(axis=2).mean())
        fill.append(np.ptp(pixels[0, :, 1]) / 112.0)
    assert np.mean(held) > 0.95
    assert np.mean([value > 0.9 for value in held]) > 0.9
    within = np.mean([0.3 < value < 0.97 for value in fill])
    assert within > 0.9, np.percentile(fill, [0, 5, 50, 95, 100])
    assert np.std(fill) > 0.08


def test_close_cameras_keep_the_head_and_lose_the_feet():
    heads, feet = [], []
    for number in range(100):
        spec = sample_camera(
            rng=stream(number, "camera"), camera_range=CameraRange(close_share=1.0)
        )
        joints = standing(8)
        track = built(spec, joints)
        pixels, _ = project(joints, track.world_from_camera, track.intrinsics)
        top, bottom = joints[0, :, 2].argmax(), joints[0, :, 2].argmin()
        heads.append(0.0 < pixels[0, top, 1] < 112.0)
        feet.append(0.0 < pixels[0, bottom, 1] < 112.0)
    assert np.mean(heads) > 0.85
    assert np.mean(feet) < 0.5


def test_the_azimuth_is_counted_from_the_heading():
    track = built(changed(azimuth_rad=math.pi / 2), standing(), heading_rad=math.pi / 2)
    eye = track.world_from_camera[0, :3, 3]
    np.testing.assert_allclose(eye, [-4.0, 0.0, 1.2], atol=0.02)  # the actor's left, facing +y


def test_the_aim_error_moves_the_subject_the_other_way():
    joints = standing()
    for offset, axis in (((0.1, 0.0), 0), ((0.0, 0.1), 1)):
        straight, off = (
            built(changed(framing_offset=value), joints) for value in ((0.0, 0.0), offset)
        )
        middle = np.array([[[0.0, 0.0, 0.875]]])
        first, second = (
            project(middle, track.world_from_camera[:1], track.intrinsics[:1])[0][0, 0]
            for track in (straight, off)
        )
        assert second[axis] - first[axis] == pytest.approx(-0.1 * 112, rel=0.1)
        assert second[1 - axis] == pytest.approx(first[1 - axis], abs=1.0)


@pytest.mark.parametrize("azimuth", [0.0, 0.8, math.pi / 2, math.pi])
def test_a_static_camera_stays_and_holds_the_whole_path(azimuth):
    joints = walking(2.5)
    track = built(changed(azimuth_rad=azimuth, distance_m=2.0), joints)
    assert (track.world_from_camera == track.world_from_camera[0]).all()
    centres = (joints.min(axis=1) + joints.max(axis=1))[:, None] / 2.0
    pixels, depth = project(centres, track.world_from_camera, track.intrinsics)
    assert (depth > 0.0).all()
    assert (pixels > 5.0).all() and (pixels < 107.0).all()


@pytest.mark.parametrize("motion", sorted(CAMERA_MOTIONS))
def test_nobody_walks_into_the_camera(motion):
    joints = walking(3.0)
    track = built(changed(motion=motion, distance_m=2.0), joints)
    away = np.linalg.norm(joints - track.world_from_camera[:, None, :3, 3], axis=2)
    assert away.min() > 0.8 * NEAREST_M


def test_a_hand_moves_but_by_little():
    steady = built(changed(motion="static"), standing(60))
    shaken = built(changed(motion="handheld"), standing(60))
    shift = np.linalg.norm((shaken.world_from_camera - steady.world_from_camera)[:, :3, 3], axis=1)
    assert 0.002 < shift.max() < 0.06
    facing = np.sum(shaken.world_from_camera[:, :3, 2] * steady.world_from_camera[:, :3, 2], axis=1)
    turn = np.degrees(np.arccos(np.clip(facing, -1.0, 1.0)))
    assert 0.1 < turn.max() < 2.5
    still = built(changed(motion="handheld", shake=0.0), standing(60))
    np.testing.assert_allclose(still.world_from_camera, steady.world_from_camera, atol=1e-5)


def test_shake_is_smooth_and_the_same_at_any_frame_rate():
    slow, fast = (
        smooth_noise(stream(1, "n"), frame_count=10 * fps, fps=float(fps), channels=3)
        for fps in (15, 60)
    )
    np.testing.assert_allclose(fast[::4], slow, atol=1e-9)
    assert np.abs(np.diff(fast, axis=0)).max() < 0.6
    assert 0.5 < fast.std() < 1.5


def test_a_pan_follows_with_lag():
    joints = walking(1.5, 48)
    track = built(changed(motion="pan", azimuth_rad=math.pi / 2, distance_m=5.0), joints)
    assert (track.world_from_camera[:, :3, 3] == track.world_from_camera[0, :3, 3]).all()
    centres = (joints.min(axis=1) + joints.max(axis=1))[:, None] / 2.0
    pixels, _ = project(centres, track.world_from_camera, track.intrinsics)
    across = pixels[:, 0, 0]
    assert across[0] == pytest.approx(56.0, abs=1.0)
    assert 2.0 < abs(across[-1] - 56.0) < 40.0, "behind, but not out of the picture"


def test_a_zoom_changes_the_focal_length_only():
    track = built(changed(motion="zoom"), standing())
    assert np.ptp(track.intrinsics[:, 0, 0]) > 0.5
    assert (track.world_from_camera == track.world_from_camera[0]).all()


def test_cameras_keep_to_their_range():
    limits = CameraRange(
        azimuth_range_rad=(-0.5, 0.5), height_range_m=(1.0, 1.2), high_share=0.0,
        distance_range_m=(3.0, 4.0), motions=("static",),
    )  # fmt: skip
    for number in range(100):
        spec = sample_camera(rng=stream(number, "c"), camera_range=limits)
        assert -0.5 <= spec.azimuth_rad <= 0.5 and 1.0 <= spec.height_m <= 1.2
        assert 3.0 <= spec.distance_m <= 4.0 and spec.motion == "static"
    azimuths = np.array(
        [sample_camera(rng=stream(number, "c")).azimuth_rad for number in range(600)]
    )
    ahead = np.mean(np.abs(azimuths) < math.pi / 4)
    assert 0.4 < ahead < 0.65, "the front is favoured"
    assert np.mean(np.abs(azimuths) > 3 * math.pi / 4) > 0.1, "but the back is seen too"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"height_range_m": (2.0, 1.0)}, "height_range_m"),
        ({"front_share": 1.5}, "front_share"),
        ({"motions": ("hanheld",)}, "did you mean handheld"),
        ({"motions": ()}, "motions are empty"),
    ],
)
def test_bad_ranges_say_what_is_wrong(changes, message):
    with pytest.raises(InputError, match=message):
        CameraRange(**changes)


def test_bad_input_says_what_is_wrong():
    with pytest.raises(InputError, match="did you mean static"):
        built(changed(motion="statik"), standing())
    with pytest.raises(InputError, match="must be"):
        built(SPEC, np.zeros((0, 24, 3)))
    with pytest.raises(InputError, match="NaN"):
        built(SPEC, np.full((2, 24, 3), np.nan))


def test_a_camera_does_not_look_up_from_right_below():
    """Somebody on a deck two metres up would be hidden by it."""
    raised = standing() + np.array([0.0, 0.0, 2.0])
    spec = changed(motion="static", distance_m=1.5, height_m=1.6)
    away = [
        float(np.linalg.norm(built(spec, joints).world_from_camera[0, :2, 3]))
        for joints in (standing(), raised)
    ]
    assert away[0] < 2.2 < away[1]
