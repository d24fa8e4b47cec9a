"""Image-based light: a panorama becomes a key light and ambient light."""

from __future__ import annotations

import numpy as np

from understudy.errors import InputError
from understudy.scenes.lighting.harmonics import (
    LUMINANCE,
    directions,
    project_irradiance_sh,
    solid_angles,
)
from understudy.scenes.lighting.surroundings import Lighting
from understudy.types import KeyLight

WIDEST_SPOT_RAD = 0.35
"""Beyond this angle from its brightest point nothing belongs to the key light."""
SPOT_SHARE = 0.2
"""What is at least this bright against the brightest point, and joined to it, is the key light."""
HALO_RAD = 0.03
"""The blurred edge of a sun in a coarse panorama belongs to it too."""


def environment_light(panorama: np.ndarray, strength: float = 1.0) -> Lighting:
    """Takes the brightest compact spot of a panorama as key light, the rest as ambient light.

    No energy is lost or counted twice: what the key light has is missing from the ambient light.
    Nothing is exposed: a white surface has the colour that the panorama's own units give it.

    Args:
        panorama: (H, W, 3) float, linear, laid out as `Scene.environment`, W = 2 H.
        strength: multiplies everything.

    Raises:
        InputError: the array has another shape, or values that are negative or not finite.
    """
    picture = np.asarray(panorama, np.float64)
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.shape[1] != 2 * picture.shape[0]:
        raise InputError(
            "a panorama must be (H, W, 3) with W = 2 H, equirectangular, linear RGB; "
            f"got {picture.shape}"
        )
    if not (np.isfinite(picture).all() and (picture >= 0.0).all()):
        raise InputError("a panorama's values must be finite and not negative")
    picture = strength * picture
    rows, columns = picture.shape[:2]
    view = directions(rows, columns)
    solid = np.broadcast_to(solid_angles(rows, columns)[:, None], (rows, columns))
    brightness = picture @ LUMINANCE
    spot, level = _spot(brightness, picture, view)
    excess = np.where(spot[..., None], np.maximum(picture - level, 0.0), 0.0)
    energy = np.einsum("hw,hwc->c", solid, excess)
    power = solid * (excess @ LUMINANCE)
    towards = np.einsum("hw,hwc->c", power, view)
    length = float(np.linalg.norm(towards))
    if length < 1e-9:  # one colour all round: weak light from above stands for it
        towards, length = np.array([0.0, 0.0, 1.0]), 1.0
    towards = towards / length
    total = float(power.sum())
    spread = np.sum(power * (1.0 - view @ towards)) / total if total > 1e-12 else 0.5
    radius = float(np.sqrt(4.0 * max(spread, 0.0)))
    return Lighting(
        key_light=KeyLight(
            towards_light=towards.astype(np.float32),
            position_m=None,
            radiance=(energy / np.pi).astype(np.float32),
            softness=float(np.clip(radius / 0.2, 0.05, 1.0)),
        ),
        environment=picture.astype(np.float32),
        irradiance_sh=project_irradiance_sh(picture - excess).astype(np.float32),
    )


def _spot(
    brightness: np.ndarray, picture: np.ndarray, view: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Returns which pixels (H, W) the key light fills, and the colour (3,) around them."""
    row, column = np.unravel_index(int(np.argmax(brightness)), brightness.shape)
    angle = np.arccos(np.clip(view @ view[row, column], -1.0, 1.0))
    bright = (brightness >= SPOT_SHARE * brightness[row, column]) & (angle < WIDEST_SPOT_RAD)
    joined = _joined(bright, int(row), int(column))
    radius = float(angle[joined].max())
    spot = joined | (angle < min(radius + HALO_RAD, WIDEST_SPOT_RAD))
    ring = (angle > radius + HALO_RAD) & (angle < 2.0 * radius + 4.0 * HALO_RAD)
    around = picture[ring] if ring.any() else picture[~spot]
    return spot, np.median(around.reshape(-1, 3), axis=0)


def _joined(mask: np.ndarray, row: int, column: int) -> np.ndarray:
    """Returns the pixels joined to one, across the picture's left and right border too."""
    joined = np.zeros_like(mask)
    joined[row, column] = True
    while True:
        grown = joined | np.roll(joined, 1, axis=1) | np.roll(joined, -1, axis=1)
        grown[1:] |= joined[:-1]
        grown[:-1] |= joined[1:]
        grown &= mask
        if np.array_equal(grown, joined):
            return joined
        joined = grown
