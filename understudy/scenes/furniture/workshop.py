"""Workshops: benches, machines, tool cabinets, store racks, drums, timber."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture.kitchen import facing
from understudy.scenes.furniture.palette import Palette, some_colour
from understudy.scenes.round_shapes import lathe, tube
from understudy.scenes.shapes import UP_TO_Y, Part, box, cylinder, placed, rotated
from understudy.scenes.textures import material

MACHINE_PAINTS = ((0.1, 0.22, 0.14), (0.08, 0.14, 0.3), (0.35, 0.35, 0.33), (0.45, 0.3, 0.05))


def workbench(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A heavy bench with a vice, tools and boxes on it, a board of tools behind."""
    width, depth, top = float(rng.uniform(1.5, 2.4)), 0.7, 0.88
    wood = palette.wood
    steel = palette.paint.tinted((0.35, 0.36, 0.38))
    parts = [box((depth, width, 0.07), wood, at_m=(0.0, 0.0, top - 0.07))]
    x, y = depth / 2 - 0.07, width / 2 - 0.08
    parts += [
        box((0.09, 0.09, top - 0.07), wood, at_m=(sx * x, sy * y, 0.0))
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    parts.append(box((depth - 0.1, width - 0.12, 0.03), wood, at_m=(0.0, 0.0, 0.18)))
    blue = palette.paint.tinted(MACHINE_PAINTS[rng.integers(4)])
    y = float(rng.choice([-1, 1])) * (width / 2 - 0.25)
    parts += [
        box((0.2, 0.14, 0.06), blue, at_m=(depth / 2 - 0.14, y, top)),
        box((0.06, 0.18, 0.12), blue, at_m=(depth / 2 - 0.2, y, top + 0.06)),
        box((0.06, 0.18, 0.12), blue, at_m=(depth / 2 - 0.06, y, top + 0.06)),
        box((0.2, 0.03, 0.03), steel, at_m=(depth / 2 - 0.02, y, top + 0.03)),
    ]
    for _ in range(int(rng.integers(3, 8))):
        spot = (float(rng.uniform(-0.25, 0.2)), float(rng.uniform(-0.45, 0.45)) * width, 0.0)
        if abs(spot[1] - y) < 0.25:
            continue
        parts += placed(_bench_thing(palette, top, rng=rng), spot, float(rng.uniform(-3.0, 3.0)))
    for _ in range(int(rng.integers(1, 4))):
        tint = palette.paint.tinted(some_colour(rng, saturation=(0.2, 1.0), value=(0.05, 0.6)))
        side = (0.3, 0.42, float(rng.uniform(0.15, 0.35)))
        at = (float(rng.uniform(-0.08, 0.08)), float(rng.uniform(-0.3, 0.3)) * width, 0.21)
        parts.append(box(side, tint, at_m=at))
        break
    if rng.random() < 0.75:
        board = material("tool_board", rng.uniform(0.3, 0.75) * np.array([1, 0.93, 0.8]), rng=rng)
        parts.append(
            box((0.03, width, 0.95), palette.second_wood, at_m=(-depth / 2 + 0.015, 0.0, top))
        )
        edge = width / 2 - 0.01
        parts.append(facing(board, -depth / 2 + 0.032, (-edge, edge), (top + 0.08, top + 0.94)))
    return tuple(parts)


def _bench_thing(palette: Palette, top: float, *, rng: np.random.Generator) -> tuple[Part, ...]:
    tint = palette.paint.tinted(some_colour(rng, saturation=(0.2, 1.0), value=(0.05, 0.7)))
    steel = palette.paint.tinted((0.4, 0.41, 0.43))
    kind = int(rng.integers(5))
    if kind == 0:  # hammer
        return (
            box((0.3, 0.03, 0.03), palette.second_wood, at_m=(0.0, 0.0, top)),
            box((0.04, 0.11, 0.04), steel, at_m=(0.14, 0.0, top)),
        )
    if kind == 1:  # tin
        return (cylinder(0.05, 0.13, tint, at_m=(0.0, 0.0, top), sides=8),)
    if kind == 2:  # a power drill
        return (
            box((0.22, 0.07, 0.08), tint, at_m=(0.0, 0.0, top + 0.14)),
            box((0.06, 0.05, 0.14), tint, at_m=(-0.06, 0.0, top)),
            box((0.1, 0.02, 0.02), steel, at_m=(0.15, 0.0, top + 0.17)),
        )
    if kind == 3:  # small parts in trays
        return tuple(box((0.12, 0.1, 0.07), tint, at_m=(0.0, 0.11 * i, top)) for i in range(3))
    return (box((0.5, 0.09, 0.05), palette.wood, at_m=(0.0, 0.0, top)),)


def drill_press(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A pillar drill."""
    paint = palette.paint.tinted(MACHINE_PAINTS[rng.integers(4)])
    steel = palette.paint.tinted((0.4, 0.41, 0.43))
    return (
        box((0.6, 0.42, 0.1), paint),
        cylinder(0.05, 1.55, steel, at_m=(-0.15, 0.0, 0.1), sides=7),
        box((0.42, 0.4, 0.06), steel, at_m=(0.05, 0.0, 0.85)),
        box((0.62, 0.3, 0.34), paint, at_m=(0.03, 0.0, 1.4), bevel_m=0.03),
        cylinder((0.015, 0.05), 0.28, steel, at_m=(0.18, 0.0, 1.13), sides=7),
        box((0.25, 0.03, 0.03), steel, at_m=(0.12, 0.2, 1.48)),
        box((0.05, 0.08, 0.03), palette.paint.tinted((0.6, 0.03, 0.03)), at_m=(0.33, 0.08, 1.6)),
    )


def lathe_machine(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A metal lathe on its base."""
    paint = palette.paint.tinted(MACHINE_PAINTS[rng.integers(4)])
    steel = palette.paint.tinted((0.4, 0.41, 0.43))
    chuck = cylinder(0.11, 0.1, steel, sides=10)
    bar = cylinder(0.03, 0.6, steel, sides=6)
    return (
        box((0.5, 0.5, 0.75), paint, at_m=(0.0, -0.6, 0.0)),
        box((0.5, 0.4, 0.75), paint, at_m=(0.0, 0.65, 0.0)),
        box((0.5, 1.7, 0.14), steel, at_m=(0.0, 0.0, 0.75)),
        box((0.46, 0.5, 0.4), paint, at_m=(0.0, -0.6, 0.89), bevel_m=0.02),
        box((0.3, 0.22, 0.3), paint, at_m=(0.0, 0.68, 0.89)),
        box((0.4, 0.2, 0.14), steel, at_m=(0.03, 0.15, 0.89)),
        *rotated((chuck,), UP_TO_Y, (0.0, -0.35, 1.12)),
        *rotated((bar,), UP_TO_Y, (0.0, -0.25, 1.12)),
    )


def band_saw(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An upright saw with a table."""
    paint = palette.paint.tinted(MACHINE_PAINTS[rng.integers(4)])
    steel = palette.paint.tinted((0.4, 0.41, 0.43))
    return (
        box((0.4, 0.6, 0.85), paint),
        box((0.3, 0.14, 0.55), paint, at_m=(0.0, -0.23, 0.85)),
        box((0.3, 0.66, 0.5), paint, at_m=(0.0, 0.0, 1.4), bevel_m=0.06),
        box((0.6, 0.6, 0.05), steel, at_m=(0.05, 0.06, 0.85)),
        box((0.01, 0.02, 0.52), steel, at_m=(0.0, 0.1, 0.89)),
    )


def tool_cabinet(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A mechanic's chest of drawers on castors."""
    colours = ((0.5, 0.02, 0.02), (0.03, 0.06, 0.25), (0.03, 0.03, 0.03), (0.5, 0.25, 0.02))
    paint = palette.paint.tinted(colours[rng.integers(4)])
    steel = palette.paint.tinted((0.5, 0.5, 0.5))
    rows = int(rng.integers(4, 7))
    high = 0.85
    parts = [
        box((0.46, 0.7, high - 0.12), paint, at_m=(0.0, 0.0, 0.12)),
        box((0.4, 0.6, 0.12), palette.paint.tinted((0.02, 0.02, 0.02))),
    ]
    step = (high - 0.16) / rows
    for i in range(rows):
        parts.append(box((0.012, 0.64, step - 0.02), paint, at_m=(0.236, 0.0, 0.14 + i * step)))
        parts.append(box((0.02, 0.6, 0.015), steel, at_m=(0.25, 0.0, 0.14 + (i + 0.7) * step)))
    if rng.random() < 0.6:
        parts.append(box((0.3, 0.5, 0.25), paint, at_m=(0.0, 0.0, high)))
    return tuple(parts)


def store_rack(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Open steel shelves with boxes, cans and coils."""
    width, depth = float(rng.uniform(0.9, 1.8)), 0.45
    levels = int(rng.integers(3, 5))
    high = float(rng.uniform(1.6, 2.0))
    steel = palette.paint.tinted(((0.3, 0.31, 0.33), (0.05, 0.12, 0.3))[rng.integers(2)])
    parts = [
        box((0.04, 0.04, high), steel, at_m=(sx * (depth / 2 - 0.02), sy * (width / 2 - 0.02), 0.0))
        for sx in (-1, 1) for sy in (-1, 1)
    ]  # fmt: skip
    board = material("cardboard", (0.45, 0.29, 0.15), rng=rng)
    for i in range(levels):
        z = 0.1 + i * (high - 0.15) / max(levels - 1, 1)
        parts.append(box((depth, width, 0.025), steel, at_m=(0.0, 0.0, z)))
        gap = (high - 0.15) / max(levels - 1, 1) - 0.08 if i < levels - 1 else 0.3
        y = -width / 2 + 0.06
        while y < width / 2 - 0.2:
            wide = min(float(rng.uniform(0.14, 0.42)), width / 2 - 0.06 - y)
            tall = float(rng.uniform(0.35, 0.95)) * gap
            at = (float(rng.uniform(-0.03, 0.03)), y + wide / 2, z + 0.025)
            tint = palette.paint.tinted(some_colour(rng, saturation=(0, 1), value=(0.05, 0.7)))
            if rng.random() < 0.15:
                parts.append(cylinder(min(wide / 2, 0.15), tall, tint, at_m=at, sides=7))
            else:
                surface = board if rng.random() < 0.5 else tint
                parts.append(box((0.34, wide - 0.02, tall), surface, at_m=at))
            y += wide + float(rng.choice([0.02, 0.02, 0.2]))
    return tuple(parts)


def drum(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An oil drum with hoops."""
    tint = some_colour(rng, saturation=(0.3, 1.0), value=(0.05, 0.5))
    shape = [(0.29, 0.0), (0.29, 0.28), (0.305, 0.3), (0.29, 0.32), (0.29, 0.58), (0.305, 0.6),
             (0.29, 0.62), (0.29, 0.88), (0.27, 0.86), (0.0, 0.86)]  # fmt: skip
    return (lathe(shape, palette.paint.tinted(tint), sides=10),)


def timber(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Planks and pipes that lie at the wall."""
    long = float(rng.uniform(1.6, 2.6))
    parts: list[Part] = [
        box((0.5, 0.1, 0.1), palette.second_wood, at_m=(0.0, s * 0.35 * long, 0.0)) for s in (-1, 1)
    ]
    for i in range(int(rng.integers(3, 8))):
        row, column = divmod(i, 3)
        shift = float(rng.uniform(-0.08, 0.08))
        parts.append(
            box((0.15, long + 2 * shift, 0.05), palette.wood,
                at_m=(-0.16 + 0.16 * column, 0.0, 0.1 + 0.052 * row))
        )  # fmt: skip
    return tuple(parts)


def pallet(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A pallet with cartons or sacks."""
    wood = palette.wood.tinted((0.9, 0.85, 0.75))
    parts = [box((0.8, 0.1, 0.1), wood, at_m=(0.0, y, 0.0)) for y in (-0.5, 0.0, 0.5)]
    parts += [
        box((0.12, 1.15, 0.025), wood, at_m=(x, 0.0, 0.1)) for x in (-0.33, -0.11, 0.11, 0.33)
    ]
    board = material("cardboard", np.array([0.45, 0.29, 0.15]) * rng.uniform(0.8, 1.3), rng=rng)
    for layer in range(int(rng.integers(0, 4))):
        for y in (-0.29, 0.29):
            parts.append(box((0.74, 0.54, 0.28), board, at_m=(0.0, y, 0.125 + 0.29 * layer)))
    return tuple(parts)


def leaning_ladder(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A ladder that leans at the wall."""
    high = float(rng.uniform(1.9, 2.3))
    rail = palette.paint.tinted((0.5, 0.51, 0.53)) if rng.random() < 0.6 else palette.wood
    low_x, top_x = 0.35, -0.12
    parts: list[Part] = [
        tube([(low_x, s * 0.2, 0.025), (top_x, s * 0.2, high)], 0.025, rail, sides=4)
        for s in (-1, 1)
    ]
    for i in range(1, 8):
        share = i / 8
        x = low_x + share * (top_x - low_x)
        parts.append(box((0.03, 0.4, 0.03), rail, at_m=(x, 0.0, share * high)))
    return tuple(parts)


def saw_horse(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Trestles with a board across them."""
    wood = palette.wood
    parts: list[Part] = []
    for y in (-0.5, 0.5):
        parts.append(box((0.5, 0.08, 0.08), wood, at_m=(0.0, y, 0.62)))
        for x in (-0.2, 0.2):
            parts += [tube([(1.2 * x, y + s * 0.16, 0.02), (x, y, 0.64)], 0.028, wood, sides=4)
                      for s in (-1, 1)]  # fmt: skip
    if rng.random() < 0.8:
        parts.append(box((0.45, 1.6, 0.03), palette.second_wood, at_m=(0.0, 0.0, 0.7)))
    return tuple(parts)
