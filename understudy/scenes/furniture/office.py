"""Offices and schools: desks with monitors, files, printers, rows of tables."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from understudy.scenes.furniture.home import office_chair
from understudy.scenes.furniture.kitchen import facing
from understudy.scenes.furniture.palette import Palette, some_colour
from understudy.scenes.shapes import Part, box, cylinder, placed
from understudy.scenes.textures import material


def monitor(
    palette: Palette, at_m: tuple[float, float, float], *, rng: np.random.Generator
) -> list[Part]:
    """A screen on its foot, looking along +x."""
    black = palette.paint.tinted((0.02, 0.02, 0.02))
    x, y, z = at_m
    wide, high = float(rng.uniform(0.46, 0.62)), float(rng.uniform(0.28, 0.36))
    glass = material("screen", rng.uniform(0.05, 0.8, 3), rng=rng).tinted((1.25, 1.25, 1.25))
    return [
        box((0.18, 0.22, 0.015), black, at_m=(x, y, z)),
        box((0.03, 0.05, 0.16), black, at_m=(x - 0.02, y, z + 0.01)),
        box((0.03, wide, high), black, at_m=(x, y, z + 0.12)),
        facing(glass, x + 0.0165, (y - wide / 2 + 0.012, y + wide / 2 - 0.012),
               (z + 0.132, z + 0.12 + high - 0.012)),
    ]  # fmt: skip


def work_desk(
    palette: Palette, *, rng: np.random.Generator, chair: bool = True
) -> tuple[Part, ...]:
    """A desk with monitors, keyboard, papers, a mug, perhaps a lamp; the chair faces it."""
    width, depth, top = float(rng.uniform(1.2, 1.7)), 0.72, 0.74
    white = palette.paint.tinted((0.75, 0.75, 0.74))
    surface = (palette.wood, palette.second_wood, white)[rng.integers(3)]
    metal = palette.paint.tinted(palette.metal_colour)
    black = palette.paint.tinted((0.02, 0.02, 0.02))
    y = width / 2
    parts = [box((depth, width, 0.03), surface, at_m=(0.0, 0.0, top - 0.03))]
    parts += [box((0.6, 0.04, top - 0.03), metal, at_m=(0.0, s * (y - 0.06), 0.0)) for s in (-1, 1)]
    if rng.random() < 0.6:
        parts.append(box((0.55, 0.4, 0.55), white, at_m=(-0.03, y - 0.3, 0.02)))
        parts += [box((0.02, 0.36, 0.16), white.tinted((0.55, 0.55, 0.55)),
                      at_m=(0.252, y - 0.3, 0.04 + 0.18 * i)) for i in range(3)]  # fmt: skip
    screens = 1 if rng.random() < 0.6 else 2
    for i in range(screens):
        at = (-0.18, (i - (screens - 1) / 2) * 0.64 - 0.05, top)
        parts += monitor(palette, at, rng=rng)
    parts.append(box((0.14, 0.44, 0.02), black, at_m=(0.14, 0.0, top)))
    paper = palette.paint.tinted((0.85, 0.85, 0.82))
    for _ in range(int(rng.integers(0, 4))):
        place = (float(rng.uniform(-0.05, 0.2)), float(rng.uniform(0.3, 0.45)) * width, 0.0)
        sheet = box((0.29, 0.2, float(rng.uniform(0.004, 0.06))), paper, at_m=(0.0, 0.0, top))
        side = (place[0], place[1] * float(rng.choice([-1, 1])), 0.0)
        parts += placed((sheet,), (side[0], side[1] * 0.85, 0.0))
    if rng.random() < 0.6:
        tint = palette.paint.tinted(some_colour(rng, saturation=(0.2, 0.9), value=(0.2, 0.9)))
        parts.append(cylinder(0.04, 0.1, tint, at_m=(0.2, -0.32 * width / 1.2, top), sides=8))
    if rng.random() < 0.3:
        parts += desk_lamp(palette, (-0.2, -0.42 * width, top))
    if chair:
        turn = math.pi + float(rng.uniform(-0.5, 0.5))
        parts += placed(office_chair(palette, rng=rng), (depth / 2 + 0.3, 0.0, 0.0), turn)
    return tuple(parts)


def desk_lamp(palette: Palette, at_m: tuple[float, float, float]) -> list[Part]:
    """A lamp on a bent arm."""
    metal = palette.paint.tinted(palette.accent)
    x, y, z = at_m
    shade = cylinder((0.09, 0.04), 0.1, palette.paint.tinted((1.4, 1.3, 1.0)),
                     at_m=(x + 0.08, y, z + 0.36), sides=8)  # fmt: skip
    return [
        cylinder(0.07, 0.02, metal, at_m=(x, y, z), sides=8),
        box((0.018, 0.018, 0.4), metal, at_m=(x, y, z + 0.02)),
        box((0.1, 0.018, 0.018), metal, at_m=(x + 0.045, y, z + 0.41)),
        replace(shade, lamp="desk"),
    ]


def desk_pair(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Two desks face to face with a screen between them."""
    seed = int(rng.integers(1 << 30))
    parts: list[Part] = []
    for side in (0.0, math.pi):
        alike = np.random.default_rng(seed)
        desk = work_desk(palette, rng=alike)
        parts += placed(placed(desk, (0.4, 0.0, 0.0)), (0.0, 0.0, 0.0), side)
    divider = palette.second_cloth
    parts.append(box((0.05, 1.5, 1.2), divider))
    return tuple(parts)


def binder_shelf(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A shelf of files."""
    width, height = float(rng.choice([0.8, 1.0, 1.2])), float(rng.uniform(1.5, 2.05))
    tone = float(rng.choice([0.75, 0.3]))
    body = palette.wood if rng.random() < 0.5 else palette.paint.tinted((tone, tone, tone))
    contents = material("binders", np.array([0.6, 0.55, 0.5]) * rng.uniform(0.5, 1.2), rng=rng)
    y = width / 2 - 0.02
    return (
        box((0.38, width, height), body),
        facing(contents, 0.192, (-y, y), (0.06, height - 0.03)),
    )


def filing_cabinet(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Steel drawers, sometimes with a plant or a box on top."""
    drawers = int(rng.integers(2, 5))
    high = 0.33 * drawers
    tone = rng.uniform(0.15, 0.7)
    steel = palette.paint.tinted((tone, tone, tone * rng.uniform(0.9, 1.05)))
    metal = palette.paint.tinted((0.6, 0.6, 0.6))
    parts = [box((0.6, 0.46, high), steel)]
    for i in range(drawers):
        parts.append(box((0.015, 0.43, 0.3), steel, at_m=(0.307, 0.0, 0.02 + 0.33 * i)))
        parts.append(box((0.03, 0.14, 0.02), metal, at_m=(0.33, 0.0, 0.2 + 0.33 * i)))
    if rng.random() < 0.6:
        carton = material("cardboard", (0.45, 0.3, 0.16), rng=rng)
        parts.append(box((0.32, 0.36, 0.24), carton, at_m=(0.0, 0.0, high)))
    return tuple(parts)


def printer(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A copier."""
    tone = float(rng.uniform(0.5, 0.8))
    body = palette.paint.tinted((tone, tone, tone))
    dark = palette.paint.tinted((0.05, 0.05, 0.06))
    return (
        box((0.6, 0.6, 0.7), body),
        box((0.56, 0.56, 0.12), dark, at_m=(0.0, 0.0, 0.7)),
        box((0.6, 0.6, 0.16), body, at_m=(0.0, 0.0, 0.82)),
        box((0.2, 0.12, 0.02), dark, at_m=(0.2, 0.18, 0.98)),
        box((0.02, 0.5, 0.16), dark, at_m=(0.305, 0.0, 0.1)),
        box((0.02, 0.5, 0.16), dark, at_m=(0.305, 0.0, 0.34)),
    )


def water_cooler(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A dispenser with a bottle on top."""
    del rng
    white = palette.paint.tinted((0.75, 0.75, 0.75))
    water = palette.paint.tinted((0.25, 0.45, 0.7))
    return (
        box((0.32, 0.32, 0.98), white),
        box((0.02, 0.2, 0.16), palette.paint.tinted((0.1, 0.1, 0.12)), at_m=(0.165, 0.0, 0.65)),
        cylinder((0.06, 0.14), 0.08, water, at_m=(0.0, 0.0, 0.98), sides=10),
        cylinder(0.14, 0.3, water, at_m=(0.0, 0.0, 1.06), sides=10),
    )


def meeting_table(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A long table with chairs that face it."""
    width = float(rng.choice([1.6, 2.2]))
    parts = [
        box((0.95, width, 0.04), palette.wood, at_m=(0.0, 0.0, 0.71)),
        box((0.5, 0.08, 0.71), palette.paint.tinted(palette.metal_colour),
            at_m=(0.0, 0.35 * width, 0.0)),
        box((0.5, 0.08, 0.71), palette.paint.tinted(palette.metal_colour),
            at_m=(0.0, -0.35 * width, 0.0)),
    ]  # fmt: skip
    count = int(width / 0.75)
    for side in (-1, 1):
        for i in range(count):
            y = (i + 0.5) * width / count - width / 2
            turn = (0.0 if side < 0 else math.pi) + float(rng.normal(0.0, 0.15))
            parts += placed(plain_chair(palette, rng=rng), (side * 0.68, y, 0.0), turn)
    return tuple(parts)


def plain_chair(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A stacking chair of few triangles; one sits facing +x."""
    del rng
    seat = palette.paint.tinted(palette.accent)
    frame = palette.paint.tinted(palette.metal_colour)
    return (
        box((0.4, 0.42, 0.025), seat, at_m=(0.0, 0.0, 0.44)),
        box((0.025, 0.4, 0.26), seat, at_m=(-0.2, 0.0, 0.58)),
        *(box((0.025, 0.025, 0.8 if x < 0 else 0.44), frame, at_m=(x, s * 0.19, 0.0))
          for s in (-1, 1) for x in (-0.19, 0.17)),
    )  # fmt: skip


def school_desk(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A pupils' table for two with its chairs; they look along -x."""
    top = palette.wood
    frame = palette.paint.tinted(palette.metal_colour)
    width = 1.25
    parts = [box((0.5, width, 0.03), top, at_m=(0.0, 0.0, 0.69))]
    parts += [box((0.4, 0.03, 0.69), frame, at_m=(0.0, s * 0.55, 0.0)) for s in (-1, 1)]
    for side in (-1, 1):
        if rng.random() < 0.9:
            turn = math.pi + float(rng.normal(0.0, 0.1))
            place = (0.42 + float(rng.uniform(-0.05, 0.1)), side * 0.3, 0.0)
            parts += placed(plain_chair(palette, rng=rng), place, turn)
    if rng.random() < 0.5:
        tint = palette.paint.tinted(rng.uniform(0.1, 0.9, 3))
        parts.append(box((0.2, 0.28, 0.03), tint, at_m=(0.0, float(rng.uniform(-0.3, 0.3)), 0.72)))
    return tuple(parts)


def teacher_desk(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A desk with a modesty panel, a pile of books and a screen."""
    parts = [
        box((0.7, 1.4, 0.04), palette.wood, at_m=(0.0, 0.0, 0.71)),
        box((0.03, 1.3, 0.55), palette.wood, at_m=(0.3, 0.0, 0.16)),
        box((0.6, 0.04, 0.71), palette.wood, at_m=(0.0, 0.66, 0.0)),
        box((0.6, 0.04, 0.71), palette.wood, at_m=(0.0, -0.66, 0.0)),
    ]
    for i in range(int(rng.integers(1, 5))):
        tint = palette.paint.tinted(rng.uniform(0.05, 0.8, 3))
        parts.append(box((0.22, 0.3, 0.035), tint, at_m=(0.05, 0.4, 0.75 + 0.035 * i)))
    if rng.random() < 0.6:
        parts += placed(monitor(palette, (0.0, 0.0, 0.75), rng=rng), (0.1, -0.2, 0.0), math.pi)
    return tuple(parts)
