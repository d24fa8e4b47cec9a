"""Cars, vans, and the machines of a building site: few triangles, clear outlines."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.furniture import Palette
from understudy.scenes.ground_textures import ground_material
from understudy.scenes.outdoors.cutouts import cutout
from understudy.scenes.shapes import Colour, Material, Part, box, cylinder, placed, prism, quad

CAR_PAINTS: tuple[Colour, ...] = (
    (0.75, 0.76, 0.78), (0.02, 0.02, 0.025), (0.25, 0.26, 0.28), (0.4, 0.02, 0.02),
    (0.02, 0.06, 0.3), (0.9, 0.9, 0.88), (0.05, 0.15, 0.08), (0.5, 0.4, 0.25), (0.1, 0.3, 0.5),
    (0.55, 0.57, 0.6), (0.7, 0.3, 0.03), (0.12, 0.12, 0.13),
)  # fmt: skip
_BLACK: Colour = (0.015, 0.015, 0.015)
_GLASS: Colour = (0.05, 0.06, 0.075)


def lying(part: Part, at_m: tuple[float, float, float], side: int) -> Part:
    """Lays an upright cylinder down with its axis along y; its top looks to `side` of y."""
    return Part(
        positions_m=_rolled(part.positions_m, side) + np.array(at_m),
        normals=_rolled(part.normals, side), uv=part.uv, faces=part.faces, material=part.material,
    )  # fmt: skip


def _rolled(vectors: np.ndarray, side: int) -> np.ndarray:
    """Turns z into side * y by a rotation about x."""
    x, y, z = vectors[:, 0], vectors[:, 1], vectors[:, 2]
    return np.stack((x, side * z, -side * y), axis=1)


def wheel(
    palette: Palette, place: tuple[float, float], radius: float, side: int, *, rim: bool = True
) -> list[Part]:
    """Returns a wheel whose outside lies at (x, y), looking to `side` of y."""
    tyre = cylinder(radius, 0.2, palette.paint.tinted(_BLACK), sides=10)
    x, y = place
    parts = [lying(tyre, (x, y - side * 0.2, radius), side)]
    if rim:
        disc = cylinder((0.62 * radius, 0.4 * radius), 0.015, sides=7, caps=True,
                        material=palette.paint.tinted((0.32, 0.32, 0.33)))  # fmt: skip
        parts.append(lying(disc, (x, y, radius), side))
    return parts


def _panes(
    outline: list[tuple[float, float]], width: float, glass: Material
) -> list[Part]:  # fmt: skip
    """Returns windscreen and rear window on a cabin (rear, front, roof front, roof rear)."""
    parts = []
    half = width / 2.0
    for low, high, sign in ((outline[1], outline[2], 1), (outline[0], outline[3], -1)):
        along = np.array([high[0] - low[0], 0.0, high[1] - low[1]])
        out = np.array([along[2], 0.0, -along[0]]) * sign / np.linalg.norm(along) * 0.01
        start = np.array([low[0], 0.0, low[1]]) + out
        side = np.array([0.0, half * sign, 0.0])
        bottom, top = start + 0.1 * along, start + 0.9 * along
        parts.append(quad([bottom - side, bottom + side, top + side, top - side], glass))
    return parts


def car(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A saloon, hatchback, estate or off-roader; its bonnet looks along +x."""
    paint = palette.paint.tinted(CAR_PAINTS[rng.integers(len(CAR_PAINTS))])
    glass = palette.paint.tinted(_GLASS)
    form = str(rng.choice(["saloon", "hatchback", "estate", "tall"]))
    length = float(rng.uniform(3.7, 4.2) if form == "hatchback" else rng.uniform(4.3, 4.8))
    width = float(rng.uniform(1.68, 1.85))
    lift = 0.12 if form == "tall" else 0.0
    belt, roof = 0.88 + lift, float(rng.uniform(1.4, 1.5)) + 1.9 * lift
    h = length / 2.0
    body = [
        (-h, 0.3 + lift), (h, 0.3 + lift), (h, 0.62 + lift), (h - 0.1, 0.76 + lift),
        (0.44 * h, belt), (-0.92 * h, belt + 0.03), (-h, 0.76 + lift),
    ]  # fmt: skip
    rear = {"saloon": -0.66, "hatchback": -0.92, "estate": -0.95, "tall": -0.92}[form] * h
    slope = {"saloon": 0.3, "hatchback": 0.2, "estate": 0.1, "tall": 0.1}[form] * h
    cabin = [(rear, belt), (0.5 * h, belt - 0.02), (0.14 * h, roof), (rear + slope, roof - 0.03)]
    side = [
        (rear + 0.3 * slope + 0.06, belt + 0.03), (0.41 * h, belt + 0.03), (0.12 * h, roof - 0.09),
        (rear + slope + 0.08, roof - 0.11),
    ]  # fmt: skip
    parts = [prism(body, width, paint), prism(cabin, width - 0.2, paint),
             prism(side, width - 0.185, glass)]  # fmt: skip
    parts += _panes(cabin, width - 0.4, glass)
    parts.append(box((0.06, width - 0.17, roof - belt), paint, at_m=(-0.3 * h, 0.0, belt - 0.02)))
    radius = 0.31 + 0.4 * lift
    for x in (-0.62 * h, 0.62 * h):
        for sign in (-1, 1):
            parts += wheel(palette, (x, sign * (width / 2 + 0.012)), radius, sign)
    for sign in (-1, 1):
        y = sign * (width / 2 - 0.24)
        z = 0.56 + lift
        for x, colour, facing in (
            (h + 0.006, (0.9, 0.9, 0.85), 1),
            (-h - 0.006, (0.4, 0.02, 0.02), -1),
        ):
            corners = [
                (x, y - facing * 0.17, z),
                (x, y + facing * 0.17, z),
                (x, y + facing * 0.17, z + 0.13),
                (x, y - facing * 0.17, z + 0.13),
            ]
            parts.append(quad(corners, palette.paint.tinted(colour)))
    for x, facing in ((h + 0.006, 1), (-h - 0.006, -1)):
        plate = [(x, -facing * 0.26, 0.38 + lift), (x, facing * 0.26, 0.38 + lift),
                 (x, facing * 0.26, 0.5 + lift), (x, -facing * 0.26, 0.5 + lift)]  # fmt: skip
        parts.append(quad(plate, palette.paint.tinted((0.8, 0.8, 0.72))))
    return tuple(parts)


def van(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A delivery van, its bonnet along +x."""
    white = rng.random() < 0.6
    colour = (0.8, 0.8, 0.79) if white else CAR_PAINTS[rng.integers(len(CAR_PAINTS))]
    paint, glass = palette.paint.tinted(colour), palette.paint.tinted(_GLASS)
    h, width, roof = float(rng.uniform(2.5, 2.9)), 1.95, float(rng.uniform(2.1, 2.5))
    outline = [(-h, 0.35), (h, 0.35), (h, 0.9), (0.78 * h, 1.15), (0.5 * h, roof), (-h, roof)]
    parts = [prism(outline, width, paint)]
    low, high = (0.765 * h, 1.2), (0.53 * h, roof - 0.15)
    y = width / 2 - 0.15
    parts.append(
        quad(
            [
                (low[0] + 0.03, -y, low[1]),
                (low[0] + 0.03, y, low[1]),
                (high[0] + 0.03, y, high[1]),
                (high[0] + 0.03, -y, high[1]),
            ],
            glass,
        )
    )
    parts.append(prism([(0.35 * h, 1.2), (0.7 * h, 1.2), (0.53 * h, 1.85), (0.35 * h, 1.85)],
                       width + 0.02, glass))  # fmt: skip
    if rng.random() < 0.5:
        sign = ground_material("advert", rng.uniform(0.02, 0.7, 3), rng=rng)
        for s in (-1, 1):
            yy = s * (width / 2 + 0.008)
            parts.append(quad([(s * 1.6 - 0.5, yy, 1.0), (-s * 1.0 - 0.5, yy, 1.0),
                               (-s * 1.0 - 0.5, yy, 1.9), (s * 1.6 - 0.5, yy, 1.9)], sign,
                              fit=True))  # fmt: skip
    for x in (-0.62 * h, 0.66 * h):
        for s in (-1, 1):
            parts += wheel(palette, (x, s * (width / 2 + 0.012)), 0.35, s)
    return tuple(parts)


def digger(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An excavator on tracks, its arm stretched along +x."""
    colours = ((0.75, 0.42, 0.02), (0.8, 0.55, 0.03), (0.7, 0.2, 0.02))
    paint = palette.paint.tinted(colours[rng.integers(3)])
    dark, glass = palette.paint.tinted((0.03, 0.03, 0.03)), palette.paint.tinted(_GLASS)
    track = [(-1.4, 0.0), (1.4, 0.0), (1.65, 0.4), (1.4, 0.75), (-1.4, 0.75), (-1.65, 0.4)]
    parts = [prism(track, 0.5, dark, at_m=(0.0, s * 1.0, 0.0)) for s in (-1, 1)]
    turn = float(rng.uniform(-0.5, 0.5))
    upper = [
        box((2.6, 2.2, 0.25), dark, at_m=(-0.2, 0.0, 0.75)),
        box((1.5, 2.3, 1.1), paint, at_m=(-0.9, 0.0, 1.0), bevel_m=0.1),
        box((1.5, 0.95, 1.75), paint, at_m=(0.45, 0.65, 1.0)),
        box((1.3, 0.97, 0.9), glass, at_m=(0.57, 0.65, 1.75)),
    ]
    lift = float(rng.uniform(1.9, 2.6))
    upper.append(_bar((0.4, 1.1), (2.5, lift + 1.4), 0.45, paint))
    upper.append(_bar((2.4, lift + 1.45), (4.0, lift + 0.6), 0.38, paint))
    upper.append(_bar((3.9, lift + 0.8), (4.5, 1.0), 0.32, paint))
    upper.append(prism([(4.1, 0.3), (4.9, 0.15), (4.95, 0.9), (4.4, 1.1)], 0.9, dark,
                       at_m=(0.0, -0.2, 0.0)))  # fmt: skip
    return (*parts, *placed(upper, (0.0, 0.0, 0.0), turn))


def _bar(
    start: tuple[float, float], end: tuple[float, float], thick: float, surface: Material
) -> Part:
    """Returns a beam in the x-z plane."""
    along = np.array(end) - np.array(start)
    across = np.array([-along[1], along[0]]) / np.linalg.norm(along) * thick / 2.0
    a, b = np.array(start), np.array(end)
    points = [a - across, b - across, b + across, a + across]
    return prism([(float(p[0]), float(p[1])) for p in points], thick, surface,
                 at_m=(0.0, -0.2, 0.0))  # fmt: skip


def dumper(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A small site dumper: skip in front, seat behind."""
    paint = palette.paint.tinted(((0.8, 0.5, 0.02), (0.7, 0.25, 0.02))[rng.integers(2)])
    dark = palette.paint.tinted((0.04, 0.04, 0.04))
    skip = [(0.1, 0.75), (1.2, 0.75), (1.7, 1.5), (0.0, 1.5)]
    parts = [prism(skip, 1.5, paint), box((1.5, 1.2, 0.5), dark, at_m=(-0.7, 0.0, 0.55)),
             box((0.6, 1.0, 0.5), paint, at_m=(-1.2, 0.0, 1.05)),
             box((0.08, 1.1, 1.2), dark, at_m=(-0.75, 0.0, 1.05))]  # fmt: skip
    for x in (-1.0, 1.0):
        for s in (-1, 1):
            parts += wheel(palette, (x, s * 0.85), 0.48, s)
    return tuple(parts)


def crane(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A tower crane: a lattice mast and jib, seen from far."""
    del palette
    colour = ((0.8, 0.5, 0.02), (0.7, 0.08, 0.04), (0.75, 0.75, 0.75))[rng.integers(3)]
    side = cutout("lattice", np.array(colour), rng=rng)
    height, jib = float(rng.uniform(16.0, 26.0)), float(rng.uniform(14.0, 22.0))
    w, step = 0.8, 4.8
    parts: list[Part] = []
    for k in range(int(height / step)):
        z0, z1 = k * step, (k + 1) * step
        for turn in range(4):
            c, s = math.cos(turn * math.pi / 2), math.sin(turn * math.pi / 2)
            a, b = (w * c + w * s, w * s - w * c), (w * c - w * s, w * s + w * c)
            parts.append(quad([(*a, z0), (*b, z0), (*b, z1), (*a, z1)], side, fit=True))
    top = int(height / step) * step
    dark = Material(tile=side.tile, tile_m=1.0, colour=side.colour)
    parts += [box((1.6, 1.6, 1.8), dark, at_m=(0.9, 0.0, top - 1.0)),
              box((1.6, 1.2, 1.8), dark.tinted((0.3, 0.3, 0.3)), at_m=(-6.0, 0.0, top - 0.6)),
              box((6.5, 0.5, 0.4), dark, at_m=(-3.6, 0.0, top + 0.9))]  # fmt: skip
    for k in range(int(jib / 5.0)):
        x0, x1 = 1.0 + 5.0 * k, 6.0 + 5.0 * k
        for y, sign in ((-0.5, -1), (0.5, 1)):
            corners = [
                (x0, y, top + 1.9),
                (x0, y, top + 0.9),
                (x1, y, top + 0.9),
                (x1, y, top + 1.9),
            ]
            if sign > 0:
                corners = [corners[3], corners[2], corners[1], corners[0]]
            parts.append(quad(corners, side, fit=True))
    return tuple(parts)
