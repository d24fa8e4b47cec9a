"""What lies and stands on a building site: piles, pallets, containers, scaffolds, raw walls."""

from __future__ import annotations

import numpy as np

from understudy.scenes.furniture import Palette
from understudy.scenes.ground_textures import ground_material
from understudy.scenes.outdoors.vehicles import lying
from understudy.scenes.shapes import Part, blob, box, cylinder, placed, prism, quad
from understudy.scenes.textures import material


def _pallet(palette: Palette, size: tuple[float, float] = (0.8, 1.2)) -> list[Part]:
    wood = palette.wood.tinted((0.9, 0.75, 0.55))
    return [
        box((size[0], size[1], 0.03), wood, at_m=(0.0, 0.0, 0.11)),
        *(box((size[0], 0.1, 0.11), wood, at_m=(0.0, y * size[1], 0.0)) for y in (-0.45, 0, 0.45)),
    ]


def bricks(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Bricks or blocks on a pallet, a few left over on top."""
    red = rng.random() < 0.6
    colour = np.array([0.42, 0.17, 0.1]) if red else np.array([0.42, 0.42, 0.4])
    surface = material("brick", colour * rng.uniform(0.7, 1.3), rng=rng)
    high = float(rng.uniform(0.4, 1.0))
    parts = [*_pallet(palette), box((0.78, 1.15, high), surface, at_m=(0.0, 0.0, 0.14))]
    if rng.random() < 0.6:
        parts.append(box((0.4, 0.5, 0.2), surface, at_m=(0.1, -0.2, 0.14 + high)))
    return tuple(parts)


def sacks(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Cement sacks on a pallet."""
    paper = palette.paint.tinted(np.array([0.62, 0.57, 0.48]) * rng.uniform(0.8, 1.2))
    parts = _pallet(palette)
    for layer in range(int(rng.integers(2, 5))):
        for y in (-0.3, 0.3):
            parts.append(
                box(
                    (0.72, 0.52, 0.14),
                    paper,
                    bevel_m=0.05,
                    at_m=(float(rng.normal(0, 0.02)), y, 0.14 + 0.13 * layer),
                )
            )
    return tuple(parts)


def pipes(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A stack of pipes along y."""
    radius = float(rng.uniform(0.1, 0.28))
    long = float(rng.uniform(2.2, 4.5))
    colours = ((0.5, 0.2, 0.06), (0.35, 0.35, 0.34), (0.03, 0.03, 0.035), (0.05, 0.16, 0.4))
    surface = palette.paint.tinted(colours[rng.integers(4)])
    dark = palette.paint.tinted((0.01, 0.01, 0.01))
    parts: list[Part] = []
    for row, count in enumerate((3, 2, 1)):
        for i in range(count):
            x = (i - (count - 1) / 2.0) * 2.0 * radius
            z = radius + row * 1.74 * radius
            tube = cylinder(radius, long, surface, sides=8, caps=False)
            parts.append(lying(tube, (x, -long / 2.0, z), 1))
            for side in (-1, 1):
                end = cylinder(0.86 * radius, 0.01, dark, sides=6)
                parts.append(lying(end, (x, side * (long / 2.0 - 0.02), z), side))
    return tuple(parts)


def planks(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A stack of boards or beams along y."""
    long = float(rng.uniform(2.5, 4.0))
    wood = palette.wood.tinted((1.1, 0.95, 0.7))
    parts = [box((0.9, 0.1, 0.1), wood, at_m=(0.0, s * 0.35 * long, 0.0)) for s in (-1, 1)]
    for layer in range(int(rng.integers(3, 7))):
        shift = rng.normal(0.0, 0.04, 2)
        parts.append(
            box(
                (0.95, long, 0.06),
                wood.tinted(rng.uniform(0.7, 1.2) * np.array([1.1, 0.95, 0.7])),
                at_m=(float(shift[0]), float(shift[1]), 0.1 + 0.065 * layer),
            )
        )
    return tuple(parts)


def rods(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Reinforcing mats leaning flat on each other."""
    del rng
    rust = palette.paint.tinted((0.22, 0.08, 0.03))
    parts = [box((0.025, 3.0, 0.03), rust, at_m=(x, 0.0, 0.03)) for x in np.linspace(-0.9, 0.9, 10)]
    parts += [box((1.9, 0.025, 0.03), rust, at_m=(0.0, y, 0.0)) for y in np.linspace(-1.4, 1.4, 12)]
    return tuple(parts)


def heap(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A heap of sand, gravel or earth."""
    del palette
    kinds = (("sand", (0.5, 0.38, 0.22)), ("mud", (0.2, 0.13, 0.08)), ("sand", (0.35, 0.34, 0.32)))
    name, colour = kinds[rng.integers(3)]
    surface = ground_material(name, np.array(colour) * rng.uniform(0.8, 1.2), rng=rng)
    radius = float(rng.uniform(0.9, 2.0))
    high = radius * float(rng.uniform(0.45, 0.65))
    return (cylinder((radius, 0.55 * radius), 0.55 * high, surface, sides=12, caps=False),
            cylinder((0.55 * radius, 0.06), 0.45 * high, surface, sides=12,
                     at_m=(0.0, 0.0, 0.55 * high)))  # fmt: skip


def container(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A shipping container or a site cabin with door and window."""
    long = float(rng.choice([3.0, 6.0]))
    cabin = rng.random() < 0.45
    colours = ((0.05, 0.12, 0.3), (0.35, 0.06, 0.03), (0.06, 0.2, 0.1), (0.45, 0.28, 0.03))
    colour = np.array((0.65, 0.65, 0.62) if cabin else colours[rng.integers(4)])
    wall = ground_material("corrugated", colour * rng.uniform(0.8, 1.2), rng=rng)
    parts = [box((2.4, long, 2.45), wall, at_m=(0.0, 0.0, 0.12)),
             box((2.45, long + 0.05, 0.12), palette.paint.tinted(0.5 * colour))]  # fmt: skip
    if cabin:
        glass = palette.paint.tinted((0.1, 0.13, 0.16))
        leaf = material("door", (0.3, 0.3, 0.3), rng=rng)
        parts += [
            quad([(1.21, -0.42 * long, 0.2), (1.21, -0.42 * long + 0.9, 0.2),
                  (1.21, -0.42 * long + 0.9, 2.2), (1.21, -0.42 * long, 2.2)], leaf, fit=True),
            quad([(1.21, 0.0, 1.1), (1.21, 0.35 * long, 1.1), (1.21, 0.35 * long, 2.0),
                  (1.21, 0.0, 2.0)], glass),
        ]  # fmt: skip
    return tuple(parts)


def mixer(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A concrete mixer on two wheels."""
    paint = palette.paint.tinted(((0.7, 0.3, 0.02), (0.05, 0.2, 0.4))[rng.integers(2)])
    dark = palette.paint.tinted((0.04, 0.04, 0.04))
    drum = placed(
        (
            cylinder((0.22, 0.36), 0.35, paint, sides=9),
            cylinder((0.36, 0.2), 0.35, paint, sides=9, at_m=(0, 0, 0.35), caps=False),
            cylinder(0.2, 0.01, dark, sides=9, at_m=(0, 0, 0.68)),
        ),
        (0.0, 0.0, 0.75),
    )
    legs = [
        box((0.06, 0.06, 0.8), dark, at_m=(x, y, 0.0)) for x in (-0.35, 0.35) for y in (-0.3, 0.3)
    ]
    return (*drum, *legs, box((0.7, 0.7, 0.06), dark, at_m=(0.0, 0.0, 0.7)))


def barrow(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A wheelbarrow, wheel along +x."""
    tray = palette.paint.tinted(
        ((0.05, 0.2, 0.08), (0.3, 0.3, 0.3), (0.5, 0.1, 0.03))[rng.integers(3)]
    )
    dark = palette.paint.tinted((0.04, 0.04, 0.04))
    return (
        prism([(-0.25, 0.35), (0.25, 0.35), (0.5, 0.65), (-0.4, 0.65)], 0.55, tray),
        lying(cylinder(0.17, 0.09, dark, sides=9), (0.5, -0.045, 0.17), 1),
        *(box((1.3, 0.04, 0.04), dark, at_m=(-0.25, s * 0.26, 0.4)) for s in (-1, 1)),
        *(box((0.04, 0.04, 0.4), dark, at_m=(-0.4, s * 0.24, 0.0)) for s in (-1, 1)),
    )


def rubble(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """Broken stones and timber."""
    stone = material("concrete", rng.uniform(0.25, 0.45) * np.ones(3), rng=rng)
    parts: list[Part] = []
    for _ in range(5):
        x, y = rng.uniform(-0.6, 0.6, 2)
        size = rng.uniform(0.15, 0.4, 3)
        block = box((float(size[0]), float(size[1]), float(0.6 * size[2])), stone)
        parts += placed((block,), (float(x), float(y)), float(rng.uniform(0, 3)))
    board = box((0.12, 1.6, 0.05), palette.wood)
    return (*parts, *placed((board,), (0.0, 0.0, 0.2), float(rng.uniform(0.0, 3.0))))


def scaffold(palette: Palette, *, long_m: float, lifts: int) -> list[Part]:
    """Poles, ledgers, boards and guard rails along y, its outside looking along +x, 1 m deep."""
    metal = palette.paint.tinted((0.5, 0.5, 0.52))
    board = palette.wood.tinted((1.0, 0.85, 0.6))
    top = 2.0 * lifts + 1.1
    parts: list[Part] = []
    for y in np.arange(-long_m / 2.0, long_m / 2.0 + 0.1, 2.5):
        parts += [cylinder(0.035, top, metal, sides=4, caps=False, at_m=(x, float(y), 0.0))
                  for x in (0.0, 1.0)]  # fmt: skip
    for level in range(1, lifts + 1):
        z = 2.0 * level
        parts.append(box((0.95, long_m, 0.06), board, at_m=(0.5, 0.0, z)))
        parts += [box((0.05, long_m, 0.05), metal, at_m=(1.03, 0.0, z + up)) for up in (0.5, 1.0)]
        parts.append(box((0.03, long_m, 0.18), board, at_m=(1.05, 0.0, z + 0.06)))
    return parts


def raw_building(
    palette: Palette, *, width_m: float, floors: int, rng: np.random.Generator
) -> list[Part]:  # fmt: skip
    """A carcass: floor slabs on columns, part of it walled; its front looks along +x."""
    concrete = material("concrete", rng.uniform(0.35, 0.5) * np.ones(3), rng=rng)
    red = np.array([0.5, 0.24, 0.15]) * rng.uniform(0.7, 1.2)
    wall = material("brick", red, rng=rng)
    dark = palette.paint.tinted((0.06, 0.06, 0.065))
    depth, storey, y = 8.0, 3.0, width_m / 2.0
    parts = [box((0.1, width_m, floors * storey), dark, at_m=(-depth, 0.0, 0.0))]
    for level in range(floors + 1):
        parts.append(
            box(
                (depth, width_m, 0.25),
                concrete,
                at_m=(-depth / 2, 0.0, level * storey - 0.25 * (level > 0)),
            )
        )
    bays = max(2, round(width_m / 4.0))
    for level in range(floors):
        for i in range(bays + 1):
            at = -y + 0.2 + i * (width_m - 0.4) / bays
            parts.append(box((0.35, 0.35, storey), concrete, at_m=(-0.2, at, level * storey)))
            if i < bays and rng.random() < 0.6 - 0.2 * level:
                wide = (width_m - 0.4) / bays
                high = storey if rng.random() < 0.5 else float(rng.uniform(0.8, 2.2))
                parts.append(box((0.24, wide - 0.35, high - 0.02), wall,
                                 at_m=(-0.25, at + wide / 2, level * storey + 0.01)))  # fmt: skip
    return parts


def boulder(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A stone, for parks and beaches."""
    del palette
    stone = material("concrete", rng.uniform(0.2, 0.45) * np.ones(3), rng=rng)
    r = rng.uniform(0.25, 0.7, 3)
    return (blob((float(r[0]), float(r[1]), float(0.7 * r[2])), stone, rng=rng, roughness=0.12,
                 at_m=(0.0, 0.0, 0.3 * float(r[2]))),)  # fmt: skip
