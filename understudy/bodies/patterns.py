"""Cloth as tileable 128-pixel tiles."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

import numpy as np

from understudy.colour import encode_srgb
from understudy.types import TEXTURE_SIZE

Colour = tuple[float, float, float]
Mask = np.ndarray

_U, _V = np.meshgrid(
    (np.arange(TEXTURE_SIZE) + 0.5) / TEXTURE_SIZE, (np.arange(TEXTURE_SIZE) + 0.5) / TEXTURE_SIZE
)
_WEAVE = 1.0 + 0.06 * np.sign(np.sin(64 * np.pi * _U) * np.sin(64 * np.pi * _V)).astype(np.float32)


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
    """Smooth noise cut at a level, as in prints."""
    return (_noise(5, 22.0) > 0.2).astype(float)


def _camouflage() -> Mask:
    first, second = _noise(5, 22.0), _noise(6, 18.0)
    return np.where(first > 0.25, 1.0, np.where(second > 0.4, 0.5, 0.0))


def _flowers() -> Mask:
    """Blossoms of five petals and leaves, scattered."""
    spots = np.random.Generator(np.random.PCG64(9))
    mask = np.zeros_like(_U)
    for row in range(4):
        for column in range(4):
            x = (column + 0.5 * (row % 2) + spots.uniform(0.2, 0.8)) / 4.0
            y = (row + spots.uniform(0.2, 0.8)) / 4.0
            dx, dy = ((_U - x + 0.5) % 1.0) - 0.5, ((_V - y + 0.5) % 1.0) - 0.5
            radius, turn = np.hypot(dx, dy), np.arctan2(dy, dx) + spots.uniform(0.0, 6.0)
            size = spots.uniform(0.06, 0.11)
            petals = radius < size * (0.65 + 0.35 * np.cos(5.0 * turn))
            mask = np.where(petals, 1.0, mask)
            mask = np.where(radius < 0.25 * size, 0.35, mask)
    return mask


def _quilted() -> Mask:
    """Puffed bars: light in the middle, dark in the seams."""
    return 1.0 - np.abs(np.sin(4.0 * np.pi * _V)) ** 0.6


def _herringbone() -> Mask:
    side = np.where((_U * 8.0) % 2.0 < 1.0, _U, -_U)
    return 0.5 * _stripes(_V * 3.0 + side * 3.0, 8, 0.5)


def _noise(seed: int, smoothness: float) -> Mask:
    """Smooth repeating noise of unit variance."""
    noise = np.random.Generator(np.random.PCG64(seed)).standard_normal(_U.shape)
    frequency = np.fft.fftfreq(TEXTURE_SIZE)
    radius = np.hypot(*np.meshgrid(frequency, frequency))
    smooth = np.fft.ifft2(np.fft.fft2(noise) * np.exp(-((radius * smoothness) ** 2))).real
    return np.asarray(smooth / smooth.std())


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
        "camouflage": _camouflage,
        "flowers": _flowers,
        "quilted": _quilted,
        "herringbone": _herringbone,
        "wide_stripes": lambda: _stripes(_V, 2, 0.5),
    }
)
"""Name -> share of the second colour over the tile, (S, S), 0..1."""


def _disc() -> Mask:
    return (np.hypot(_U - 0.5, _V - 0.5) < 0.36).astype(float)


def _ring() -> Mask:
    radius = np.hypot(_U - 0.5, _V - 0.5)
    return ((radius < 0.4) & (radius > 0.27)).astype(float)


def _star() -> Mask:
    turn = np.arctan2(_U - 0.5, 0.5 - _V)
    edge = 0.40 * np.cos(np.pi / 5) / np.cos((turn + np.pi / 5) % (2 * np.pi / 5) - np.pi / 5)
    inner = 0.5 + 0.5 * np.cos(5.0 * turn)
    return (np.hypot(_U - 0.5, _V - 0.5) < edge * (0.45 + 0.55 * inner)).astype(float)


def _letters() -> Mask:
    """Two lines of what reads as letters from afar."""
    blocks = np.random.Generator(np.random.PCG64(11)).random((10, 14)) < 0.62
    blocks[:, ::4] = False
    blocks[[0, 4, 5, 9]] = False
    inside = (np.abs(_U - 0.5) < 0.45) & (np.abs(_V - 0.5) < 0.3)
    row = np.clip((_V - 0.2) / 0.6 * 10, 0, 9).astype(int)
    column = np.clip((_U - 0.05) / 0.9 * 14, 0, 13).astype(int)
    return (inside & blocks[row, column]).astype(float)


def _number() -> Mask:
    """Two large digits, 1 and 7."""
    upright = (np.abs(_U - 0.3) < 0.07) & (np.abs(_V - 0.5) < 0.36)
    bar = (np.abs(_V - 0.2) < 0.06) & (np.abs(_U - 0.66) < 0.2)
    slope = (np.abs(_U - 0.86 + 0.42 * (_V - 0.2)) < 0.07) & (_V > 0.2) & (_V < 0.86)
    return (upright | bar | slope).astype(float)


def _bar() -> Mask:
    return ((np.abs(_V - 0.5) < 0.14) & (np.abs(_U - 0.5) < 0.47)).astype(float)


def _logo() -> Mask:
    """Small, over the heart."""
    return (np.hypot(_U - 0.78, _V - 0.25) < 0.11).astype(float)


def buttons() -> Mask:
    """Four buttons and the seam beside them, on a strip a tenth as wide as it is long."""
    spots = np.hypot((_U - 0.5) * 0.1, (_V * 4.0) % 1.0 / 4.0 - 0.125) < 0.018
    return np.maximum(spots.astype(float), 0.35 * (np.abs(_U - 0.93) < 0.05))


MOTIFS: MappingProxyType[str, Callable[[], Mask]] = MappingProxyType(
    {
        "none": _plain,
        "disc": _disc,
        "ring": _ring,
        "star": _star,
        "letters": _letters,
        "number": _number,
        "bar": _bar,
        "logo": _logo,
    }
)
"""As `PATTERNS`; stretched over a panel once."""


def plain_tile(colour: Colour) -> np.ndarray:
    """Returns a plain tile."""
    return cloth_tile(_plain(), colour, colour)


def cloth_tile(pattern: Mask, first: Colour, second: Colour) -> np.ndarray:
    """Returns the (S, S, 3) uint8 sRGB tile of a pattern in two linear colours, with weave."""
    start, end = (np.asarray(c, np.float32)[:, None, None] for c in (first, second))
    mixed = start + (end - start) * pattern.astype(np.float32)
    # Channel by channel: NumPy is slow where the last axis has three places.
    return np.ascontiguousarray(encode_srgb(mixed * _WEAVE).transpose(1, 2, 0))
