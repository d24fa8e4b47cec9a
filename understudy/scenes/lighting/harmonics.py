"""Pictures of all directions, and the ambient light that they give."""

from __future__ import annotations

import numpy as np

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
"""Weights of linear RGB (Rec. 709)."""
SH_SCALE = np.array([0.282095, *[0.488603] * 3, 1.092548, 1.092548, 0.315392, 1.092548, 0.546274])
_SH_COSINE = np.array([1.0, *[2.0 / 3.0] * 3, *[0.25] * 5])
"""Cosine lobe over pi per band (Ramamoorthi and Hanrahan 2001)."""


def directions(rows: int, columns: int) -> np.ndarray:
    """Returns the unit vectors (rows, columns, 3) of an equirectangular picture's pixels."""
    tilt = (np.arange(rows) + 0.5) * np.pi / rows
    turn = (np.arange(columns) + 0.5) * 2.0 * np.pi / columns
    return np.stack(
        (
            np.outer(np.sin(tilt), np.cos(turn)),
            np.outer(np.sin(tilt), np.sin(turn)),
            np.repeat(np.cos(tilt)[:, None], columns, axis=1),
        ),
        axis=-1,
    )


def solid_angles(rows: int, columns: int) -> np.ndarray:
    """Returns the solid angle (rows,) of a pixel in each row [sr]; the picture's sum is 4 pi."""
    tilt = (np.arange(rows) + 0.5) * np.pi / rows
    return np.sin(tilt) / (np.sin(tilt).sum() * columns) * 4.0 * np.pi


def sh_basis(towards: np.ndarray) -> np.ndarray:
    """Returns the nine real spherical harmonics (..., 9) of unit vectors (..., 3)."""
    x, y, z = np.moveaxis(towards, -1, 0)
    polynomials = (
        np.ones_like(x), y, z, x, x * y, y * z, 3.0 * z * z - 1.0, x * z, x * x - y * y,
    )  # fmt: skip
    return np.stack(polynomials, axis=-1) * SH_SCALE


def project_irradiance_sh(environment: np.ndarray) -> np.ndarray:
    """Returns `Scene.irradiance_sh` (9, 3) of an equirectangular picture (H, W, 3)."""
    rows, columns = environment.shape[:2]
    weighted = environment * solid_angles(rows, columns)[:, None, None]
    radiance = np.einsum("hwk,hwc->kc", sh_basis(directions(rows, columns)), weighted)
    return radiance * _SH_COSINE[:, None]


def shrunk(picture: np.ndarray, factor: int) -> np.ndarray:
    """Returns a picture (H, W, C) averaged over blocks of `factor` x `factor` pixels."""
    rows, columns, channels = picture.shape
    blocks = picture.reshape(rows // factor, factor, columns // factor, factor, channels)
    return blocks.mean(axis=(1, 3))


def towards(azimuth_rad: float, elevation_rad: float) -> np.ndarray:
    """Returns the unit vector (3,) of a direction."""
    level = np.cos(elevation_rad)
    return np.array(
        [level * np.cos(azimuth_rad), level * np.sin(azimuth_rad), np.sin(elevation_rad)]
    )


def luminance(colour: np.ndarray) -> float:
    """Returns the luminance of one linear RGB colour (3,)."""
    return float(colour @ LUMINANCE)
