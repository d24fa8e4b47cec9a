"""What stands under the sky: trees, bushes, lamps, bins, cars."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture.palette import Palette
from understudy.scenes.shapes import (
    Colour,
    Part,
    blob,
    box,
    cylinder,
    prism,
    quad,
)


def tree(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A broad-leaved tree or a conifer."""
    trunk = palette.wood.tinted((0.45, 0.42, 0.38))
    height = float(rng.uniform(4.0, 8.0))
    tint = np.clip(np.array([1.0, 1.0, 1.0]) * rng.uniform(0.7, 1.25), 0.0, 1.3)
    green = palette.leaves.tinted(tint * rng.uniform([0.8, 0.9, 0.7], [1.3, 1.05, 1.1]))
    if rng.random() < 0.25:
        parts = [cylinder(0.12, 0.8, trunk, sides=6, caps=False)]
        for i in range(3):
            low = 0.6 + i * 0.27 * height
            radius = (0.3 - 0.075 * i) * height * 0.6
            parts.append(cylinder((radius, 0.05), 0.42 * height, green, at_m=(0, 0, low), sides=9))
        return tuple(parts)
    bole = float(rng.uniform(1.6, 2.4))
    radius = float(rng.uniform(0.1, 0.24))
    parts = [
        cylinder((radius, 0.7 * radius), bole + 0.5, trunk, sides=7, caps=False),
    ]
    crown = 0.42 * (height - bole)
    for _ in range(int(rng.integers(2, 4))):
        aside = rng.uniform(-0.45, 0.45, 2) * crown
        parts.append(
            blob((crown, crown, 0.85 * crown), green, rng=rng, roughness=0.2,
                 at_m=(float(aside[0]), float(aside[1]),
                       bole + crown * float(rng.uniform(0.7, 1.25))))
        )  # fmt: skip
    return tuple(parts)


def bush(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A round bush."""
    radius = float(rng.uniform(0.4, 0.9))
    return (
        blob((radius, radius * float(rng.uniform(0.9, 1.5)), radius), palette.leaves, rng=rng,
             roughness=0.2, at_m=(0.0, 0.0, 0.6 * radius)),
    )  # fmt: skip


def hedge(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A clipped hedge."""
    size = (
        float(rng.uniform(0.5, 0.8)),
        float(rng.uniform(2.0, 5.0)),
        float(rng.uniform(0.7, 1.8)),
    )
    return (box(size, palette.leaves, bevel_m=0.12),)


def street_lamp(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A lamp post."""
    height = float(rng.uniform(3.2, 5.5))
    metal = palette.paint.tinted(palette.metal_colour)
    return (
        cylinder((0.07, 0.045), height, metal, sides=6, caps=False),
        cylinder((0.12, 0.22), 0.3, palette.paint.tinted((1.2, 1.15, 1.0)),
                 at_m=(0.0, 0.0, height), sides=8),
        cylinder((0.26, 0.03), 0.14, metal, at_m=(0.0, 0.0, height + 0.3), sides=8),
    )  # fmt: skip


def bin_(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A litter bin."""
    surface = palette.paint.tinted(palette.accent if rng.random() < 0.5 else palette.metal_colour)
    return (cylinder((0.2, 0.26), float(rng.uniform(0.7, 0.95)), surface, sides=10),)


CAR_PAINTS: tuple[Colour, ...] = (
    (0.75, 0.76, 0.78), (0.02, 0.02, 0.025), (0.25, 0.26, 0.28), (0.4, 0.02, 0.02),
    (0.02, 0.06, 0.3), (0.9, 0.9, 0.88), (0.05, 0.15, 0.08), (0.5, 0.4, 0.25),
)  # fmt: skip


def car(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A parked car: body, windows, wheels; its bonnet looks along +x."""
    paint = palette.paint.tinted(CAR_PAINTS[rng.integers(len(CAR_PAINTS))])
    glass = palette.paint.tinted((0.05, 0.06, 0.075))
    black = palette.paint.tinted((0.015, 0.015, 0.015))
    chrome = palette.paint.tinted((0.35, 0.35, 0.36))
    length, width = float(rng.uniform(3.9, 4.7)), float(rng.uniform(1.68, 1.82))
    roof, belt = float(rng.uniform(1.42, 1.65)), 0.88
    h = length / 2.0
    body = [
        (-h, 0.3), (h, 0.3), (h, 0.6), (h - 0.12, 0.74), (0.42 * h, belt), (-0.94 * h, belt + 0.04),
        (-h, 0.75),
    ]  # fmt: skip
    rear = float(rng.uniform(-0.95, -0.7)) * h
    cabin = [
        (rear, belt - 0.01),
        (0.5 * h, belt - 0.03),
        (0.16 * h, roof),
        (rear + 0.12 * h, roof - 0.04),
    ]
    inner = [
        (rear + 0.05 * h, belt + 0.02), (0.42 * h, belt + 0.02), (0.14 * h, roof - 0.07),
        (rear + 0.16 * h, roof - 0.1),
    ]  # fmt: skip
    parts = [
        prism(body, width, paint),
        prism(cabin, width - 0.2, paint),
        prism(inner, width - 0.18, glass),
    ]
    # Windscreen and rear window: panes just in front of the cabin's slopes.
    y = width / 2 - 0.2
    for low, high, sign in ((cabin[1], cabin[2], 1), (cabin[0], cabin[3], -1)):
        along = np.array([high[0] - low[0], 0.0, high[1] - low[1]])
        out = np.array([along[2], 0.0, -along[0]]) * sign / np.linalg.norm(along) * 0.008
        start = np.array([low[0], 0.0, low[1]]) + out
        side = np.array([0.0, y * sign, 0.0])
        bottom, top = start + 0.12 * along, start + 0.9 * along
        parts.append(quad([bottom - side, bottom + side, top + side, top - side], glass))
    wheel = cylinder(0.31, 0.2, black, sides=12)
    hub = cylinder(0.19, 0.205, chrome, sides=8)
    for x in (-0.62 * h, 0.62 * h):
        for sign in (-1, 1):
            for piece in (wheel, hub):
                # Cylinders stand upright: lay them down with their axis along y.
                parts.append(
                    Part(
                        positions_m=piece.positions_m[:, [0, 2, 1]] * [1, sign, -1]
                        + [x, sign * (width / 2 - 0.195), 0.31],
                        normals=piece.normals[:, [0, 2, 1]] * [1, sign, -1],
                        uv=piece.uv,
                        faces=piece.faces if sign > 0 else piece.faces[:, ::-1],
                        material=piece.material,
                    )
                )
    lamp = palette.paint.tinted((0.9, 0.9, 0.85))
    red = palette.paint.tinted((0.4, 0.02, 0.02))
    for sign in (-1, 1):
        parts.append(box((0.05, 0.3, 0.12), lamp, at_m=(h - 0.03, sign * (width / 2 - 0.24), 0.5)))
        parts.append(box((0.05, 0.22, 0.14), red, at_m=(-h + 0.02, sign * (width / 2 - 0.2), 0.58)))
    return tuple(parts)
