"""What the chip and its automatics do: exposure and colour wander, flicker, noise, night vision."""

from __future__ import annotations

import numpy as np

from understudy.render.sensor.resampling import three_tap
from understudy.rng import stream
from understudy.types import SensorSpec

GAMMA = 2.2
WARM_STOPS = 0.35
"""Change of red against green, and of green against blue, at white_balance = 1 [stops]."""
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
MID_GREY, DARKEST_PIVOT, BRIGHTEST_PIVOT = 127.5, 45.0, 190.0
MOST_BLACK, MOST_WHITE = 0.08, 0.2
"""Shares of a picture that contrast turns black and white."""
INFRARED = np.array([0.5, 0.32, 0.18])
"""What a chip without its infrared filter makes of the colours: skin and warm cloth turn bright."""
DARKEST_INFRARED, BRIGHTEST_INFRARED = 0.12, 1.5
NOISE_FRAMES = 3
"""Noise is drawn for so many frames; each frame takes a stretch at a random place of it."""


def wander(sensor: SensorSpec, name: str, frames: int) -> np.ndarray:
    """Returns (T,) of slow smooth noise with deviation 1; a longer clip begins like a shorter."""
    rng = stream(sensor.noise_seed, "sensor", name)
    per_frame = 1.0 / rng.uniform(12.0, 70.0, 4)
    phase = rng.uniform(0.0, 2.0 * np.pi, 4)
    turns = np.arange(frames)[:, None] * per_frame + phase / (2.0 * np.pi)
    return np.asarray(np.sin(2.0 * np.pi * turns).sum(axis=1) / np.sqrt(2.0))


def row_gains(sensor: SensorSpec, frames: int, height: int) -> np.ndarray | None:
    """Returns factors (T, H) on encoded values: automatic exposure and lamp flicker; None if 1."""
    if not (sensor.exposure_drift_ev or sensor.flicker):
        return None
    light = np.ones((frames, height))
    if sensor.exposure_drift_ev:
        light *= np.exp2(sensor.exposure_drift_ev * wander(sensor, "exposure", frames))[:, None]
    if sensor.flicker:
        # The shutter rolls down the chip while lamps pulse at twice the mains frequency; the
        # bands creep, since frames are no multiple of a pulse.
        rng = stream(sensor.noise_seed, "sensor", "flicker")
        bands, creep, phase = rng.uniform((0.4, 0.02, 0.0), (2.5, 0.5, 1.0))
        turns = bands * (np.arange(height) + 0.5) / height + phase
        turns = turns + creep * np.arange(frames)[:, None]
        light *= 1.0 + sensor.flicker * np.sin(2.0 * np.pi * turns)
    return np.asarray(np.maximum(light, 1e-3) ** (1.0 / GAMMA)).astype(np.float32)


def colour_transforms(
    sensor: SensorSpec, frames: int, pivot: float = MID_GREY
) -> tuple[np.ndarray, np.ndarray] | None:
    """Returns `mixing` (T, 3, 3) and `offset` (3, 1): out = mixing @ in + offset, 8-bit steps.

    None where colours stay as they are. Contrast turns about the grey `pivot`.
    """
    warmth = np.full(frames, sensor.white_balance)
    if sensor.white_balance_drift:
        warmth = warmth + sensor.white_balance_drift * wander(sensor, "white balance", frames)
    stops = WARM_STOPS * warmth / GAMMA
    balance = np.stack((np.exp2(stops), np.ones(frames), np.exp2(-stops)), axis=-1)
    amount = 1.0 + sensor.saturation
    saturate = amount * np.eye(3) + (1.0 - amount) * np.outer(np.ones(3), LUMINANCE)
    gain = 1.0 + sensor.contrast
    mixing = gain * saturate @ (np.eye(3) * balance[:, None])
    offset = np.full((3, 1), pivot * (1.0 - gain))
    if np.allclose(mixing, np.eye(3)) and np.allclose(offset, 0.0):
        return None
    return mixing.astype(np.float32), offset.astype(np.float32)


def contrast_pivot(frame: np.ndarray, contrast: float = 0.0) -> float:
    """Returns the grey that contrast leaves alone: the picture's own if it is dark.

    Turned about mid grey, a dark place would become a black one. Strong contrast turns about a
    grey at which little is lost, more in the whites than in the blacks, as cameras expose.
    """
    seen = frame[::4, ::4].astype(np.float32) @ LUMINANCE.astype(np.float32)
    pivot = float(np.clip(seen.mean(), DARKEST_PIVOT, MID_GREY))
    if contrast <= 0.0:
        return pivot
    gain = 1.0 + contrast
    dark, light = np.quantile(seen, (MOST_BLACK, 1.0 - MOST_WHITE))
    highest = float(dark) * gain / contrast  # what is as dark as `dark` becomes black
    lowest = min((float(light) * gain - 255.0) / contrast, BRIGHTEST_PIVOT)
    if lowest > highest:
        return max(0.0, 0.5 * (lowest + highest))
    return min(max(pivot, lowest), highest)


def night_vision(
    planes: np.ndarray, amount: float, depth_m: np.ndarray | None, focus_m: float
) -> np.ndarray:
    """Returns planes (3, H, W) as a grey camera with a lamp of its own sees them.

    Its light fades with the square of the distance (as an encoded value, with distance to the
    power 2 / 2.2); without depth everything is equally near.
    """
    grey = np.tensordot(INFRARED.astype(np.float32), planes, axes=1)
    if depth_m is not None:
        depth = np.where(depth_m > 0.0, depth_m, np.float32(1e4))
        lit = np.clip(focus_m / depth, DARKEST_INFRARED, BRIGHTEST_INFRARED).astype(np.float32)
        grey = grey * lit
    return np.asarray(planes + np.float32(amount) * (grey[None] - planes))


class Noise:
    """Photon, read and fixed-pattern noise; frames are independent of each other."""

    def __init__(self, sensor: SensorSpec, height: int, width: int) -> None:
        self.level = np.float32(sensor.noise)
        self.size = 3 * height * width
        self.shape = (3, height, width)
        self.rng = stream(sensor.noise_seed, "sensor", "noise")
        self.bank: np.ndarray | None = None
        if sensor.noise:
            self.bank = self.rng.standard_normal(NOISE_FRAMES * self.size, dtype=np.float32)
        self.pattern: np.ndarray | None = None
        if sensor.fixed_pattern:
            rng = stream(sensor.noise_seed, "sensor", "pattern")
            pixels = rng.standard_normal(self.shape, dtype=np.float32)
            # Columns share an amplifier, so part of the pattern is stripes.
            columns = rng.standard_normal((1, 1, width), dtype=np.float32)
            share = np.float32(np.sqrt(0.5))
            self.pattern = np.float32(sensor.fixed_pattern) * share * (pixels + columns)

    def __call__(self, planes: np.ndarray) -> np.ndarray:
        result = planes
        if self.bank is not None:
            start = int(self.rng.integers(len(self.bank) - self.size))
            grain = self.bank[start : start + self.size].reshape(self.shape)
            # Photon noise grows with the square root of light; a floor remains in the dark.
            level = np.clip(planes, 0.0, 255.0)
            level *= np.float32(1.5 / 255.0)
            level += np.float32(0.25)
            np.sqrt(level, out=level)
            level *= self.level
            level *= grain
            result = result + level
        if self.pattern is not None:
            result = result + self.pattern
        return result


def sharpened(planes: np.ndarray, amount: float) -> np.ndarray:
    """Unsharp mask with a binomial blur over three pixels."""
    edges = planes - three_tap(planes, 0.25)
    edges *= np.float32(amount)
    edges += planes
    return edges


def tone_table(sensor: SensorSpec) -> np.ndarray | None:
    """Returns the tone curve as 256 encoded values, None for a straight line."""
    if not (sensor.gamma or sensor.black_level):
        return None
    value = np.linspace(0.0, 1.0, 256) ** (2.0**sensor.gamma)
    value = sensor.black_level + (1.0 - sensor.black_level) * value
    return np.rint(255.0 * np.clip(value, 0.0, 1.0)).astype(np.uint8)
