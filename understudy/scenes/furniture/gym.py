"""Gyms and sports halls: racks, benches, machines, mats, balls, baskets."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.furniture.palette import Palette, some_colour
from understudy.scenes.round_shapes import ball, lathe, tube
from understudy.scenes.shapes import (
    UP_TO_Y,
    Material,
    Part,
    box,
    cylinder,
    placed,
    quad,
    rotated,
)  # fmt: skip
from understudy.scenes.textures import material


def dumbbell_rack(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Two or three shelves full of dumb-bells."""
    width, tiers = float(rng.uniform(1.2, 2.2)), int(rng.integers(2, 4))
    frame = palette.paint.tinted(palette.metal_colour)
    parts: list[Part] = [
        box((0.5, 0.06, 0.25 + 0.38 * (tiers - 1) + 0.1), frame, at_m=(0.0, s * width / 2, 0.0))
        for s in (-1, 1)
    ]
    black = palette.paint.tinted((0.025, 0.025, 0.028))
    coloured = palette.paint.tinted(palette.accent) if rng.random() < 0.4 else black
    step = 0.22
    for tier in range(tiers):
        z = 0.25 + 0.38 * tier
        parts.append(box((0.34, width, 0.03), frame, at_m=(0.05 - 0.06 * tier, 0.0, z)))
        count = int((width - 0.15) / step)
        size = 0.15 - 0.03 * tier
        for i in range(count):
            y = (i + 0.5) * step - count * step / 2
            x = 0.05 - 0.06 * tier
            parts.append(box((0.11, 0.03, 0.03), frame, at_m=(x, y, z + 0.03 + size / 2)))
            parts += [box((0.09, size, size), coloured, at_m=(x + s * 0.1, y, z + 0.03))
                      for s in (-1, 1)]  # fmt: skip
    return tuple(parts)


def _disc(
    radius: float,
    thick: float,
    surface: Material,
    at_m: tuple[float, float, float],
    sides: int = 12,
) -> Part:
    """Returns a weight plate whose axis is y, its middle at `at_m`."""
    plate = lathe([(0.0, 0.0), (radius, 0.0), (radius, thick), (0.0, thick)], surface, sides=sides)
    (part,) = rotated((plate,), UP_TO_Y, (at_m[0], at_m[1] - thick / 2, at_m[2]))
    return part


def _loaded_bar(
    palette: Palette, at_m: tuple[float, float, float], *, rng: np.random.Generator
) -> list[Part]:
    """A barbell along y."""
    x, y, z = at_m
    steel = palette.paint.tinted((0.5, 0.5, 0.52))
    colour = some_colour(rng, saturation=(0.0, 1.0), value=(0.03, 0.6))
    parts = [tube([(x, y - 1.05, z), (x, y + 1.05, z)], 0.016, steel, sides=5)]
    for i in range(int(rng.integers(1, 3))):
        radius = 0.21 if i == 0 else 0.15
        plate = palette.paint.tinted(colour)
        out = 0.78 + 0.06 * i
        parts += [_disc(radius, 0.045, plate, (x, y + s * out, z), 10) for s in (-1, 1)]
    return parts


def power_rack(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Four posts with a barbell on hooks."""
    high = float(rng.uniform(2.0, 2.2))
    frame = palette.paint.tinted(palette.accent if rng.random() < 0.5 else (0.03, 0.03, 0.03))
    parts: list[Part] = []
    for x in (-0.45, 0.35):
        parts += [box((0.07, 0.07, high), frame, at_m=(x, s * 0.58, 0.0)) for s in (-1, 1)]
        parts.append(box((0.06, 1.16, 0.06), frame, at_m=(x, 0.0, high - 0.07)))
    parts += [box((0.8, 0.06, 0.06), frame, at_m=(-0.05, s * 0.58, z)) for s in (-1, 1)
              for z in (0.02, high - 0.07)]  # fmt: skip
    level = float(rng.uniform(1.0, 1.5))
    parts += [box((0.1, 0.05, 0.05), frame, at_m=(0.42, s * 0.58, level - 0.06)) for s in (-1, 1)]
    return (*parts, *_loaded_bar(palette, (0.42, 0.0, level), rng=rng))


def bench_press(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A padded bench under a barbell."""
    pad = palette.paint.tinted((0.04, 0.04, 0.045) if rng.random() < 0.6 else palette.accent)
    frame = palette.paint.tinted((0.4, 0.4, 0.42))
    parts = [
        box((1.2, 0.28, 0.08), pad, at_m=(0.1, 0.0, 0.38), bevel_m=0.02),
        box((0.06, 0.3, 0.38), frame, at_m=(0.55, 0.0, 0.0)),
        box((0.06, 0.3, 0.38), frame, at_m=(-0.35, 0.0, 0.0)),
    ]
    parts += [box((0.06, 0.06, 1.0), frame, at_m=(-0.45, s * 0.5, 0.0)) for s in (-1, 1)]
    parts.append(box((0.05, 1.0, 0.05), frame, at_m=(-0.45, 0.0, 0.1)))
    return (*parts, *_loaded_bar(palette, (-0.41, 0.0, 1.01), rng=rng))


def treadmill(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A running machine; the runner looks along -x, to the wall."""
    black = palette.paint.tinted((0.03, 0.03, 0.033))
    grey = palette.paint.tinted(tuple(rng.uniform(0.1, 0.6) * np.ones(3)))
    glass = material("screen", rng.uniform(0.1, 0.7, 3), rng=rng)
    parts = [
        box((1.6, 0.72, 0.16), grey),
        box((1.45, 0.48, 0.012), black, at_m=(0.06, 0.0, 0.16)),
        box((0.2, 0.72, 0.14), grey, at_m=(-0.7, 0.0, 0.16)),
    ]
    parts += [box((0.07, 0.06, 1.12), grey, at_m=(-0.62, s * 0.36, 0.1)) for s in (-1, 1)]
    parts += [box((0.5, 0.05, 0.05), black, at_m=(-0.4, s * 0.36, 0.95)) for s in (-1, 1)]
    parts.append(box((0.1, 0.78, 0.34), black, at_m=(-0.66, 0.0, 1.15)))
    x = -0.608
    parts.append(quad([(x, -0.28, 1.2), (x, 0.28, 1.2), (x, 0.28, 1.46), (x, -0.28, 1.46)], glass,
                      fit=True))  # fmt: skip
    return tuple(parts)


def exercise_bike(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A stationary bicycle facing the wall."""
    black = palette.paint.tinted((0.03, 0.03, 0.033))
    grey = palette.paint.tinted(tuple(rng.uniform(0.15, 0.6) * np.ones(3)))
    parts = [
        box((1.0, 0.08, 0.07), grey),
        box((0.08, 0.5, 0.07), grey, at_m=(-0.48, 0.0, 0.0)),
        box((0.08, 0.5, 0.07), grey, at_m=(0.48, 0.0, 0.0)),
        _disc(0.24, 0.07, black, (-0.28, 0.0, 0.32), 12),
        tube([(0.3, 0.0, 0.05), (0.2, 0.0, 0.8)], 0.03, grey, sides=5),
        tube([(-0.28, 0.0, 0.3), (-0.38, 0.0, 1.05)], 0.03, grey, sides=5),
        tube([(0.25, 0.0, 0.3), (-0.28, 0.0, 0.32)], 0.035, grey, sides=5),
        box((0.26, 0.2, 0.07), black, at_m=(0.2, 0.0, 0.78), bevel_m=0.02),
        box((0.06, 0.46, 0.04), black, at_m=(-0.36, 0.0, 1.03)),
        box((0.05, 0.2, 0.14), black, at_m=(-0.42, 0.0, 1.05)),
    ]
    return tuple(parts)


def kettlebells(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A row of kettlebells on the floor."""
    parts: list[Part] = []
    for i in range(int(rng.integers(2, 5))):
        radius = float(rng.uniform(0.07, 0.13))
        tint = palette.paint.tinted(
            (0.03, 0.03, 0.03) if rng.random() < 0.6
            else some_colour(rng, saturation=(0.5, 1.0), value=(0.2, 0.7))
        )  # fmt: skip
        parts.append(ball(radius, tint, sides=8, rings=5, at_m=(0.0, 0.32 * i, radius)))
        parts.append(
            tube([(0.0, 0.32 * i - 0.5 * radius, 1.7 * radius),
                  (0.0, 0.32 * i - 0.5 * radius, 2.5 * radius),
                  (0.0, 0.32 * i + 0.5 * radius, 2.5 * radius),
                  (0.0, 0.32 * i + 0.5 * radius, 1.7 * radius)], 0.016, tint, sides=4, caps=False)
        )  # fmt: skip
    return tuple(parts)


def gym_ball(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A large ball on the floor."""
    radius = float(rng.uniform(0.26, 0.36))
    tint = some_colour(rng, saturation=(0.3, 1.0), value=(0.2, 0.7))
    return (ball(radius, palette.paint.tinted(tint), sides=12, rings=7, at_m=(0, 0, radius)),)


def plate_tree(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A stand with weight plates."""
    frame = palette.paint.tinted((0.05, 0.05, 0.05))
    parts = [box((0.6, 0.5, 0.06), frame), box((0.08, 0.08, 1.0), frame)]
    for i, z in enumerate((0.32, 0.72)):
        radius = 0.22 - 0.04 * i
        for side in (-1, 1):
            colour = some_colour(rng, saturation=(0.0, 1.0), value=(0.03, 0.6))
            parts.append(_disc(radius, 0.12, palette.paint.tinted(colour), (0.0, side * 0.1, z)))
    return tuple(parts)


def punching_bag(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bag on a stand."""
    frame = palette.paint.tinted((0.05, 0.05, 0.05))
    leather = palette.paint.tinted((0.02, 0.02, 0.02) if rng.random() < 0.6 else (0.4, 0.03, 0.03))
    return (
        box((1.0, 0.8, 0.06), frame),
        box((0.08, 0.08, 2.1), frame, at_m=(-0.4, 0.0, 0.06)),
        box((0.65, 0.07, 0.07), frame, at_m=(-0.1, 0.0, 2.09)),
        box((0.02, 0.02, 0.32), frame, at_m=(0.2, 0.0, 1.78)),
        cylinder(0.17, 1.15, leather, at_m=(0.2, 0.0, 0.65), sides=10),
    )


def locker_row(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Metal lockers."""
    count = int(rng.integers(1, 3))
    width, high = 1.2 * count, float(rng.uniform(1.6, 1.9))
    colour = np.array(some_colour(rng, saturation=(0.0, 0.7), value=(0.15, 0.6)))
    doors = material("lockers", colour, rng=rng)
    body = palette.paint.tinted(colour)
    parts = [box((0.45, width, high), body)]
    for i in range(count):
        y = 1.2 * i - width / 2
        parts.append(
            quad([(0.227, y + 0.01, 0.03), (0.227, y + 1.19, 0.03), (0.227, y + 1.19, high - 0.01),
                  (0.227, y + 0.01, high - 0.01)], doors, fit=True)
        )  # fmt: skip
    return tuple(parts)


def basket_hoop(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A basket on a stand that stands at the wall."""
    del rng
    white = palette.paint.tinted((0.8, 0.8, 0.8))
    orange = palette.paint.tinted((0.6, 0.15, 0.03))
    turn = np.linspace(0.0, 2.0 * math.pi, 11)[:-1]
    ring = [(0.85 + 0.225 * math.cos(a), 0.225 * math.sin(a), 3.05) for a in turn]
    return (
        box((0.8, 0.7, 0.2), palette.paint.tinted((0.05, 0.05, 0.06))),
        box((0.12, 0.12, 3.0), palette.paint.tinted((0.1, 0.15, 0.4)), at_m=(-0.2, 0.0, 0.2)),
        box((0.7, 0.1, 0.1), palette.paint.tinted((0.1, 0.15, 0.4)), at_m=(0.2, 0.0, 3.1)),
        box((0.04, 1.8, 1.05), white, at_m=(0.55, 0.0, 2.9)),
        box((0.012, 0.6, 0.45), orange, at_m=(0.575, 0.0, 3.05)),
        tube(ring, 0.014, orange, sides=4, closed=True),
    )


def vaulting_box(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A box of frames with a padded top."""
    parts: list[Part] = []
    layers = int(rng.integers(3, 6))
    for i in range(layers):
        side = 1.0 - 0.06 * i
        parts.append(
            box((0.75 * side, 1.4 * (1 - 0.03 * i), 0.21), palette.wood, at_m=(0.0, 0.0, 0.22 * i))
        )
        parts.append(
            box((0.7 * side, 1.3 * (1 - 0.03 * i), 0.012), palette.paint.tinted((0.03, 0.03, 0.03)),
                at_m=(0.0, 0.0, 0.22 * i + 0.209))
        )  # fmt: skip
    leather = palette.paint.tinted((0.3, 0.16, 0.07))
    top = 0.22 * layers
    parts.append(box((0.5, 1.3, 0.1), leather, at_m=(0.0, 0.0, top), bevel_m=0.03))
    return placed(parts, (0.0, 0.0, 0.0))


def wall_bars(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Gymnastics ladder."""
    del rng
    width, height = 0.9, 2.4
    parts = [
        box((0.08, 0.04, height), palette.wood, at_m=(-0.02, s * width / 2, 0.0)) for s in (-1, 1)
    ]
    parts += [
        box((0.03, width, 0.035), palette.wood, at_m=(0.02, 0.0, 0.25 + 0.22 * i))
        for i in range(10)
    ]
    return tuple(parts)


def mats(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A stack of gymnastics mats."""
    surface = palette.paint.tinted(palette.accent)
    layers = int(rng.integers(2, 6))
    return tuple(
        box((1.0, 1.9, 0.11), surface, bevel_m=0.015,
            at_m=(float(rng.uniform(-0.03, 0.03)), float(rng.uniform(-0.04, 0.04)), 0.115 * i))
        for i in range(layers)
    )  # fmt: skip
