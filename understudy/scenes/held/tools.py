"""What people work with: brooms, hammers, boxes, poles, flags."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture import Palette, Size, some_colour
from understudy.scenes.held.household import bright, dark, steel
from understudy.scenes.round_shapes import lathe, tube
from understudy.scenes.shapes import UP_TO_X, Material, Part, box, prism, quad, rotated, stretched
from understudy.scenes.textures import material


def _handle(palette: Palette, rng: np.random.Generator) -> Material:
    return palette.wood if rng.random() < 0.6 else bright(palette, rng)


def broom(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A broom; held a quarter down its stick, its bristles point along z."""
    depth, width, length = size
    low, head = -0.25 * length, 0.75 * length
    block = 0.05 * length
    bristles = palette.paint.tinted((0.45, 0.3, 0.1) if rng.random() < 0.6 else (0.1, 0.1, 0.12))
    wide = [(-0.4 * depth, 0.0), (0.4 * depth, 0.0), (0.5 * depth, 2.2 * block),
            (-0.5 * depth, 2.2 * block)]  # fmt: skip
    return (
        tube([(0, 0, low), (0, 0, head - 3 * block)], 0.013, _handle(palette, rng), sides=6),
        box((0.6 * depth, width, block), _handle(palette, rng), at_m=(0, 0, head - 3.2 * block)),
        prism(wide, 0.98 * width, bristles, at_m=(0.0, 0.0, head - 2.2 * block)),
    )


def mop(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A mop; held a quarter down its stick, its strands point along z."""
    depth, width, length = size
    low, head = -0.25 * length, 0.75 * length
    tuft = 0.16 * length
    strands = material("fabric", (0.7, 0.7, 0.66), rng=rng)
    shape = [(0.1 * width, head - tuft), (0.3 * width, head - 0.7 * tuft),
             (0.5 * width, head), (0.0, head - 0.1 * tuft)]  # fmt: skip
    flat = (depth / width, 1.0, 1.0)
    return (
        tube([(0, 0, low), (0, 0, head - 0.9 * tuft)], 0.012, _handle(palette, rng), sides=6),
        *stretched((lathe(shape, strands, sides=9),), flat),
        lathe([(0.03, head - 1.1 * tuft), (0.2 * depth, head - 0.8 * tuft)], bright(palette, rng)),
    )


def hammer(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A hammer; it strikes along +x."""
    depth, width, length = size
    top = 0.75 * length
    grip = _handle(palette, rng)
    high = 0.11 * length
    head = [(-0.5 * depth, 0.6 * high), (-0.15 * depth, 0.0), (0.3 * depth, 0.0),
            (0.3 * depth, high), (-0.15 * depth, high)]  # fmt: skip
    face = lathe([(0.0, 0.0), (0.5 * width, 0.0), (0.5 * width, 0.2 * depth), (0.0, 0.2 * depth)],
                 steel(palette), sides=8)  # fmt: skip
    return (
        box((0.16 * depth, 0.55 * width, length - 0.3 * high), grip, at_m=(0, 0, -0.25 * length),
            bevel_m=0.004),
        prism(head, 0.7 * width, steel(palette), at_m=(0.0, 0.0, top - high)),
        *rotated((face,), UP_TO_X, (0.3 * depth, 0.0, top - 0.5 * high)),
    )  # fmt: skip


def axe(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """An axe; its edge looks along +x."""
    depth, width, length = size
    top = 0.75 * length
    high = 0.2 * length
    blade = [(-0.3 * depth, -0.8 * high), (0.5 * depth, -high), (0.45 * depth, 0.0),
             (-0.3 * depth, -0.3 * high)]  # fmt: skip
    return (
        box((0.2 * depth, 0.8 * width, length), _handle(palette, rng),
            at_m=(-0.15 * depth, 0.0, -0.25 * length), bevel_m=0.004),
        prism(blade, width, steel(palette), at_m=(0.0, 0.0, top)),
    )  # fmt: skip


def saw(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A hand saw; its teeth look along +x."""
    depth, width, length = size
    blade = [(-0.5 * depth, 0.05 * length), (0.5 * depth, 0.05 * length),
             (0.5 * depth, 0.85 * length), (0.1 * depth, 0.85 * length)]  # fmt: skip
    grip = bright(palette, rng)
    return (
        prism(blade, 0.15 * width, steel(palette)),
        box((0.9 * depth, width, 0.04 * length), grip, at_m=(0.0, 0.0, 0.06 * length)),
        box((0.3 * depth, width, 0.2 * length), grip, at_m=(-0.2 * depth, 0.0, -0.1 * length)),
        box((0.9 * depth, width, 0.04 * length), grip, at_m=(0.0, 0.0, -0.15 * length)),
    )


def screwdriver(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A screwdriver; its tip points along z."""
    depth, width, length = size
    radius = min(depth, width) / 2.0
    low = -0.25 * length
    grip = [(0.0, low), (0.8 * radius, low), (radius, low + 0.3 * length),
            (0.5 * radius, low + 0.42 * length), (0.0, low + 0.43 * length)]  # fmt: skip
    shaft = [(0.22 * radius, low + 0.4 * length), (0.22 * radius, low + 0.98 * length),
             (0.0, low + length)]  # fmt: skip
    return (
        lathe(grip, bright(palette, rng), sides=8),
        lathe(shaft, steel(palette), sides=5),
    )


def spade(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A spade or shovel; its blade at the far end, hollow side +x."""
    depth, width, length = size
    low, head = -0.25 * length, 0.75 * length
    blade = 0.28 * length
    thin = 0.006
    outline = [(-0.5 * width, -blade), (0.5 * width, -blade), (0.45 * width, -0.2 * blade),
               (0.0, 0.0), (-0.45 * width, -0.2 * blade)]  # fmt: skip
    sheet = rotated((prism(outline, thin, steel(palette).tinted((0.3, 0.3, 0.3))),),
                    [[0, 1, 0], [-1, 0, 0], [0, 0, 1]], (-0.2 * depth, 0.0, head))  # fmt: skip
    stick = _handle(palette, rng)
    return (
        *sheet,
        tube([(0, 0, low + 0.02), (0, 0, head - 0.9 * blade)], 0.015, stick, sides=6),
        box((depth, 0.6 * width, 0.03), stick, at_m=(0.0, 0.0, low)),
    )


def carton(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A parcel with tape and a label, or a plastic crate; the origin is its middle."""
    depth, width, height = size
    at = (0.0, 0.0, -height / 2)
    if rng.random() < 0.25:
        surface = bright(palette, rng)
        return (box(size, surface, at_m=at),
                box((0.9 * depth, 0.9 * width, 0.002), surface.tinted((0.02, 0.02, 0.02)),
                    at_m=(0.0, 0.0, height / 2 - 0.002)))  # fmt: skip
    board = material("cardboard", np.array([0.45, 0.29, 0.15]) * rng.uniform(0.7, 1.3), rng=rng)
    parts = [box((depth - 0.002, width - 0.002, height - 0.002), board,
                 at_m=(0.0, 0.0, -height / 2 + 0.001))]  # fmt: skip
    tape = palette.paint.tinted((0.6, 0.48, 0.28) if rng.random() < 0.7 else (0.8, 0.8, 0.8))
    parts.append(box((depth, 0.12 * width, height), tape, at_m=at))
    x = depth / 2 + 0.0005
    y0, y1, z0, z1 = 0.15 * width, 0.42 * width, -0.1 * height, 0.3 * height
    label = material("label", (0.85, 0.85, 0.82), rng=rng)
    for sign in (-1, 1):
        corners = [(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)]
        part = quad([(sign * a, sign * b, c) for a, b, c in corners], label, fit=True)
        parts.append(part)
    # The labels stand proud by less than half a millimetre: shrink the whole into its size.
    return stretched(parts, (depth / (depth + 0.0012), 1.0, 1.0))


def stick(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A straight pole, staff or walking stick about its middle."""
    depth, width, length = size
    radius = min(depth, width) / 2.0
    return (
        tube([(0, 0, -length / 2), (0, 0, length / 2)], radius, _handle(palette, rng), sides=6),
    )


def cane(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A walking stick; held by its crook, which lies along x, its tip is below."""
    depth, width, length = size
    radius = width / 2.0
    colour = palette.wood if rng.random() < 0.6 else dark(palette)
    arch = np.linspace(0.0, np.pi, 7)
    half = depth / 2.0 - radius
    crook = [(float(half * np.cos(a)), 0.0, float(half * (np.sin(a) - 1.0))) for a in arch]
    foot = (-half, 0.0, radius - length)
    return (
        tube([crook[0], *crook[1:], foot], radius, colour, sides=6),
        lathe(
            [(0.0, radius - length), (radius, radius - length), (radius, 0.04 - length)],
            palette.paint.tinted((0.03, 0.03, 0.03)),
            at_m=(-half, 0.0, 0.0),
        ),
    )


def table_leg(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A turned or square leg of a table, held a quarter up its thin end."""
    depth, width, length = size
    low = -0.25 * length
    if rng.random() < 0.4:
        return (box(size, palette.wood, at_m=(0.0, 0.0, low), bevel_m=0.004),)
    radius = min(depth, width) / 2.0
    shape = [
        (0.0, 0.0), (0.5, 0.0), (0.55, 0.1), (0.7, 0.45), (0.95, 0.6), (0.7, 0.66), (1.0, 0.72),
        (1.0, 1.0), (0.0, 1.0),
    ]  # fmt: skip
    profile = [(radius * r, low + length * z) for r, z in shape]
    return (lathe(profile, palette.wood, sides=8),)


def flag(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A flag that waves towards +y from the upper half of its pole; the hand is at its foot."""
    depth, width, length = size
    low, top = -0.2 * length, 0.8 * length
    colours = [some_colour(rng, saturation=(0.0, 1.0), value=(0.2, 0.9)) for _ in range(3)]
    steps = 6
    y = np.linspace(0.0, width - 0.02, steps + 1) + 0.005
    x = np.sin(np.linspace(0.0, 2.2 * np.pi, steps + 1) + rng.uniform(0.0, 3.0))
    x = (x - x[0]) * np.linspace(0.2, 1.0, steps + 1)
    x *= 0.95 * depth / float(np.ptp(x))
    parts: list[Part] = []
    high = 0.42 * length
    for band in range(3):
        surface = palette.paint.tinted(colours[band])
        z1, z0 = top - 0.02 - band * high / 3, top - 0.02 - (band + 1) * high / 3
        for i in range(steps):
            corners = [(x[i], y[i], z0), (x[i + 1], y[i + 1], z0), (x[i + 1], y[i + 1], z1),
                       (x[i], y[i], z1)]  # fmt: skip
            parts += [quad(corners, surface), quad([corners[k] for k in (1, 0, 3, 2)], surface)]
    pole = tube([(0, 0, low), (0, 0, top)], 0.012, palette.wood, sides=5)
    return (*parts, pole)


def torch(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A hand lamp; it shines along z."""
    depth, width, length = size
    radius = min(depth, width) / 2.0
    body = dark(palette) if rng.random() < 0.5 else bright(palette, rng)
    low = -0.4 * length
    shape = [(0.0, low), (0.6 * radius, low), (0.6 * radius, low + 0.7 * length),
             (radius, low + 0.82 * length), (radius, low + length)]  # fmt: skip
    lens = [(radius, low + length), (0.0, low + length)]
    return (
        lathe(shape, body, sides=9),
        lathe(lens, palette.paint.tinted((2.0, 1.9, 1.6)), sides=9),
    )


def microphone(size: Size, palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A microphone; its head is at the far end."""
    del rng
    depth, width, length = size
    radius = min(depth, width) / 2.0
    low = -0.4 * length
    head = 2.0 * radius
    shape = [(0.0, low), (0.5 * radius, low), (0.6 * radius, low + length - head),
             (0.0, low + length - 0.9 * head)]  # fmt: skip
    bulb = [(0.6 * radius, low + length - head), (radius, low + length - 0.6 * head),
            (0.8 * radius, low + length - 0.15 * head), (0.0, low + length)]  # fmt: skip
    return (
        lathe(shape, dark(palette), sides=8),
        lathe(bulb, steel(palette).tinted((0.25, 0.25, 0.26)), sides=9, smooth=True),
    )


KINDS = {
    "broom": (broom, (0.07, 0.32, 1.35)), "mop": (mop, (0.16, 0.32, 1.35)),
    "hammer": (hammer, (0.12, 0.032, 0.32)), "axe": (axe, (0.18, 0.03, 0.7)),
    "saw": (saw, (0.12, 0.03, 0.55)), "screwdriver": (screwdriver, (0.032, 0.032, 0.22)),
    "spade": (spade, (0.04, 0.22, 1.1)), "box": (carton, (0.3, 0.4, 0.25)),
    "stick": (stick, (0.03, 0.03, 1.0)), "table_leg": (table_leg, (0.06, 0.06, 0.72)),
    "cane": (cane, (0.13, 0.024, 0.9)),
    "flag": (flag, (0.12, 0.8, 1.3)), "torch": (torch, (0.05, 0.05, 0.2)),
    "microphone": (microphone, (0.05, 0.05, 0.22)),
}  # fmt: skip
"""Name -> function(size_m, palette, *, rng) and usual size."""
