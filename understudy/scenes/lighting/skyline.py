"""What stands on the horizon: woods, hills, mountains, houses, towers, works, the sea.

A backdrop is a stack of layers, the farthest first. A layer has a height per column of the
environment picture and a colour per pixel of the band above the horizon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

COLUMNS = 1024
ROWS = 512
BAND_ROWS = 64
"""Rows above the horizon that a backdrop may fill: 22 degrees."""
_STEP = np.pi / ROWS
ELEVATION = (np.arange(BAND_ROWS)[::-1] + 0.5) * _STEP
"""Height of the band's rows over the horizon [rad], top row first."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    height_rad: np.ndarray
    """(COLUMNS,) upper edge."""
    colour: np.ndarray
    """(BAND_ROWS, COLUMNS, 3) albedo, linear RGB."""
    haze: float
    """0 near and clear, 1 lost in the haze."""
    lit: np.ndarray | None = None
    """(BAND_ROWS, COLUMNS) where windows shine by night."""


def _curve(rng: np.random.Generator, waves: float, *, rough: float = 0.0) -> np.ndarray:
    """Returns a closed random curve (COLUMNS,), deviation 1, of about so many waves."""
    spectrum = np.fft.rfft(rng.standard_normal(COLUMNS))
    frequency = np.arange(len(spectrum))
    fall = np.exp(-((frequency / waves) ** 2))
    if rough:
        fall = np.maximum(frequency, waves) ** -rough
    spectrum = spectrum * fall
    spectrum[0] = 0.0
    curve = np.fft.irfft(spectrum, COLUMNS)
    return curve / max(float(curve.std()), 1e-9)


def _speckle(rng: np.random.Generator, x_px: float, y_px: float) -> np.ndarray:
    """Returns noise (BAND_ROWS, COLUMNS), deviation 1, with grains of about this size."""
    y = np.fft.fftfreq(BAND_ROWS)[:, None]
    x = np.fft.rfftfreq(COLUMNS)[None, :]
    spectrum = np.fft.rfft2(rng.standard_normal((BAND_ROWS, COLUMNS)))
    spectrum = spectrum * np.exp(-((x * x_px) ** 2) - (y * y_px) ** 2)
    field = np.fft.irfft2(spectrum, (BAND_ROWS, COLUMNS))
    return field / max(float(field.std()), 1e-9)


def _filled(colour: np.ndarray, shade: np.ndarray | float = 1.0) -> np.ndarray:
    band = np.ones((BAND_ROWS, COLUMNS)) * shade
    return np.maximum(band, 0.05)[..., None] * colour


def _green(rng: np.random.Generator) -> np.ndarray:
    return np.array([0.07, 0.11, 0.035]) * rng.uniform([0.6, 0.7, 0.6], [1.7, 1.4, 1.5])


def hills(rng: np.random.Generator) -> list[Layer]:
    """Rolling fields and woods."""
    layers = []
    for number in range(int(rng.integers(2, 4))):
        near = number / 2.0
        height = 0.06 - 0.018 * near + (0.022 - 0.006 * near) * _curve(rng, 3.0 + 4.0 * near)
        patches = _speckle(rng, 40.0, 4.0)
        field = _green(rng) * rng.uniform(1.2, 2.2)
        colour = np.where((patches > 0.4)[..., None], 0.45 * field, field)
        colour = colour * (1.0 + 0.12 * _speckle(rng, 4.0, 2.0))[..., None]
        layers.append(Layer(height_rad=height, colour=np.maximum(colour, 0.01),
                            haze=float(np.clip(0.65 - 0.25 * near, 0.1, 0.8))))  # fmt: skip
    return layers


def mountains(rng: np.random.Generator) -> list[Layer]:
    """A ridge behind hills, snow on top now and then."""
    ridge = 0.12 + 0.03 * _curve(rng, 5.0, rough=1.3)
    rock = np.array([0.16, 0.16, 0.17]) * rng.uniform(0.7, 1.3)
    shade = 1.0 + 0.25 * _speckle(rng, 9.0, 5.0) + 0.12 * _speckle(rng, 2.0, 2.0)
    colour = _filled(rock, shade)
    if rng.random() < 0.5:
        line = 0.7 * float(ridge.max()) + 0.015 * _speckle(rng, 5.0, 3.0)
        colour = np.where((ELEVATION[:, None] > line)[..., None], 0.8, colour)
    return [Layer(height_rad=ridge, colour=colour, haze=float(rng.uniform(0.45, 0.7))),
            *hills(rng)[1:]]  # fmt: skip


def woods(rng: np.random.Generator) -> list[Layer]:
    """The edge of a wood: crowns of unlike height, in two depths."""
    layers = []
    conifers = rng.random() < 0.35
    for number, (count, size) in enumerate(((110, 0.05), (60, 0.075))):
        if number and rng.random() < 0.3:
            break
        height = np.full(COLUMNS, 0.55 * size)
        shade = np.ones((BAND_ROWS, COLUMNS))
        gaps = _curve(rng, 6.0) if number else np.full(COLUMNS, 9.0)
        for centre in rng.uniform(0.0, COLUMNS, count):
            if gaps[int(centre)] < -0.2:
                continue
            wide = COLUMNS * size / 6.283 * float(rng.uniform(0.35, 0.75))
            top = size * float(rng.uniform(0.75, 1.35))
            aside = (np.arange(COLUMNS) - centre + COLUMNS / 2) % COLUMNS - COLUMNS / 2
            share = np.abs(aside) / wide
            crown = 1.0 - share if conifers else np.sqrt(np.maximum(1.0 - share**2, 0.0))
            taller = (share < 1.0) & (top * crown > height)
            shade[:, taller] = rng.uniform(0.65, 1.25)
            height = np.where(taller, top * crown, height)
        if number:
            height = np.where(gaps < -0.2, 0.0, height)
        height = height * (1.0 + 0.06 * _curve(rng, 250.0))
        grain = 1.0 + 0.3 * _speckle(rng, 3.0, 3.0) + 0.2 * _speckle(rng, 1.0, 1.0)
        low = np.clip(ELEVATION[:, None] / np.maximum(height, 1e-3), 0.0, 1.0)
        colour = _filled(_green(rng), shade * grain * (0.4 + 0.6 * low))
        layers.append(Layer(height_rad=height, haze=0.28 - 0.18 * number, colour=colour))
    return layers


def _blocks(
    rng: np.random.Generator, *, wide_px: tuple[int, int], height_rad: tuple[float, float],
    roofs: float, gap: float, storey_px: int, haze: float, grey: float,
) -> Layer:  # fmt: skip
    """A row of buildings with windows."""
    edges = [0]
    while edges[-1] < COLUMNS:
        edges.append(edges[-1] + int(rng.integers(*wide_px)))
    edges[-1] = COLUMNS
    bounds = np.array(edges)
    index = np.searchsorted(bounds, np.arange(COLUMNS), side="right") - 1
    count = len(bounds) - 1
    width = np.diff(bounds)[index]
    place = (np.arange(COLUMNS) - bounds[index]) / width
    standing = rng.random(count) >= gap
    walls = rng.uniform(*height_rad, count) * standing
    pitched = (rng.random(count) < roofs) & standing
    rise = np.where(pitched, rng.uniform(0.012, 0.025, count), 0.0)
    hipped = np.minimum(1.0, 3.0 * np.minimum(place, 1.0 - place))
    height = walls[index] + rise[index] * hipped
    hue = rng.uniform(0.0, 1.0, (count, 1))
    paint = hue * np.array([0.5, 0.28, 0.19]) + (1.0 - hue) * np.array([0.55, 0.53, 0.48])
    paint = paint + grey * (paint.mean(axis=1, keepdims=True) - paint)
    paint = paint * rng.uniform(0.45, 1.25, (count, 1))
    tile = np.array([0.2, 0.08, 0.05]) * rng.uniform(0.5, 1.5, (count, 1))
    tile[rng.random(count) < 0.4] = 0.07
    colour = np.broadcast_to(paint[index], (BAND_ROWS, COLUMNS, 3)).copy()
    row = np.arange(BAND_ROWS)[::-1, None]
    bay = np.arange(COLUMNS)[None] - bounds[index][None]
    pitch = rng.integers(4, 7, count)[index][None]
    window = (row % storey_px >= 1) & (row % storey_px < storey_px - 1)
    window = window & (bay % pitch >= 1) & (bay % pitch < pitch - 1)
    window &= (bay > 0) & (bay < width[None] - 1)
    window &= ELEVATION[:, None] < walls[index][None] - _STEP
    glass = rng.uniform(0.05, 0.22, count)[index][None]
    colour = np.where(window[..., None], (glass * np.ones((BAND_ROWS, 1)))[..., None]
                      * np.array([0.85, 1.0, 1.15]), colour)  # fmt: skip
    colour = np.where((ELEVATION[:, None] > walls[index][None])[..., None], tile[index], colour)
    cells = rng.random((BAND_ROWS // storey_px + 2, COLUMNS)) < rng.uniform(0.15, 0.5)
    burning = cells[row // storey_px, np.broadcast_to(bay // pitch + 37 * index, (1, COLUMNS))
                    % COLUMNS]  # fmt: skip
    return Layer(height_rad=height, colour=colour, haze=haze, lit=window & burning)


def town(rng: np.random.Generator) -> list[Layer]:
    """Houses with trees between and behind them."""
    houses = _blocks(rng, wide_px=(14, 40), height_rad=(0.03, 0.06), roofs=0.8, gap=0.25,
                     storey_px=5, haze=float(rng.uniform(0.05, 0.2)), grey=0.2)  # fmt: skip
    return [*woods(rng)[:1], houses]


def city(rng: np.random.Generator) -> list[Layer]:
    """Towers behind blocks of flats."""
    towers = _blocks(rng, wide_px=(10, 34), height_rad=(0.06, 0.26), roofs=0.0, gap=0.35,
                     storey_px=3, haze=float(rng.uniform(0.3, 0.55)), grey=0.8)  # fmt: skip
    flats = _blocks(rng, wide_px=(24, 70), height_rad=(0.05, 0.12), roofs=0.15, gap=0.12,
                    storey_px=5, haze=float(rng.uniform(0.08, 0.2)), grey=0.5)  # fmt: skip
    return [towers, flats]


def works(rng: np.random.Generator) -> list[Layer]:
    """Low halls and chimneys."""
    halls = _blocks(rng, wide_px=(40, 110), height_rad=(0.02, 0.06), roofs=0.2, gap=0.3,
                    storey_px=9, haze=float(rng.uniform(0.1, 0.3)), grey=0.9)  # fmt: skip
    height = np.array(halls.height_rad)
    for centre in rng.integers(0, COLUMNS, int(rng.integers(1, 5))):
        height[centre : centre + int(rng.integers(2, 5))] = rng.uniform(0.1, 0.19)
    chimneys = Layer(height_rad=height, colour=_filled(np.array([0.3, 0.24, 0.21])), haze=0.35)
    return [*woods(rng)[:1], chimneys, halls]


def sea(rng: np.random.Generator) -> list[Layer]:
    """Open water to the horizon, here and there a strip of land."""
    height = np.maximum(0.012 * _curve(rng, 3.0), 0.0)
    return [Layer(height_rad=height, colour=_filled(np.array([0.12, 0.14, 0.13])), haze=0.6)]


BACKDROPS: dict[str, Callable[[np.random.Generator], list[Layer]]] = {
    "hills": hills, "mountains": mountains, "woods": woods, "town": town, "city": city,
    "works": works, "sea": sea,
}  # fmt: skip
"""Name -> function that draws the layers on the horizon."""
