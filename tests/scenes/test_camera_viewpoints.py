"""Named viewpoints and moving cameras: where they belong, calm, with the person in the picture."""

from __future__ import annotations

import math

import numpy as np
import pytest

from understudy.errors import InputError
from understudy.geometry import project
from understudy.rng import stream
from understudy.scenes import (
    CAMERA_MOTIONS,
    EVERY_VIEWPOINT,
    VIEWPOINTS,
    CameraRange,
    build_camera,
    sample_camera,
    sample_scene,
)
from understudy.scenes.camera import LOWEST_M, NEAREST_M
from understudy.types import CameraSpec

FPS, FRAMES, SIDE = 12.0, 36, 224

SPEC = CameraSpec(
    motion="static", azimuth_rad=0.4, height_m=1.3, distance_m=4.0, vertical_fov_rad=0.9,
    framing_offset=(0.0, 0.0), roll_rad=0.0, shake=0.0, seed=3,
)  # fmt: skip


def standing() -> np.ndarray:
    joints = np.zeros((FRAMES, 24, 3))
    joints[..., 2] = np.linspace(0.05, 1.7, 24)
    joints[..., 1] = 0.3 * np.sin(np.arange(24))
    return joints


def walking(speed_m_s: float) -> np.ndarray:
    joints = standing()
    joints[..., 0] += (speed_m_s * np.arange(FRAMES) / FPS)[:, None]
    return joints


def falling() -> np.ndarray:
    """Upright, then flat on the ground, head away."""
    joints = standing()
    down = np.clip(np.arange(FRAMES) / FPS - 1.0, 0.0, 1.0)[:, None] * math.pi / 2.0
    height = joints[..., 2].copy()
    joints[..., 2], joints[..., 0] = 0.1 + height * np.cos(down), height * np.sin(down)
    return joints


def built(spec: CameraSpec, joints: np.ndarray, heading_rad: float = 0.3):
    return build_camera(
        spec, joints_m=joints, heading_rad=heading_rad, fps=FPS, width=SIDE, height=SIDE
    )


def drawn(name: str, count: int) -> list[CameraSpec]:
    only = CameraRange(viewpoints=(name,))
    return [sample_camera(rng=stream(n, "view", name), camera_range=only) for n in range(count)]


def in_frame(track, joints: np.ndarray) -> np.ndarray:
    pixels, _ = project(joints, track.world_from_camera, track.intrinsics)
    with np.errstate(invalid="ignore"):
        return ((pixels > 0.0) & (pixels < SIDE)).all(axis=2).mean(axis=1)


def middles(joints: np.ndarray) -> np.ndarray:
    return (joints.min(axis=1) + joints.max(axis=1)) / 2.0


@pytest.mark.parametrize("name", VIEWPOINTS)
def test_people_stay_in_the_picture(name):
    held = []
    for number, spec in enumerate(drawn(name, 24)):
        joints = (standing(), walking(1.4), falling(), walking(3.0))[number % 4]
        track = built(spec, joints)
        held.append((in_frame(track, joints) >= 0.5).mean())
        eyes = track.world_from_camera[:, :3, 3]
        assert eyes[:, 2].min() >= LOWEST_M - 1e-6
        assert np.linalg.norm(joints - eyes[:, None], axis=2).min() > 0.7 * NEAREST_M
        rotation = track.world_from_camera[:, :3, :3].astype(float)
        identity = np.broadcast_to(np.eye(3), rotation.shape)
        np.testing.assert_allclose(rotation @ np.swapaxes(rotation, 1, 2), identity, atol=1e-5)
        assert (rotation[:, 2, 1] < 0.05).all(), "not upside down"
    # A webcam shows head and arms, so half of the joints may be below the picture.
    if name == "webcam":
        assert np.mean(held) > 0.75
    else:
        assert np.mean(held) > 0.96 and np.mean(np.array(held) < 0.5) == 0.0


@pytest.mark.parametrize("motion", CAMERA_MOTIONS)
def test_movements_are_smooth_and_of_human_speed(motion):
    for seed in range(6):
        spec = SPEC.model_copy(update={"motion": motion, "seed": seed, "shake": 1.0})
        joints = walking(1.4)
        track = built(spec, joints)
        eyes = track.world_from_camera[:, :3, 3].astype(float)
        speed = np.linalg.norm(np.diff(eyes, axis=0), axis=1) * FPS
        assert speed.max() < 3.2
        facing = track.world_from_camera[:, :3, 2].astype(float)
        turn = np.arccos(np.clip(np.sum(facing[1:] * facing[:-1], axis=1), -1.0, 1.0)) * FPS
        assert turn.max() < (12.0 if motion == "whip" else 2.0)
        other = built(spec.model_copy(update={"seed": seed + 100}), joints).world_from_camera
        assert motion in ("static", "pan", "zoom") or (other != track.world_from_camera).any()


def test_movements_start_and_stop_anywhere():
    stills = []
    for seed in range(40):
        track = built(SPEC.model_copy(update={"motion": "orbit", "seed": seed}), standing())
        moved = np.linalg.norm(np.diff(track.world_from_camera[:, :3, 3], axis=0), axis=1) > 1e-4
        stills.append((bool(moved[0]), bool(moved[-1])))
    assert {(True, True), (False, True), (True, False)} <= set(stills)


def test_an_orbit_keeps_its_distance_and_its_subject():
    swept = []
    for seed in range(10):
        spec = SPEC.model_copy(update={"motion": "orbit", "seed": seed})
        joints = standing()
        track = built(spec, joints)
        away = track.world_from_camera[:, :3, 3] - middles(joints)
        np.testing.assert_allclose(np.linalg.norm(away[:, :2], axis=1), 4.0, atol=1e-3)
        pixels, _ = project(middles(joints)[:, None], track.world_from_camera, track.intrinsics)
        np.testing.assert_allclose(pixels[:, 0], SIDE / 2.0, atol=1.0)
        angle = np.unwrap(np.arctan2(away[:, 1], away[:, 0]))
        assert (np.diff(angle) * np.sign(angle[-1] - angle[0]) >= -1e-6).all(), "one way round"
        swept.append(np.ptp(angle))
    assert 0.1 < np.mean(swept) < 1.2


def test_a_follower_goes_along_and_keeps_the_subject_framed():
    joints = walking(1.5)
    track = built(SPEC.model_copy(update={"motion": "follow"}), joints)
    way = np.ptp(track.world_from_camera[:, 0, 3])
    assert way == pytest.approx(1.5 * FRAMES / FPS, abs=1.0), "nearly as far as the walker"
    pixels, _ = project(middles(joints)[:, None], track.world_from_camera, track.intrinsics)
    assert np.abs(pixels[:, 0] - SIDE / 2.0).max() < 0.2 * SIDE
    still = built(SPEC.model_copy(update={"motion": "follow"}), standing())
    assert np.ptp(still.world_from_camera, axis=0).max() < 1e-6, "nobody to go along with"


def test_a_tilt_moves_up_or_down_only():
    for seed in range(8):
        track = built(SPEC.model_copy(update={"motion": "tilt", "seed": seed}), standing())
        facing = track.world_from_camera[:, :3, 2]
        heading = np.arctan2(facing[:, 1], facing[:, 0])
        assert np.ptp(heading) < 1e-4
        assert np.ptp(track.world_from_camera[:, :3, 3], axis=0).max() == 0.0


def test_a_whip_leaves_the_subject_for_a_moment_only():
    for seed in range(8):
        joints = standing()
        shares = in_frame(
            built(SPEC.model_copy(update={"motion": "whip", "seed": seed}), joints), joints
        )
        assert shares.min() < 0.5 and (shares > 0.9).mean() > 0.6


def test_drones_fly_high_and_look_down_even_straight_down():
    depressions = []
    for spec in drawn("drone", 80):
        assert 9.0 <= spec.height_m <= 24.0
        track = built(spec, standing())
        assert track.world_from_camera[:, 2, 3].min() > 6.0
        depressions.append(math.degrees(math.asin(-track.world_from_camera[0, 2, 2])))
        upright = track.world_from_camera[:, :3, 1]
        assert np.linalg.norm(np.diff(upright, axis=0), axis=1).max() < 0.2, "no sudden spin"
    assert min(depressions) < 45.0 and max(depressions) > 75.0


def test_a_camera_straight_above_does_not_spin_as_people_pass_below():
    above = SPEC.model_copy(update={"motion": "pan", "height_m": 14.0, "distance_m": 0.5})
    upright = built(above, walking(1.5)).world_from_camera[:, :3, 1]
    assert np.linalg.norm(np.diff(upright, axis=0), axis=1).max() < 0.05


def test_surveillance_hangs_above_heads_and_robots_roll_below_them():
    assert all(2.5 <= spec.height_m <= 5.0 for spec in drawn("cctv", 50))
    assert all(spec.height_m < 1.0 for spec in drawn("robot", 50))
    for spec in drawn("cctv", 20):
        assert built(spec, standing()).world_from_camera[0, 2, 2] < -0.1


def test_rooms_keep_their_cameras_below_the_ceiling():
    counts = dict.fromkeys(VIEWPOINTS, 0)
    for number in range(200):
        scene = sample_scene(rng=stream(number, "scene"), kind="indoor")
        spec = sample_camera(
            rng=stream(number, "camera"), camera_range=EVERY_VIEWPOINT, scene=scene
        )
        assert spec.height_m <= 3.35
        counts[spec.viewpoint] += 1
    assert counts["drone"] == counts["tele"] == 0
    assert counts["phone"] > 25 and counts["cctv"] > 8
    scene = sample_scene(rng=stream(0, "scene"), kind="indoor")
    only = sample_camera(
        rng=stream(0, "c"), camera_range=CameraRange(viewpoints=("drone",)), scene=scene
    )
    assert only.viewpoint == "drone" and only.height_m <= 3.35, "asked for alone, it flies low"


def test_shares_and_names():
    assert sum(view.share for view in VIEWPOINTS.values()) == pytest.approx(1.0)
    names = [
        sample_camera(rng=stream(n, "c"), camera_range=EVERY_VIEWPOINT).viewpoint
        for n in range(1500)
    ]
    for name, view in VIEWPOINTS.items():
        assert names.count(name) / 1500 == pytest.approx(view.share, abs=0.03)
    skewed = CameraRange(viewpoints={"cctv": 3.0, "robot": 1.0}, motions=("static", "pan"))
    specs = [sample_camera(rng=stream(n, "c"), camera_range=skewed) for n in range(200)]
    assert 0.65 < np.mean([spec.viewpoint == "cctv" for spec in specs]) < 0.85
    assert {spec.motion for spec in specs} == {"static", "pan"}
    assert CameraRange.model_validate("drone") == CameraRange(viewpoints=("drone",))
    assert CameraRange.model_validate(["drone", "cctv"]).viewpoints == ("drone", "cctv")
    for limits in (skewed, EVERY_VIEWPOINT):
        assert CameraRange.model_validate_json(limits.model_dump_json()) == limits
    with pytest.raises(InputError, match="did you mean drone"):
        CameraRange(viewpoints=("dron",))


def test_some_cameras_cut_off_head_or_feet():
    cut = []
    for spec in drawn("phone", 250):
        joints = standing()
        pixels, _ = project(joints, *_matrices(built(spec, joints)))
        cut.append(bool(((pixels[0, :, 1] < 0) | (pixels[0, :, 1] > SIDE)).any()))
    assert 0.04 < np.mean(cut) < 0.35
    aims = np.array([spec.framing_offset[1] for spec in drawn("phone", 250)])
    assert 0.02 < np.mean(np.abs(aims) > 0.19) < 0.12, "on purpose, not by the usual error"


def _matrices(track):
    return track.world_from_camera, track.intrinsics


def test_two_who_act_together_are_both_seen():
    one, other = standing(), standing()
    other[..., 1] += 2.6
    both = np.concatenate((one, other), axis=1)
    for name in ("phone", "tripod", "cctv", "drone"):
        for spec in drawn(name, 8):
            track = built(spec, both)
            for person in (one, other):
                assert (in_frame(track, person) >= 0.4).mean() > 0.5
