"""Separable filters as small matrices: blur, shrinking, enlarging along one axis."""

from __future__ import annotations

import numpy as np


def gaussian(length: int, deviation_px: float) -> np.ndarray:
    """Returns (length, length) float64; rows sum to 1, so a flat picture stays flat."""
    if deviation_px <= 0.0:
        return np.eye(length)
    place = np.arange(length)
    kernel = np.exp(-0.5 * ((place[:, None] - place[None]) / deviation_px) ** 2)
    return np.asarray(kernel / kernel.sum(axis=1, keepdims=True))


def shrink(length: int, coarse: int) -> np.ndarray:
    """Returns (coarse, length): each coarse pixel averages the fine ones that it covers."""
    step = length / coarse
    low = np.arange(coarse)[:, None] * step
    place = np.arange(length)
    cover = np.minimum(low + step, place + 1.0) - np.maximum(low, place)
    return np.clip(cover, 0.0, None) / step


def enlarge(coarse: int, length: int, method: str) -> np.ndarray:
    """Returns (length, coarse); `method` is nearest, bilinear or bicubic (Keys 1981)."""
    position = (np.arange(length) + 0.5) * coarse / length - 0.5
    if method == "nearest":
        return np.eye(coarse)[np.clip(np.round(position).astype(int), 0, coarse - 1)]
    if method == "bilinear":
        inner = np.clip(position, 0.0, coarse - 1.0)
        return np.clip(1.0 - np.abs(inner[:, None] - np.arange(coarse)), 0.0, None)
    weights = np.zeros((length, coarse))
    first = np.floor(position).astype(int)
    for tap in range(-1, 3):
        away = np.abs(position - (first + tap))
        near = 1.5 * away**3 - 2.5 * away**2 + 1.0
        far = -0.5 * away**3 + 2.5 * away**2 - 4.0 * away + 2.0
        weight = np.where(away <= 1.0, near, np.where(away < 2.0, far, 0.0))
        np.add.at(weights, (np.arange(length), np.clip(first + tap, 0, coarse - 1)), weight)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def separable(planes: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Returns planes (C, H', W') of planes (C, H, W), rows (H', H) and columns (W', W)."""
    return np.asarray((rows @ planes) @ columns.T)


def three_tap(planes: np.ndarray, side: float) -> np.ndarray:
    """Returns planes (C, H, W) filtered with (side, 1 - 2 side, side) along both axes.

    Its deviation is sqrt(2 side); far quicker than a matrix for the least blur.
    """
    weight = np.float32(side)
    for axis in (1, 2):
        first, last = _cut(axis, slice(None, -1)), _cut(axis, slice(1, None))
        part = weight * planes
        result = planes - 2.0 * part
        result[last] += part[first]
        result[first] += part[last]
        for end in (slice(0, 1), slice(-1, None)):  # the border continued
            result[_cut(axis, end)] += part[_cut(axis, end)]
        planes = result
    return planes


def _cut(axis: int, part: slice) -> tuple[slice, ...]:
    return tuple(part if number == axis else slice(None) for number in range(3))
