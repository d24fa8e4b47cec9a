"""Grain of procedural tiles: seamless noise and shading."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import fft

from understudy.types import TEXTURE_SIZE

S = TEXTURE_SIZE
Y, X = np.mgrid[0:S, 0:S]
"""Row and column of each pixel."""


@lru_cache(maxsize=64)
def _damping(wave_px: float, stretch: tuple[float, float]) -> np.ndarray:
    """Returns what each frequency is multiplied by, (S, S // 2 + 1)."""
    squared = (fft.fftfreq(S, 1.0 / S)[:, None] * stretch[1]) ** 2
    squared = squared + (fft.rfftfreq(S, 1.0 / S)[None] * stretch[0]) ** 2
    damping = np.exp(-squared * (wave_px / S) ** 2)
    # Rows and columns of unlike brightness would show as stripes across a large floor.
    damping[0, :] = damping[:, 0] = 0.0
    return damping.astype(np.float32)


def noise(
    rng: np.random.Generator,
    wave_px: float,
    *,
    stretch: tuple[float, float] = (1.0, 1.0),
) -> np.ndarray:
    """Returns seamless noise (S, S), deviation 1, with features of about `wave_px`.

    `stretch` lengthens the features along x and y.
    """
    damping = _damping(wave_px, stretch)
    # The spectrum of white noise is white noise.
    white = rng.standard_normal((*damping.shape, 2), np.float32).view(np.complex64)[..., 0]
    field = fft.irfft2(damping * white, (S, S))
    return np.asarray(field / max(float(field.std()), 1e-9))


def shaded(colour: Sequence[float] | np.ndarray, shade: np.ndarray) -> np.ndarray:
    """Returns a colour (3,) under a shade (S, S)."""
    return np.asarray(colour, np.float32) * np.maximum(shade, np.float32(0.02))[..., None]


def mixed(first: np.ndarray, second: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Returns the way from one picture or colour to another at a weight (S, S)."""
    return first + (second - first) * weight[..., None]
