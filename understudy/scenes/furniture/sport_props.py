"""Props of sports: what one hangs from, lies on, climbs and dives into; of the size asked for."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture.palette import Palette, Size, some_colour
from understudy.scenes.round_shapes import tube
from understudy.scenes.shapes import Part, box, quad
from understudy.scenes.textures import material


def horizontal_bar(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bar along y to pull oneself up on, between two posts; its top is at `size[2]`."""
    depth, width, top = size
    frame = palette.paint.tinted(palette.accent if rng.random() < 0.4 else (0.05, 0.05, 0.055))
    steel = palette.paint.tinted((0.45, 0.45, 0.47))
    post, radius = 0.07, 0.016
    y = width / 2.0 - post / 2.0
    parts = [box((post, post, top), frame, at_m=(0.0, s * y, 0.0)) for s in (-1, 1)]
    parts += [box((depth, post, 0.05), frame, at_m=(0.0, s * y, 0.0)) for s in (-1, 1)]
    z = top - radius
    parts.append(tube([(0.0, -y, z), (0.0, y, z)], radius, steel, sides=8))
    return tuple(parts)


def weight_bench(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A flat padded bench along x to lie on; `size[2]` to the top of the pad."""
    depth, width, top = size
    pad = palette.paint.tinted((0.03, 0.03, 0.035) if rng.random() < 0.6 else palette.accent)
    frame = palette.paint.tinted((0.4, 0.4, 0.42) if rng.random() < 0.5 else (0.05, 0.05, 0.05))
    thick = min(0.08, 0.4 * top)
    parts = [box((depth, width, thick), pad, at_m=(0.0, 0.0, top - thick), bevel_m=0.015)]
    parts += [
        box((0.06, 0.9 * width, top - thick), frame, at_m=(s * 0.4 * depth, 0.0, 0.0))
        for s in (-1, 1)
    ]
    parts.append(box((0.8 * depth, 0.06, 0.06), frame, at_m=(0.0, 0.0, 0.12 * top)))
    return tuple(parts)


def climbing_wall(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Holds as deep as `size[0]` on a board behind them, which is seen from -x alone.

    A camera on its other side looks through it, as through the walls of rooms.
    """
    depth, width, top = size
    board = palette.wood if rng.random() < 0.4 else palette.paint.tinted(
        some_colour(rng, saturation=(0.0, 0.4), value=(0.2, 0.7))
    )  # fmt: skip
    x, half = depth / 2.0, width / 2.0
    parts = [quad([(x, half, 0.0), (x, -half, 0.0), (x, -half, top), (x, half, top)], board)]
    colours = [
        palette.paint.tinted(some_colour(rng, saturation=(0.7, 1.0), value=(0.3, 0.9)))
        for _ in range(3)
    ]
    rows, columns = max(3, round(top / 0.38)), max(3, round(width / 0.42))
    for row in range(rows):
        for column in range(columns):
            if rng.random() < 0.35:
                continue
            wide, high = float(rng.uniform(0.05, 0.12)), float(rng.uniform(0.03, 0.07))
            y = (column + rng.uniform(0.2, 0.8)) * width / columns - half
            z = (row + rng.uniform(0.1, 0.7)) * top / rows
            deep = depth * float(rng.uniform(0.5, 1.0))
            colour = colours[rng.integers(3)]
            parts.append(box((deep, wide, high), colour, at_m=(x - deep / 2.0, y, z)))
    # One hold at least is as deep as asked for.
    parts.append(box((depth, 0.1, 0.05), colours[0], at_m=(0.0, 0.0, 0.5 * top)))
    return tuple(parts)


def climbing_rope(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A thick rope that hangs straight down from a beam at `size[2]`."""
    depth, width, top = size
    hemp = palette.paint.tinted(np.array([0.5, 0.36, 0.18]) * rng.uniform(0.6, 1.2))
    steel = palette.paint.tinted((0.3, 0.3, 0.32))
    beam = min(0.08, 0.1 * top)
    radius = min(0.025, 0.4 * depth)
    return (
        tube([(0.0, 0.0, 0.0), (0.0, 0.0, 0.5 * top), (0.0, 0.0, top - beam)], radius, hemp,
             sides=6),
        box((depth, width, beam), steel, at_m=(0.0, 0.0, top - beam)),
    )  # fmt: skip


def platform(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A deck on four posts, to leap off at +x; `size[2]` to its top."""
    depth, width, top = size
    frame = palette.paint.tinted((0.75, 0.75, 0.77) if rng.random() < 0.6 else palette.accent)
    deck = palette.paint.tinted(some_colour(rng, saturation=(0.2, 0.9), value=(0.1, 0.6)))
    thick, post = min(0.12, 0.3 * top), 0.1
    x, y = depth / 2.0 - post / 2.0, width / 2.0 - post / 2.0
    parts = [box((depth, width, thick), deck, at_m=(0.0, 0.0, top - thick))]
    parts += [
        box((post, post, top - thick), frame, at_m=(sx * x, sy * y, 0.0))
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    rungs = max(1, int((top - thick) / 0.3))
    parts += [
        box((0.05, width - 2.0 * post, 0.04), frame, at_m=(-x, 0.0, (i + 0.7) * 0.3))
        for i in range(rungs)
        if (i + 0.7) * 0.3 + 0.04 < top - thick
    ]
    return tuple(parts)


def pool(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A basin let into the ground, full of water to just below its rim at `size[2]`."""
    depth, width, top = size
    wall = min(0.12, 0.1 * min(depth, width))
    side = palette.paint.tinted(
        (0.7, 0.72, 0.75) if rng.random() < 0.5
        else some_colour(rng, saturation=(0.3, 0.9), value=(0.2, 0.6))
    )  # fmt: skip
    blue = np.array([0.04, 0.22, 0.32]) * rng.uniform(0.7, 1.6)
    water = material("plain", blue, rng=rng)
    parts = [
        box((wall, width, top), side, at_m=(s * (depth - wall) / 2.0, 0.0, 0.0)) for s in (-1, 1)
    ]
    parts += [
        box((depth - 2.0 * wall, wall, top), side, at_m=(0.0, s * (width - wall) / 2.0, 0.0))
        for s in (-1, 1)
    ]
    parts.append(box((depth - 2.0 * wall, width - 2.0 * wall, top - 0.04), water))
    return tuple(parts)


def horse(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A saddled horse looking to +x; its origin is where the rider sits, z up."""
    depth, width, height = size
    coats = ((0.16, 0.07, 0.03), (0.03, 0.025, 0.02), (0.32, 0.17, 0.07), (0.6, 0.58, 0.55))
    coat = palette.paint.tinted(np.array(coats[rng.integers(4)]) * rng.uniform(0.8, 1.2))
    mane = palette.paint.tinted((0.02, 0.018, 0.015))
    leather = palette.paint.tinted((0.09, 0.04, 0.02) if rng.random() < 0.6 else (0.02, 0.02, 0.02))
    # In shares of the whole: the back is at 0, the hooves at -ground, ears at the top.
    ground, up = 0.7 * height, 0.3 * height
    girth = width / 2.0
    nose, tail = 0.56 * depth, -0.44 * depth
    barrel = [(-0.36 * depth, 0.0, -1.0 * girth), (-0.2 * depth, 0.0, -0.98 * girth),
              (0.1 * depth, 0.0, -1.05 * girth), (0.28 * depth, 0.0, -0.9 * girth)]  # fmt: skip
    radii = (0.75 * girth, 0.97 * girth, 0.94 * girth, 0.7 * girth)
    parts = [tube(barrel, radii, coat, sides=6)]
    neck = [(0.24 * depth, 0.0, -0.5 * girth), (0.42 * depth, 0.0, 0.8 * up)]
    parts.append(tube(neck, (0.5 * girth, 0.26 * girth), coat, sides=5))
    head = [(0.39 * depth, 0.0, 0.82 * up), (nose - 0.02, 0.0, 0.42 * up)]
    parts.append(tube(head, (0.3 * girth, 0.17 * girth), coat, sides=4))
    parts.append(box((0.03, 0.35 * girth, 0.25 * up), coat, at_m=(0.4 * depth, 0.0, 0.75 * up)))
    parts.append(tube([(0.2 * depth, 0.0, 0.02), (0.37 * depth, 0.0, 0.9 * up)], 0.025, mane,
                      sides=4))  # fmt: skip
    parts.append(tube([(-0.38 * depth, 0.0, -0.6 * girth), (tail + 0.03, 0.0, -0.6 * ground)],
                      (0.03, 0.05), mane, sides=4))  # fmt: skip
    for x in (-0.3, 0.24):
        for side in (-1, 1):
            y = side * 0.45 * girth
            leg = [(x * depth, y, -1.1 * girth), (x * depth + 0.02, y, -0.82 * ground),
                   (x * depth, y, -ground)]  # fmt: skip
            parts.append(tube(leg, (0.095, 0.045, 0.05), coat, sides=4))
    parts.append(box((0.3 * depth, 1.3 * girth, 0.06), leather, at_m=(0.0, 0.0, -0.05)))
    return tuple(parts)


def hoop(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A hoop to whirl about the waist: a ring about z."""
    depth, width, thick = size
    turn = np.linspace(0.0, 2.0 * np.pi, 25)[:-1]
    radius = thick / 2.0
    colour = palette.paint.tinted(some_colour(rng, saturation=(0.6, 1.0), value=(0.3, 0.9)))
    ring = [
        ((depth / 2.0 - radius) * np.cos(a), (width / 2.0 - radius) * np.sin(a), 0.0) for a in turn
    ]
    return (tube(ring, radius, colour, sides=4, closed=True),)
