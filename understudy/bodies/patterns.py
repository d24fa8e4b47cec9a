"""Cloth and hair as tileable 128-pixel tiles."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np

from understudy.types import TEXTURE_SIZE

Colour = tuple[float, float, float]
Mask = np.ndarray

_U, _V = np.meshgrid(
    (np.arange(TEXTURE_SIZE) + 0.5) / TEXTURE_SIZE, (np.arange(TEXTURE_SIZE) + 0.5) / TEXTURE_SIZE
)


def _stripes(position: np.ndarray, count: int, share: float) -> Mask:
    return ((position * count) % 1.0 < share).astype(float)


def _plain() -> Mask:
    return np.zeros_like(_U)


def _dots() -> Mask:
    x, y = _U * 4.0, _V * 4.0
    near = ((x + (np.floor(y) % 2) * 0.5) % 1.0 - 0.5) ** 2 + (y % 1.0 - 0.5) ** 2
    return (near < 0.07).astype(float)


def _checks() -> Mask:
    return 0.5 * _stripes(_U, 4, 0.5) + 0.5 * _stripes(_V, 4, 0.5)


def _plaid() -> Mask:
    wide = 0.4 * _stripes(_U, 2, 0.45) + 0.4 * _stripes(_V, 2, 0.45)
    return wide + 0.2 * np.maximum(_stripes(_U, 8, 0.15), _stripes(_V, 8, 0.15))


def _zigzag() -> Mask:
    return _stripes(_V + 0.08 * np.abs((_U * 8.0) % 2.0 - 1.0), 6, 0.5)


def _denim() -> Mask:
    return 0.35 * _stripes(_U + _V, 32, 0.5) + 0.25 * np.sin(2 * np.pi * (_U * 3)) ** 2


def _knit() -> Mask:
    return 0.5 + 0.5 * np.sin(2 * np.pi * (24 * _V + 1.5 * np.abs((_U * 16.0) % 1.0 - 0.5)))


def _blotches() -> Mask:
    """Smooth noise cut at a level, as in prints and camouflage."""
    noise = np.random.Generator(np.random.PCG64(5)).standard_normal(_U.shape)
    frequency = np.fft.fftfreq(TEXTURE_SIZE)
    radius = np.hypot(*np.meshgrid(frequency, frequency))
    smooth = np.fft.ifft2(np.fft.fft2(noise) * np.exp(-((radius * 22.0) ** 2))).real
    return (smooth > 0.2 * smooth.std()).astype(float)


PATTERNS: MappingProxyType[str, Callable[[], Mask]] = MappingProxyType(
    {
        "plain": _plain,
        "stripes": lambda: _stripes(_V, 5, 0.5),
        "pinstripes": lambda: _stripes(_U, 10, 0.18),
        "checks": _checks,
        "plaid": _plaid,
        "dots": _dots,
        "zigzag": _zigzag,
        "denim": _denim,
        "knit": _knit,
        "print": _blotches,
    }
)
"""Name -> share of the second colour over the tile, (S, S), 0..1."""


def cloth_tile(pattern: Mask, first: Colour, second: Colour) -> np.ndarray:
    """Returns the (S, S, 3) uint8 sRGB tile of a pattern in two linear colours, with weave."""
    mixed = np.array(first) * (1 - pattern[..., None]) + np.array(second) * pattern[..., None]
    weave = 1.0 + 0.06 * np.sign(np.sin(2 * np.pi * 32 * _U) * np.sin(2 * np.pi * 32 * _V))
    return _srgb(mixed * weave[..., None])


def hair_tile() -> np.ndarray:
    """Returns strands in grey, to be multiplied by the hair's colour."""
    waves = np.random.Generator(np.random.PCG64(3)).uniform(0.55, 1.0, TEXTURE_SIZE)
    strands = np.repeat(waves[None], TEXTURE_SIZE, axis=0)
    return _srgb(np.repeat(strands[..., None], 3, axis=2))


def _srgb(linear: np.ndarray) -> np.ndarray:
    linear = np.clip(linear, 0.0, 1.0)
    curve = np.where(linear < 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(curve * 255).astype(np.uint8)
