"""Where the camera stands and how it moves; it never learns what the actor is doing."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from understudy.errors import InputError, lookup
from understudy.geometry import look_at
from understudy.rng import stream
from understudy.types import CameraSpec, CameraTrack

LOWEST_M = 0.15
"""A camera lies on the ground at the lowest."""
NEAREST_M = 0.9
"""Free space between the lens and the nearest joint, at any time."""
LAG_S = 0.35
"""Time constant of a hand that follows."""
SHAKE_ROTATION_RAD = math.radians(0.35)
SHAKE_SHIFT_M = 0.008
"""Deviation of a calm hand's turns and shifts (shake = 1)."""

WHOLE_PERSON = 0.95
"""A person up to this share of the frame's height is shown whole."""
HEAD_ABOVE_JOINT_M = 0.2
"""Crown above the highest joint."""
DOLLY_INWARD = 0.2
"""Largest share of its distance that a dolly closes in."""


@dataclass(frozen=True, kw_only=True)
class _Take:
    """What a way of moving has to work with."""

    spec: CameraSpec
    eye_m: np.ndarray
    """(3,) where the camera stands by its spec."""
    subject_m: np.ndarray
    """(T, 3) middle of the person in each frame."""
    middle_m: np.ndarray
    """(3,) middle of everything the person will do."""
    fps: float

    @property
    def frame_count(self) -> int:
        return len(self.subject_m)


@dataclass(frozen=True, kw_only=True)
class _Path:
    eye_m: np.ndarray
    """(T, 3)"""
    target_m: np.ndarray
    """(T, 3)"""
    zoom: np.ndarray
    """(T,) factor on the focal length."""


def _still(take: _Take) -> _Path:
    shape = (take.frame_count, 3)
    return _Path(
        eye_m=np.broadcast_to(take.eye_m, shape).copy(),
        target_m=np.broadcast_to(take.middle_m, shape).copy(),
        zoom=np.ones(take.frame_count),
    )


def smooth_noise(
    rng: np.random.Generator, *, frame_count: int, fps: float, channels: int
) -> np.ndarray:
    """Returns (T, channels) of band-limited noise, deviation about 1.

    Sines between 0.3 and 4 Hz with falling amplitude, as a hand moves; the same noise at any
    frame rate.
    """
    hertz = np.geomspace(0.3, 4.0, 9) * rng.uniform(0.85, 1.15, (channels, 9))
    amplitude = rng.normal(0.0, 1.0, (channels, 9)) / hertz**0.8
    amplitude /= np.sqrt(0.5 * np.sum(amplitude**2, axis=1, keepdims=True))
    phase = rng.uniform(0.0, 2.0 * np.pi, (channels, 9))
    seconds = np.arange(frame_count)[:, None, None] / fps
    return np.sum(amplitude * np.sin(2.0 * np.pi * hertz * seconds + phase), axis=-1)


def static(take: _Take) -> _Path:
    """On a stand."""
    return _still(take)


def handheld(take: _Take) -> _Path:
    """In a hand that follows a little."""
    noise = smooth_noise(
        stream(take.spec.seed, "camera", "shake"),
        frame_count=take.frame_count, fps=take.fps, channels=5,
    ) * take.spec.shake  # fmt: skip
    path = _still(take)
    eye = path.eye_m + SHAKE_SHIFT_M * noise[:, :3]
    followed = take.middle_m + 0.6 * (_lagged(take) - take.middle_m)
    forward = take.middle_m - take.eye_m
    distance = float(np.linalg.norm(forward))
    right = np.cross(forward, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    turned = np.outer(noise[:, 3], right) + np.outer(noise[:, 4], [0.0, 0.0, 1.0])
    return _Path(
        eye_m=eye, target_m=followed + SHAKE_ROTATION_RAD * distance * turned, zoom=path.zoom
    )


def _lagged(take: _Take) -> np.ndarray:
    """Returns the subject (T, 3) as a hand follows it: critically damped, steady at the start."""
    share = 1.0 - math.exp(-2.0 / (LAG_S * take.fps))
    first = second = take.subject_m[0]
    followed = np.empty_like(take.subject_m)
    for frame, now in enumerate(take.subject_m):
        first = first + share * (now - first)
        second = second + share * (first - second)
        followed[frame] = second
    return followed


def pan(take: _Take) -> _Path:
    """On a stand, turning after the subject."""
    path = _still(take)
    return _Path(eye_m=path.eye_m, target_m=_lagged(take), zoom=path.zoom)


def dolly(take: _Take) -> _Path:
    """Slowly towards the subject, away from it, or around it."""
    rng = stream(take.spec.seed, "camera", "dolly")
    progress = np.linspace(-0.5, 0.5, take.frame_count)
    seconds = take.frame_count / take.fps
    offset = take.eye_m - take.middle_m
    # A walking camera man at most; never so near that the subject leaves the frame.
    inward = float(np.clip(rng.uniform(-0.12, 0.12) * seconds, -0.25, DOLLY_INWARD))
    turn = float(np.clip(rng.uniform(-0.06, 0.06) * seconds, -0.3, 0.3))
    angle = turn * progress
    scale = 1.0 - inward * progress
    eye = np.empty((take.frame_count, 3))
    eye[:, 0] = scale * (np.cos(angle) * offset[0] - np.sin(angle) * offset[1])
    eye[:, 1] = scale * (np.sin(angle) * offset[0] + np.cos(angle) * offset[1])
    eye[:, 2] = offset[2]
    path = _still(take)
    return _Path(eye_m=eye + take.middle_m, target_m=path.target_m, zoom=path.zoom)


def zoom(take: _Take) -> _Path:
    """On a stand, slowly changing its focal length."""
    rng = stream(take.spec.seed, "camera", "zoom")
    change = float(rng.uniform(-0.25, 0.25))
    path = _still(take)
    progress = np.linspace(-0.5, 0.5, take.frame_count)
    return _Path(eye_m=path.eye_m, target_m=path.target_m, zoom=np.exp(change * progress))


CAMERA_MOTIONS: dict[str, Callable[[_Take], _Path]] = {
    "static": static, "handheld": handheld, "pan": pan, "dolly": dolly, "zoom": zoom,
}  # fmt: skip


def build_camera(
    spec: CameraSpec,
    *,
    joints_m: np.ndarray,
    heading_rad: float,
    fps: float,
    width: int,
    height: int,
    exposure_ev: float = 0.0,
) -> CameraTrack:
    """Places the camera about a person and lets it move.

    The camera stands at the spec's azimuth from the person's heading and at its height, at
    `distance_m` on the ground from the middle of the ground that the person covers; farther only
    where that is needed to keep `NEAREST_M` from every joint and the person's path in the picture.

    Args:
        spec: the camera.
        joints_m: (T, N, 3) points of the person over time, world frame.
        heading_rad: where the person faces.
        fps: frames per second of the clip.
        width: of the picture [px].
        height: of the picture [px].
        exposure_ev: of every frame; 0 shows the scene as it is lit.

    Raises:
        InputError: the motion's name is unknown, or the points are empty or not finite.
    """
    joints = np.asarray(joints_m, np.float64)
    if joints.ndim != 3 or joints.shape[2] != 3 or 0 in joints.shape:
        raise InputError(f"joints_m must be (T, N, 3) with T, N > 0, got {joints.shape}")
    if not np.isfinite(joints).all():
        raise InputError("joints_m contains NaN or infinity: the motion is broken")
    if not (width > 0 and height > 0 and fps > 0.0):
        raise InputError(f"width, height and fps must be positive, got {width}, {height}, {fps}")
    move = lookup(CAMERA_MOTIONS, spec.motion, "camera motion")
    low, high = joints.min(axis=1), joints.max(axis=1)
    subject = (low + high) / 2.0
    middle = (low.min(axis=0) + high.max(axis=0)) / 2.0
    focal = 0.5 * height / math.tan(0.5 * spec.vertical_fov_rad)
    bearing = heading_rad + spec.azimuth_rad
    outward = np.array([math.cos(bearing), math.sin(bearing), 0.0])
    still = spec.motion in ("static", "zoom", "dolly")
    tallest = float((high - low)[:, 2].max()) + HEAD_ABOVE_JOINT_M

    def aim_up(distance_m: float) -> float:
        """A camera too near for the whole person aims at the upper body: share of the frame."""
        return max(0.0, (tallest * focal / (distance_m * height) - WHOLE_PERSON) / 2.0)

    needed = _needed_distance(
        (spec.framing_offset[0], spec.framing_offset[1] - aim_up(spec.distance_m)),
        joints=joints, subject=subject, middle=middle, outward=outward,
        half_view=(0.5 * width / focal, 0.5 * height / focal), whole_path=still,
    )  # fmt: skip
    if spec.motion == "dolly":
        needed *= 1.0 + DOLLY_INWARD  # it may come nearer by half of that, and turn
    distance_m = max(spec.distance_m, needed)
    offset = (spec.framing_offset[0], spec.framing_offset[1] - aim_up(distance_m))
    eye = middle + distance_m * outward
    eye[2] = max(spec.height_m, LOWEST_M)
    path = move(_Take(spec=spec, eye_m=eye, subject_m=subject, middle_m=middle, fps=fps))
    position = path.eye_m.copy()
    position[:, 2] = np.maximum(position[:, 2], LOWEST_M)

    pose = look_at(position, path.target_m, spec.roll_rad)
    aim_right = math.atan(offset[0] * width / focal)
    aim_down = math.atan(offset[1] * height / focal)
    pose[:, :3, :3] = pose[:, :3, :3] @ _turned(aim_right, aim_down)

    count = len(joints)
    intrinsics = np.zeros((count, 3, 3))
    intrinsics[:, 0, 0] = intrinsics[:, 1, 1] = focal * path.zoom
    intrinsics[:, :2, 2] = 0.5 * width, 0.5 * height
    intrinsics[:, 2, 2] = 1.0
    return CameraTrack(
        world_from_camera=pose.astype(np.float32),
        intrinsics=intrinsics.astype(np.float32),
        width=width,
        height=height,
        exposure_ev=np.full(count, exposure_ev, np.float32),
    )


def _turned(right_rad: float, down_rad: float) -> np.ndarray:
    """Returns the rotation (3, 3) that turns a camera to its right, then down."""
    yaw_c, yaw_s = math.cos(right_rad), math.sin(right_rad)
    pitch_c, pitch_s = math.cos(down_rad), math.sin(down_rad)
    yaw = np.array([[yaw_c, 0.0, yaw_s], [0.0, 1.0, 0.0], [-yaw_s, 0.0, yaw_c]])
    pitch = np.array([[1.0, 0.0, 0.0], [0.0, pitch_c, pitch_s], [0.0, -pitch_s, pitch_c]])
    return yaw @ pitch


def _needed_distance(
    framing_offset: tuple[float, float],
    *,
    joints: np.ndarray,
    subject: np.ndarray,
    middle: np.ndarray,
    outward: np.ndarray,
    half_view: tuple[float, float],
    whole_path: bool,
) -> float:
    """Returns the distance from the middle that keeps clear of the person and holds the path.

    Of a path, the subject's middle must stay inside the inner 80 % of the frame, aim error
    included; of the person itself, a camera that stands near may cut off hands and feet.
    """
    sideways = np.array([-outward[1], outward[0], 0.0])
    relative = joints.reshape(-1, 3) - middle
    towards, aside = relative @ outward, relative @ sideways
    # Joints beside the line of sight do not come near the lens.
    reach = np.sqrt(np.maximum(NEAREST_M**2 - aside**2, 0.0))
    needed = float(np.max(np.where(reach > 0.0, towards + reach, -np.inf), initial=0.0))
    if whole_path:
        path = subject - middle
        for axis, half, offset in (
            (sideways, half_view[0], framing_offset[0]),
            (np.array([0.0, 0.0, 1.0]), half_view[1], framing_offset[1]),
        ):
            room = half * max(0.8 - 2.0 * abs(offset), 0.2)
            needed = max(needed, float(np.max(np.abs(path @ axis) / room + path @ outward)))
    return needed
