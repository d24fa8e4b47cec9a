"""Props: what an action needs, standing about, of exactly the size asked for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from understudy.scenes.furniture import large_props, sport_props
from understudy.scenes.furniture.palette import Palette, Size, legs
from understudy.scenes.shapes import (
    Part,
    box,
    cylinder,
)

# Function of the prop's size, a palette and rng; `Prop.size_m` is kept to the millimetre.


def chair(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A chair; its seat's top is `size[2]` above the ground, one sits facing +x."""
    depth, width, seat = size
    upholstered = rng.random() < 0.4
    surface = palette.cloth if upholstered else (palette.wood, palette.second_wood)[rng.integers(2)]
    frame = palette.paint.tinted(palette.metal_colour) if rng.random() < 0.4 else palette.wood
    thick = min(0.09 if upholstered else 0.035, 0.4 * seat)
    leg = min(float(rng.uniform(0.025, 0.05)), 0.2 * depth, 0.2 * width)
    parts = [box((depth, width, thick), surface, at_m=(0.0, 0.0, seat - thick), bevel_m=0.012)]
    parts += legs(size, leg, frame, top_m=seat - thick)
    if rng.random() < 0.15:
        return tuple(parts)  # a stool
    back = float(rng.uniform(0.35, 0.55))
    x = -depth / 2.0 + 0.02
    y = width / 2.0 - leg / 2.0
    if upholstered or rng.random() < 0.4:
        parts.append(box((0.04, width, back), surface, at_m=(x, 0.0, seat), bevel_m=0.012))
    else:
        parts += [box((leg, leg, back), frame, at_m=(x, s * y, seat)) for s in (-1, 1)]
        slats = int(rng.integers(1, 4))
        high = min(0.14, 0.7 * back / slats)
        parts += [
            box((0.02, width - 2 * leg, high), surface,
                at_m=(x, 0.0, seat + back - (i + 1) * back / slats * 0.9 + 0.1 * back))
            for i in range(slats)
        ]  # fmt: skip
    if rng.random() < 0.2:
        parts += [
            box((depth * 0.8, 0.04, 0.03), frame, at_m=(-0.05 * depth, s * (width / 2 - 0.02),
                                                        seat + 0.2))
            for s in (-1, 1)
        ]  # fmt: skip
        parts += [
            box((0.03, 0.04, 0.2), frame, at_m=(0.25 * depth, s * (width / 2 - 0.02), seat))
            for s in (-1, 1)
        ]
    return tuple(parts)


def stool(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A round seat on a foot or legs; `size[2]` to its top."""
    depth, width, seat = size
    radius = min(depth, width) / 2.0
    frame = palette.paint.tinted(palette.metal_colour)
    surface = (palette.cloth, palette.wood)[rng.integers(2)]
    thick = min(0.06, 0.3 * seat)
    parts = [cylinder(radius, thick, surface, at_m=(0.0, 0.0, seat - thick), sides=14)]
    if rng.random() < 0.4:
        parts.append(cylinder(0.03, seat - thick, frame, sides=6, caps=False))
        parts.append(cylinder((0.8 * radius, 0.1), 0.03, frame, sides=12))
    else:
        inner = (radius * 1.2, radius * 1.2, seat)
        parts += legs(inner, 0.03, frame, top_m=seat - thick)
    return tuple(parts)


def bench(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bench of boards, with or without a back; `size[2]` to the seat's top."""
    depth, width, seat = size
    frame = palette.paint.tinted(palette.metal_colour)
    boards = 3
    board = depth / boards
    parts = [
        box((board * 0.88, width, 0.035), palette.wood,
            at_m=(-depth / 2 + (i + 0.5) * board, 0.0, seat - 0.035))
        for i in range(boards)
    ]  # fmt: skip
    parts += [
        box((depth * 0.9, 0.06, seat - 0.035), frame, at_m=(0.0, s * 0.4 * width, 0.0))
        for s in (-1, 1)
    ]
    if rng.random() < 0.5:
        for i in range(2):
            parts.append(
                box((0.03, width, 0.1), palette.wood,
                    at_m=(-depth / 2 + 0.015, 0.0, seat + 0.12 + 0.16 * i))
            )  # fmt: skip
        parts += [
            box((0.04, 0.05, 0.4), frame, at_m=(-depth / 2 + 0.02, s * 0.4 * width, seat - 0.01))
            for s in (-1, 1)
        ]
    return tuple(parts)


def table(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A table; `size[2]` to its top."""
    depth, width, top = size
    surface = (palette.wood, palette.second_wood, palette.paint)[rng.integers(3)]
    frame = palette.paint.tinted(palette.metal_colour) if rng.random() < 0.4 else surface
    thick = min(0.04, 0.3 * top)
    parts = [box((depth, width, thick), surface, at_m=(0.0, 0.0, top - thick))]
    leg = min(float(rng.uniform(0.04, 0.08)), 0.2 * depth, 0.2 * width)
    return (*parts, *legs(size, leg, frame, top_m=top - thick, inset_m=0.02 * depth))


def crate(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A box: carton, chest or block of exactly this size."""
    carton = palette.paint.tinted((0.52, 0.36, 0.2))
    surface = (carton, palette.wood, palette.paint.tinted(palette.accent))[rng.integers(3)]
    return (box(size, surface, bevel_m=float(rng.choice([0.0, 0.01]))),)


PropMaker = Callable[..., tuple[Part, ...]]

PROPS: dict[str, PropMaker] = {
    "chair": chair, "stool": stool, "bench": bench, "table": table, "box": crate,
    "bed": large_props.bed, "sofa": large_props.sofa, "low_wall": large_props.low_wall,
    "ladder": large_props.ladder, "steps": large_props.steps, "car": large_props.car,
    "horizontal_bar": sport_props.horizontal_bar, "weight_bench": sport_props.weight_bench,
    "climbing_wall": sport_props.climbing_wall, "climbing_rope": sport_props.climbing_rope,
    "platform": sport_props.platform, "pool": sport_props.pool,
}  # fmt: skip
"""Name -> function(size_m, palette, *, rng) that returns the prop's parts."""
