"""What people hold about the house: vessels, reading, cutlery, bags."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture import Palette, Size, some_colour
from understudy.scenes.round_shapes import lathe, tube
from understudy.scenes.shapes import (
    UP_TO_X,
    Material,
    Part,
    box,
    cylinder,
    placed,
    prism,
    quad,
    rotated,
    stretched,
)
from understudy.scenes.textures import material


def bright(palette: Palette, rng: np.random.Generator) -> Material:
    """Returns paint of any colour, as small things are coloured."""
    return palette.paint.tinted(some_colour(rng, saturation=(0.0, 0.9), value=(0.25, 0.95)))


def steel(palette: Palette) -> Material:
    """Returns bright metal."""
    return palette.paint.tinted((0.55, 0.56, 0.58))


def dark(palette: Palette) -> Material:
    """Returns black plastic."""
    return palette.paint.tinted((0.03, 0.03, 0.035))


def centred(parts: tuple[Part, ...], height_m: float) -> tuple[Part, ...]:
    """Lowers parts that stand on z = 0 so that the middle of their height is the origin."""
    return placed(parts, (0.0, 0.0, -height_m / 2.0))


def _vessel(
    radii_m: tuple[float, float], height_m: float, surface: Material, drink: Material
) -> tuple[Part, Part]:
    """Returns the wall, seen from outside and inside, and what is in it."""
    low, high = radii_m
    level = 0.86
    inner = low + (high - low) * level - 0.004
    wall = [(0.0, 0.0), (low, 0.0), (high, height_m), (high - 0.003, height_m),
            (inner, level * height_m)]  # fmt: skip
    return (
        lathe(wall[1:], surface, sides=12),
        lathe([(inner, level * height_m), (0.0, level * height_m)], drink, sides=12),
    )


_DRINKS = ((0.12, 0.05, 0.02), (0.35, 0.2, 0.08), (0.6, 0.65, 0.7), (0.6, 0.3, 0.05))


def cup(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A cup or beaker without a handle, narrower at its foot."""
    depth, width, height = size
    radius = min(depth, width) / 2.0
    drink = palette.paint.tinted(_DRINKS[rng.integers(4)])
    foot = float(rng.uniform(0.65, 0.9)) * radius
    parts = _vessel((foot, radius), height, bright(palette, rng), drink)
    return centred((*parts, lathe([(0.0, 0.0), (foot, 0.0)], palette.paint, sides=12)), height)


def mug(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A mug; its handle is on -y, within the size."""
    depth, width, height = size
    radius = min(depth / 2.0, 0.38 * width)
    middle = width / 2.0 - radius
    surface = bright(palette, rng)
    drink = palette.paint.tinted(_DRINKS[rng.integers(4)])
    parts = placed(_vessel((radius, radius), height, surface, drink), (0.0, middle, 0.0))
    thick = 0.09 * height
    edge, out = middle - radius + 0.002, -width / 2.0 + thick
    bow = [(0.0, edge, 0.78 * height), (0.0, out, 0.75 * height), (0.0, out, 0.32 * height),
           (0.0, edge, 0.25 * height)]  # fmt: skip
    handle = tube(bow, thick, surface, sides=4, caps=False)
    under = lathe([(0.0, 0.0), (radius, 0.0)], surface, sides=12, at_m=(0.0, middle, 0.0))
    return centred((*parts, under, handle), height)


def glass(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A drinking glass, or one on a stem."""
    depth, width, height = size
    radius = min(depth, width) / 2.0
    clear = palette.paint.tinted((0.62, 0.7, 0.72))
    drink = palette.paint.tinted(_DRINKS[rng.integers(4)])
    if rng.random() < 0.5:
        bowl = placed(
            _vessel((0.7 * radius, radius), 0.5 * height, clear, drink), (0, 0, height / 2)
        )
        foot = [(0.0, 0.0), (0.8 * radius, 0.0), (0.1 * radius, 0.04 * height),
                (0.1 * radius, 0.48 * height), (0.7 * radius, 0.5 * height)]  # fmt: skip
        return centred((*bowl, lathe(foot, clear, sides=10)), height)
    parts = _vessel((0.85 * radius, radius), height, clear, drink)
    return centred((*parts, lathe([(0, 0), (0.85 * radius, 0)], clear, sides=12)), height)


def bottle(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bottle with a label and a cap."""
    depth, width, height = size
    radius = min(depth, width) / 2.0
    tints = ((0.5, 0.65, 0.75), (0.03, 0.16, 0.05), (0.2, 0.08, 0.02), (0.7, 0.72, 0.7))
    body = palette.paint.tinted(tints[rng.integers(4)])
    profile = [(0.0, 0.0), (radius, 0.0), (radius, 0.6 * height), (0.85 * radius, 0.7 * height),
               (0.36 * radius, 0.84 * height), (0.36 * radius, 0.93 * height)]  # fmt: skip
    label = material("label", rng.uniform(0.1, 0.9, 3), rng=rng)
    low, high = 0.22 * height, 0.5 * height
    cap = [(0.42 * radius, 0.92 * height), (0.42 * radius, height), (0.0, height)]
    parts = (
        lathe(profile, body, sides=10),
        lathe([(1.03 * radius, low), (1.03 * radius, high)], label, sides=10, fit=True),
        lathe(cap, bright(palette, rng), sides=8),
    )
    scale = 1.0 / 1.03
    return centred(stretched(parts, (scale, scale, 1.0)), height)


def can(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A drinks can: printed wall, metal ends."""
    depth, width, height = size
    radius = min(depth, width) / 2.0
    print_ = material("label", rng.uniform(0.05, 0.9, 3), rng=rng)
    metal = steel(palette)
    parts = (
        lathe([(0.0, 0.0), (0.8 * radius, 0.0), (radius, 0.06 * height)], metal, sides=12),
        lathe([(radius, 0.06 * height), (radius, 0.92 * height)], print_, sides=12, fit=True),
        lathe([(radius, 0.92 * height), (0.82 * radius, height), (0.78 * radius, 0.97 * height),
               (0.0, 0.97 * height)], metal, sides=12),
    )  # fmt: skip
    return centred(parts, height)


def _slab(size: Size, surface: Material, bevel_m: float = 0.0) -> Part:
    return box(size, surface, at_m=(0.0, 0.0, -size[2] / 2.0), bevel_m=bevel_m)


def _face_x(size: Size, surface: Material, *, inset: float = 0.06) -> Part:
    """Returns a picture on the +x side."""
    x, y, z = size[0] / 2.0 + 0.0006, size[1] * (0.5 - inset), size[2] * (0.5 - inset)
    return quad([(x, -y, -z), (x, y, -z), (x, y, z), (x, -y, z)], surface, fit=True)


def phone(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A phone; its screen, often alight, looks along +x."""
    body = (size[0] - 0.0012, size[1], size[2])
    colour = dark(palette) if rng.random() < 0.6 else bright(palette, rng)
    screen = material("phone_screen", rng.uniform(0.1, 0.9, 3), rng=rng)
    shine = float(rng.choice([0.15, 1.0, 1.4]))
    return (_slab(body, colour, 0.004), _face_x(body, screen.tinted((shine, shine, shine))))


def remote(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A remote control; buttons on +x."""
    body = (size[0] - 0.0012, size[1], size[2])
    buttons = material("keys", (0.04, 0.04, 0.045), rng=rng)
    return (_slab(body, dark(palette), 0.005), _face_x(body, buttons))


def book(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A closed book: covers, spine on -y, pages on the other edges."""
    depth, width, height = size
    cover = material("label", rng.uniform(0.02, 0.8, 3), rng=rng)
    board = min(0.004, 0.15 * depth)
    pages = palette.paint.tinted((0.8, 0.76, 0.64))
    inner = (depth - 2 * board, width - 0.012, height - 0.012)
    parts = [box(inner, pages, at_m=(0.0, 0.0, -inner[2] / 2))]
    for sign in (-1, 1):
        x = sign * (depth - board) / 2
        parts.append(box((board, width, height), cover.tinted((0.8, 0.8, 0.8)),
                         at_m=(x, 0.0, -height / 2)))  # fmt: skip
    parts.append(box((depth, board, height), palette.paint.tinted(palette.accent),
                     at_m=(0.0, -(width - board) / 2, -height / 2)))  # fmt: skip
    parts.append(_face_x((depth - 0.0012, width, height), cover, inset=0.02))
    return tuple(parts)


def newspaper(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An open newspaper: two leaves in a shallow V, its fold away from the reader."""
    depth, width, height = size
    print_ = material("newsprint", (0.72, 0.7, 0.64), rng=rng)
    back, front = -depth / 2, depth / 2
    y, z = width / 2, height / 2
    left = [(back, y, -z), (front, 0.0, -z), (front, 0.0, z), (back, y, z)]
    right = [(front, 0.0, -z), (back, -y, -z), (back, -y, z), (front, 0.0, z)]
    sheets = [quad(corners, print_, fit=True) for corners in (left, right)]
    shift = np.array([0.001, 0.0, 0.0])
    for corners in (left, right):
        turned = [tuple(np.array(corners[i]) + shift) for i in (1, 0, 3, 2)]
        sheets.append(quad(turned, print_, fit=True))
    del palette
    return tuple(sheets)


def laptop(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An open laptop: keyboard level, screen upright at +x; the origin under its middle."""
    depth, width, height = size
    shell = dark(palette) if rng.random() < 0.5 else steel(palette)
    thick = min(0.018, 0.2 * height)
    keys = material("keys", (0.05, 0.05, 0.055), rng=rng)
    picture = material("screen", rng.uniform(0.2, 0.9, 3), rng=rng).tinted((1.3, 1.3, 1.3))
    x, y, top = depth / 2, 0.46 * width, thick + 0.0008
    lid = 0.008
    return (
        box((depth, width, thick), shell),
        quad([(-0.3 * x, -y, top), (0.8 * x, -y, top), (0.8 * x, y, top), (-0.3 * x, y, top)],
             keys, fit=True),
        box((lid, width, height - thick), shell, at_m=(x - lid / 2, 0.0, thick)),
        quad([(x - lid - 0.0008, y, 1.5 * thick), (x - lid - 0.0008, -y, 1.5 * thick),
              (x - lid - 0.0008, -y, 0.97 * height), (x - lid - 0.0008, y, 0.97 * height)],
             picture, fit=True),
    )  # fmt: skip


def tray(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A tray with a rim and a few things on it."""
    depth, width, height = size
    surface = palette.wood if rng.random() < 0.5 else bright(palette, rng)
    thick = min(0.02, 0.2 * height)
    parts = [box((depth, width, thick), surface)]
    parts += [box((0.015, width, 2 * thick), surface, at_m=(s * (depth / 2 - 0.0075), 0.0, 0.0))
              for s in (-1, 1)]  # fmt: skip
    for y, tall in ((-0.25, 0.6), (0.05, 1.0), (0.3, 0.8)):
        high = (height - thick) * tall
        radius = min(0.035, 0.12 * depth)
        at = (float(rng.uniform(-0.2, 0.2)) * depth, y * width, thick)
        parts.append(cylinder(radius, high, bright(palette, rng), at_m=at, sides=8))
    return tuple(parts)


def plate(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A plate gripped at its rim: its centre lies along z, its face looks along +x."""
    depth, width, length = size
    radius = min(width, length) / 2.0
    china = palette.paint if rng.random() < 0.6 else bright(palette, rng)
    food = palette.paint.tinted(rng.uniform(0.1, 0.6, 3))
    rise = 0.55 * depth
    profile = [(0.0, 0.0), (0.55 * radius, 0.0), (radius, rise), (0.97 * radius, rise + 0.003),
               (0.6 * radius, 0.25 * depth), (0.0, 0.25 * depth)]  # fmt: skip
    heap = [(0.45 * radius, 0.2 * depth), (0.3 * radius, 0.8 * depth), (0.0, depth)]
    parts = (lathe(profile, china, sides=14), lathe(heap, food, sides=7))
    return rotated(parts, UP_TO_X, (-depth / 2, 0.0, 0.85 * length / 2))


def _blade(
    outline_m: list[tuple[float, float]], thick_m: float, surface: Material
) -> tuple[Part, ...]:
    """Returns a flat outline (x, z) of a thickness along y."""
    return (prism(outline_m, thick_m, surface),)


def knife(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A kitchen knife; edge towards +x."""
    depth, width, length = size
    hilt = 0.4 * length
    grip = dark(palette) if rng.random() < 0.6 else palette.wood
    x = depth / 2
    blade = [(-0.6 * x, 0.5 * hilt), (x, 0.5 * hilt), (x, 0.35 * length), (-0.1 * x, 0.8 * length),
             (-0.6 * x, 0.8 * length)]  # fmt: skip
    return (
        box((0.7 * depth, width, hilt), grip, at_m=(0.0, 0.0, -0.5 * hilt), bevel_m=0.004),
        *_blade(blade, 0.25 * width, steel(palette)),
    )


def spoon(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A spoon of metal or wood; it opens to +x."""
    depth, width, length = size
    surface = steel(palette) if rng.random() < 0.6 else palette.wood
    wide = width / 2
    bowl = lathe(
        [(0.0, 0.0), (0.7 * wide, 0.3 * depth), (wide, 0.9 * depth), (0.8 * wide, 0.8 * depth),
         (0.0, 0.3 * depth)], surface, sides=8,
    )  # fmt: skip
    head = rotated(stretched((bowl,), (1.0, 1.4, 1.0)), UP_TO_X, (-depth / 2, 0.0, 0.0))
    reach = 0.7 * width
    return (
        *placed(head, (0.0, 0.0, 0.7 * length - reach)),
        box((0.25 * depth, 0.3 * width, length - 1.6 * reach), surface,
            at_m=(0.0, 0.0, -0.3 * length)),
    )  # fmt: skip


def fork(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A fork with three prongs."""
    del rng
    depth, width, length = size
    surface = steel(palette)
    parts = [
        box((depth, 0.4 * width, 0.7 * length), surface, at_m=(0, 0, -0.3 * length)),
        box((0.4 * depth, width, 0.1 * length), surface, at_m=(0, 0, 0.4 * length)),
    ]
    parts += [box((0.4 * depth, 0.2 * width, 0.2 * length), surface,
                  at_m=(0.0, y * width, 0.5 * length)) for y in (-0.4, 0.0, 0.4)]  # fmt: skip
    return tuple(parts)


def pan(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A frying pan; it opens to +x."""
    depth, width, length = size
    radius = width / 2.0
    iron = dark(palette) if rng.random() < 0.7 else steel(palette)
    handle = length - 2.0 * radius
    profile = [(0.0, 0.0), (0.85 * radius, 0.0), (radius, depth), (0.96 * radius, depth),
               (0.8 * radius, 0.2 * depth), (0.0, 0.2 * depth)]  # fmt: skip
    head = rotated((lathe(profile, iron, sides=14),), UP_TO_X, (-depth / 2, 0.0, 0.0))
    return (
        *placed(head, (0.0, 0.0, 0.5 * handle + radius)),
        box((0.4 * depth, 0.12 * width, handle + 0.1 * radius), dark(palette),
            at_m=(0.1 * depth, 0.0, -0.5 * handle), bevel_m=0.004),
    )  # fmt: skip


def bag(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A shopping or hand bag: hangs towards -y from its handle along z."""
    depth, tall, wide = size
    cloth = material("fabric", some_colour(rng, saturation=(0.1, 0.9), value=(0.1, 0.8)), rng=rng)
    body = 0.72 * tall
    sack = box((depth, wide, body), cloth, bevel_m=0.15 * depth)
    # Standing (z up, width along y) first, then turned so that z runs along the handle.
    bow = [(0.0, -0.25 * wide, body - 0.01), (0.0, -0.2 * wide, 0.97 * tall),
           (0.0, 0.2 * wide, 0.97 * tall), (0.0, 0.25 * wide, body - 0.01)]  # fmt: skip
    thick = 0.03 * tall
    handles = [tube([(x, y, z) for _, y, z in bow], thick, cloth.tinted((0.6, 0.6, 0.6)), sides=4,
                    caps=False) for x in (0.0,)]  # fmt: skip
    return rotated((sack, *handles), _STANDING_TO_HANGING, (0.0, -0.97 * tall, 0.0))


_STANDING_TO_HANGING = np.array([[-1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
"""Rotation from (depth, width along y, z up) to (depth, y up, width along z)."""


def suitcase(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A suitcase or briefcase: hangs towards -y from its handle along z."""
    depth, tall, wide = size
    shell = bright(palette, rng) if rng.random() < 0.6 else dark(palette)
    body = 0.88 * tall
    parts = [box((depth, wide, body), shell, bevel_m=0.12 * depth)]
    parts += [box((1.0 * depth, 0.03 * wide, 0.96 * body), dark(palette),
                  at_m=(0.0, s * 0.3 * wide, 0.03 * body)) for s in (-1, 1)]  # fmt: skip
    bow = [(0.0, -0.16 * wide, body - 0.005), (0.0, -0.14 * wide, 0.97 * tall),
           (0.0, 0.14 * wide, 0.97 * tall), (0.0, 0.16 * wide, body - 0.005)]  # fmt: skip
    parts.append(tube(bow, 0.03 * tall, dark(palette), sides=4, caps=False))
    return rotated(parts, _STANDING_TO_HANGING, (0.0, -0.97 * tall, 0.0))


def umbrella(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An open umbrella; the hand holds the lower end of its stick."""
    depth, width, length = size
    radius = min(depth, width) / 2.0
    colour = some_colour(rng, saturation=(0.0, 0.9), value=(0.04, 0.7))
    cloth = material("fabric", colour, rng=rng)
    low, top = 0.68 * length, 0.9 * length
    dome = [(radius, low), (0.72 * radius, low + 0.6 * (top - low)), (0.0, top)]
    inside = [(0.0, top - 0.006), (0.72 * radius, low + 0.6 * (top - low) - 0.006),
              (radius, low - 0.003)]  # fmt: skip
    metal = steel(palette)
    stick = [(0.0, 0.0, -0.1 * length), (0.0, 0.0, 0.9 * length)]
    return (
        lathe(dome, cloth, sides=8),
        lathe(inside, cloth.tinted((0.5, 0.5, 0.5)), sides=8),
        tube(stick, 0.006, metal, sides=4),
        tube([(0, 0, -0.1 * length), (0, 0, 0.05 * length)], 0.014, dark(palette), sides=5),
    )


def hat(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A hat with a brim, below the origin at the top of its crown."""
    depth, width, height = size
    radius = min(depth, width) / 2.0
    felt = material("fabric", some_colour(rng, saturation=(0.0, 0.7), value=(0.04, 0.6)), rng=rng)
    crown = 0.58 * radius
    thick = 0.04 * height
    profile = [(0.0, 0.0), (radius, 0.0), (radius, thick), (1.05 * crown, 1.5 * thick),
               (crown, 0.85 * height), (0.7 * crown, height), (0.0, height)]  # fmt: skip
    band = [(1.07 * crown, 2.0 * thick), (1.06 * crown, 0.3 * height)]
    parts = (lathe(profile, felt, sides=12), lathe(band, bright(palette, rng), sides=12))
    return placed(parts, (0.0, 0.0, -height))


def pen(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A pen; its tip points along z."""
    depth, width, length = size
    radius = min(depth, width) / 2.0
    profile = [(0.0, -0.7 * length), (radius, -0.7 * length), (radius, 0.18 * length),
               (0.0, 0.3 * length)]  # fmt: skip
    return (lathe(profile, bright(palette, rng), sides=6),)


def cigarette(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A cigarette; its glowing end points along z."""
    del rng
    radius, length = min(size[0], size[1]) / 2.0, size[2]
    filter_, paper = palette.paint.tinted((0.6, 0.33, 0.12)), palette.paint
    glow = palette.paint.tinted((1.6, 0.35, 0.08))
    low = -0.3 * length
    return (
        lathe([(0, low), (radius, low), (radius, low + 0.28 * length)], filter_, sides=6),
        lathe([(radius, low + 0.28 * length), (radius, low + 0.93 * length)], paper, sides=6),
        lathe([(radius, low + 0.93 * length), (0.7 * radius, low + length), (0, low + length)],
              glow, sides=6),
    )  # fmt: skip


def toothbrush(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A toothbrush; bristles towards +x at the far end."""
    return _brush(size, bright(palette, rng), palette.paint, head=0.2, narrow=0.8)


def brush(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A hair or scrubbing brush; bristles towards +x."""
    handle = palette.wood if rng.random() < 0.6 else bright(palette, rng)
    return _brush(size, handle, dark(palette), head=0.5, narrow=0.45)


def _brush(
    size: Size, handle: Material, bristles: Material, *, head: float, narrow: float
) -> tuple[Part, ...]:
    depth, width, length = size
    back = 0.45 * depth
    x = (back - depth) / 2
    return (
        box((back, narrow * width, length * (1 - head)), handle, at_m=(x, 0.0, -0.35 * length),
            bevel_m=0.003),
        box((back, width, length * head), handle, at_m=(x, 0.0, length * (0.65 - head)),
            bevel_m=0.003),
        box((depth - back, 0.8 * width, 0.9 * length * head), bristles,
            at_m=(x + depth / 2, 0.0, length * (0.65 - 0.95 * head))),
    )  # fmt: skip


def cloth(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A towel or duster that hangs towards -z in folds."""
    depth, width, length = size
    weave = material("fabric", some_colour(rng, saturation=(0.0, 0.8), value=(0.2, 0.9)), rng=rng)
    edges = np.linspace(-width / 2, width / 2, 7)
    parts: list[Part] = []
    del palette
    for i in range(6):
        near, far = (-depth / 2, depth / 2) if i % 2 == 0 else (depth / 2, -depth / 2)
        corners = [
            (near, edges[i], -length), (far, edges[i + 1], -length),
            (0.3 * far, 0.5 * edges[i + 1], 0.0), (0.3 * near, 0.5 * edges[i], 0.0),
        ]  # fmt: skip
        parts.append(quad(corners, weave))
        parts.append(quad([corners[k] for k in (1, 0, 3, 2)], weave.tinted((0.9, 0.9, 0.9))))
    return tuple(parts)


KINDS = {
    "cup": (cup, (0.08, 0.08, 0.1)), "mug": (mug, (0.085, 0.115, 0.1)),
    "glass": (glass, (0.075, 0.075, 0.14)), "bottle": (bottle, (0.07, 0.07, 0.24)),
    "can": (can, (0.066, 0.066, 0.12)), "phone": (phone, (0.01, 0.075, 0.15)),
    "remote": (remote, (0.02, 0.05, 0.18)), "book": (book, (0.03, 0.16, 0.23)),
    "newspaper": (newspaper, (0.12, 0.62, 0.42)), "laptop": (laptop, (0.24, 0.34, 0.24)),
    "tray": (tray, (0.32, 0.46, 0.16)), "plate": (plate, (0.045, 0.25, 0.25)),
    "knife": (knife, (0.04, 0.022, 0.3)), "spoon": (spoon, (0.02, 0.045, 0.2)),
    "fork": (fork, (0.012, 0.026, 0.2)), "pan": (pan, (0.05, 0.26, 0.46)),
    "bag": (bag, (0.14, 0.42, 0.34)), "suitcase": (suitcase, (0.2, 0.5, 0.62)),
    "umbrella": (umbrella, (1.05, 1.05, 0.95)), "hat": (hat, (0.36, 0.36, 0.13)),
    "pen": (pen, (0.011, 0.011, 0.15)), "cigarette": (cigarette, (0.008, 0.008, 0.085)),
    "toothbrush": (toothbrush, (0.022, 0.014, 0.19)), "brush": (brush, (0.05, 0.06, 0.22)),
    "cloth": (cloth, (0.06, 0.34, 0.4)),
}  # fmt: skip
"""Name -> function(size_m, palette, *, rng) and usual size."""
