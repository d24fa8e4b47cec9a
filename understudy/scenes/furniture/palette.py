"""The materials of one place: things that stand together look alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from understudy.scenes.shapes import Colour, Material, Part, box
from understudy.scenes.textures import material

Size = tuple[float, float, float]
"""Depth (x), width (y), height (z) [m]."""


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The materials of one place: things that stand together look alike."""

    wood: Material
    second_wood: Material
    paint: Material
    """Near white; tinted per thing."""
    cloth: Material
    second_cloth: Material
    leaves: Material
    metal_colour: Colour
    accent: Colour


WOODS: tuple[Colour, ...] = (
    (0.62, 0.45, 0.27), (0.42, 0.24, 0.12), (0.16, 0.08, 0.045), (0.75, 0.66, 0.52),
    (0.55, 0.33, 0.16), (0.80, 0.80, 0.78), (0.30, 0.27, 0.25),
)  # fmt: skip


def some_colour(
    rng: np.random.Generator, *, saturation: tuple[float, float], value: tuple[float, float],
    hue: tuple[float, float] = (0.0, 6.0),
) -> Colour:  # fmt: skip
    """Returns a linear RGB colour: `value` is its largest channel, `hue` runs from red 0 over
    yellow 1, green 2 and blue 4 to red 6."""
    turn = rng.uniform(*hue)
    ramp = np.clip(np.abs((turn + np.array([0.0, 4.0, 2.0])) % 6.0 - 3.0) - 1.0, 0.0, 1.0)
    strength = rng.uniform(*saturation)
    red, green, blue = rng.uniform(*value) * (1.0 - strength * (1.0 - ramp))
    return float(red), float(green), float(blue)


def sample_palette(rng: np.random.Generator) -> Palette:
    """Draws the materials of one place."""
    woods = rng.permutation(len(WOODS))

    def varied(index: int) -> np.ndarray:
        return np.array(WOODS[index]) * rng.uniform(0.8, 1.15)

    cloth = some_colour(rng, saturation=(0.0, 0.8), value=(0.05, 0.7))
    second = some_colour(rng, saturation=(0.0, 0.8), value=(0.05, 0.7))
    grey = float(rng.choice([0.03, 0.12, 0.35, 0.6]))
    return Palette(
        wood=material("wood", varied(woods[0]), rng=rng),
        second_wood=material("wood", varied(woods[1]), rng=rng),
        paint=material("plain", (0.9, 0.9, 0.9), rng=rng),
        cloth=material("fabric", cloth, rng=rng),
        second_cloth=material("fabric", second, rng=rng),
        leaves=material("leaves", np.array([0.10, 0.22, 0.05]) * rng.uniform(0.6, 1.5, 3), rng=rng),
        metal_colour=(grey, grey, grey),
        accent=some_colour(rng, saturation=(0.3, 0.9), value=(0.1, 0.7)),
    )


def legs(
    size: Size, leg_m: float, surface: Material, *, top_m: float, inset_m: float = 0.0
) -> list[Part]:
    """Returns four legs under the corners, reaching up to `top_m`."""
    x = size[0] / 2.0 - leg_m / 2.0 - inset_m
    y = size[1] / 2.0 - leg_m / 2.0 - inset_m
    return [
        box((leg_m, leg_m, top_m), surface, at_m=(sx * x, sy * y, 0.0))
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
