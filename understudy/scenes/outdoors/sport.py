"""Goals, nets, hoops, stands, track: what makes a sports field; swings and slides to play on."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.furniture import Palette
from understudy.scenes.ground_textures import ground_material
from understudy.scenes.outdoors.cutouts import cutout
from understudy.scenes.outdoors.site import arc, flat, line
from understudy.scenes.shapes import Material, Part, box, cylinder, prism, quad


def _both_sides(corners: list[tuple[float, float, float]], surface: Material) -> list[Part]:
    return [quad(corners, surface, fit=True),
            quad([corners[1], corners[0], corners[3], corners[2]], surface, fit=True)]  # fmt: skip


def goal(
    palette: Palette, *, rng: np.random.Generator, width_m: float = 7.32, height_m: float = 2.44
) -> tuple[Part, ...]:  # fmt: skip
    """A goal with its net, open along +x."""
    white = palette.paint.tinted((0.9, 0.9, 0.9))
    mesh = cutout("net", (0.75, 0.75, 0.75), rng=rng)
    y, back, thick = width_m / 2.0, 0.7 * height_m, 0.1
    parts = [box((thick, thick, height_m), white, at_m=(0.0, s * y, 0.0)) for s in (-1, 1)]
    parts.append(box((thick, width_m + thick, thick), white, at_m=(0.0, 0.0, height_m - thick)))
    low = [(-back, -y, 0.0), (-back, y, 0.0)]
    top = [(0.0, y, height_m), (0.0, -y, height_m)]
    parts += _both_sides([low[0], low[1], top[0], top[1]], mesh)
    for s in (-1.0, 1.0):
        side = [(-back, s * y, 0.0), (0.0, s * y, 0.0), (0.0, s * y, height_m),
                (-0.02, s * y, height_m)]  # fmt: skip
        parts += _both_sides(side, mesh)
    return tuple(parts)


def small_goal(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A goal of 3 x 2 m."""
    return goal(palette, rng=rng, width_m=3.0, height_m=2.0)


def hoop(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A basketball stand, its hoop along +x."""
    metal = palette.paint.tinted((0.12, 0.14, 0.2))
    white = palette.paint.tinted((0.85, 0.85, 0.85))
    red = palette.paint.tinted((0.6, 0.08, 0.02))
    mesh = cutout("net", (0.8, 0.8, 0.8), rng=rng)
    parts = [box((0.15, 0.15, 3.2), metal), box((1.2, 0.12, 0.12), metal, at_m=(0.6, 0.0, 3.1)),
             box((0.05, 1.8, 1.05), white, at_m=(1.2, 0.0, 2.9)),
             box((0.01, 0.62, 0.06), red, at_m=(1.235, 0.0, 3.45)),
             box((0.01, 0.62, 0.06), red, at_m=(1.235, 0.0, 3.05)),
             cylinder(0.23, 0.03, red, at_m=(1.5, 0.0, 3.05), sides=10, caps=False)]  # fmt: skip
    for i in range(6):
        a0, a1 = i * math.pi / 3, (i + 1) * math.pi / 3
        ring = [
            (1.5 + r * math.cos(a), r * math.sin(a), z)
            for a, r, z in ((a0, 0.14, 2.65), (a1, 0.14, 2.65), (a1, 0.22, 3.05), (a0, 0.22, 3.05))
        ]
        parts.append(quad(ring, mesh, fit=True))
    return tuple(parts)


def stand(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Steps of seats for spectators, looking along +x."""
    long = float(rng.uniform(8.0, 16.0))
    seat = palette.paint.tinted(palette.accent)
    grey = palette.paint.tinted((0.4, 0.4, 0.39))
    parts = []
    for i in range(int(rng.integers(3, 6))):
        x = -0.8 * i
        parts.append(box((0.8, long, 0.35 * (i + 1)), grey, at_m=(x, 0.0, 0.0)))
        parts.append(box((0.35, long - 0.4, 0.12), seat, at_m=(x - 0.1, 0.0, 0.35 * (i + 1))))
    return tuple(parts)


def dugout(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A team's shelter with a bench, open along +x."""
    long = float(rng.uniform(3.0, 5.0))
    wall = palette.paint.tinted(palette.accent)
    return (box((0.06, long, 2.0), wall, at_m=(-0.7, 0.0, 0.0)),
            box((1.5, long, 0.06), wall, at_m=(0.0, 0.0, 2.0)),
            *(box((1.4, 0.06, 2.0), wall, at_m=(0.0, s * long / 2, 0.0)) for s in (-1, 1)),
            box((0.4, long - 0.3, 0.06), palette.wood, at_m=(-0.4, 0.0, 0.42)),
            box((0.3, long - 0.6, 0.42), wall, at_m=(-0.4, 0.0, 0.0)))  # fmt: skip


def hurdle(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A hurdle across x."""
    del rng
    white = palette.paint.tinted((0.85, 0.85, 0.85))
    metal = palette.paint.tinted((0.35, 0.35, 0.36))
    return (
        box((0.02, 1.18, 0.07), white, at_m=(0.0, 0.0, 0.78)),
        *(box((0.03, 0.03, 0.8), metal, at_m=(0.0, s * 0.55, 0.0)) for s in (-1, 1)),
        *(box((0.7, 0.03, 0.03), metal, at_m=(-0.3, s * 0.55, 0.0)) for s in (-1, 1)),
    )


def boards(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A row of advertising boards, looking along +x."""
    parts = []
    for i in range(4):
        face = ground_material("advert", rng.uniform(0.02, 0.8, 3), rng=rng)
        y = (i - 2) * 3.0
        parts += [
            quad(
                [(0.05, y, 0.0), (0.05, y + 3, 0.0), (0.05, y + 3, 0.9), (0.05, y, 0.9)],
                face,
                fit=True,
            ),
            box((0.05, 3.0, 0.9), palette.paint, at_m=(0.0, y + 1.5, 0.0)),
        ]
    return tuple(parts)


def pitch_lines(
    paint: Material, low: tuple[float, float], high: tuple[float, float], layer: int
) -> list[Part]:  # fmt: skip
    """Returns touch lines, halfway line, centre circle and penalty areas of a pitch along x."""
    (x0, y0), (x1, y1) = low, high
    mx, my = (x0 + x1) / 2.0, (y0 + y1) / 2.0
    w = 0.12
    parts = [line(paint, (x0, y), (x1, y), layer, w) for y in (y0, y1)]
    parts += [line(paint, (x, y0), (x, y1), layer, w) for x in (x0, mx, x1)]
    r = 0.22 * (y1 - y0) if y1 - y0 < 40 else 9.15
    parts.append(
        arc(paint, (mx, my), (r - w / 2, r + w / 2), (0.0, 2.0 * math.pi), layer, pieces=32)
    )
    deep, half = 0.16 * (x1 - x0), 0.3 * (y1 - y0)
    for x, s in ((x0, 1), (x1, -1)):
        parts += [
            line(paint, (x, my - half), (x + s * deep, my - half), layer, w),
            line(paint, (x, my + half), (x + s * deep, my + half), layer, w),
            line(paint, (x + s * deep, my - half), (x + s * deep, my + half), layer, w),
        ]
    return parts


def track(
    surface: Material, paint: Material, *, lanes: int, inner_m: float, straight_m: float,
    centre: tuple[float, float],
) -> list[Part]:  # fmt: skip
    """Returns a running track about a field along x: two straights and two bends, with lanes."""
    wide = 1.22 * lanes
    x, cy = centre[0], centre[1]
    half = straight_m / 2.0
    parts = [
        flat(
            surface,
            (x - half, cy + s * inner_m if s > 0 else cy - inner_m - wide),
            (x + half, cy + inner_m + wide if s > 0 else cy - inner_m),
            1,
        )
        for s in (-1, 1)
    ]
    for s, start in ((1, -math.pi / 2), (-1, math.pi / 2)):
        parts.append(arc(surface, (x + s * half, cy), (inner_m, inner_m + wide),
                         (start, start + math.pi), 1, pieces=14))  # fmt: skip
    for lane in range(lanes + 1):
        r = inner_m + 1.22 * lane
        for s in (-1, 1):
            parts.append(line(paint, (x - half, cy + s * r), (x + half, cy + s * r), 2, 0.05))
        for s, start in ((1, -math.pi / 2), (-1, math.pi / 2)):
            parts.append(arc(paint, (x + s * half, cy), (r - 0.025, r + 0.025),
                             (start, start + math.pi), 2, pieces=10))  # fmt: skip
    return parts


# ----------------------------------------------------------------------------------------- play


def swing(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A swing with two seats, across y."""
    beam = palette.wood if rng.random() < 0.5 else palette.paint.tinted(palette.accent)
    dark = palette.paint.tinted((0.04, 0.04, 0.04))
    parts: list[Part] = [box((0.1, 3.4, 0.1), beam, at_m=(0.0, 0.0, 2.2))]
    for s in (-1, 1):
        for t in (-1, 1):
            parts.append(prism([(t * 0.95 - 0.05, 0.0), (t * 0.95 + 0.05, 0.0), (0.05, 2.25),
                                (-0.05, 2.25)], 0.09, beam, at_m=(0.0, s * 1.65, 0.0)))  # fmt: skip
    for y in (-0.75, 0.75):
        parts.append(box((0.2, 0.45, 0.04), dark, at_m=(0.0, y, 0.5)))
        parts += [box((0.015, 0.015, 1.7), dark, at_m=(0.0, y + d, 0.52)) for d in (-0.2, 0.2)]
    return tuple(parts)


def slide(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A tower with a ladder, a roof and a slide down along +x."""
    colours = ((0.7, 0.05, 0.03), (0.8, 0.5, 0.02), (0.03, 0.2, 0.5), (0.05, 0.35, 0.1))
    first, second = (palette.paint.tinted(colours[i]) for i in rng.permutation(4)[:2])
    post = palette.wood if rng.random() < 0.5 else palette.paint.tinted((0.3, 0.3, 0.32))
    high = float(rng.uniform(1.3, 1.8))
    parts = [box((0.1, 0.1, high + 1.4), post, at_m=(x, y, 0.0)) for x in (-0.5, 0.5)
             for y in (-0.5, 0.5)]  # fmt: skip
    parts += [box((1.1, 1.1, 0.08), post, at_m=(0.0, 0.0, high)),
              prism([(-0.7, high + 1.4), (0.7, high + 1.4), (0.0, high + 2.1)], 1.4, first),
              *(box((1.0, 0.05, 0.6), second, at_m=(0.0, s * 0.5, high + 0.1)) for s in (-1, 1)),
              *(box((0.06, 0.9, 0.06), post, at_m=(-0.6, 0.0, 0.3 * (i + 1))) for i in range(5)),
              prism([(0.5, high - 0.08), (2.6, 0.3), (3.1, 0.3), (3.1, 0.38), (2.6, 0.4),
                     (0.5, high + 0.06)], 0.6, first),
              *(prism([(0.5, high), (2.6, 0.34), (2.6, 0.55), (0.5, high + 0.25)], 0.05, second,
                      at_m=(0.0, s * 0.3, 0.0)) for s in (-1, 1)),
              box((0.08, 0.5, 0.32), post, at_m=(2.9, 0.0, 0.0))]  # fmt: skip
    return tuple(parts)


def climbing_frame(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A lattice of bars."""
    metal = palette.paint.tinted(palette.accent)
    side, high = float(rng.uniform(1.4, 2.2)), float(rng.uniform(1.5, 2.3))
    half = side / 2.0
    parts = [cylinder(0.03, high, metal, sides=4, caps=False, at_m=(x, y, 0.0))
             for x in (-half, 0.0, half) for y in (-half, 0.0, half)]  # fmt: skip
    for z in (0.5 * high, high - 0.03):
        parts += [box((side, 0.05, 0.05), metal, at_m=(0.0, y, z)) for y in (-half, 0.0, half)]
        parts += [box((0.05, side, 0.05), metal, at_m=(x, 0.0, z)) for x in (-half, 0.0, half)]
    return tuple(parts)


def seesaw(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A plank on a stand, one end down."""
    paint = palette.paint.tinted(palette.accent)
    tilt = 0.32 if rng.random() < 0.5 else -0.32
    c, s = 1.4, 1.4 * math.sin(tilt)
    return (
        prism([(-0.3, 0.0), (0.3, 0.0), (0.0, 0.55)], 0.3, palette.paint.tinted((0.2, 0.2, 0.2))),
        prism([(-c, 0.53 - s), (c, 0.53 + s), (c, 0.6 + s), (-c, 0.6 - s)], 0.28, paint),
    )
