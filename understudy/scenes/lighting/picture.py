"""The environment picture of a place under the sky: dome, horizon, ground and sun."""

from __future__ import annotations

from functools import cache

import numpy as np

from understudy.scenes.lighting.harmonics import directions, solid_angles
from understudy.scenes.lighting.sky import DOME_SIZE, Sky
from understudy.scenes.lighting.skyline import (
    BACKDROPS,
    BAND_ROWS,
    COLUMNS,
    ELEVATION,
    ROWS,
    Layer,
)

SUN_RADIUS_RAD = 0.011
"""Of the bright disc as a lens shows it; the sun's own radius is 0.0047."""
SUN_GLARE = 30.0
"""Brightness of the disc against the light that a surface gets from the sun."""


def outdoor_picture(
    sky: Sky, *, ground: np.ndarray, backdrop: str, night: bool, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Paints what surrounds a place.

    Args:
        sky: of the moment.
        ground: (3,) albedo of the ground that goes on to the horizon.
        backdrop: a key of `BACKDROPS`.
        night: lets windows shine.
        rng: random source.

    Returns:
        The picture (ROWS, COLUMNS, 3) with the sun's disc, and one (64, 128, 3) without it, which
        is what lights the place beside the sun.
    """
    upper = _enlarged(sky.dome[: DOME_SIZE[0] // 2])
    rim = _enlarged_row(sky.rim)
    turn = (np.arange(COLUMNS) + 0.5) * 2.0 * np.pi / COLUMNS
    outward = np.stack((np.cos(turn), np.sin(turn), np.zeros(COLUMNS)), axis=1)
    half = DOME_SIZE[0] // 2
    weight = solid_angles(*DOME_SIZE)[:half, None] * directions(*DOME_SIZE)[:half, :, 2] / np.pi
    skylight = np.einsum("hw,hwc->c", weight, sky.dome[:half])  # on level ground
    sunlight = sky.sun * max(float(sky.towards_sun[2]), 0.0)
    floor = np.maximum(ground, 0.02) * (skylight + sunlight)

    facing = np.maximum(-outward @ sky.towards_sun, 0.0)[:, None]
    shine = 0.5 * skylight + 0.4 * floor + (0.75 * facing + 0.25 * sky.towards_sun[2]) * sky.sun
    band = upper[-BAND_ROWS:]
    for layer in BACKDROPS[backdrop](rng):
        _stand(band, layer, shine=shine, rim=rim, night=night, skylight=skylight)

    # Haze takes the ground's last strip below the horizon.
    far = np.exp(-(np.arange(ROWS // 2) + 0.5) * (np.pi / ROWS) / 0.004)[:, None, None]
    sheen = np.array(floor)
    if backdrop == "sea":
        sheen = 0.5 * floor + 0.35 * rim.mean(axis=0)
    lower = sheen + 0.4 * far * (rim - sheen)
    low = np.concatenate(
        (
            upper.reshape(32, 8, 128, 8, 3).mean(axis=(1, 3)),
            lower.reshape(32, 8, 128, 8, 3).mean(axis=(1, 3)),
        )
    )
    picture = np.concatenate((upper, lower)).astype(np.float32)
    _add_sun(picture, sky)
    return picture, low


def _stand(
    band: np.ndarray, layer: Layer, *, shine: np.ndarray, rim: np.ndarray, night: bool,
    skylight: np.ndarray,
) -> None:  # fmt: skip
    """Paints one layer over the band above the horizon, in place."""
    there = ELEVATION[:, None] < layer.height_rad[None]
    first = int(np.argmax(there.any(axis=1))) if there.any() else BAND_ROWS
    rows = slice(first, BAND_ROWS)
    colour = layer.colour[rows] * shine
    haze = layer.haze * (0.5 if night else 1.0)
    colour = colour + haze * (0.9 * rim - colour)
    if night and layer.lit is not None:
        glow = 6.0 * float(skylight.max()) * np.array([1.5, 1.05, 0.55])
        colour = np.where(layer.lit[rows][..., None], glow, colour)
    band[rows] = np.where(there[rows][..., None], colour, band[rows])


def _add_sun(picture: np.ndarray, sky: Sky) -> None:
    """Draws the sun's disc, in place, where nothing on the horizon hides it."""
    if sky.sharpness <= 0.0 or sky.elevation_rad < 0.05:
        return
    row = int((np.pi / 2.0 - sky.elevation_rad) * ROWS / np.pi)
    reach = int(np.ceil(3.0 * SUN_RADIUS_RAD * ROWS / np.pi))
    rows = slice(max(row - reach, 0), min(row + reach + 1, ROWS // 2))
    angle = np.arccos(np.clip(_full_directions()[rows] @ sky.towards_sun, -1.0, 1.0))
    disc = np.clip(2.0 - angle / SUN_RADIUS_RAD, 0.0, 1.0) ** 2
    picture[rows] += (SUN_GLARE * sky.sharpness * disc[..., None] * sky.sun).astype(np.float32)


@cache
def _full_directions() -> np.ndarray:
    return directions(ROWS, COLUMNS)


def _enlarged(dome: np.ndarray) -> np.ndarray:
    """Returns (64, 256, 3) as (256, 1024, 3), linearly between pixel centres."""
    rows, columns = dome.shape[:2]
    factor = COLUMNS // columns
    place = (np.arange(rows * factor) + 0.5) / factor - 0.5
    low = np.clip(np.floor(place), 0, rows - 2).astype(int)
    share = np.clip(place - low, 0.0, 1.0)[:, None, None].astype(np.float32)
    dome = dome.astype(np.float32)
    tall = dome[low] + (dome[low + 1] - dome[low]) * share
    return _wider(tall, factor)


def _enlarged_row(rim: np.ndarray) -> np.ndarray:
    """Returns (256, 3) as (1024, 3)."""
    return _wider(rim[None].astype(np.float32), COLUMNS // len(rim))[0]


def _wider(picture: np.ndarray, factor: int) -> np.ndarray:
    columns = picture.shape[1]
    place = (np.arange(columns * factor) + 0.5) / factor - 0.5
    low = np.floor(place).astype(int)
    share = (place - low)[None, :, None].astype(np.float32)
    left, right = picture[:, low % columns], picture[:, (low + 1) % columns]
    return left + (right - left) * share
