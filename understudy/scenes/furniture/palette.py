"""The materials of one place: things that stand together look alike."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from understudy.scenes.shapes import Colour, Material, Part, box
from understudy.scenes.textures import material

Size = tuple[float, float, float]
"""Depth (x), width (y), height (z) [m]."""

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


class Palette:
    """The materials of one place, each painted when the first thing is made of it."""

    def __init__(self, rng: np.random.Generator) -> None:
        woods = rng.permutation(len(WOODS))[:2]
        self._woods = [np.array(WOODS[wood]) * rng.uniform(0.8, 1.15) for wood in woods]
        self._cloths = [
            some_colour(rng, saturation=(0.0, 0.8), value=(0.05, 0.7)) for _ in range(2)
        ]
        self._leaves = np.array([0.10, 0.22, 0.05]) * rng.uniform(0.6, 1.5, 3)
        grey = float(rng.choice([0.03, 0.12, 0.35, 0.6]))
        self.metal_colour: Colour = (grey, grey, grey)
        self.accent = some_colour(rng, saturation=(0.3, 0.9), value=(0.1, 0.7))
        # Of their own, so that no material depends on which others are used.
        self._streams = rng.spawn(6)

    @cached_property
    def wood(self) -> Material:
        return material("wood", self._woods[0], rng=self._streams[0])

    @cached_property
    def second_wood(self) -> Material:
        return material("wood", self._woods[1], rng=self._streams[1])

    @cached_property
    def paint(self) -> Material:
        """Near white; tinted per thing."""
        return material("plain", (0.9, 0.9, 0.9), rng=self._streams[2])

    @cached_property
    def cloth(self) -> Material:
        return material("fabric", self._cloths[0], rng=self._streams[3])

    @cached_property
    def second_cloth(self) -> Material:
        return material("fabric", self._cloths[1], rng=self._streams[4])

    @cached_property
    def leaves(self) -> Material:
        return material("leaves", self._leaves, rng=self._streams[5])


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
