"""Kitchens: worktops with appliances and things on them, cupboards, fridges, islands."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture.palette import Palette, some_colour
from understudy.scenes.furniture.props import stool
from understudy.scenes.round_shapes import lathe
from understudy.scenes.shapes import Material, Part, box, cylinder, placed, quad
from understudy.scenes.textures import material

_UNIT_M = 0.6
_DEPTH_M = 0.6
_TOP_M = 0.9


def facing(picture: Material, x: float, y: tuple[float, float], z: tuple[float, float]) -> Part:
    """Returns a picture that looks along +x, filling its rectangle once."""
    return quad([(x, y[0], z[0]), (x, y[1], z[0]), (x, y[1], z[1]), (x, y[0], z[1])], picture,
                fit=True)  # fmt: skip


def level(picture: Material, x: tuple[float, float], y: tuple[float, float], z: float) -> Part:
    """Returns a picture that looks up, filling its rectangle once."""
    return quad([(x[0], y[0], z), (x[1], y[0], z), (x[1], y[1], z), (x[0], y[1], z)], picture,
                fit=True)  # fmt: skip


def fridge(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A fridge with a freezer, handles and notes on its door."""
    wide, high = float(rng.uniform(0.58, 0.75)), float(rng.uniform(1.5, 1.95))
    tone = float(rng.choice([0.85, 0.5, 0.08]))
    body = palette.paint.tinted((tone, tone, tone))
    metal = palette.paint.tinted((0.4, 0.4, 0.42))
    split = float(rng.uniform(0.3, 0.45)) * high
    x = 0.3
    parts = [
        box((0.58, wide, high), body),
        box((0.03, wide - 0.02, split - 0.06), body, at_m=(x, 0.0, 0.05)),
        box((0.03, wide - 0.02, high - split - 0.02), body, at_m=(x, 0.0, split)),
        box((0.03, 0.025, 0.35), metal, at_m=(x + 0.03, wide / 2 - 0.07, split + 0.05)),
        box((0.03, 0.025, 0.25), metal, at_m=(x + 0.03, wide / 2 - 0.07, split - 0.33)),
    ]
    for _ in range(int(rng.integers(0, 4))):
        y, z = float(rng.uniform(-0.25, 0.1)) * wide, float(rng.uniform(split + 0.1, high - 0.35))
        note = material("poster", rng.uniform(0.4, 0.95, 3), rng=rng)
        parts.append(facing(note, x + 0.0165, (y, y + 0.12), (z, z + 0.16)))
    return tuple(parts)


def _worktop_things(
    palette: Palette, width: float, *, rng: np.random.Generator, busy: float
) -> list[Part]:
    """Kettle, toaster, jars, bottles, boards: what stands on a worktop, from -width/2 on."""
    parts: list[Part] = []
    y = -width / 2 + 0.1
    steel = palette.paint.tinted((0.5, 0.5, 0.52))
    while y < width / 2 - 0.12:
        tint = palette.paint.tinted(some_colour(rng, saturation=(0.0, 0.9), value=(0.1, 0.9)))
        x = float(rng.uniform(-0.18, -0.05))
        kind = int(rng.integers(7)) if rng.random() < busy else -1
        if kind == 0:  # kettle
            parts.append(
                lathe([(0.09, 0.0), (0.1, 0.05), (0.06, 0.19), (0.0, 0.21)], steel, sides=8,
                      at_m=(x, y, _TOP_M))
            )  # fmt: skip
        elif kind == 1:  # toaster
            parts.append(box((0.17, 0.28, 0.19), tint, at_m=(x, y + 0.06, _TOP_M), bevel_m=0.02))
        elif kind == 2:  # bottles
            for i in range(int(rng.integers(1, 4))):
                radius, high = float(rng.uniform(0.03, 0.045)), float(rng.uniform(0.18, 0.32))
                glass = palette.paint.tinted(rng.uniform(0.03, 0.5, 3))
                parts.append(
                    lathe([(radius, 0.0), (radius, 0.65 * high), (0.3 * radius, 0.8 * high),
                           (0.3 * radius, high), (0.0, high)], glass, sides=6,
                          at_m=(x + 0.02 * i, y + 0.085 * i, _TOP_M))
                )  # fmt: skip
        elif kind == 3:  # chopping board with something on it
            parts.append(box((0.26, 0.36, 0.02), palette.wood, at_m=(x + 0.1, y + 0.1, _TOP_M)))
            parts.append(
                cylinder((0.05, 0.04), 0.06, tint, at_m=(x + 0.1, y + 0.1, _TOP_M + 0.02), sides=7)
            )
        elif kind == 4:  # bowl
            parts.append(
                lathe([(0.05, 0.0), (0.13, 0.1), (0.11, 0.1), (0.0, 0.06)], tint, sides=9,
                      at_m=(x + 0.05, y + 0.06, _TOP_M))
            )  # fmt: skip
        elif kind == 5:  # jars in a row
            for i in range(3):
                parts.append(
                    cylinder(0.04, 0.12 + 0.02 * i, tint, at_m=(x - 0.04, y + 0.1 * i, _TOP_M),
                             sides=7)
                )  # fmt: skip
        elif kind == 6:  # pot
            parts.append(cylinder(0.11, 0.13, steel, at_m=(x + 0.06, y + 0.05, _TOP_M), sides=10))
        y += float(rng.uniform(0.3, 0.55))
    return parts


def kitchen_run(
    palette: Palette, *, rng: np.random.Generator, units: int, upper: bool = True,
    sink: bool = True, cooker: bool = True,
) -> tuple[Part, ...]:  # fmt: skip
    """Cupboards under a worktop along a wall, with cooker, sink, hood and wall cupboards."""
    width = units * _UNIT_M
    rng_tint = np.random.default_rng(int(palette.accent[0] * 1e6))  # all runs of a room alike
    colour = some_colour(rng_tint, saturation=(0.0, 0.5), value=(0.12, 0.92))
    wooden = rng_tint.random() < 0.35
    front = palette.wood if wooden else palette.paint.tinted(colour)
    tone = float(rng_tint.uniform(0.03, 0.7))
    top = palette.second_wood if rng_tint.random() < 0.4 else palette.paint.tinted((tone,) * 3)
    metal = palette.paint.tinted((0.5, 0.5, 0.52))
    black = palette.paint.tinted((0.05, 0.05, 0.05))
    parts = [
        box((_DEPTH_M - 0.07, width, 0.1), black, at_m=(-0.02, 0.0, 0.0)),
        box((_DEPTH_M, width, 0.04), top, at_m=(0.0, 0.0, _TOP_M - 0.04)),
        box((_DEPTH_M - 0.03, width, _TOP_M - 0.14), palette.paint.tinted((0.5, 0.5, 0.5)),
            at_m=(-0.015, 0.0, 0.1)),
    ]  # fmt: skip
    at_cooker = int(rng.integers(1, units)) if cooker and units > 2 else -1
    at_sink = (at_cooker + 2) % units if sink and units > 1 else -1
    x = _DEPTH_M / 2 - 0.015
    for i in range(units):
        y = (i + 0.5) * _UNIT_M - width / 2
        half = _UNIT_M / 2 - 0.004
        if i == at_cooker:
            pane = material("oven", rng.uniform(0.1, 0.8) * np.ones(3), rng=rng)
            parts.append(facing(pane, x + 0.002, (y - half, y + half), (0.1, _TOP_M - 0.05)))
            plates = material("hob", np.ones(3), rng=rng)
            parts.append(level(plates, (-0.25, 0.25), (y - 0.27, y + 0.27), _TOP_M + 0.002))
            if rng.random() < 0.5:
                pot = palette.paint.tinted(some_colour(rng, saturation=(0, 0.8), value=(0.1, 0.7)))
                parts.append(cylinder(0.11, 0.12, pot, at_m=(-0.1, y - 0.12, _TOP_M), sides=9))
            continue
        drawers = 3 if rng.random() < 0.3 else 1
        high = (_TOP_M - 0.16) / drawers
        for j in range(drawers):
            z = 0.11 + j * high
            parts.append(box((0.018, 2 * half, high - 0.012), front, at_m=(x + 0.009, y, z)))
            parts.append(box((0.02, 0.16, 0.014), metal, at_m=(x + 0.026, y, z + 0.86 * high)))
        if i == at_sink:
            basin = palette.paint.tinted((0.3, 0.3, 0.31))
            parts.append(level(basin, (-0.18, 0.2), (y - 0.22, y + 0.22), _TOP_M + 0.002))
            parts.append(box((0.03, 0.03, 0.26), metal, at_m=(-0.24, y, _TOP_M)))
            parts.append(box((0.18, 0.025, 0.025), metal, at_m=(-0.15, y, _TOP_M + 0.24)))
    if upper:
        wall = material(
            str(rng_tint.choice(["wall_tiles", "subway_tiles"])),
            some_colour(rng_tint, saturation=(0.0, 0.4), value=(0.4, 0.9)), rng=rng_tint,
        )  # fmt: skip
        back = -_DEPTH_M / 2 - 0.015
        y = width / 2
        corners = [(back, -y, _TOP_M), (back, y, _TOP_M), (back, y, 1.46), (back, -y, 1.46)]
        parts.append(quad(corners, wall))
        for i in range(units):
            y = (i + 0.5) * _UNIT_M - width / 2
            if i == at_cooker:
                parts.append(box((0.45, 0.56, 0.1), metal, at_m=(-0.075, y, 1.5)))
                parts.append(box((0.25, 0.25, 0.5), metal, at_m=(-0.175, y, 1.6)))
            elif i != at_sink or rng.random() < 0.6:
                parts.append(box((0.33, _UNIT_M - 0.008, 0.66), front, at_m=(-0.135, y, 1.45)))
                parts.append(box((0.015, 0.014, 0.14), metal, at_m=(0.037, y + 0.22, 1.5)))
    busy = float(rng.uniform(0.4, 0.95))
    for i in range(units):
        if i in (at_cooker, at_sink):
            continue
        y = (i + 0.5) * _UNIT_M - width / 2
        if rng.random() < 0.15:
            pane = material("oven", rng.uniform(0.05, 0.6) * np.ones(3), rng=rng)
            parts.append(box((0.36, 0.48, 0.28), black, at_m=(-0.08, y, _TOP_M)))
            parts.append(facing(pane, 0.102, (y - 0.23, y + 0.23), (_TOP_M + 0.01, _TOP_M + 0.27)))
            continue
        parts += placed(_worktop_things(palette, _UNIT_M, rng=rng, busy=busy), (0.0, y, 0.0))
    return tuple(parts)


def island(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A block in the middle with a worktop, and stools at one side."""
    width = float(rng.uniform(1.2, 1.9))
    tone = float(rng.uniform(0.03, 0.7))
    top = palette.second_wood if rng.random() < 0.5 else palette.paint.tinted((tone, tone, tone))
    body = palette.wood if rng.random() < 0.5 else palette.paint
    parts = [
        box((0.6, width - 0.1, _TOP_M - 0.04), body, at_m=(-0.1, 0.0, 0.0)),
        box((0.9, width, 0.04), top, at_m=(0.0, 0.0, _TOP_M - 0.04)),
    ]
    parts += placed(_worktop_things(palette, width - 0.2, rng=rng, busy=0.6), (0.0, 0.0, 0.0))
    count = int(width / 0.65)
    for i in range(count):
        seat = stool((0.36, 0.36, 0.65), palette, rng=rng)
        parts += placed(seat, (0.55, (i + 0.5) * width / count - width / 2, 0.0))
    return tuple(parts)
