"""Lamps, signs, bins, benches, cones, barriers: what stands in streets, parks and car parks."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.furniture import Palette, bench
from understudy.scenes.ground_textures import ground_material
from understudy.scenes.outdoors.cutouts import cutout
from understudy.scenes.outdoors.plants import leaf_colour
from understudy.scenes.shapes import Material, Part, box, cylinder, prism, quad
from understudy.scenes.textures import material


def street_lamp(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A mast with an arm along +x; the last part is what shines."""
    height = float(rng.uniform(4.5, 7.0))
    arm = float(rng.uniform(0.7, 1.6))
    metal = palette.paint.tinted(palette.metal_colour)
    glow = palette.paint.tinted((1.6, 1.5, 1.3))
    return (
        cylinder((0.09, 0.05), height, metal, sides=6, caps=False),
        box((arm, 0.06, 0.06), metal, at_m=(arm / 2, 0.0, height - 0.06)),
        box((0.55, 0.2, 0.09), metal, at_m=(arm, 0.0, height)),
        box((0.46, 0.16, 0.03), glow, at_m=(arm, 0.0, height - 0.03)),
    )


def park_lamp(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A low post with a lantern; the last part is what shines."""
    height = float(rng.uniform(2.9, 3.8))
    metal = palette.paint.tinted(0.6 * np.array(palette.metal_colour))
    return (
        cylinder((0.07, 0.045), height, metal, sides=6, caps=False),
        cylinder((0.26, 0.03), 0.14, metal, at_m=(0.0, 0.0, height + 0.3), sides=8),
        cylinder((0.12, 0.2), 0.3, palette.paint.tinted((1.5, 1.4, 1.2)),
                 at_m=(0.0, 0.0, height), sides=8),
    )  # fmt: skip


def flood_mast(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A tall mast with floodlights that look along +x; the last part is what shines."""
    height = float(rng.uniform(10.0, 14.0))
    metal = palette.paint.tinted((0.5, 0.5, 0.5))
    return (
        cylinder((0.16, 0.09), height, metal, sides=6, caps=False),
        box((0.1, 2.4, 0.12), metal, at_m=(0.0, 0.0, height - 0.5)),
        box((0.12, 2.3, 0.8), palette.paint.tinted((0.1, 0.1, 0.1)), at_m=(0.05, 0, height - 0.4)),
        box((0.06, 2.1, 0.6), palette.paint.tinted((1.8, 1.8, 1.8)), at_m=(0.14, 0, height - 0.3)),
    )


def bin_(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A litter bin: round, on a post, or a wheeled one."""
    draw = rng.random()
    surface = palette.paint.tinted(palette.accent if rng.random() < 0.5 else palette.metal_colour)
    dark = palette.paint.tinted((0.03, 0.03, 0.03))
    if draw < 0.4:
        high = float(rng.uniform(0.7, 0.95))
        return (cylinder((0.2, 0.26), high, surface, sides=10),
                cylinder(0.2, 0.02, dark, at_m=(0.0, 0.0, high), sides=8))  # fmt: skip
    if draw < 0.6:
        return (cylinder(0.03, 1.1, dark, sides=5, caps=False),
                box((0.32, 0.32, 0.5), surface, at_m=(0.0, 0.0, 0.5)))  # fmt: skip
    green = palette.paint.tinted(((0.03, 0.09, 0.04), (0.04, 0.04, 0.045), (0.03, 0.06, 0.2),
                                  (0.25, 0.16, 0.02))[rng.integers(4)])  # fmt: skip
    return (prism([(-0.24, 0.06), (0.22, 0.06), (0.29, 0.98), (-0.29, 0.98)], 0.52, green),
            prism([(-0.32, 0.98), (0.33, 0.98), (0.28, 1.06), (-0.3, 1.1)], 0.56, green),
            box((0.16, 0.56, 0.16), dark, at_m=(-0.2, 0.0, 0.0)))  # fmt: skip


def skip_bin(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A large waste container with a lid."""
    colour = ((0.04, 0.13, 0.06), (0.3, 0.3, 0.3), (0.03, 0.08, 0.25))[rng.integers(3)]
    body = palette.paint.tinted(colour)
    return (prism([(-0.5, 0.15), (0.5, 0.15), (0.55, 1.1), (-0.55, 1.1)], 1.35, body),
            prism([(-0.6, 1.1), (0.6, 1.1), (0.3, 1.32), (-0.5, 1.32)], 1.4,
                  body.tinted(0.5 * np.array(colour))),
            *(box((0.12, 0.1, 0.15), body.tinted((0.02, 0.02, 0.02)), at_m=(x, y, 0.0))
              for x in (-0.4, 0.4) for y in (-0.55, 0.55)))  # fmt: skip


def park_bench(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bench of usual size."""
    return bench((0.42, float(rng.uniform(1.3, 2.0)), 0.45), palette, rng=rng)


def bollard(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A post that keeps cars off."""
    high = float(rng.uniform(0.75, 1.0))
    dark = palette.paint.tinted((0.05, 0.05, 0.05) if rng.random() < 0.6 else (0.5, 0.5, 0.48))
    return (cylinder(0.07, high, dark, sides=7),
            cylinder(0.074, 0.08, palette.paint.tinted((0.75, 0.75, 0.72)), sides=7, caps=False,
                     at_m=(0.0, 0.0, high - 0.2)))  # fmt: skip


def sign(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A traffic sign on a post, looking along +x."""
    metal = palette.paint.tinted((0.4, 0.4, 0.41))
    parts = [cylinder(0.03, 2.5, metal, sides=5, caps=False)]
    draw = rng.random()
    z, x = 2.2, 0.04
    red, white, blue = (0.5, 0.01, 0.02), (0.8, 0.8, 0.78), (0.01, 0.06, 0.35)
    if draw < 0.35:  # a round sign
        for radius, colour, lift in ((0.3, red, 0.0), (0.22, white, 0.008)):
            disc = cylinder(radius, 0.01, palette.paint.tinted(colour), sides=12)
            positions = disc.positions_m[:, [2, 0, 1]] + [x + lift, 0.0, z]
            parts.append(Part(positions_m=positions, normals=disc.normals[:, [2, 0, 1]], uv=disc.uv,
                              faces=disc.faces, material=disc.material))  # fmt: skip
    elif draw < 0.6:  # a triangle
        for r, colour, lift in ((0.36, red, 0.0), (0.24, white, 0.006)):
            corners = np.array(
                [
                    [x + lift, -0.87 * r, z - 0.5 * r],
                    [x + lift, 0.87 * r, z - 0.5 * r],
                    [x + lift, 0.0, z + r],
                ]
            )
            parts.append(Part(positions_m=corners, normals=np.tile([1.0, 0.0, 0.0], (3, 1)),
                              uv=corners[:, 1:], faces=np.array([[0, 1, 2]]),
                              material=palette.paint.tinted(colour)))  # fmt: skip
    else:
        face = palette.paint.tinted(blue if rng.random() < 0.6 else white)
        parts += [
            box((0.02, 0.5, 0.5), face, at_m=(x, 0.0, z - 0.25)),
            box((0.024, 0.1, 0.36), palette.paint.tinted(white), at_m=(x, -0.1, z - 0.18)),
            box((0.024, 0.2, 0.1), palette.paint.tinted(white), at_m=(x, 0.05, z + 0.06)),
        ]
    return tuple(parts)


def bus_shelter(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bus stop: roof, back of glass with an advertisement, seat; open along +x."""
    metal = palette.paint.tinted((0.12, 0.13, 0.14))
    glass = palette.paint.tinted((0.25, 0.3, 0.33))
    poster = ground_material("advert", rng.uniform(0.02, 0.7, 3), rng=rng)
    long = float(rng.uniform(2.6, 3.8))
    y = long / 2.0
    return (
        *(box((0.08, 0.08, 2.3), metal, at_m=(x, s * (y - 0.05), 0.0))
          for x in (-0.6, 0.6) for s in (-1, 1)),
        box((1.5, long + 0.2, 0.1), metal, at_m=(0.0, 0.0, 2.3)),
        box((0.03, long - 0.2, 1.7), glass, at_m=(-0.6, 0.0, 0.4)),
        quad([(-0.57, -y + 0.15, 0.5), (-0.57, -y + 1.3, 0.5), (-0.57, -y + 1.3, 2.1),
              (-0.57, -y + 0.15, 2.1)], poster, fit=True),
        box((0.35, long - 0.8, 0.05), palette.wood, at_m=(-0.3, 0.2, 0.45)),
        *(box((0.05, 0.05, 0.45), metal, at_m=(-0.3, s * 0.3 * long + 0.2, 0.0)) for s in (-1, 1)),
    )  # fmt: skip


def planter(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A trough with flowers or a small bush."""
    size = (
        float(rng.uniform(0.5, 0.9)),
        float(rng.uniform(0.8, 2.0)),
        float(rng.uniform(0.4, 0.6)),
    )
    stone = material("concrete", rng.uniform(0.25, 0.5) * np.ones(3), rng=rng)
    parts = [box(size, stone)]
    colour = leaf_colour(rng)
    for i in range(5):
        surface = cutout("leaf_card", colour * float(rng.uniform(0.8, 1.3)), rng=rng)
        y = (i + 0.5) / 5 * size[1] - size[1] / 2
        wide, high = 0.45 * size[1], float(rng.uniform(0.4, 0.75))
        for s in (-1, 1):
            x = float(rng.uniform(-0.1, 0.1))
            parts.append(
                quad(
                    [
                        (x, y - s * wide / 2, size[2] - 0.1),
                        (x, y + s * wide / 2, size[2] - 0.1),
                        (x, y + s * wide / 2, size[2] + high),
                        (x, y - s * wide / 2, size[2] + high),
                    ],
                    surface,
                    fit=True,
                )
            )
    return tuple(parts)


def cone(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A traffic cone."""
    high = float(rng.uniform(0.45, 0.75))
    orange = palette.paint.tinted((0.85, 0.16, 0.02))
    white = palette.paint.tinted((0.85, 0.85, 0.83))
    half = 0.24 * high

    def radius(share: float) -> float:
        return half * (1.0 - share) + 0.025 * share

    parts = [box((0.62 * high, 0.62 * high, 0.04), palette.paint.tinted((0.05, 0.05, 0.05)))]
    for low, top, surface in ((0.0, 0.42, orange), (0.42, 0.7, white), (0.7, 1.0, orange)):
        parts.append(cylinder((radius(low), radius(top)), (top - low) * high, surface, sides=8,
                              at_m=(0.0, 0.0, 0.04 + low * high), caps=top == 1.0))  # fmt: skip
    return tuple(parts)


def barrier(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A striped board on two feet, or a block of concrete or plastic, across x."""
    draw = rng.random()
    if draw < 0.5:
        red = np.array([0.6, 0.02, 0.02]) if rng.random() < 0.6 else np.array([0.8, 0.45, 0.0])
        stripes = ground_material("hazard_stripes", red, rng=rng)
        dark = palette.paint.tinted((0.05, 0.05, 0.05))
        return (
            box((0.04, 1.6, 0.25), stripes, at_m=(0.0, 0.0, 0.75)),
            *(box((0.05, 0.05, 1.0), dark, at_m=(0.0, s * 0.65, 0.0)) for s in (-1, 1)),
            *(box((0.6, 0.08, 0.05), dark, at_m=(0.0, s * 0.65, 0.0)) for s in (-1, 1)),
        )
    outline = [(-0.3, 0.0), (0.3, 0.0), (0.25, 0.2), (0.1, 0.4), (0.08, 0.8), (-0.08, 0.8),
               (-0.1, 0.4), (-0.25, 0.2)]  # fmt: skip
    grey = material("concrete", rng.uniform(0.35, 0.55) * np.ones(3), rng=rng)
    plastic = palette.paint.tinted((0.7, 0.06, 0.03) if rng.random() < 0.5 else (0.8, 0.8, 0.78))
    return (prism(outline, 2.0, grey if draw < 0.75 else plastic),)


def fountain(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A round basin with water and a column."""
    stone = material("concrete", rng.uniform(0.35, 0.6) * np.ones(3), rng=rng)
    wet = ground_material("water", (0.08, 0.16, 0.18), rng=rng)
    r = float(rng.uniform(1.5, 2.6))
    return (cylinder(r, 0.5, stone, sides=16), cylinder(0.9 * r, 0.012, wet, sides=16,
            at_m=(0, 0, 0.5)), cylinder((0.35, 0.2), 1.1, stone, at_m=(0, 0, 0.5), sides=8),
            cylinder((0.15, 0.8), 0.25, stone, at_m=(0, 0, 1.6), sides=12))  # fmt: skip


def statue_block(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A plinth with a figure that is only hinted at."""
    stone = material("concrete", rng.uniform(0.3, 0.6) * np.ones(3), rng=rng)
    metal = palette.paint.tinted((0.06, 0.09, 0.07))
    return (box((1.2, 1.2, 0.3), stone), box((0.9, 0.9, 1.2), stone, at_m=(0, 0, 0.3)),
            cylinder((0.3, 0.2), 1.1, metal, at_m=(0, 0, 1.5), sides=8),
            cylinder((0.22, 0.12), 0.3, metal, at_m=(0, 0, 2.6), sides=8))  # fmt: skip


def bicycle(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bicycle on its stand, along +x."""
    paint = palette.paint.tinted(palette.accent)
    dark = palette.paint.tinted((0.03, 0.03, 0.03))
    parts: list[Part] = []
    for x in (-0.52, 0.52):
        count, radius = 10, 0.33
        for i in range(count):
            a0, a1 = 2 * math.pi * i / count, 2 * math.pi * (i + 1) / count
            p, q = ((x + radius * math.cos(a), 0.34 + radius * math.sin(a)) for a in (a0, a1))
            parts.append(_tube(p, q, 0.04, dark))
    for p, q in (((-0.52, 0.34), (-0.1, 0.34)), ((-0.1, 0.34), (-0.2, 0.85)),
                 ((-0.18, 0.75), (0.38, 0.75)), ((-0.1, 0.34), (0.38, 0.72)),
                 ((-0.52, 0.34), (-0.19, 0.75)), ((0.52, 0.34), (0.36, 0.95))):  # fmt: skip
        parts.append(_tube(p, q, 0.035, paint))
    parts += [box((0.24, 0.13, 0.06), dark, at_m=(-0.21, 0.0, 0.85)),
              box((0.05, 0.5, 0.03), dark, at_m=(0.35, 0.0, 0.95))]  # fmt: skip
    return tuple(parts)


def _tube(
    start: tuple[float, float], end: tuple[float, float], thick: float, surface: Material
) -> Part:
    along = np.array(end) - np.array(start)
    across = np.array([-along[1], along[0]]) / np.linalg.norm(along) * thick / 2.0
    a, b = np.array(start), np.array(end)
    corners = [a - across, b - across, b + across, a + across]
    sides = []
    for sign in (-1, 1):
        loop = corners if sign < 0 else [corners[1], corners[0], corners[3], corners[2]]
        sides.append(quad([(float(p[0]), sign * thick / 2.0, float(p[1])) for p in loop], surface))
    first, second = sides
    return Part(
        positions_m=np.concatenate((first.positions_m, second.positions_m)),
        normals=np.concatenate((first.normals, second.normals)),
        uv=np.concatenate((first.uv, second.uv)),
        faces=np.concatenate((first.faces, second.faces + 4)), material=first.material,
    )  # fmt: skip
