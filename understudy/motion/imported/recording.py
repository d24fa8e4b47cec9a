"""A recording on our rig, fit for any body: what the readers' takes become."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.ndimage import binary_closing, binary_opening, gaussian_filter1d

from understudy.geometry import quaternion_multiply, yaw_rotation
from understudy.motion.kinematics import apply, unit
from understudy.types import JOINTS

J = {name: index for index, name in enumerate(JOINTS)}
ANKLE = 0.1
"""Height of the ankle above the sole, and ..."""
SOLE = np.array([[-0.06, 0.0, -ANKLE], [0.22, 0.0, -ANKLE]])
"""... heel and ball in the ankle's frame, of a usual foot; in leg lengths (hip to ankle)."""
LOW, SLOW = 0.06, 0.55
"""A foot this low (leg lengths) and slow (leg lengths a second) is planted."""
FASTEST_TRAVEL = 10.0
"""Nobody runs faster (leg lengths a second)."""
BRIEF_S = 0.07
"""Contacts, and gaps between them, shorter than this are noise."""

_MIRRORED = np.array(
    [
        J[name.replace("left", "RIGHT").replace("right", "left").replace("RIGHT", "right")]
        for name in JOINTS
    ]
)


@dataclass(frozen=True, kw_only=True)
class Recording:
    """Joint rotations and the hips' path; x forward is not aligned with anything yet."""

    rotations: np.ndarray
    """(T, 24, 4) local, wxyz, against the T-pose with limbs exactly along the axes."""
    hips: np.ndarray
    """(T, 3) middle of the hip joints, in leg lengths; z is counted from where ankles are when
    the feet stand on the ground."""
    contacts: np.ndarray
    """(T, 2) bool: left and right foot planted."""
    support: np.ndarray
    """(T,) bool: something of the body is on the ground."""
    fps: float
    has_hands: bool
    """The hands' rotations are recorded, not filled in."""

    @property
    def frame_count(self) -> int:
        return len(self.hips)

    @property
    def duration_s(self) -> float:
        return (self.frame_count - 1) / self.fps


def mirrored(recording: Recording) -> Recording:
    """Swaps left and right."""
    return replace(
        recording,
        rotations=recording.rotations[:, _MIRRORED] * np.array([1.0, -1.0, 1.0, -1.0]),
        hips=recording.hips * np.array([1.0, -1.0, 1.0]),
        contacts=recording.contacts[:, ::-1].copy(),
    )


def cut(recording: Recording, start_s: float, end_s: float) -> Recording:
    """Returns what lies between two times, at least two frames of it."""
    first = int(np.clip(round(start_s * recording.fps), 0, recording.frame_count - 2))
    last = int(np.clip(round(end_s * recording.fps) + 1, first + 2, recording.frame_count))
    return replace(
        recording,
        rotations=recording.rotations[first:last],
        hips=recording.hips[first:last],
        contacts=recording.contacts[first:last],
        support=recording.support[first:last],
    )


def heading_rad(pelvis: np.ndarray) -> np.ndarray:
    """Returns where people face (...) from the pelvis' rotations (..., 3, 3), lying ones too."""
    left = pelvis[..., :2, 1]
    # Forward fails prone and supine, left fails on a side; their sum fails in neither.
    way = pelvis[..., :2, 0] + np.stack((left[..., 1], -left[..., 0]), axis=-1)
    heading: np.ndarray = np.arctan2(way[..., 1], way[..., 0])
    return heading


def turned(recording: Recording, yaw_rad: float) -> Recording:
    """Turns a recording about the vertical."""
    cosine, sine = np.cos(yaw_rad), np.sin(yaw_rad)
    rotations = recording.rotations.copy()
    rotations[:, 0] = quaternion_multiply(yaw_rotation(yaw_rad), rotations[:, 0])
    hips = recording.hips.copy()
    hips[:, 0] = cosine * recording.hips[:, 0] - sine * recording.hips[:, 1]
    hips[:, 1] = sine * recording.hips[:, 0] + cosine * recording.hips[:, 1]
    return replace(recording, rotations=rotations, hips=hips)


def sole_marks(ankles: np.ndarray, feet: np.ndarray) -> np.ndarray:
    """Returns heel and ball (T, 2 sides, 2, 3) from ankles (T, 2, 3) and feet (T, 2, 3, 3)."""
    return ankles[:, :, None] + apply(feet[:, :, None], SOLE)


def ground_level(marks: np.ndarray) -> float:
    """Returns the height of the ground under feet that stand on it some of the time."""
    return float(np.percentile(marks[..., 2].min(axis=(1, 2)), 5.0))


def treadmill(marks: np.ndarray, level: float, fps: float) -> np.ndarray:
    """Returns the velocity (2,) at which a walk on the spot would go on; 0 where it is none.

    Game animations often walk without moving: whatever foot is down slides back. Its velocity,
    reversed, is the walk's.
    """
    if len(marks) < 8:
        return np.zeros(2)
    flat = marks.reshape(len(marks), 4, 3)
    velocity = np.gradient(flat[..., :2], axis=0) * fps
    lowest = flat[..., 2].argmin(axis=1)
    rows = np.arange(len(flat))
    carrying = velocity[rows, lowest]
    down = flat[rows, lowest, 2] - level < 0.5 * LOW
    if down.sum() < 6:
        return np.zeros(2)
    sliding = np.median(carrying[down], axis=0)
    speed = float(np.linalg.norm(sliding))
    if not SLOW < speed < FASTEST_TRAVEL:
        return np.zeros(2)
    along = carrying[down] @ sliding / speed
    if np.mean(along > 0.4 * speed) < 0.6:
        return np.zeros(2)
    return -np.asarray(sliding)


def planted(marks: np.ndarray, level: float, fps: float) -> np.ndarray:
    """Returns (T, 2) which feet stand: heel or ball low and all but still."""
    smooth = gaussian_filter1d(marks, 0.015 * fps, axis=0, mode="nearest")
    speed = np.zeros(marks.shape[:3])
    if len(marks) > 1:
        speed = np.linalg.norm(np.gradient(smooth, axis=0), axis=-1) * fps
    on = ((marks[..., 2] - level < LOW) & (speed < SLOW)).any(axis=2)
    length = max(1, round(BRIEF_S * fps))
    brief = np.ones((length, 1), bool)
    padded = np.pad(on, ((length, length), (0, 0)), mode="edge")
    closed = binary_opening(binary_closing(padded, brief), brief)
    return np.asarray(closed)[length : length + len(marks)]


def unit_or(vectors: np.ndarray, spare: np.ndarray) -> np.ndarray:
    """Scales vectors (..., 3) to length 1, `spare` where they have none."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.where(length > 1e-9, unit(vectors), spare)
