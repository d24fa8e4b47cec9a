"""Things that stand about, and the props that an action needs.

Every thing is built in a frame of its own: it stands on z = 0 about the origin, its front looks
along +x, its back along -x.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from understudy.scenes.shapes import (
    Colour,
    Material,
    Part,
    blob,
    box,
    cylinder,
    placed,
    prism,
    quad,
)
from understudy.scenes.textures import material

Size = tuple[float, float, float]
"""Depth (x), width (y), height (z) [m]."""


@dataclass(frozen=True, kw_only=True)
class Palette:
    """The materials of one place: things that stand together look alike."""

    wood: Material
    second_wood: Material
    paint: Material
    """Near white; tinted per thing."""
    cloth: Material
    second_cloth: Material
    leaves: Material
    metal_colour: Colour
    accent: Colour


WOODS: tuple[Colour, ...] = (
    (0.62, 0.45, 0.27), (0.42, 0.24, 0.12), (0.16, 0.08, 0.045), (0.75, 0.66, 0.52),
    (0.55, 0.33, 0.16), (0.80, 0.80, 0.78), (0.30, 0.27, 0.25),
)  # fmt: skip


def some_colour(
    rng: np.random.Generator, *, saturation: tuple[float, float], value: tuple[float, float]
) -> Colour:
    """Returns a linear RGB colour of any hue: `value` is its largest channel."""
    hue = rng.uniform(0.0, 6.0)
    ramp = np.clip(np.abs((hue + np.array([0.0, 4.0, 2.0])) % 6.0 - 3.0) - 1.0, 0.0, 1.0)
    strength = rng.uniform(*saturation)
    red, green, blue = rng.uniform(*value) * (1.0 - strength * (1.0 - ramp))
    return float(red), float(green), float(blue)


def sample_palette(rng: np.random.Generator) -> Palette:
    """Draws the materials of one place."""
    woods = rng.permutation(len(WOODS))

    def varied(index: int) -> np.ndarray:
        return np.array(WOODS[index]) * rng.uniform(0.8, 1.15)

    cloth = some_colour(rng, saturation=(0.0, 0.8), value=(0.05, 0.7))
    second = some_colour(rng, saturation=(0.0, 0.8), value=(0.05, 0.7))
    grey = float(rng.choice([0.03, 0.12, 0.35, 0.6]))
    return Palette(
        wood=material("wood", varied(woods[0]), rng=rng),
        second_wood=material("wood", varied(woods[1]), rng=rng),
        paint=material("plain", (0.9, 0.9, 0.9), rng=rng),
        cloth=material("fabric", cloth, rng=rng),
        second_cloth=material("fabric", second, rng=rng),
        leaves=material("leaves", np.array([0.10, 0.22, 0.05]) * rng.uniform(0.6, 1.5, 3), rng=rng),
        metal_colour=(grey, grey, grey),
        accent=some_colour(rng, saturation=(0.3, 0.9), value=(0.1, 0.7)),
    )


def _legs(
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


# ---------------------------------------------------------------------------------------- props
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
    parts += _legs(size, leg, frame, top_m=seat - thick)
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
        parts += _legs(inner, 0.03, frame, top_m=seat - thick)
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
    return (*parts, *_legs(size, leg, frame, top_m=top - thick, inset_m=0.02 * depth))


def crate(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A box: carton, chest or block of exactly this size."""
    carton = palette.paint.tinted((0.52, 0.36, 0.2))
    surface = (carton, palette.wood, palette.paint.tinted(palette.accent))[rng.integers(3)]
    return (box(size, surface, bevel_m=float(rng.choice([0.0, 0.01]))),)


PropMaker = Callable[..., tuple[Part, ...]]

PROPS: dict[str, PropMaker] = {
    "chair": chair, "stool": stool, "bench": bench, "table": table, "box": crate,
}  # fmt: skip
"""Name -> function(size_m, palette, *, rng) that returns the prop's parts."""


# ------------------------------------------------------------------------------------ furniture
# Function of a palette and rng; the size comes out of the parts.


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
    parts += _legs((depth, width, 0.0), 0.05, palette.second_wood, top_m=0.08, inset_m=0.03)
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
        parts += _clutter(palette, (depth * 0.6, width * 0.85), height, rng=rng)
    return tuple(parts)


def _clutter(
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
    parts += _clutter(palette, (0.4, width * 0.7), 0.75, rng=rng)
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
    parts += placed(_clutter(palette, (0.3, width * 0.5), 0.9, rng=rng), (0.0, 0.15 * width, 0.0))
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
        *_clutter(palette, (0.2, 0.25), top, rng=rng),
    )


# ------------------------------------------------------------------------------------- outdoors


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
