"""Furniture of homes: functions of a palette and rng; the size comes out of the parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from understudy.scenes.furniture.palette import Palette, legs, some_colour
from understudy.scenes.furniture.props import bench, chair, crate, table
from understudy.scenes.shapes import Part, blob, bounds, box, cylinder, placed, quad
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
            blob((wide, wide, size), palette.leaves, rng=rng, roughness=0.25,
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
        replace(
            cylinder((0.2, 0.13), 0.26, shade, at_m=(0.0, 0.0, height - 0.26), sides=12),
            lamp="standard",
        ),
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


def armchair(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A padded chair with arms."""
    depth, width = float(rng.uniform(0.75, 0.9)), float(rng.uniform(0.75, 0.9))
    surface = palette.cloth if rng.random() < 0.5 else palette.second_cloth
    high = float(rng.uniform(0.75, 1.05))
    return (
        box((depth, width, 0.2), surface, at_m=(0.0, 0.0, 0.1), bevel_m=0.02),
        box((0.18, width, high - 0.1), surface, at_m=(-depth / 2 + 0.09, 0.0, 0.1), bevel_m=0.05),
        box((depth - 0.22, width - 0.3, 0.14), surface, at_m=(0.08, 0.0, 0.3), bevel_m=0.04),
        *(box((depth - 0.06, 0.15, 0.46), surface, at_m=(0.02, s * (width / 2 - 0.075), 0.12),
              bevel_m=0.04) for s in (-1, 1)),
        *legs((depth, width, 0.0), 0.05, palette.second_wood, top_m=0.1, inset_m=0.03),
    )  # fmt: skip


def coffee_table(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A low table with books, cups or a bowl on it."""
    depth, width = float(rng.uniform(0.5, 0.65)), float(rng.uniform(0.8, 1.2))
    top = float(rng.uniform(0.36, 0.45))
    parts = list(table((depth, width, top), palette, rng=rng))
    parts.append(box((depth - 0.12, width - 0.12, 0.02), palette.wood, at_m=(0.0, 0.0, 0.12)))
    parts += clutter(palette, (0.6 * depth, 0.8 * width), top, rng=rng)
    return tuple(parts)


def sofa_group(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A sofa with its table in front, now and then a lamp or a small table beside it."""
    couch = sofa(palette, rng=rng)
    low, high = bounds(couch)
    parts = list(couch)
    parts += placed(coffee_table(palette, rng=rng), (float(high[0]) + 0.72, 0.0, 0.0))
    if rng.random() < 0.6:
        side = float(high[1]) + 0.3
        thing = floor_lamp if rng.random() < 0.6 else side_table
        parts += placed(thing(palette, rng=rng), (float(low[0]) + 0.3, side, 0.0))
    return tuple(parts)


def bedside_lamp(
    palette: Palette, at_m: tuple[float, float, float], *, rng: np.random.Generator
) -> tuple[Part, ...]:
    """A small lamp with a shade."""
    x, y, z = at_m
    foot = palette.paint.tinted(some_colour(rng, saturation=(0.0, 0.8), value=(0.1, 0.8)))
    shade = palette.paint.tinted((1.45, 1.2, 0.85))
    return (
        cylinder((0.06, 0.03), 0.2, foot, at_m=(x, y, z), sides=8),
        replace(
            cylinder((0.12, 0.08), 0.17, shade, at_m=(x, y, z + 0.19), sides=9), lamp="bedside"
        ),
    )


def bed_group(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bed with its head at the wall, night tables with lamps beside it."""
    parts = list(bed(palette, rng=rng))
    low, high = bounds(parts)
    sides = (-1, 1) if rng.random() < 0.6 else (int(rng.choice([-1, 1])),)
    seed = int(rng.integers(1 << 30))
    for side in sides:
        alike = np.random.default_rng(seed)
        edge = float(high[1] if side > 0 else -low[1])
        place = (float(low[0]) + 0.24, side * (edge + 0.3), 0.0)
        top = 0.5
        parts += placed(
            (
                box((0.4, 0.44, top - 0.06), palette.wood, at_m=(0.0, 0.0, 0.06)),
                box((0.34, 0.38, 0.06), palette.paint.tinted((0.05, 0.05, 0.05))),
                box((0.015, 0.4, 0.18), palette.wood, at_m=(0.207, 0.0, top - 0.22)),
                box((0.02, 0.1, 0.015), palette.paint.tinted(palette.metal_colour),
                    at_m=(0.22, 0.0, top - 0.13)),
            ), place,
        )  # fmt: skip
        if alike.random() < 0.8:
            parts += placed(bedside_lamp(palette, (0.0, 0.0, top), rng=alike), place)
    return tuple(parts)


def wardrobe(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A tall cupboard with two to four doors, sometimes one of mirror."""
    doors = int(rng.integers(2, 5))
    width, high, depth = 0.5 * doors, float(rng.uniform(1.9, 2.15)), 0.58
    surface = (palette.wood, palette.second_wood, palette.paint)[rng.integers(3)]
    metal = palette.paint.tinted(palette.metal_colour)
    mirror = int(rng.integers(doors)) if rng.random() < 0.35 else -1
    parts = [box((depth, width, high), surface)]
    for i in range(doors):
        y = (i + 0.5) * 0.5 - width / 2
        face = palette.paint.tinted((0.45, 0.5, 0.54)) if i == mirror else surface
        parts.append(box((0.02, 0.48, high - 0.12), face, at_m=(depth / 2 + 0.01, y, 0.08)))
        aside = 0.2 if i % 2 == 0 else -0.2
        parts.append(box((0.03, 0.02, 0.18), metal, at_m=(depth / 2 + 0.03, y + aside, 1.0)))
    if rng.random() < 0.4:
        parts += cartons_on(palette, (depth, width), high, rng=rng)
    return tuple(parts)


def cartons_on(
    palette: Palette, area: tuple[float, float], top_m: float, *, rng: np.random.Generator
) -> tuple[Part, ...]:
    """Boxes on top of a cupboard."""
    size = (0.35, min(0.45, 0.8 * area[1]), float(rng.uniform(0.12, 0.22)))
    return placed(
        crate(size, palette, rng=rng), (0.0, float(rng.uniform(-0.2, 0.2)) * area[1], top_m)
    )


def dresser(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A chest of drawers with a mirror and small things on it."""
    width, high, depth = float(rng.uniform(0.8, 1.3)), 0.78, 0.45
    surface = palette.wood if rng.random() < 0.7 else palette.paint
    metal = palette.paint.tinted(palette.metal_colour)
    parts = [box((depth, width, high), surface)]
    for i in range(3):
        z = 0.04 + 0.25 * i
        parts.append(box((0.016, width - 0.04, 0.23), surface, at_m=(depth / 2 + 0.008, 0.0, z)))
        parts += [
            box((0.02, 0.08, 0.015), metal, at_m=(depth / 2 + 0.025, s * 0.28 * width, z + 0.12))
            for s in (-1, 1)
        ]
    if rng.random() < 0.7:
        back = -depth / 2 + 0.03
        parts.append(box((0.04, 0.7 * width, 0.8), surface, at_m=(back, 0.0, high)))
        parts.append(box((0.012, 0.7 * width - 0.1, 0.7), palette.paint.tinted((0.45, 0.5, 0.55)),
                         at_m=(back + 0.025, 0.0, high + 0.05)))  # fmt: skip
    parts += placed(clutter(palette, (0.2, 0.8 * width), high, rng=rng), (0.06, 0.0, 0.0))
    return tuple(parts)


def piano(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An upright piano with its stool."""
    dark = palette.paint.tinted((0.02, 0.02, 0.02)) if rng.random() < 0.5 else palette.wood
    ivory = palette.paint.tinted((0.8, 0.79, 0.72))
    return (
        box((0.36, 1.45, 1.18), dark, at_m=(-0.12, 0.0, 0.0)),
        box((0.32, 1.45, 0.1), dark, at_m=(0.18, 0.0, 0.62)),
        box((0.16, 1.3, 0.02), ivory, at_m=(0.22, 0.0, 0.72)),
        *(box((0.08, 0.08, 0.62), dark, at_m=(0.28, s * 0.66, 0.0)) for s in (-1, 1)),
        box((0.34, 0.55, 0.06), dark, at_m=(0.62, 0.0, 0.46)),
        *(box((0.05, 0.05, 0.46), dark, at_m=(0.62 + a * 0.13, s * 0.22, 0.0))
          for s in (-1, 1) for a in (-1, 1)),
    )  # fmt: skip


def fireplace(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A mantelpiece about a dark hearth."""
    width = float(rng.uniform(1.2, 1.6))
    stone = material("brick", np.array([0.42, 0.2, 0.13]) * rng.uniform(0.6, 1.5), rng=rng)
    if rng.random() < 0.5:
        stone = palette.paint
    black = palette.paint.tinted((0.012, 0.012, 0.012))
    parts = [box((0.3, 0.3, 1.0), stone, at_m=(0.0, s * (width / 2 - 0.15), 0.0)) for s in (-1, 1)]
    parts += [
        box((0.3, width, 0.25), stone, at_m=(0.0, 0.0, 0.8)),
        box((0.06, width - 0.6, 0.8), black, at_m=(-0.1, 0.0, 0.0)),
        box((0.38, width + 0.12, 0.05), palette.wood, at_m=(0.0, 0.0, 1.05)),
    ]
    return (*parts, *clutter(palette, (0.15, width), 1.1, rng=rng))
