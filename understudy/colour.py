"""sRGB and linear light (IEC 61966-2-1), as numbers and as bytes."""

from __future__ import annotations

import numpy as np


def srgb_to_linear(value: np.ndarray) -> np.ndarray:
    """Decodes sRGB in 0..1."""
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(value: np.ndarray) -> np.ndarray:
    """Encodes linear light in 0..1 as sRGB."""
    curve = 1.055 * np.maximum(value, 0.0031308) ** (1.0 / 2.4) - 0.055
    return np.where(value < 0.0031308, 12.92 * value, curve)


_STEPS = 16384
"""A fifth of a level apart where the curve is steepest."""
_ENCODED = np.rint(255.0 * linear_to_srgb(np.arange(_STEPS) / (_STEPS - 1))).astype(np.uint8)
_DECODED = srgb_to_linear(np.arange(256) / 255.0).astype(np.float32)


def encode_srgb(linear: np.ndarray) -> np.ndarray:
    """Returns linear light as sRGB uint8, by table; values outside 0..1 are cut off."""
    steps = np.clip(linear, 0.0, 1.0) * np.float32(_STEPS - 1) + np.float32(0.5)
    return _ENCODED[steps.astype(np.int16)]


def decode_srgb(levels: np.ndarray) -> np.ndarray:
    """Returns sRGB uint8 as linear light, float32 in 0..1."""
    return _DECODED[levels]
