"""What is done to recordings over time: loops, warps, sampling, poses before and after."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from understudy.geometry import (
    matrix_from_quaternion,
    quaternion_conjugate,
    quaternion_multiply,
    quaternion_normalize,
    quaternion_slerp,
)
from understudy.motion.imported.recording import J, Recording, heading_rad, turned
from understudy.motion.timing import minimum_jerk

SEAM_S = 0.35
"""How long before a loop's end it begins to become its start."""
IN_SWING = 0.3
"""A loop's seam is passed at this share of its mean speed at least."""
UPPER = tuple(
    J[name]
    for name in ("spine1", "spine2", "spine3", "neck", "head", "left_collar", "right_collar",
                 "left_shoulder", "right_shoulder")
)  # fmt: skip
"""Joints whose movement may be larger or smaller without moving the feet."""
_IDENTITY = np.array([1.0, 0.0, 0.0, 0.0])


@dataclass(frozen=True, kw_only=True)
class Samples:
    """A recording at the frames of a clip."""

    rotations: np.ndarray
    """(T, 24, 4)"""
    hips: np.ndarray
    """(T, 3)"""
    contacts: np.ndarray
    """(T, 2)"""
    support: np.ndarray
    """(T,)"""


def looped(recording: Recording, duration_s: float) -> Recording:
    """Repeats a recording until it lasts `duration_s`, with neither jump nor halt at the seams.

    Every turn goes on from where and whither the last one ended; what is left between the last
    pose and the first is taken up before the seam.
    """
    first, last = recording.rotations[0].copy(), recording.rotations[-1].copy()
    yaw = _heading(last[0]) - _heading(first[0])
    yaw = float(np.mod(yaw + np.pi, 2.0 * np.pi) - np.pi)
    unturned = turned(_one(recording, -1), -yaw).rotations[0]
    missing = quaternion_multiply(quaternion_conjugate(unturned), first)
    missing = np.where(missing[..., :1] < 0.0, -missing, missing)
    left_s = np.arange(recording.frame_count)[::-1] / recording.fps
    share = minimum_jerk(1.0 - left_s / min(SEAM_S, recording.duration_s))
    added = quaternion_slerp(_IDENTITY, missing[None], share[:, None])
    rotations = quaternion_normalize(quaternion_multiply(recording.rotations, added))
    hips = recording.hips.copy()
    hips[:, 2] += share * (hips[0, 2] - hips[-1, 2])
    one = replace(recording, rotations=rotations, hips=hips)
    turns = max(1, int(np.ceil(duration_s / recording.duration_s)) + 1)
    parts, place, heading = [], hips[0].copy(), 0.0
    step = hips[-1] - hips[0]
    for _ in range(turns):
        part = turned(one, heading)
        shift = place - part.hips[0]
        part = replace(part, hips=part.hips + np.array([shift[0], shift[1], 0.0]))
        parts.append(part)
        cosine, sine = np.cos(heading), np.sin(heading)
        place = place + np.array(
            [cosine * step[0] - sine * step[1], sine * step[0] + cosine * step[1], 0.0]
        )
        heading += yaw

    def joined(name: str) -> np.ndarray:
        # The last frame of a turn is the first of the next.
        whole = [getattr(part, name)[:-1] for part in parts[:-1]]
        return np.concatenate([*whole, getattr(parts[-1], name)])

    chained = joined("rotations")
    flips = np.sign(np.sum(chained[1:] * chained[:-1], axis=-1, keepdims=True))
    signs = np.cumprod(np.where(flips == 0.0, 1.0, flips), axis=0)
    chained[1:] *= signs
    return replace(
        one, rotations=chained, hips=joined("hips"), contacts=joined("contacts"),
        support=joined("support"),
    )  # fmt: skip


def loop_points(recording: Recording, shortest_s: float = 0.5) -> tuple[float, float]:
    """Returns start and end [s] of the part that repeats best: alike in pose and movement."""
    step = max(1, round(recording.fps / 15.0))
    poses = recording.rotations[::step, 1:] * np.sign(recording.rotations[::step, 1:, :1] + 1e-12)
    speeds = np.gradient(poses, axis=0) if len(poses) > 1 else np.zeros_like(poses)
    rate = recording.fps / step
    features = np.concatenate((poses, 0.15 * rate * speeds), axis=-1).reshape(len(poses), -1)
    gap = max(1, int(np.ceil(shortest_s * rate)))
    if len(features) <= gap + 1:
        return 0.0, recording.duration_s
    square = np.sum(features**2, axis=1)
    apart = square[:, None] + square[None] - 2.0 * features @ features.T
    rows, columns = np.triu_indices(len(features), gap)
    # Of equally good ones the longest: fewer seams, more to see.
    length = (columns - rows) / len(features)
    score = np.sqrt(np.maximum(apart[rows, columns], 0.0)) * (1.25 - 0.25 * length)
    best = int(score.argmin())
    return float(rows[best] * step / recording.fps), float(columns[best] * step / recording.fps)


def closes(recording: Recording, *, paused: bool = False) -> bool:
    """Tells whether a recording is made to repeat: it ends as it begins, in full swing.

    What begins and ends at rest in the same pose, a bow or a blow, is done once, unless `paused`
    says that rest is part of it.
    """
    if recording.frame_count < 6 or recording.duration_s > 8.0:
        return False
    first, last = recording.rotations[0, 1:], recording.rotations[-1, 1:]
    ends = _angles(first, last)
    rise = abs(recording.hips[-1, 2] - recording.hips[0, 2])
    speed = _angles(recording.rotations[1:, 1:], recording.rotations[:-1, 1:]).mean(axis=1)
    moving = max(speed[:2].mean(), speed[-2:].mean()) > IN_SWING * speed.mean()
    near = max(0.03, 1.5 * float(speed.mean()))  # or one frame short of where it began
    return bool(
        ends.mean() < near and ends.max() < 0.2 + 2.0 * near and rise < 0.05 and (moving or paused)
    )


def _angles(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Returns the angles [rad] between rotations (..., 4)."""
    cosine = np.abs(np.sum(first * second, axis=-1))
    angles: np.ndarray = 2.0 * np.arccos(np.clip(cosine, 0.0, 1.0))
    return angles


def still(recording: Recording) -> bool:
    """Tells whether a recording holds one pose."""
    if recording.frame_count < 3:
        return True
    moved = _angles(recording.rotations, recording.rotations[:1])
    return bool(moved.max() < 0.02 and np.ptp(recording.hips, axis=0).max() < 0.01)


def warped(fraction: np.ndarray, warp: float) -> np.ndarray:
    """Speeds up one half of 0..1 and slows down the other; `warp` in -1..1 (exclusive)."""
    return fraction + warp / (2.0 * np.pi) * np.sin(2.0 * np.pi * fraction)


def sample(recording: Recording, times_s: np.ndarray) -> Samples:
    """Interpolates a recording at any times; before and after it its first and last pose stay."""
    place = np.clip(times_s * recording.fps, 0.0, recording.frame_count - 1.0)
    low = np.minimum(place.astype(int), max(recording.frame_count - 2, 0))
    high = np.minimum(low + 1, recording.frame_count - 1)
    share = place - low
    first, second = recording.rotations[low], recording.rotations[high]
    # Frames are near to each other: the chord is as good as the arc.
    second = np.where(np.sum(first * second, axis=-1, keepdims=True) < 0.0, -second, second)
    weight = share[:, None, None]
    nearest = np.where(share < 0.5, low, high)
    return Samples(
        rotations=quaternion_normalize((1.0 - weight) * first + weight * second),
        hips=(1.0 - share[:, None]) * recording.hips[low] + share[:, None] * recording.hips[high],
        contacts=recording.contacts[nearest],
        support=recording.support[nearest],
    )


def with_amplitude(rotations: np.ndarray, mean: np.ndarray, amplitude: float) -> np.ndarray:
    """Makes the trunk's and arms' movement (T, 24, 4) about a mean pose larger or smaller."""
    result = rotations.copy()
    chosen = list(UPPER)
    away = quaternion_multiply(quaternion_conjugate(mean[chosen])[None], rotations[:, chosen])
    away = np.where(away[..., :1] < 0.0, -away, away)
    angle = 2.0 * np.arctan2(np.linalg.norm(away[..., 1:], axis=-1), away[..., 0])
    axis = away[..., 1:] / np.maximum(np.linalg.norm(away[..., 1:], axis=-1, keepdims=True), 1e-9)
    half = 0.5 * amplitude * angle[..., None]
    scaled = np.concatenate((np.cos(half), np.sin(half) * axis), axis=-1)
    result[:, chosen] = quaternion_multiply(mean[chosen][None], scaled)
    return result


def mean_pose(recording: Recording) -> np.ndarray:
    """Returns the middle (24, 4) of a recording's poses."""
    return quaternion_normalize(recording.rotations.sum(axis=0) + 1e-9 * _IDENTITY)


def _one(recording: Recording, index: int) -> Recording:
    chosen = [index]
    return replace(
        recording, rotations=recording.rotations[chosen], hips=recording.hips[chosen],
        contacts=recording.contacts[chosen], support=recording.support[chosen],
    )  # fmt: skip


def _heading(pelvis: np.ndarray) -> float:
    return float(heading_rad(matrix_from_quaternion(pelvis)))
