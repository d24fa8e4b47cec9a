"""Furniture of homes: functions of a palette and rng; the size comes out of the parts."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture.palette import Palette, legs, some_colour
from understudy.scenes.furniture.props import bench, chair, crate, table
from understudy.scenes.shapes import (
    Part,
    blob,
    box,
    cylinder,
    placed,
    quad,
)
from understudy.scenes.textures import material


def sofa(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Two to three seats, cushions."""
    seats = int(rng.integers(1, 4))
    arm, seat_m = 0.16, float(rng.uniform(0.62, 0.75))
    width, depth = seats * seat_m + 2 * arm, float(rng.uniform(0.82, 0.98))
    surface = palette.cloth
    parts = [
        box((depth, width, 0.22), surface, at_m=(0.0, 0.0, 0.08), bevel_m=0.03),
        box((0.22, width, 0.55), surface, at_m=(-depth / 2 + 0.11, 0.0, 0.28), bevel_m=0.05),
    ]
    parts += [
        box((depth - 0.05, arm, 0.32), surface,
            at_m=(0.0, s * (width - arm) / 2, 0.28), bevel_m=0.05)
        for s in (-1, 1)
    ]  # fmt: skip
    for i in range(seats):
        y = (i + 0.5) * seat_m - seats * seat_m / 2
        parts.append(
            box((depth - 0.24, seat_m - 0.01, 0.14), surface, at_m=(0.1, y, 0.3), bevel_m=0.04)
        )
    if rng.random() < 0.6:
        pillow = box((0.14, 0.4, 0.38), palette.second_cloth, bevel_m=0.06)
        y = float(rng.uniform(-1.0, 1.0)) * (width / 2 - arm - 0.22)
        parts += placed((pillow,), (-depth / 2 + 0.28, y, 0.43))
    parts += legs((depth, width, 0.0), 0.05, palette.second_wood, top_m=0.08, inset_m=0.03)
    return tuple(parts)


def bed(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Mattress, blanket, pillows, headboard."""
    width, depth = float(rng.choice([0.95, 1.4, 1.65])), 2.05
    sheet = palette.paint
    parts = [
        box((depth, width, 0.24), palette.wood, at_m=(0.0, 0.0, 0.06)),
        box((depth - 0.04, width - 0.04, 0.2), sheet, at_m=(0.0, 0.0, 0.3), bevel_m=0.05),
        box((depth * 0.68, width, 0.24), palette.cloth, at_m=(depth * 0.16, 0.0, 0.29),
            bevel_m=0.05),
        box((0.06, width, float(rng.uniform(0.8, 1.1))), palette.wood,
            at_m=(-depth / 2 + 0.03, 0.0, 0.0)),
    ]  # fmt: skip
    count = 1 if width < 1.2 else 2
    for i in range(count):
        y = (i + 0.5) * width / count - width / 2
        parts.append(
            box((0.42, min(0.62, width / count - 0.08), 0.14), palette.second_cloth,
                at_m=(-depth / 2 + 0.33, y, 0.48), bevel_m=0.06)
        )  # fmt: skip
    return tuple(parts)


def shelf(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bookshelf, full."""
    width, height = float(rng.uniform(0.6, 1.2)), float(rng.uniform(1.2, 2.1))
    depth = 0.32
    contents = material("books", palette.wood.tile[::16, ::16].mean(axis=(0, 1)) / 400.0, rng=rng)
    front = depth / 2 + 0.002
    y, bottom, top = width / 2 - 0.02, 0.06, height - 0.02
    return (
        box((depth, width, height), palette.wood),
        quad([(front, -y, bottom), (front, y, bottom), (front, y, top), (front, -y, top)],
             contents, fit=True),
    )  # fmt: skip


def cabinet(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A chest, cupboard or wardrobe with doors or drawers and knobs."""
    tall = rng.random() < 0.35
    width = float(rng.uniform(0.7, 1.6))
    height = float(rng.uniform(1.7, 2.05) if tall else rng.uniform(0.65, 1.05))
    depth = float(rng.uniform(0.38, 0.6))
    surface = (palette.wood, palette.second_wood, palette.paint)[rng.integers(3)]
    parts = [
        box((depth, width, height - 0.07), surface, at_m=(0.0, 0.0, 0.07)),
        box((depth - 0.06, width - 0.02, 0.07), palette.paint.tinted((0.06, 0.06, 0.06))),
    ]
    columns = max(1, round(width / 0.5))
    rows = 1 if tall else int(rng.integers(1, 4))
    metal = palette.paint.tinted(palette.metal_colour)
    for i in range(columns):
        for j in range(rows):
            wide, high = width / columns, (height - 0.07) / rows
            y, z = (i + 0.5) * wide - width / 2, 0.07 + j * high
            parts.append(
                box((0.018, wide - 0.02, high - 0.02), surface,
                    at_m=(depth / 2 + 0.009, y, z + 0.01))
            )  # fmt: skip
            knob = (0.02, 0.1, 0.015) if rows > 1 else (0.02, 0.015, 0.12)
            aside = 0.0 if rows > 1 else 0.4 * wide * (1 if i % 2 == 0 else -1)
            parts.append(box(knob, metal, at_m=(depth / 2 + 0.028, y + aside, z + 0.5 * high)))
    if not tall:
        parts += clutter(palette, (depth * 0.6, width * 0.85), height, rng=rng)
    return tuple(parts)


def clutter(
    palette: Palette, area: tuple[float, float], top_m: float, *, rng: np.random.Generator
) -> tuple[Part, ...]:
    """Small things on a surface: vases, boxes, stacks of books."""
    parts: list[Part] = []
    count = int(rng.integers(0, 4))
    for i in range(count):
        y = ((i + float(rng.uniform(0.3, 0.7))) / count - 0.5) * area[1]
        x = float(rng.uniform(-0.3, 0.3)) * area[0]
        tint = some_colour(rng, saturation=(0.0, 0.9), value=(0.05, 0.8))
        surface = palette.paint.tinted(tint)
        if rng.random() < 0.5:
            radius = float(rng.uniform(0.03, 0.08))
            high = float(rng.uniform(0.08, 0.3))
            parts.append(
                cylinder((radius, radius * float(rng.uniform(0.5, 1.2))), high, surface,
                         at_m=(x, y, top_m), sides=8)
            )  # fmt: skip
        else:
            wide = min(float(rng.uniform(0.1, 0.28)), area[1] / count * 0.9)
            size = (float(rng.uniform(0.08, 0.2)), wide, float(rng.uniform(0.03, 0.25)))
            parts.append(box(size, surface, at_m=(x, y, top_m)))
    return tuple(parts)


def television(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A screen on a low stand."""
    width = float(rng.uniform(1.1, 1.7))
    stand = float(rng.uniform(0.4, 0.55))
    black = palette.paint.tinted((0.015, 0.015, 0.015))
    wide = 0.8 * width
    high = wide * 9 / 16
    glass = material("screen", rng.uniform(0.02, 0.5, 3), rng=rng)
    x, z, y = 0.042, stand + 0.06, wide / 2 - 0.012
    return (
        box((0.42, width, stand), palette.wood),
        box((0.2, 0.3 * wide, 0.05), black, at_m=(0.0, 0.0, stand)),
        box((0.05, wide, high), black, at_m=(0.0, 0.0, z - 0.012)),
        quad([(x - 0.015, -y, z), (x - 0.015, y, z), (x - 0.015, y, z + high - 0.024),
              (x - 0.015, -y, z + high - 0.024)], glass, fit=True),
    )  # fmt: skip


def desk(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A desk at the wall with monitor, keyboard, drawers and its chair."""
    width, depth, top = float(rng.uniform(1.2, 1.7)), 0.7, 0.74
    black = palette.paint.tinted((0.02, 0.02, 0.02))
    parts = list(table((depth, width, top), palette, rng=rng))
    parts.append(
        box((depth * 0.85, 0.4, 0.55), palette.paint, at_m=(-0.02, width / 2 - 0.26, 0.05))
    )
    for _ in range(int(rng.integers(1, 3))):
        y = float(rng.uniform(-0.35, 0.2)) * width
        glass = material("screen", rng.uniform(0.05, 0.7, 3), rng=rng)
        wide, high, z, x = 0.52, 0.31, top + 0.12, -0.16
        parts += [
            box((0.18, 0.22, 0.015), black, at_m=(x, y, top)),
            box((0.03, 0.05, 0.14), black, at_m=(x - 0.02, y, top + 0.01)),
            box((0.03, wide, high), black, at_m=(x, y, z)),
            quad([(x + 0.017, y - 0.25, z + 0.01), (x + 0.017, y + 0.25, z + 0.01),
                  (x + 0.017, y + 0.25, z + high - 0.01), (x + 0.017, y - 0.25, z + high - 0.01)],
                 glass, fit=True),
        ]  # fmt: skip
        break
    parts.append(box((0.14, 0.44, 0.02), black, at_m=(0.12, 0.0, top)))
    if rng.random() < 0.7:
        turn = np.pi + float(rng.uniform(-0.7, 0.7))
        parts += placed(office_chair(palette, rng=rng), (depth / 2 + 0.3, 0.0, 0.0), turn)
    return tuple(parts)


def office_chair(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A swivel chair."""
    black = palette.paint.tinted((0.025, 0.025, 0.025))
    surface = palette.second_cloth
    return (
        cylinder((0.28, 0.08), 0.08, black, sides=5),
        cylinder(0.03, 0.34, black, at_m=(0.0, 0.0, 0.08), sides=6, caps=False),
        box((0.46, 0.48, 0.09), surface, at_m=(0.0, 0.0, 0.42), bevel_m=0.03),
        box((0.07, 0.44, float(rng.uniform(0.45, 0.65))), surface, at_m=(-0.23, 0.0, 0.55),
            bevel_m=0.03),
    )  # fmt: skip


def plant(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A pot plant."""
    height = float(rng.uniform(0.7, 1.7))
    radius = float(rng.uniform(0.12, 0.2))
    pot = palette.paint.tinted(some_colour(rng, saturation=(0.0, 0.6), value=(0.1, 0.8)))
    stem = palette.wood.tinted((0.4, 0.4, 0.3))
    crown = height - 0.35
    parts = [
        cylinder((0.75 * radius, radius), 0.3, pot, sides=10),
        cylinder(0.02, 0.3, stem, at_m=(0.0, 0.0, 0.28), sides=5, caps=False),
    ]
    for _ in range(2):
        place = rng.uniform(-0.08, 0.08, 2)
        size = 0.5 * crown * float(rng.uniform(0.75, 1.0))
        wide = min(0.45 * size + 0.12, 0.38)
        parts.append(
            blob((wide, wide, size), palette.leaves, rng=rng, roughness=0.35,
                 at_m=(float(place[0]), float(place[1]), 0.4 + 0.5 * crown))
        )  # fmt: skip
    return tuple(parts)


def floor_lamp(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A standard lamp; its shade shines."""
    height = float(rng.uniform(1.35, 1.75))
    metal = palette.paint.tinted(palette.metal_colour)
    shade = palette.paint.tinted((1.5, 1.25, 0.9))
    return (
        cylinder(0.15, 0.03, metal, sides=10),
        cylinder(0.014, height - 0.25, metal, at_m=(0.0, 0.0, 0.03), sides=5, caps=False),
        cylinder((0.2, 0.13), 0.26, shade, at_m=(0.0, 0.0, height - 0.26), sides=12),
    )


def dining_group(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A table with chairs."""
    width = float(rng.uniform(0.9, 1.5))
    parts = list(table((0.8, width, 0.75), palette, rng=rng))
    parts += clutter(palette, (0.4, width * 0.7), 0.75, rng=rng)
    seed = int(rng.integers(1 << 30))
    for side in (-1, 1):
        alike = np.random.default_rng(seed)  # a set of equal chairs
        seat = chair((0.42, 0.42, 0.45), palette, rng=alike)
        shift = float(rng.uniform(-0.1, 0.1))
        turn = 0.0 if side < 0 else np.pi
        parts += placed(seat, (side * 0.55, shift, 0.0), turn + float(rng.uniform(-0.2, 0.2)))
    return tuple(parts)


def kitchen_row(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Counter, wall cupboards, cooker hood, fridge."""
    units = int(rng.integers(3, 6))
    wide, depth = 0.6, 0.6
    width = units * wide
    front = palette.paint.tinted(some_colour(rng, saturation=(0.0, 0.5), value=(0.15, 0.95)))
    top = palette.paint.tinted(rng.uniform(0.05, 0.7, 1).repeat(3))
    metal = palette.paint.tinted((0.45, 0.45, 0.45))
    parts = [
        box((depth - 0.05, width, 0.1), palette.paint.tinted((0.05, 0.05, 0.05))),
        box((depth, width, 0.04), top, at_m=(0.0, 0.0, 0.86)),
    ]
    for i in range(units):
        y = (i + 0.5) * wide - width / 2
        if i == 0:
            parts.append(box((depth, wide, 1.85), palette.paint, at_m=(0.01, y, 0.05)))
            parts.append(box((0.03, 0.02, 0.5), metal, at_m=(depth / 2 + 0.02, y + 0.24, 1.0)))
            continue
        parts.append(box((depth - 0.02, wide - 0.008, 0.76), front, at_m=(0.0, y, 0.1)))
        parts.append(box((0.02, 0.2, 0.015), metal, at_m=(depth / 2, y, 0.78)))
        parts.append(box((0.34, wide - 0.008, 0.62), front, at_m=(-depth / 2 + 0.17, y, 1.45)))
    parts += placed(clutter(palette, (0.3, width * 0.5), 0.9, rng=rng), (0.0, 0.15 * width, 0.0))
    return tuple(parts)


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


def cartons(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A few boxes on each other."""
    parts: list[Part] = []
    z = 0.0
    for _ in range(int(rng.integers(1, 4))):
        size = tuple(float(value) for value in rng.uniform([0.3, 0.35, 0.2], [0.5, 0.6, 0.45]))
        turned = placed(
            crate((size[0], size[1], size[2]), palette, rng=rng), (0.0, 0.0, z),
            float(rng.uniform(-0.12, 0.12)),
        )  # fmt: skip
        parts += turned
        z += size[2]
    return tuple(parts)


def bench_at_wall(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bench of usual size."""
    return bench((0.42, float(rng.uniform(1.2, 2.0)), 0.45), palette, rng=rng)


def chair_at_wall(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A chair of usual size."""
    return chair((0.43, 0.43, 0.45), palette, rng=rng)


def side_table(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A small table with things on it."""
    side, top = float(rng.uniform(0.4, 0.6)), float(rng.uniform(0.4, 0.6))
    return (
        *table((side, side, top), palette, rng=rng),
        *clutter(palette, (0.2, 0.25), top, rng=rng),
    )
