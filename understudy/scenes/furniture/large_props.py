"""Larger props: what one lies on, climbs, or gets into; of exactly the size asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from understudy.scenes.furniture.outdoors import car as parked_car
from understudy.scenes.furniture.palette import Palette, Size, some_colour
from understudy.scenes.round_shapes import tube
from understudy.scenes.shapes import Part, bounds, box, placed, stretched
from understudy.scenes.textures import material


def bed(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A made bed to lie on: head at -x; `size[2]` to the top of the mattress."""
    depth, width, top = size
    mattress = min(0.2, 0.5 * top)
    base = top - mattress
    blanket = palette.cloth if rng.random() < 0.6 else palette.second_cloth
    pillow = 0.2 * depth
    high = min(0.1, 0.4 * mattress)
    parts = [
        box((depth, width, base), palette.wood if rng.random() < 0.7 else palette.paint),
        box((depth, width, mattress), palette.paint if rng.random() < 0.5 else blanket,
            at_m=(0.0, 0.0, base)),
    ]  # fmt: skip
    # Bedclothes fold over the foot end and the sides; one lies on the mattress's own height.
    parts.append(box((0.16 * depth, width, 0.02), blanket, at_m=(0.42 * depth, 0.0, top)))
    parts.append(
        box((pillow, 0.8 * width, high), palette.second_cloth, bevel_m=0.45 * high,
            at_m=(-depth / 2 + 0.55 * pillow, 0.0, top - 0.4 * high))
    )  # fmt: skip
    if rng.random() < 0.7:
        board = 0.04
        parts.append(
            box((board, width, top + 0.35), palette.wood, at_m=(-depth / 2 - board / 2, 0.0, 0.0))
        )
    return tuple(parts)


def sofa(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A sofa; its seat's top is `size[2]` above the ground, one sits facing +x."""
    depth, width, seat = size
    back, arm = min(0.22, 0.3 * depth), min(0.16, 0.15 * width)
    surface = palette.cloth
    rise = float(rng.uniform(0.3, 0.42))
    inner = width - 2 * arm
    foot = min(0.07, 0.2 * seat)
    parts = [
        box((depth, width, seat - foot - 0.08), surface, at_m=(0.0, 0.0, foot)),
        box((back, width, seat + rise - foot), surface, at_m=((back - depth) / 2, 0.0, foot),
            bevel_m=0.04),
        box((depth - 0.05, width - 0.1, foot), palette.paint.tinted((0.03, 0.03, 0.03))),
    ]  # fmt: skip
    parts += [
        box((depth, arm, seat + 0.16 - foot), surface,
            at_m=(0.0, s * (width - arm) / 2, foot), bevel_m=0.04)
        for s in (-1, 1)
    ]  # fmt: skip
    count = max(1, round(inner / 0.7))
    parts += [
        box((depth - back, inner / count - 0.008, 0.12), surface,
            at_m=(back / 2, (i + 0.5) * inner / count - inner / 2, seat - 0.12))
        for i in range(count)
    ]  # fmt: skip
    return tuple(parts)


def low_wall(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A wall to sit on, climb or vault: brick, concrete or stone, with a coping."""
    depth, width, top = size
    name = str(rng.choice(["brick", "concrete", "gravel"]))
    colour = np.array([0.42, 0.2, 0.13]) if name == "brick" else 0.4 * np.ones(3)
    body = material(name, colour * rng.uniform(0.7, 1.4), rng=rng)
    coping = min(0.06, 0.2 * top)
    stone = palette.paint.tinted(tuple(rng.uniform(0.3, 0.5) * np.ones(3)))
    return (
        box((0.9 * depth, width, top - coping), body),
        box((depth, width, coping), stone, at_m=(0.0, 0.0, top - coping)),
    )


def ladder(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A stepladder: one climbs from -x towards +x; the top tread is at `size[2]`."""
    depth, width, top = size
    metal = rng.random() < 0.6
    rail = palette.paint.tinted((0.5, 0.51, 0.53)) if metal else palette.wood
    edge = palette.paint.tinted(some_colour(rng, saturation=(0.6, 1.0), value=(0.3, 0.8)))
    x, y = depth / 2, width / 2 - 0.025
    parts: list[Part] = []
    for side in (-1, 1):
        parts.append(tube([(-x + 0.025, side * y, 0.0), (0.0, side * y, top - 0.02)], 0.024, rail,
                          sides=4))  # fmt: skip
        parts.append(tube([(x - 0.025, side * y, 0.0), (0.03, side * y, top - 0.02)], 0.018, rail,
                          sides=4))  # fmt: skip
    steps = max(2, round(top / 0.26))
    for i in range(1, steps):
        share = i / steps
        parts.append(
            box(
                (0.09, width - 0.08, 0.025), rail, at_m=(-x * (1 - share), 0.0, share * top - 0.025)
            )
        )
    parts.append(box((0.34 * depth, width, 0.03), edge, at_m=(0.0, 0.0, top - 0.03)))
    # Feet of slanting rails end askew: cut them off at the ground.
    return tuple(_above_ground(parts))


def _above_ground(parts: list[Part]) -> list[Part]:
    return [
        replace(part, positions_m=np.maximum(part.positions_m, [-np.inf, -np.inf, 0.0]))
        for part in parts
    ]


def steps(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Stairs that rise towards +x; the top tread, `size[2]` high, ends them."""
    depth, width, top = size
    count = max(1, round(top / 0.17))
    surface = palette.wood if rng.random() < 0.4 else material(
        "concrete", rng.uniform(0.25, 0.6) * np.ones(3), rng=rng
    )  # fmt: skip
    tread = depth / count
    parts = [
        box((depth - i * tread, width, top / count), surface,
            at_m=(i * tread / 2, 0.0, i * top / count))
        for i in range(count)
    ]  # fmt: skip
    nosing = palette.paint.tinted((0.04, 0.04, 0.04) if rng.random() < 0.5 else (0.5, 0.4, 0.05))
    if rng.random() < 0.5:
        parts += [
            box((0.04, width, 0.004), nosing,
                at_m=(-depth / 2 + i * tread + 0.02, 0.0, (i + 1) * top / count - 0.001))
            for i in range(count - 1)
        ]  # fmt: skip
    return tuple(parts)


def car(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A car, its bonnet towards +x, stretched to the size asked for."""
    parts = parked_car(palette, rng=rng)
    low, high = bounds(parts)
    centre = (low + high) / 2.0
    shifted = placed(parts, (-float(centre[0]), -float(centre[1]), -float(low[2])))
    return stretched(shifted, np.array(size) / (high - low))
