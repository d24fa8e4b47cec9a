"""How cameras move: each way is a function of a take, in human speeds, smooth at any frame rate.

A movement may begin before the clip and end after it, or start and stop anywhere within.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from understudy.rng import stream
from understudy.types import CameraSpec

LAG_S = 0.35
"""Time constant of a hand that follows."""
WALKING_LAG_S = 0.5
"""Of somebody who walks along."""
SHAKE_ROTATION_RAD = math.radians(0.35)
SHAKE_SHIFT_M = 0.008
"""Deviation of a calm hand's turns and shifts (shake = 1)."""
STEP_HERTZ, STEP_SHIFT_M = 1.8, 0.014
"""Bob of a camera that is carried at a walk."""
CARRIED_UP_TO_M = 2.4
"""A camera above this height flies: it does not bob."""
DOLLY_INWARD = 0.2
"""Largest share of its distance that a dolly closes in."""
ORBIT_SPEED_M_S = 1.6
ORBIT_SPEED_RAD_S = 0.5
"""Fastest that a camera goes about its subject."""


@dataclass(frozen=True, kw_only=True)
class Take:
    """What a way of moving has to work with."""

    spec: CameraSpec
    eye_m: np.ndarray
    """(3,) where the camera stands by its spec."""
    subject_m: np.ndarray
    """(T, 3) middle of the person in each frame."""
    middle_m: np.ndarray
    """(3,) middle of everything the person will do."""
    fps: float
    aspect: float
    """Width of the picture by its height."""

    @property
    def frame_count(self) -> int:
        return len(self.subject_m)

    @property
    def duration_s(self) -> float:
        return self.frame_count / self.fps

    def rng(self, name: str) -> np.random.Generator:
        """Returns the random stream of one part of this camera's movement."""
        return stream(self.spec.seed, "camera", name)


@dataclass(frozen=True, kw_only=True)
class Path:
    eye_m: np.ndarray
    """(T, 3)"""
    target_m: np.ndarray
    """(T, 3)"""
    zoom: np.ndarray
    """(T,) factor on the focal length."""
    turn_rad: np.ndarray
    """(T, 2) how far the camera looks past its target, right and down."""
    around_rad: np.ndarray
    """(T,) how far it has gone about the subject, counter-clockwise seen from above."""


def smooth_noise(
    rng: np.random.Generator,
    *,
    frame_count: int,
    fps: float,
    channels: int,
    band_hz: tuple[float, float] = (0.3, 4.0),
) -> np.ndarray:
    """Returns (T, channels) of band-limited noise, deviation about 1.

    Sines with falling amplitude, as a hand moves; the same noise at any frame rate.
    """
    hertz = np.geomspace(*band_hz, 9) * rng.uniform(0.85, 1.15, (channels, 9))
    amplitude = rng.normal(0.0, 1.0, (channels, 9)) / hertz**0.8
    amplitude /= np.sqrt(0.5 * np.sum(amplitude**2, axis=1, keepdims=True))
    phase = rng.uniform(0.0, 2.0 * np.pi, (channels, 9))
    seconds = np.arange(frame_count)[:, None, None] / fps
    return np.asarray(np.sum(amplitude * np.sin(2.0 * np.pi * hertz * seconds + phase), axis=-1))


def static(take: Take) -> Path:
    """On a stand."""
    shape = (take.frame_count, 3)
    return Path(
        eye_m=np.broadcast_to(take.eye_m, shape).copy(),
        target_m=np.broadcast_to(take.middle_m, shape).copy(),
        zoom=np.ones(take.frame_count),
        turn_rad=np.zeros((take.frame_count, 2)),
        around_rad=np.zeros(take.frame_count),
    )


def handheld(take: Take) -> Path:
    """In a hand that follows a little."""
    path = static(take)
    followed = take.middle_m + 0.6 * (lagged(take) - take.middle_m)
    return _shaken(take, replace(path, target_m=followed))


def pan(take: Take) -> Path:
    """On a stand, turning after the subject."""
    return replace(static(take), target_m=lagged(take))


def tilt(take: Take) -> Path:
    """On a stand, raised or lowered onto the subject, or a little away from it."""
    rng = take.rng("tilt")
    angle = rng.choice([-1.0, 1.0]) * rng.uniform(0.12, 0.3) * take.spec.vertical_fov_rad
    progress = _progress(take, rng)
    share = 1.0 - progress if rng.random() < 0.6 else progress
    path = replace(static(take), target_m=lagged(take))
    path.turn_rad[:, 1] = angle * share
    return path


def dolly(take: Take) -> Path:
    """Slowly towards the subject or away from it, and a little around it."""
    rng = take.rng("dolly")
    progress = _progress(take, rng) - 0.5
    # A walking camera man at most; never so near that the subject leaves the frame.
    inward = float(np.clip(rng.uniform(-0.14, 0.14) * take.duration_s, -0.3, DOLLY_INWARD))
    turn = float(np.clip(rng.uniform(-0.06, 0.06) * take.duration_s, -0.3, 0.3))
    path = _around(take, turn * progress, np.broadcast_to(take.middle_m, take.subject_m.shape))
    offset = path.eye_m - take.middle_m
    offset[:, :2] *= (1.0 - inward * progress)[:, None]
    return replace(path, eye_m=take.middle_m + offset)


def zoom(take: Take) -> Path:
    """On a stand, slowly changing its focal length."""
    rng = take.rng("zoom")
    change = float(rng.uniform(-0.35, 0.35))
    return replace(static(take), zoom=np.exp(change * (_progress(take, rng) - 0.5)))


def follow(take: Take) -> Path:
    """Goes along with the subject and keeps it framed, with a lag."""
    behind = lagged(take, WALKING_LAG_S)
    level = behind - take.middle_m
    level[:, 2] = 0.0
    target = behind + 0.35 * (lagged(take) - behind)
    path = replace(static(take), eye_m=take.eye_m + level, target_m=target)
    if take.eye_m[2] <= CARRIED_UP_TO_M:
        # Steps come with the way walked, so a camera that stands still does not bob.
        speed = np.linalg.norm(np.gradient(level, 1.0 / take.fps, axis=0), axis=1)
        beat = np.sin(2.0 * np.pi * STEP_HERTZ * np.arange(take.frame_count) / take.fps)
        path.eye_m[:, 2] += STEP_SHIFT_M * take.spec.shake * np.clip(speed, 0.0, 1.5) * beat
    return _shaken(take, path)


def orbit(take: Take) -> Path:
    """An arc about the subject, at one distance from it."""
    rng = take.rng("orbit")
    centre = lagged(take, WALKING_LAG_S)
    centre[:, 2] = take.middle_m[2]
    radius = float(np.linalg.norm((take.eye_m - take.middle_m)[:2]))
    fastest = min(ORBIT_SPEED_RAD_S, ORBIT_SPEED_M_S / max(radius, 0.1))
    speed = rng.choice([-1.0, 1.0]) * rng.uniform(0.4, 1.0) * fastest
    progress = _progress(take, rng)
    steepest = float(np.abs(np.diff(progress)).max(initial=1e-3)) * take.fps
    return _around(take, speed / max(steepest, 0.2) * (progress - 0.5), centre)


def drift(take: Take) -> Path:
    """Hovers in the wind, now and then sliding slowly, looking down at the subject."""
    rng = take.rng("drift")
    wind = smooth_noise(
        rng, frame_count=take.frame_count, fps=take.fps, channels=4, band_hz=(0.05, 0.5)
    )
    amplitude = 0.02 * float(np.linalg.norm(take.eye_m - take.middle_m)) * rng.uniform(0.3, 1.0)
    direction, speed = rng.uniform(-math.pi, math.pi), rng.uniform(0.0, 1.0)
    sliding = speed if rng.random() < 0.5 else 0.0
    seconds = np.arange(take.frame_count) / take.fps - 0.5 * take.duration_s
    slide = sliding * seconds[:, None] * np.array([math.cos(direction), math.sin(direction), 0.0])
    path = static(take)
    eye = path.eye_m + amplitude * wind[:, :3] * np.array([1.0, 1.0, 0.5]) + slide
    target = take.middle_m + 0.7 * (lagged(take, WALKING_LAG_S) - take.middle_m) + 0.5 * slide
    path = replace(path, eye_m=eye, target_m=target)
    path.turn_rad[:, 0] = 0.02 * take.spec.vertical_fov_rad * wind[:, 3]
    return path


def whip(take: Take) -> Path:
    """Swung onto the subject as the clip begins, or off it as it ends."""
    rng = take.rng("whip")
    swing_s, wait_s = rng.uniform(0.25, 0.5), rng.uniform(0.0, 0.25)
    angle = rng.choice([-1.0, 1.0]) * rng.uniform(0.8, 1.3) * take.aspect
    path = handheld(take)
    seconds = np.arange(take.frame_count) / take.fps
    left_over = _eased(1.0 - (seconds - wait_s) / swing_s)
    if rng.random() < 0.5:
        left_over = left_over[::-1]
    path.turn_rad[:, 0] += angle * take.spec.vertical_fov_rad * left_over
    return path


CAMERA_MOTIONS: dict[str, Callable[[Take], Path]] = {
    "static": static, "handheld": handheld, "pan": pan, "tilt": tilt, "dolly": dolly,
    "zoom": zoom, "follow": follow, "orbit": orbit, "drift": drift, "whip": whip,
}  # fmt: skip


def lagged(take: Take, lag_s: float = LAG_S) -> np.ndarray:
    """Returns the subject (T, 3) as a hand follows it: critically damped, steady at the start."""
    share = 1.0 - math.exp(-2.0 / (lag_s * take.fps))
    first = second = take.subject_m[0]
    followed = np.empty_like(take.subject_m)
    for frame, now in enumerate(take.subject_m):
        first = first + share * (now - first)
        second = second + share * (first - second)
        followed[frame] = second
    return followed


def _eased(share: np.ndarray) -> np.ndarray:
    inside = np.clip(share, 0.0, 1.0)
    return np.asarray(inside * inside * (3.0 - 2.0 * inside))


def _progress(take: Take, rng: np.random.Generator) -> np.ndarray:
    """Returns (T,) from 0 before the movement to 1 after it."""
    length = rng.uniform(0.55, 1.6)
    start = rng.uniform(-0.5 * length, 1.0 - 0.5 * length)
    return _eased(((np.arange(take.frame_count) + 0.5) / take.frame_count - start) / length)


def _shaken(take: Take, path: Path) -> Path:
    noise = (
        smooth_noise(take.rng("shake"), frame_count=take.frame_count, fps=take.fps, channels=5)
        * take.spec.shake
    )
    path = replace(path, eye_m=path.eye_m + SHAKE_SHIFT_M * noise[:, :3])
    return replace(path, turn_rad=path.turn_rad + SHAKE_ROTATION_RAD * noise[:, 3:])


def _around(take: Take, angle: np.ndarray, centre: np.ndarray) -> Path:
    """Returns the camera turned by `angle` (T,) about `centre` (T, 3), which it looks at."""
    offset = take.eye_m - take.middle_m
    cosine, sine = np.cos(angle), np.sin(angle)
    turned = np.stack(
        (
            cosine * offset[0] - sine * offset[1],
            sine * offset[0] + cosine * offset[1],
            np.full(len(angle), offset[2]),
        ),
        axis=-1,
    )
    return replace(static(take), eye_m=centre + turned, target_m=np.array(centre), around_rad=angle)
