"""Strand tiles: what hair looks like close by, to be multiplied by its colour."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from understudy.colour import encode_srgb
from understudy.errors import lookup
from understudy.types import TEXTURE_SIZE

_U, _V = np.meshgrid(
    (np.arange(TEXTURE_SIZE) + 0.5) / TEXTURE_SIZE, (np.arange(TEXTURE_SIZE) + 0.5) / TEXTURE_SIZE
)


def _band_noise(across: float, along: float, seed: int) -> np.ndarray:
    """Returns repeating noise (S, S) of unit variance, with cycles per tile in u and in v."""
    white = np.random.Generator(np.random.PCG64(seed)).standard_normal(_U.shape)
    frequency = np.fft.fftfreq(TEXTURE_SIZE, 1.0 / TEXTURE_SIZE)
    wide, high = np.meshgrid(frequency, frequency)
    band = np.exp(-((wide / across) ** 2) - (high / along) ** 2)
    band *= 1.0 - np.exp(-((wide / (0.2 * across)) ** 2))
    smooth = np.fft.ifft2(np.fft.fft2(white) * band).real
    return smooth / smooth.std()


def _shifted(tile: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Moves each row of a repeating tile sideways by a share of the tile (S,)."""
    columns = (np.arange(TEXTURE_SIZE)[None] + np.round(by[:, None] * TEXTURE_SIZE)).astype(int)
    return np.take_along_axis(tile, columns % TEXTURE_SIZE, axis=1)


def _straight() -> np.ndarray:
    return 0.78 + 0.13 * _band_noise(22.0, 1.2, 3) + 0.06 * _band_noise(50.0, 2.0, 4)


def _wavy() -> np.ndarray:
    return _shifted(_straight(), 0.06 * np.sin(4.0 * np.pi * _V[:, 0]))


def _coils() -> np.ndarray:
    return 0.72 + 0.17 * _band_noise(14.0, 14.0, 5) + 0.08 * _band_noise(40.0, 40.0, 6)


def _fuzz() -> np.ndarray:
    return 0.80 + 0.09 * _band_noise(45.0, 20.0, 7)


def _rows() -> np.ndarray:
    ridge = np.abs(np.sin(6.0 * np.pi * _U))
    return 0.25 + 0.65 * ridge**0.7 * (0.88 + 0.12 * np.sin(2.0 * np.pi * (24.0 * _V + ridge)))


STRANDS: MappingProxyType[str, Callable[[], np.ndarray]] = MappingProxyType(
    {"straight": _straight, "wavy": _wavy, "coils": _coils, "fuzz": _fuzz, "rows": _rows}
)
"""Name -> brightness over the tile (S, S), linear."""


@lru_cache(maxsize=8)
def strand_tile(name: str) -> np.ndarray:
    """Returns the (S, S, 3) uint8 sRGB tile of a kind of strands.

    Raises:
        InputError: unknown kind.
    """
    grey = np.clip(lookup(STRANDS, name, "kind of strands")(), 0.05, 1.0)
    return np.repeat(encode_srgb(grey)[..., None], 3, axis=2)
