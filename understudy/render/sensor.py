"""The camera behind the lens: what a cheap sensor and its processing do to a clean picture."""

from __future__ import annotations

import numpy as np

from understudy.rng import stream
from understudy.types import SensorSpec

WARM_STOPS = 0.35
"""Change of red against green, and of green against blue, at white_balance = 1 [stops]."""

_GAMMA = 2.2
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def apply_sensor(frames: np.ndarray, sensor: SensorSpec) -> np.ndarray:
    """Returns what the camera stores: lens blur, resolution loss, vignette, colours, noise.

    Exposure is not applied here: it acts on linear light, in the renderer
    (`CameraTrack.exposure_ev`). `contrast` and `saturation` are changes: 0 none, 0.2 a fifth
    more, -1 none left. A sensor without noise, blur and changes returns the frames untouched.

    Args:
        frames: (T, H, W, 3) uint8, sRGB.
        sensor: its `noise_seed` names the noise; `crf` is the encoder's business.

    Returns:
        (T, H, W, 3) uint8, never the same memory as `frames`.
    """
    _, height, width, _ = frames.shape
    mixing, offset = _colour_transform(sensor)
    blurs = sensor.blur_px > 0.0 or sensor.downscale > 1.0
    changes_colour = not np.allclose(mixing, np.eye(3)) or not np.allclose(offset, 0.0)
    if not (blurs or changes_colour or sensor.vignette or sensor.noise):
        return frames.copy()

    rows = _lens(height, sensor) if blurs else None
    columns = _lens(width, sensor) if blurs else None
    falloff = _falloff(height, width, sensor.vignette)
    rng = stream(sensor.noise_seed, "sensor", "noise")
    result = np.empty_like(frames)
    for number, frame in enumerate(frames):
        picture = frame.astype(np.float32)
        if rows is not None and columns is not None:
            planes = np.moveaxis(picture, -1, 0)
            picture = np.moveaxis(rows @ planes @ columns.T, 0, -1)
        if sensor.vignette:
            picture = picture * falloff
        if changes_colour:
            picture = picture @ mixing + offset
        if sensor.noise:
            grain = rng.standard_normal(picture.shape, dtype=np.float32)
            # Photon noise grows with the square root of light; a floor remains in the dark.
            level = np.sqrt(0.25 + (1.5 / 255.0) * np.clip(picture, 0.0, 255.0))
            picture = picture + grain * (level * np.float32(sensor.noise))
        result[number] = np.clip(picture + 0.5, 0.0, 255.0)
    return result


def _colour_transform(sensor: SensorSpec) -> tuple[np.ndarray, np.ndarray]:
    """Returns `mixing` (3, 3) and `offset` (3,): out = in @ mixing + offset, in 8-bit steps."""
    stops = WARM_STOPS * sensor.white_balance / _GAMMA
    balance = np.diag([2.0**stops, 1.0, 2.0**-stops])
    amount = 1.0 + sensor.saturation
    saturate = amount * np.eye(3) + (1.0 - amount) * np.outer(_LUMINANCE, np.ones(3))
    gain = 1.0 + sensor.contrast
    mixing = balance @ saturate * gain
    offset = np.full(3, 127.5 * (1.0 - gain))
    return mixing.astype(np.float32), offset.astype(np.float32)


def _falloff(height: int, width: int, vignette: float) -> np.ndarray:
    """Returns (H, W, 1): 1 in the middle, 1 - vignette in the corners."""
    v = (np.arange(height) + 0.5) / height * 2.0 - 1.0
    u = (np.arange(width) + 0.5) / width * 2.0 - 1.0
    squared = 0.5 * (u[None] ** 2 + v[:, None] ** 2)
    return (1.0 - vignette * squared)[..., None].astype(np.float32)


def _lens(length: int, sensor: SensorSpec) -> np.ndarray:
    """Returns (length, length): blur and resolution loss along one axis; rows sum to 1."""
    place = np.arange(length) + 0.5
    operator = np.eye(length)
    if sensor.blur_px > 0.0:
        operator = np.exp(-0.5 * ((place[:, None] - place[None]) / sensor.blur_px) ** 2)
        operator /= operator.sum(axis=1, keepdims=True)
    if sensor.downscale > 1.0:
        coarse = max(1, round(length / sensor.downscale))
        step = length / coarse
        low = np.arange(coarse)[:, None] * step
        # Each coarse pixel averages the fine ones it covers; bilinear back up.
        cover = np.minimum(low + step, place + 0.5) - np.maximum(low, place - 0.5)
        shrink = np.clip(cover, 0.0, None) / step
        position = np.clip(place / step - 0.5, 0.0, coarse - 1.0)
        enlarge = np.clip(1.0 - np.abs(position[:, None] - np.arange(coarse)[None]), 0.0, None)
        operator = enlarge @ shrink @ operator
    return operator.astype(np.float32)
