"""Things worn, opened, played or painted with: a coat, glasses, a door, a violin, a roller."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np

from understudy.scenes.furniture import Palette, Size, some_colour
from understudy.scenes.held.household import bright, dark, steel
from understudy.scenes.round_shapes import lathe, tube
from understudy.scenes.shapes import Part, bounds, box, cylinder, placed, quad, rotated, stretched
from understudy.scenes.textures import material

Z_TO_Y = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])


def fitted(parts: Iterable[Part], size: Size) -> tuple[Part, ...]:
    """Returns parts stretched about the origin to exactly a size."""
    parts = tuple(parts)
    low, high = bounds(parts)
    return stretched(parts, tuple(np.array(size) / (high - low)))


def jacket(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A coat that hangs towards -z from its collar, its back towards -x, its sleeves at +-y."""
    depth, width, length = size
    del palette
    weave = material("fabric", some_colour(rng, saturation=(0.0, 0.8), value=(0.03, 0.6)), rng=rng)
    inside = weave.tinted((0.6, 0.6, 0.6))
    x, half = depth / 2, 0.34 * width
    shoulders, hem = -0.05 * length, -length
    # The back as one sheet, the fronts as two that hang open.
    outline = [(-x, half, hem), (-x, -half, hem), (-x, -0.36 * width, shoulders),
               (-0.4 * x, -0.1 * width, 0.0), (-0.4 * x, 0.1 * width, 0.0),
               (-x, 0.36 * width, shoulders)]  # fmt: skip
    sheets = [(outline[0], outline[1], outline[2], outline[5]),
              (outline[5], outline[2], outline[3], outline[4])]  # fmt: skip
    for sign in (-1.0, 1.0):
        edge, free = sign * half, sign * 0.12 * width
        sheets.append(((-x, edge, hem), (x, free, hem), (x, free, shoulders),
                       (-x, edge, shoulders)))  # fmt: skip
    parts: list[Part] = []
    for corners in sheets:
        parts.append(quad(list(corners), weave))
        parts.append(quad([corners[k] for k in (1, 0, 3, 2)], inside))
    for sign in (-1.0, 1.0):
        top, low = sign * 0.35 * width, sign * (0.5 * width - 0.045)
        parts.append(tube([(-0.2 * x, top, shoulders - 0.04), (0.0, low, -0.5 * length),
                           (0.0, low, -0.86 * length)], [0.075, 0.06, 0.045], weave,
                          sides=6))  # fmt: skip
    return tuple(parts)


def glasses(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Spectacles: the lenses at +x, the arms back towards -x, one at each end of y."""
    depth, width, height = size
    rims = dark(palette) if rng.random() < 0.6 else bright(palette, rng)
    lens = palette.paint.tinted((0.05, 0.06, 0.07) if rng.random() < 0.3 else (0.5, 0.6, 0.65))
    x, thick = depth / 2, 0.006
    parts: list[Part] = []
    for sign in (-1.0, 1.0):
        y = sign * 0.26 * width
        parts.append(box((thick, 0.42 * width, height), rims, at_m=(x - thick / 2, y, -height / 2)))
        parts.append(box((0.5 * thick, 0.36 * width, 0.76 * height), lens,
                         at_m=(x - 0.25 * thick, y, -0.38 * height)))  # fmt: skip
        parts.append(box((depth - thick, thick, 1.2 * thick), rims,
                         at_m=(-thick / 2, sign * (width - thick) / 2, 0.2 * height)))  # fmt: skip
    parts.append(box((thick, 0.12 * width, 1.5 * thick), rims, at_m=(x - thick / 2, 0.0, 0.0)))
    return tuple(parts)


def roller(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A paint roller: the handle below, the sleeve along y at the far end of z."""
    depth, width, length = size
    radius = depth / 2
    paint = palette.paint.tinted(some_colour(rng, saturation=(0.0, 0.7), value=(0.5, 0.95)))
    sleeve = rotated(
        (cylinder(radius, 0.86 * width, paint, at_m=(0.0, 0.0, -0.43 * width), sides=10),), Z_TO_Y
    )
    top, y = length - radius - 0.15 * length, -width / 2 + 0.006
    wire, bend = 0.01, 0.5 * length
    return (
        *placed(sleeve, (0.0, 0.02 * width, top)),
        box((wire, wire, bend - 0.1 * length), steel(palette), at_m=(0.0, 0.0, 0.1 * length)),
        box((wire, -y, wire), steel(palette), at_m=(0.0, y / 2, bend)),
        box((wire, wire, top - bend), steel(palette), at_m=(0.0, y, bend)),
        cylinder(0.016, 0.3 * length, bright(palette, rng), at_m=(0.0, 0.0, -0.15 * length),
                 sides=8),
    )  # fmt: skip


def hand_mirror(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A hand mirror: its handle below, its face towards +x."""
    depth, width, length = size
    frame = bright(palette, rng)
    glass = palette.paint.tinted((0.62, 0.7, 0.76))
    radius = width / 2
    middle = 0.85 * length - radius
    disc = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    face = rotated((cylinder(radius, 0.7 * depth, frame, sides=14),), disc, (-depth / 2, 0.0, 0.0))
    shine = rotated((cylinder(0.86 * radius, 0.3 * depth, glass, sides=14),), disc,
                    (0.2 * depth, 0.0, 0.0))  # fmt: skip
    return (
        *placed(face, (0.0, 0.0, middle)),
        *placed(shine, (0.0, 0.0, middle)),
        box((0.7 * depth, 0.16 * width, length - 2 * radius + 0.03), frame,
            at_m=(0.0, 0.0, -0.15 * length)),
    )  # fmt: skip


def razor(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A razor: a handle and a head across its end, the blades towards +x."""
    depth, width, length = size
    grip = dark(palette) if rng.random() < 0.5 else bright(palette, rng)
    return (
        cylinder(0.25 * depth, 0.9 * length, grip, at_m=(0.0, 0.0, -0.35 * length), sides=6),
        box((depth, width, 0.1 * length), steel(palette), at_m=(0.0, 0.0, 0.55 * length)),
    )


def door(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A door's leaf: hinged on z at the origin, reaching to +y, its handle near the far edge."""
    depth, width, height = size
    colour = some_colour(rng, saturation=(0.0, 0.5), value=(0.25, 0.9))
    surface = palette.wood if rng.random() < 0.5 else material("door", colour, rng=rng)
    leaf = 0.4 * depth
    metal = steel(palette)
    y, z = width - 0.07, 0.0
    # A glazed door: who opens it is seen through it.
    stile, panel = 0.13 * width, height * float(rng.uniform(0.2, 0.36))
    low, inner = -height / 2, width - 2.0 * stile
    parts = [
        *(box((leaf, stile, height), surface, at_m=(0.0, at, low))
          for at in (stile / 2, width - stile / 2)),
        box((leaf, inner, panel), surface, at_m=(0.0, width / 2, low)),
        box((leaf, inner, 0.06 * height), surface, at_m=(0.0, width / 2, 0.44 * height)),
    ]  # fmt: skip
    for sign in (-1.0, 1.0):
        knob = sign * (depth / 2 - 0.011)
        parts.append(box((0.022, 0.12, 0.022), metal, at_m=(knob, y - 0.04, z)))
        parts.append(box((0.3 * depth, 0.02, 0.02), metal,
                         at_m=(sign * 0.34 * depth, y, z)))  # fmt: skip
    return tuple(parts)


def door_frame(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Posts and lintel round a door, about its middle."""
    depth, width, height = size
    post = 0.07
    surface = palette.paint if rng.random() < 0.6 else palette.wood
    low = -height / 2
    return (
        *(
            box((depth, post, height), surface, at_m=(0.0, s * (width - post) / 2, low))
            for s in (-1, 1)
        ),
        box((depth, width - 2 * post, post), surface, at_m=(0.0, 0.0, height / 2 - post)),
    )


def waste_bin(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An open bin, about its middle."""
    depth, width, height = size
    radius = min(depth, width) / 2
    side = dark(palette) if rng.random() < 0.4 else bright(palette, rng)
    low, high = -height / 2, height / 2
    wall = [(0.0, low), (0.8 * radius, low), (radius, high)]
    inner = [(0.97 * radius, high), (0.76 * radius, low + 0.01), (0.0, low + 0.01)]
    return (lathe(wall, side, sides=14), lathe(inner, side.tinted((0.4, 0.4, 0.4)), sides=14))


def watering_can(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A watering can gripped at its handle (z): the body hangs at -y, its spout towards +x."""
    depth, tall, wide = size
    side = bright(palette, rng)
    radius = 0.5 * wide
    body = rotated((cylinder(radius, 0.6 * tall, side, sides=12),), Z_TO_Y)
    bottom = -tall
    spout = [(0.4 * radius, bottom + 0.12 * tall, 0.0),
             (0.6 * depth, -0.35 * tall, 0.0), (depth - radius, -0.2 * tall, 0.0)]  # fmt: skip
    bow = [(0.0, -0.4 * tall, -0.8 * radius), (0.0, -0.01, -0.6 * radius),
           (0.0, -0.01, 0.6 * radius), (0.0, -0.4 * tall, 0.8 * radius)]  # fmt: skip
    return (
        *placed(body, (0.0, bottom, 0.0)),
        tube(spout, [0.03, 0.02, 0.02], side, sides=6),
        tube(bow, 0.01, side, sides=5),
    )


def violin(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A violin: the body at the origin's far side of z, the neck along +z, strings at +x."""
    depth, width, length = size
    wood = palette.wood.tinted((0.9, 0.45, 0.2)) if rng.random() < 0.7 else palette.wood
    body, x = 0.58 * length, depth / 2
    outline = [(0.42, 0.0), (0.5, 0.18), (0.32, 0.45), (0.4, 0.8), (0.28, 1.0)]
    points = [(width * y, body * z) for y, z in outline]
    loop = [(y, z) for y, z in points] + [(-y, z) for y, z in reversed(points)]
    parts: list[Part] = []
    for sign in (-1.0, 1.0):
        for (y0, z0), (y1, z1) in pairwise(points):
            corners = [(sign * 0.6 * x, -y0, z0), (sign * 0.6 * x, y0, z0),
                       (sign * 0.6 * x, y1, z1), (sign * 0.6 * x, -y1, z1)]  # fmt: skip
            parts.append(quad(corners if sign > 0 else corners[::-1], wood))
    for (y0, z0), (y1, z1) in zip(loop, [*loop[1:], loop[0]], strict=True):
        parts.append(quad([(-0.6 * x, y0, z0), (-0.6 * x, y1, z1), (0.6 * x, y1, z1),
                           (0.6 * x, y0, z0)], wood))  # fmt: skip
    parts.append(box((0.3 * depth, 0.14 * width, length - 0.3 * body), dark(palette),
                     at_m=(0.8 * x, 0.0, 0.3 * body)))  # fmt: skip
    return tuple(placed(parts, (0.0, 0.0, -0.15 * length)))


def vacuum(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An upright vacuum cleaner: the hand at the origin, the nozzle at the end of z."""
    depth, width, length = size
    side = bright(palette, rng)
    return (
        cylinder(0.016, 0.75 * length, steel(palette), at_m=(0.0, 0.0, -0.05 * length), sides=6),
        cylinder(0.42 * depth, 0.34 * length, side, at_m=(0.0, 0.0, 0.5 * length), sides=10),
        box((depth, width, 0.1 * length), dark(palette), at_m=(0.0, 0.0, 0.85 * length)),
    )


def _exactly(make: Callable[..., tuple[Part, ...]]) -> Callable[..., tuple[Part, ...]]:
    def made(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
        return fitted(make(size, palette, rng=rng), size)

    return made


_MAKERS = {
    "jacket": (jacket, (0.18, 0.62, 0.78)), "glasses": (glasses, (0.14, 0.15, 0.045)),
    "roller": (roller, (0.055, 0.24, 0.4)), "hand_mirror": (hand_mirror, (0.02, 0.15, 0.28)),
    "razor": (razor, (0.018, 0.045, 0.15)), "door": (door, (0.12, 0.82, 2.0)),
    "door_frame": (door_frame, (0.16, 0.98, 2.1)), "bin": (waste_bin, (0.34, 0.34, 0.5)),
    "watering_can": (watering_can, (0.4, 0.26, 0.2)), "violin": (violin, (0.06, 0.21, 0.6)),
    "vacuum": (vacuum, (0.16, 0.3, 1.15)),
}  # fmt: skip
KINDS = {name: (_exactly(make), size) for name, (make, size) in _MAKERS.items()}
"""Name -> function(size_m, palette, *, rng) and usual size."""
