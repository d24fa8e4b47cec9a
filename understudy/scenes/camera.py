"""Where the camera stands; it never learns what the actor is doing, but keeps it in the picture."""

from __future__ import annotations

import math

import numpy as np

from understudy.errors import InputError, lookup
from understudy.geometry import project
from understudy.scenes.camera_motions import CAMERA_MOTIONS, DOLLY_INWARD, Path, Take
from understudy.types import JOINTS, CameraSpec, CameraTrack

LOWEST_M = 0.15
"""A camera lies on the ground at the lowest."""
NEAREST_M = 0.9
"""Free space between the lens and the nearest joint, at any time."""
FARTHEST_M = 9.0
"""Rather than go farther than this (or than its spec says), a camera takes a wider lens, so that
rooms stay rooms ..."""
WIDEST_RAD = math.radians(95.0)
"""... up to this vertical field of view."""
HIGH_M = 2.2
"""Cameras above this height look down over heads."""
FLYING_M = 6.0
"""Cameras above this height fly: they back off upwards too."""
STEEP_RAD = math.radians(55.0)
"""Looking down more steeply than this, a camera keeps its own upright, not the horizon's."""
WHOLE_PERSON = 0.95
"""A person up to this share of the frame's height is shown whole."""
HEAD_ABOVE_JOINT_M = 0.2
"""Crown above the highest joint."""
OVERLOOKING = 1.2
"""How far a camera at eye level keeps from people above the ground, per metre that they are up."""
HELD_JOINTS = 0.55
"""Share of the joints, of those that the framing means to show, that must be in the picture ..."""
HELD_FRAMES = 0.93
"""... in this share of the frames; if not, the camera backs off."""
TRIES = 14


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
    `distance_m` on the ground from the middle of the ground that the person covers; farther, or
    with a wider lens, only where that is needed to keep `NEAREST_M` from every joint and the
    person in the picture.

    Args:
        spec: the camera.
        joints_m: (T, N, 3) points of the person over time, world frame; the joints of people
            who act together one after the other.
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
    tallest = float((high - low)[:, 2].max()) + HEAD_ABOVE_JOINT_M
    bearing = heading_rad + spec.azimuth_rad
    outward = np.array([math.cos(bearing), math.sin(bearing), 0.0])
    focal = 0.5 * height / math.tan(0.5 * spec.vertical_fov_rad)
    longest_lens = focal / (0.5 * height / math.tan(0.5 * WIDEST_RAD))
    needed = _needed_distance(
        spec.framing_offset, joints=joints, subject=subject, middle=middle, outward=outward,
        half_view=(0.5 * width / focal, 0.5 * height / focal),
        whole_path=spec.motion in ("static", "zoom", "dolly"),
    )  # fmt: skip
    if spec.motion == "dolly":
        needed *= 1.0 + DOLLY_INWARD  # it may come nearer by half of that, and turn
    # A high camera is far enough already; whether it holds the path is seen below.
    reach = max(spec.distance_m, needed if spec.height_m < HIGH_M else LOWEST_M)
    if spec.height_m < HIGH_M:
        # From right below, what somebody stands on would hide them.
        nearer = (subject - middle) @ outward
        reach = max(reach, float((nearer + OVERLOOKING * low[:, 2]).max()))

    # Each of two people who act together is to be seen.
    people = joints.shape[1] // len(JOINTS) if joints.shape[1] % len(JOINTS) == 0 else 1
    # A whip is meant to lose the person for a moment.
    frames_held = HELD_FRAMES if spec.motion != "whip" else 0.6
    for attempt in range(TRIES):
        wider = max(reach / max(spec.distance_m, FARTHEST_M), 1.0)
        wider = min(wider, max(longest_lens, 1.0))
        away = reach / wider
        eye = middle + away * outward
        eye[2] = spec.height_m
        if spec.height_m > FLYING_M:
            eye[2] = middle[2] + (spec.height_m - middle[2]) * away / spec.distance_m
        eye[2] = max(eye[2], LOWEST_M)
        take = Take(
            spec=spec, eye_m=eye, subject_m=subject, middle_m=middle, fps=fps,
            aspect=width / height,
        )  # fmt: skip
        path = move(take)
        path.eye_m[:, 2] = np.maximum(path.eye_m[:, 2], LOWEST_M)
        cut, aim_up = _overflow(take, tallest, focal / wider / height)
        pose = _poses(take, path, bearing, focal / wider / np.array([width, height]), aim_up)
        intrinsics = np.zeros((len(joints), 3, 3))
        intrinsics[:, 0, 0] = intrinsics[:, 1, 1] = focal / wider * path.zoom
        intrinsics[:, :2, 2] = 0.5 * width, 0.5 * height
        intrinsics[:, 2, 2] = 1.0
        if attempt == TRIES - 1:
            break
        nearest = np.linalg.norm(joints - path.eye_m[:, None], axis=2).min()
        if nearest < 0.85 * NEAREST_M:
            reach *= 1.12
            continue
        pixels, _ = project(joints, pose, intrinsics)
        with np.errstate(invalid="ignore"):  # NaN behind the camera
            inside = ((pixels > 0.0) & (pixels < [width, height])).all(axis=-1)
        share = inside.reshape(len(joints), people, -1).mean(axis=2).min(axis=1)
        if (share >= HELD_JOINTS * min(1.0, 1.0 / (1.0 + cut))).mean() >= frames_held:
            break
        reach *= 1.12

    return CameraTrack(
        world_from_camera=pose.astype(np.float32),
        intrinsics=intrinsics.astype(np.float32),
        width=width,
        height=height,
        exposure_ev=np.full(len(joints), exposure_ev, np.float32),
    )


def _overflow(take: Take, tallest: float, focal_by_height: float) -> tuple[float, float]:
    """Returns what of the person does not fit the frame, and how far the head is above it.

    Both are shares of the frame's height, of a person who stands in the middle.
    """
    away = take.eye_m - take.middle_m
    ground = float(np.hypot(away[0], away[1]))
    ahead = math.atan2(away[2], ground)
    above, below = (
        math.tan(
            np.clip(side * (ahead - math.atan2(away[2] - side * tallest / 2.0, ground)), 0, 1.5)
        )
        * focal_by_height
        for side in (1.0, -1.0)
    )
    cut = max(0.0, above + below - WHOLE_PERSON)
    return cut, max(0.0, above - WHOLE_PERSON / 2.0) if cut else 0.0


def _poses(
    take: Take, path: Path, bearing_rad: float, focal: np.ndarray, aim_up: float
) -> np.ndarray:
    """Returns world_from_camera (T, 4, 4).

    Args:
        take: where the camera stands.
        path: how it moves.
        bearing_rad: direction from the person to the camera's place.
        focal: (2,) focal length in widths and in heights of the frame.
        aim_up: share of the frame's height; a camera too near for the whole person aims at the
            upper body.
    """
    right_share, down_share = take.spec.framing_offset
    down_share -= aim_up
    pose = _look(take, path, bearing_rad)
    roll = take.spec.roll_rad
    cosine, sine = math.cos(roll), math.sin(roll)
    rolled = np.array([[cosine, -sine, 0.0], [sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    turns = _turned(
        np.arctan(right_share / focal[0]) + path.turn_rad[:, 0],
        np.arctan(down_share / focal[1]) + path.turn_rad[:, 1],
    )
    pose[:, :3, :3] = pose[:, :3, :3] @ rolled @ turns
    return pose


def _look(take: Take, path: Path, bearing_rad: float) -> np.ndarray:
    """Returns upright poses (T, 4, 4) at the path's eyes that look at its targets.

    A camera that looks steeply down has no horizon: up is then where it would be for the camera's
    nominal view, turned along with an orbit, which stays clear of looking along itself.
    """
    forward = path.target_m - path.eye_m
    forward = forward / np.linalg.norm(forward, axis=1, keepdims=True)
    away = take.eye_m - take.middle_m
    steepness = math.atan2(away[2], math.hypot(away[0], away[1]))
    upright = np.broadcast_to([0.0, 0.0, 1.0], forward.shape)
    if steepness > STEEP_RAD:
        angle = bearing_rad + path.around_rad
        inward = -np.stack((np.cos(angle), np.sin(angle), np.zeros_like(angle)), axis=-1)
        upright = math.sin(steepness) * inward + math.cos(steepness) * upright
    right = np.cross(forward, upright)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    pose = np.zeros((len(forward), 4, 4))
    pose[:, :3, 0], pose[:, :3, 1] = right, np.cross(forward, right)
    pose[:, :3, 2], pose[:, :3, 3] = forward, path.eye_m
    pose[:, 3, 3] = 1.0
    return pose


def _turned(right_rad: np.ndarray, down_rad: np.ndarray) -> np.ndarray:
    """Returns the rotations (T, 3, 3) that turn a camera to its right, then down."""
    yaw, pitch = np.zeros((2, len(right_rad), 3, 3))
    cosine, sine = np.cos(right_rad), np.sin(right_rad)
    yaw[:, 0, 0], yaw[:, 0, 2], yaw[:, 2, 0], yaw[:, 2, 2] = cosine, sine, -sine, cosine
    yaw[:, 1, 1] = 1.0
    cosine, sine = np.cos(down_rad), np.sin(down_rad)
    pitch[:, 1, 1], pitch[:, 1, 2], pitch[:, 2, 1], pitch[:, 2, 2] = cosine, sine, -sine, cosine
    pitch[:, 0, 0] = 1.0
    return np.asarray(yaw @ pitch)


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
