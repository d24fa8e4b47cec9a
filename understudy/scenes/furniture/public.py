"""Corridors, shops and other rooms for everybody."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.furniture.kitchen import facing
from understudy.scenes.furniture.office import plain_chair
from understudy.scenes.furniture.palette import Palette, some_colour
from understudy.scenes.round_shapes import lathe
from understudy.scenes.shapes import Part, box, cylinder, placed
from understudy.scenes.textures import material


def chair_row(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Seats of a waiting area."""
    count = int(rng.integers(2, 5))
    parts: list[Part] = []
    for i in range(count):
        parts += placed(plain_chair(palette, rng=rng), (0.0, 0.52 * (i - (count - 1) / 2), 0.0))
    return tuple(parts)


def extinguisher(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A fire extinguisher on its bracket."""
    del rng
    red = palette.paint.tinted((0.5, 0.015, 0.015))
    black = palette.paint.tinted((0.02, 0.02, 0.02))
    bottle = lathe([(0.075, 0.0), (0.075, 0.4), (0.03, 0.47), (0.0, 0.47)], red, sides=8)
    return (
        *placed((bottle,), (0.04, 0.0, 0.4)),
        box((0.06, 0.05, 0.07), black, at_m=(0.04, 0.0, 0.86)),
        box((0.02, 0.02, 0.25), black, at_m=(0.11, 0.05, 0.55)),
        box((0.03, 0.18, 0.7), palette.paint.tinted((0.7, 0.7, 0.7)), at_m=(-0.06, 0.0, 0.35)),
        box((0.05, 0.3, 0.35), palette.paint.tinted((0.7, 0.7, 0.7)), at_m=(-0.05, 0.0, 0.0)),
    )


def vending_machine(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A machine with a lit window full of goods."""
    tint = palette.paint.tinted(some_colour(rng, saturation=(0.3, 1.0), value=(0.05, 0.6)))
    wares = material("goods", rng.uniform(0.3, 0.9, 3), rng=rng).tinted((1.5, 1.5, 1.5))
    pane = facing(wares, 0.402, (-0.42, 0.18), (0.5, 1.75))
    return (
        box((0.8, 0.95, 1.85), tint),
        pane,
        box((0.02, 0.16, 0.4), palette.paint.tinted((0.03, 0.03, 0.03)), at_m=(0.41, 0.33, 1.0)),
        box((0.02, 0.5, 0.16), palette.paint.tinted((0.02, 0.02, 0.02)), at_m=(0.41, -0.1, 0.2)),
    )


def cleaning_cart(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A cleaner's cart with a bucket, a sack and a mop."""
    yellow = palette.paint.tinted((0.6, 0.42, 0.03) if rng.random() < 0.6 else (0.1, 0.2, 0.5))
    grey = palette.paint.tinted((0.2, 0.2, 0.22))
    parts = [
        box((0.5, 0.95, 0.06), grey, at_m=(0.0, 0.0, 0.08)),
        box((0.4, 0.85, 0.08), palette.paint.tinted((0.03, 0.03, 0.03))),
        box((0.36, 0.34, 0.7), yellow, at_m=(0.0, -0.28, 0.14), bevel_m=0.04),
        cylinder((0.14, 0.17), 0.28, yellow, at_m=(0.0, 0.22, 0.14), sides=9),
        box((0.025, 0.025, 1.25), palette.wood, at_m=(0.05, 0.22, 0.15)),
        box((0.03, 0.03, 0.9), grey, at_m=(-0.2, 0.42, 0.14)),
        box((0.03, 0.03, 0.9), grey, at_m=(0.2, 0.42, 0.14)),
        box((0.43, 0.03, 0.03), grey, at_m=(0.0, 0.42, 1.02)),
    ]
    return tuple(parts)


def waste_bin(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A waste basket, open at the top."""
    tint = palette.paint.tinted(some_colour(rng, saturation=(0.0, 0.7), value=(0.03, 0.6)))
    high = float(rng.uniform(0.3, 0.65))
    radius = 0.12 + 0.1 * high
    return (
        lathe([(0.85 * radius, 0.0), (radius, high), (0.95 * radius, high),
               (0.8 * radius, 0.4 * high), (0.0, 0.4 * high)], tint, sides=9),
    )  # fmt: skip


def gondola(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Shop shelves seen from both sides, things on top."""
    width = float(rng.choice([1.0, 2.0, 2.0, 3.0]))
    high = float(rng.uniform(1.25, 1.75))
    tone = float(rng.uniform(0.3, 0.8))
    body = palette.paint.tinted((tone, tone, tone))
    parts = [box((0.7, width + 0.06, 0.14), body), box((0.1, width, high), body)]
    parts += [box((0.6, 0.03, high), body, at_m=(0.0, s * width / 2, 0.0)) for s in (-1, 1)]
    for sign in (1, -1):
        wares = material("goods", rng.uniform(0.3, 0.9, 3), rng=rng)
        step = 1.0
        for i in range(int(width / step)):
            y = i * step - width / 2
            face = facing(wares, 0.26, (y + 0.005, y + step - 0.005), (0.14, high - 0.02))
            parts += placed((face,), (0.0, 0.0, 0.0), 0.0 if sign > 0 else math.pi)
    sign_tint = palette.paint.tinted(palette.accent)
    parts.append(box((0.5, width, 0.03), body, at_m=(0.0, 0.0, high)))
    if rng.random() < 0.5:
        parts.append(box((0.03, 0.7, 0.22), sign_tint, at_m=(0.0, 0.0, high + 0.03)))
    return tuple(parts)


def wall_goods(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Tall shop shelves at the wall."""
    count = int(rng.integers(1, 4))
    width, high = 1.0 * count, float(rng.uniform(1.7, 2.1))
    tone = float(rng.uniform(0.3, 0.8))
    body = palette.paint.tinted((tone, tone, tone))
    wares = material("goods", rng.uniform(0.3, 0.9, 3), rng=rng)
    parts = [box((0.45, width, 0.12), body), box((0.05, width, high), body, at_m=(-0.2, 0.0, 0.0))]
    parts += [
        box((0.4, 0.03, high), body, at_m=(0.0, s * (width / 2 - 0.015), 0.0)) for s in (-1, 1)
    ]
    for i in range(count):
        y = i - width / 2
        parts.append(facing(wares, 0.16, (y + 0.02, y + 0.98), (0.12, high - 0.03)))
    parts.append(box((0.42, width, 0.05), palette.paint.tinted(palette.accent), at_m=(0, 0, high)))
    return tuple(parts)


def shop_counter(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A counter with a till and sweets."""
    width = float(rng.uniform(1.4, 2.2))
    body = palette.wood if rng.random() < 0.5 else palette.paint.tinted(palette.accent)
    black = palette.paint.tinted((0.03, 0.03, 0.03))
    glow = material("screen", rng.uniform(0.2, 0.8, 3), rng=rng).tinted((1.3, 1.3, 1.3))
    y = 0.25 * width
    parts = [
        box((0.55, width, 0.9), body),
        box((0.65, width + 0.06, 0.04), palette.paint.tinted((0.1, 0.1, 0.1)), at_m=(0, 0, 0.9)),
        box((0.32, 0.34, 0.1), black, at_m=(-0.05, y, 0.94)),
        box((0.05, 0.34, 0.24), black, at_m=(-0.08, y, 1.04)),
        facing(glow, -0.0535, (y - 0.15, y + 0.15), (1.06, 1.26)),
    ]
    for i in range(int(rng.integers(1, 4))):
        tint = palette.paint.tinted(rng.uniform(0.05, 0.9, 3))
        parts.append(box((0.2, 0.16, 0.2), tint, at_m=(0.12, -0.1 - 0.2 * i, 0.94)))
    return tuple(parts)


def cooler(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A glass-fronted drinks fridge, lit inside."""
    wares = material("goods", rng.uniform(0.5, 0.9, 3), rng=rng).tinted((1.6, 1.6, 1.65))
    dark = palette.paint.tinted((0.04, 0.04, 0.05))
    return (
        box((0.65, 0.8, 1.95), dark),
        facing(wares, 0.327, (-0.36, 0.36), (0.2, 1.7)),
        box((0.03, 0.8, 0.2), palette.paint.tinted(palette.accent), at_m=(0.33, 0.0, 1.74)),
        box((0.03, 0.02, 0.5), palette.paint.tinted((0.6, 0.6, 0.6)), at_m=(0.34, 0.34, 0.8)),
    )
