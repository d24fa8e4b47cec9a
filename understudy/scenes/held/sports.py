"""What people play and train with: balls, rackets, clubs, weights."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.furniture import Palette, Size, some_colour
from understudy.scenes.furniture.sport_props import hoop, horse
from understudy.scenes.held.household import bright, dark, steel
from understudy.scenes.round_shapes import ball as sphere
from understudy.scenes.round_shapes import lathe, tube
from understudy.scenes.shapes import UP_TO_X, Part, box, prism, quad, rotated
from understudy.scenes.textures import material


def ball(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A football, play or volley ball."""
    del palette
    name = str(rng.choice(["football", "stripes"]))
    colour = (0.85, 0.85, 0.85) if name == "football" else rng.uniform(0.1, 0.9, 3)
    surface = material(name, colour, rng=rng)
    return (sphere(min(size) / 2.0, surface, sides=12, rings=7, fit=True),)


def basketball(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Orange, with black seams."""
    del palette
    surface = material("basketball", np.array([0.5, 0.17, 0.04]) * rng.uniform(0.8, 1.3), rng=rng)
    return (sphere(min(size) / 2.0, surface, sides=12, rings=7, fit=True),)


def tennis_ball(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Yellow felt."""
    colour = np.array([0.6, 0.75, 0.06]) * rng.uniform(0.8, 1.2)
    return (sphere(min(size) / 2.0, palette.paint.tinted(colour), sides=8, rings=5),)


def racket(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A tennis or badminton racket: frame, strings facing x, handle."""
    depth, width, length = size
    low = -0.14 * length
    head = 0.5 * length
    centre = low + length - head / 2
    frame = bright(palette, rng)
    thick = 0.4 * min(depth, 0.1 * width)
    turn = np.linspace(0.0, 2.0 * np.pi, 13)[:-1]
    hoop = [(0.0, (width / 2 - thick) * math.sin(a), centre - (head / 2 - thick) * math.cos(a))
            for a in turn]  # fmt: skip
    strings = material("strings", (0.75, 0.75, 0.7), rng=rng)
    y, z = 0.36 * width, 0.37 * head
    corners = [(0.001, -y, centre - z), (0.001, y, centre - z), (0.001, y, centre + z),
               (0.001, -y, centre + z)]  # fmt: skip
    net = quad(corners, strings, fit=True)
    back = quad([(-0.001, b, c) for _, b, c in (corners[1], corners[0], corners[3], corners[2])],
                strings, fit=True)  # fmt: skip
    throat = low + length - head + thick
    return (
        tube(hoop, thick, frame, sides=4, closed=True),
        net,
        back,
        tube([(0, 0, 0.12 * length), (0, 0, throat)], 0.6 * thick, frame, sides=5),
        tube([(0, 0, low), (0, 0, 0.14 * length)], 0.45 * depth, dark(palette), sides=6),
    )


def bat(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A baseball bat, now and then a cricket bat."""
    depth, width, length = size
    low = -0.12 * length
    surface = palette.wood if rng.random() < 0.6 else bright(palette, rng)
    if rng.random() < 0.2:
        return (
            box((depth, width, 0.68 * length), palette.wood, at_m=(0, 0, 0.2 * length),
                bevel_m=0.006),
            tube([(0, 0, low), (0, 0, 0.22 * length)], 0.24 * depth, dark(palette), sides=6),
        )  # fmt: skip
    radius = min(depth, width) / 2.0
    shape = [
        (0.0, 0.0), (0.6, 0.0), (0.6, 0.02), (0.4, 0.03), (0.4, 0.4), (0.95, 0.72), (1.0, 0.95),
        (0.8, 1.0), (0.0, 1.0),
    ]  # fmt: skip
    profile = [(radius * r, low + length * z) for r, z in shape]
    return (lathe(profile, surface, sides=8),)


def paddle(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A table-tennis bat; its faces look along x."""
    depth, width, length = size
    radius = width / 2.0
    centre = 0.75 * length - radius
    tint = (0.5, 0.03, 0.03) if rng.random() < 0.6 else (0.02, 0.1, 0.4)
    rubber = palette.paint.tinted(tint)
    disc = [(0.0, 0.0), (radius, 0.0), (radius, 0.5 * depth), (0.0, 0.5 * depth)]
    return (
        *rotated((lathe(disc, rubber, sides=12),), UP_TO_X, (-0.25 * depth, 0.0, centre)),
        box((depth, 0.2 * width, length - 1.8 * radius), palette.wood, at_m=(0, 0, -0.25 * length)),
    )


def golf_club(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A golf club; its head points to +x at the far end."""
    depth, width, length = size
    low, top = -0.1 * length, 0.9 * length
    high = 0.05 * length
    head = [(-0.5 * depth, -0.6 * high), (-0.2 * depth, -high), (0.5 * depth, -0.8 * high),
            (0.5 * depth, 0.0), (-0.3 * depth, 0.0)]  # fmt: skip
    metal = steel(palette) if rng.random() < 0.6 else dark(palette)
    x = -0.35 * depth
    return (
        prism(head, width, metal, at_m=(0.0, 0.0, top)),
        tube([(0, 0, 0.15 * length), (x, 0, top - 0.5 * high)], 0.006, steel(palette), sides=5),
        tube([(0, 0, low), (0, 0, 0.16 * length)], 0.013, dark(palette), sides=6),
    )


def hockey_stick(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A hockey stick; its blade points to +x at the far end."""
    depth, width, length = size
    low, top = -0.1 * length, 0.9 * length
    surface = palette.wood if rng.random() < 0.5 else bright(palette, rng)
    x = -depth / 2 + 0.02
    shift = (x, 0.0, top - 0.06)
    return (
        box((0.04, 0.7 * width, length - 0.02), surface, at_m=(x, 0.0, low)),
        box((depth - 0.02, width, 0.06), dark(palette), at_m=(0.01, 0.0, shift[2])),
    )


def dumbbell(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Two weights on a short bar along z."""
    depth, width, length = size
    radius = min(depth, width) / 2.0
    sides = 6 if rng.random() < 0.5 else 10
    surface = dark(palette) if rng.random() < 0.6 else bright(palette, rng)
    end, inner = length / 2, 0.2 * length
    weight = [(0.0, inner), (radius, inner), (radius, end), (0.0, end)]
    mirrored = [(r, -z) for r, z in reversed(weight)]
    return (
        lathe(weight, surface, sides=sides),
        lathe(mirrored, surface, sides=sides),
        tube([(0, 0, -inner), (0, 0, inner)], 0.3 * radius, steel(palette), sides=6, caps=False),
    )


def barbell(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A long bar along z with plates."""
    depth, width, length = size
    radius = min(depth, width) / 2.0
    parts = [tube([(0, 0, -length / 2), (0, 0, length / 2)], 0.014, steel(palette), sides=6)]
    coloured = bright(palette, rng) if rng.random() < 0.5 else dark(palette)
    plates = int(rng.integers(1, 3))
    for i in range(plates):
        size_m = radius * (1.0 if i == 0 else 0.7)
        z = 0.34 * length + 0.05 * i
        disc = [(0.0, z), (size_m, z), (size_m, z + 0.04), (0.0, z + 0.04)]
        surface = coloured if i == 0 else dark(palette)
        parts.append(lathe(disc, surface, sides=10))
        parts.append(lathe([(r, -h) for r, h in reversed(disc)], surface, sides=10))
    return tuple(parts)


def bow(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An archer's bow: limbs along z, string at -x."""
    depth, width, length = size
    rise = np.linspace(-1.0, 1.0, 9)
    thick = 0.5 * width
    x = depth / 2 - thick - (depth - 2 * thick) * rise**2
    limbs = [(float(a), 0.0, float(0.5 * length * b)) for a, b in zip(x, 0.99 * rise, strict=True)]
    wood = palette.wood if rng.random() < 0.6 else dark(palette)
    return (
        tube(limbs, [thick * (1.0 - 0.6 * abs(b)) for b in rise], wood, sides=5),
        tube([limbs[0], limbs[-1]], 0.002, palette.paint, sides=3),
    )


def sword(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A sword: guard, blade along z, edges along x."""
    depth, width, length = size
    low = -0.1 * length
    x = 0.35 * depth
    blade = [(-x, 0.1 * length), (x, 0.1 * length), (0.8 * x, 0.83 * length), (0.0, 0.9 * length),
             (-0.8 * x, 0.83 * length)]  # fmt: skip
    brass = palette.paint.tinted((0.5, 0.36, 0.1))
    grip = dark(palette) if rng.random() < 0.7 else palette.wood
    return (
        prism(blade, 0.3 * width, steel(palette)),
        box((depth, width, 0.02), brass, at_m=(0.0, 0.0, 0.09 * length)),
        tube([(0, 0, low), (0, 0, 0.1 * length)], 0.4 * width, grip, sides=6),
    )


def foil(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A fencing foil: thin blade, round guard."""
    del rng
    depth, width, length = size
    radius = min(depth, width) / 2.0
    low, guard = -0.08 * length, 0.08 * length
    bell = [(0.0, guard + 0.02), (radius, guard - 0.02), (0.95 * radius, guard - 0.024),
            (0.0, guard + 0.014)][::-1]  # fmt: skip
    return (
        lathe(bell, steel(palette), sides=10),
        tube([(0, 0, guard), (0, 0, 0.92 * length)], [0.006, 0.003], steel(palette), sides=4),
        tube([(0, 0, low), (0, 0, guard)], 0.012, dark(palette), sides=6),
    )


def rope(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A skipping rope: a bow from hand to hand."""
    depth, width, height = size
    angle = np.linspace(-1.0, 1.0, 15)
    thick = min(depth / 2.0, 0.006)
    sag = (1.0 - angle**2) * (height - 2 * thick) + thick
    line = [(0.0, float(a) * (width / 2 - thick), float(b))
            for a, b in zip(angle, sag, strict=True)]  # fmt: skip
    colour = palette.paint.tinted(some_colour(rng, saturation=(0.2, 1.0), value=(0.3, 0.9)))
    return (tube(line, thick, colour, sides=4),)


def frisbee(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A flying disc gripped at its rim: its centre lies along z, its top looks along +x."""
    depth, width, length = size
    radius = min(width, length) / 2.0
    disc = [(0.9 * radius, 0.0), (radius, 0.0), (radius, 0.5 * depth), (0.8 * radius, depth),
            (0.0, depth)]  # fmt: skip
    inside = [(0.0, 0.8 * depth), (0.78 * radius, 0.8 * depth), (0.9 * radius, 0.0)]
    surface = bright(palette, rng)
    parts = (
        lathe(disc, surface, sides=14),
        lathe(inside, surface.tinted((0.3, 0.3, 0.3)), sides=14),
    )
    return rotated(parts, UP_TO_X, (-depth / 2, 0.0, 0.85 * radius))


def guitar(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A guitar; held at its neck, its body towards -z, its strings face +x."""
    depth, width, length = size
    body = 0.48 * length
    top = 0.35 * length
    wood = palette.wood if rng.random() < 0.6 else bright(palette, rng)
    turn = np.linspace(0.0, 2.0 * np.pi, 13)[:-1]
    waist = 1.02 - 0.14 * np.cos(2 * turn) ** 2
    outline = [(float(-0.5 * width * r * math.sin(a)), float(0.5 * body * -math.cos(a)))
               for a, r in zip(turn, waist, strict=True)][::-1]  # fmt: skip
    sideways = [[0, 1, 0], [-1, 0, 0], [0, 0, 1]]
    centre = top - length + 0.5 * body
    case = rotated((prism(outline, 0.8 * depth, wood),), sideways, (-0.1 * depth, 0.0, centre))
    hole = [(0.14 * width, 0.0), (0.0, 0.0)]
    rose = rotated(
        (lathe(hole, dark(palette), sides=8),), UP_TO_X, (0.305 * depth, 0.0, centre + 0.2 * body)
    )
    neck = (0.2 * depth, 0.14 * width, 0.56 * length)
    head = (0.2 * depth, 0.2 * width, 0.1 * length)
    return (
        *case,
        *rose,
        box(neck, dark(palette), at_m=(0.35 * depth, 0.0, top - 0.6 * length)),
        box(head, wood, at_m=(0.3 * depth, 0.0, top - 0.1 * length)),
    )


KINDS = {
    "ball": (ball, (0.22, 0.22, 0.22)), "basketball": (basketball, (0.24, 0.24, 0.24)),
    "tennis_ball": (tennis_ball, (0.066, 0.066, 0.066)), "racket": (racket, (0.035, 0.26, 0.68)),
    "bat": (bat, (0.066, 0.066, 0.85)), "paddle": (paddle, (0.025, 0.15, 0.26)),
    "golf_club": (golf_club, (0.11, 0.05, 1.0)),
    "hoop": (hoop, (0.95, 0.95, 0.03)), "horse": (horse, (2.4, 0.62, 1.9)),
    "hockey_stick": (hockey_stick, (0.28, 0.03, 1.2)),
    "dumbbell": (dumbbell, (0.11, 0.11, 0.28)), "barbell": (barbell, (0.42, 0.42, 1.8)),
    "bow": (bow, (0.3, 0.03, 1.5)), "sword": (sword, (0.16, 0.03, 0.95)),
    "foil": (foil, (0.1, 0.1, 1.05)), "rope": (rope, (0.012, 0.6, 1.2)),
    "frisbee": (frisbee, (0.03, 0.27, 0.27)), "guitar": (guitar, (0.1, 0.38, 1.0)),
}  # fmt: skip
"""Name -> function(size_m, palette, *, rng) and usual size."""
