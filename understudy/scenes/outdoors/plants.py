"""Trees, bushes and hedges: cards of leaves near by, pictures of whole trees far away."""

from __future__ import annotations

import math

import numpy as np

from understudy.geometry import cross
from understudy.scenes.furniture import Palette
from understudy.scenes.outdoors.cutouts import cutout
from understudy.scenes.outdoors.site import Site
from understudy.scenes.shapes import Material, Part, box, cylinder, quad

GREEN = np.array([0.13, 0.24, 0.06])


def leaf_colour(rng: np.random.Generator) -> np.ndarray:
    """Returns a tint for leaves: mostly green, now and then of autumn or copper."""
    draw = rng.random()
    if draw < 0.88:
        return GREEN * rng.uniform([0.7, 0.8, 0.5], [1.7, 1.35, 1.5])
    if draw < 0.96:
        return np.array([0.5, 0.26, 0.04]) * rng.uniform(0.5, 1.1)
    return np.array([0.2, 0.06, 0.06]) * rng.uniform(0.7, 1.2)


def _facing_card(
    centre: np.ndarray, outward: np.ndarray, size: tuple[float, float], surface: Material,
    *, turn: float = 0.0, bend: np.ndarray | None = None,
) -> Part:  # fmt: skip
    """Returns a card that faces `outward`; `bend` (3,) is what its normals lean to."""
    outward = outward / np.linalg.norm(outward)
    spare = np.array([0.0, 0.0, 1.0]) if abs(outward[2]) < 0.95 else np.array([1.0, 0.0, 0.0])
    right = cross(spare, outward)
    right /= np.linalg.norm(right)
    up = cross(outward, right)
    right, up = (
        math.cos(turn) * right + math.sin(turn) * up, math.cos(turn) * up - math.sin(turn) * right
    )  # fmt: skip
    r, u = 0.5 * size[0] * right, 0.5 * size[1] * up
    card = quad([centre - r - u, centre + r - u, centre + r + u, centre - r + u], surface, fit=True)
    normals = card.normals + (0.0 if bend is None else bend)
    normals = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    return Part(positions_m=card.positions_m, normals=normals, uv=card.uv, faces=card.faces,
                material=surface)  # fmt: skip


def crown(
    centre: tuple[float, float, float], radius: tuple[float, float, float], colour: np.ndarray,
    cards: int, *, rng: np.random.Generator,
) -> list[Part]:  # fmt: skip
    """Returns foliage: cards that face outwards all over an ellipsoid, about a dark core."""
    middle, half = np.array(centre), np.array(radius)
    index = np.arange(cards) + 0.5
    z = 1.0 - 2.0 * index / cards
    angle = index * (math.pi * (3.0 - math.sqrt(5.0))) + rng.uniform(0.0, 6.0)
    ring = np.sqrt(1.0 - z**2)
    outward = np.stack((ring * np.cos(angle), ring * np.sin(angle), z), axis=1)
    size = 2.5 * float(np.cbrt(half.prod())) / math.sqrt(cards / 8.0)
    parts = []
    for direction in outward:
        direction = direction + rng.normal(0.0, 0.12, 3)
        at = middle + direction * half * float(rng.uniform(0.62, 0.82))
        tint = colour * float(rng.uniform(0.75, 1.2)) * (1.0 + 0.18 * direction[2])
        parts.append(
            _facing_card(
                at, direction / half, (size, size), cutout("leaf_card", tint, rng=rng),
                turn=float(rng.uniform(-3.1, 3.1)), bend=np.array([0.0, 0.0, 0.45]),
            )
        )  # fmt: skip
    core = cutout("leaf_card", 0.3 * colour, rng=rng)
    dark = Material(tile=core.tile, tile_m=1.0, colour=core.colour)
    low = half * 0.72
    parts += [
        cylinder((0.35 * low[0], low[0]), low[2], dark, sides=6, caps=False,
                 at_m=(centre[0], centre[1], centre[2] - low[2])),
        cylinder((low[0], 0.2 * low[0]), low[2], dark, sides=6, caps=False, at_m=centre),
    ]  # fmt: skip
    return parts


def _bark(palette: Palette, rng: np.random.Generator) -> Material:
    tone = (0.45, 0.42, 0.38) if rng.random() < 0.8 else (1.3, 1.3, 1.25)
    return palette.wood.tinted(np.array(tone) * rng.uniform(0.7, 1.1))


def broadleaf(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A tree with a round, wide or tall crown of one to three clumps."""
    height = float(rng.uniform(4.0, 9.0))
    bole = float(rng.uniform(0.22, 0.38)) * height
    wide = float(rng.uniform(0.24, 0.42)) * height
    colour = leaf_colour(rng)
    radius = 0.02 * height * float(rng.uniform(0.8, 1.4))
    trunk = cylinder((radius, 0.6 * radius), bole + 0.3 * height, _bark(palette, rng), sides=6,
                     caps=False)  # fmt: skip
    parts = [trunk]
    clumps = int(rng.integers(1, 4))
    half = (height - bole) / 2.0
    for i in range(clumps):
        share = 1.0 if clumps == 1 else 0.72
        angle = 2.0 * math.pi * i / clumps + float(rng.uniform(0.0, 1.0))
        aside = 0.0 if clumps == 1 else 0.45 * wide
        at = (aside * math.cos(angle), aside * math.sin(angle),
              bole + half * float(rng.uniform(0.8, 1.1)))  # fmt: skip
        size = (share * wide, share * wide, share * half)
        parts += crown(at, size, colour, 22 if clumps == 1 else 13, rng=rng)
    return tuple(parts)


def column_tree(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A poplar or cypress: tall and narrow."""
    height = float(rng.uniform(5.0, 10.0))
    wide = height * float(rng.uniform(0.09, 0.14))
    trunk = cylinder(0.12, 0.9, _bark(palette, rng), sides=6, caps=False)
    half = (height - 0.5) / 2.0
    return (
        trunk,
        *crown((0.0, 0.0, 0.5 + half), (wide, wide, half), leaf_colour(rng), 26, rng=rng),
    )


def conifer(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A spruce: drooping cards in rings, each smaller than the one below."""
    height = float(rng.uniform(3.5, 9.0))
    colour = np.array([0.07, 0.15, 0.06]) * rng.uniform(0.7, 1.5, 3)
    parts = [cylinder((0.03 * height, 0.01), height * 0.95, _bark(palette, rng), sides=5,
                      caps=False)]  # fmt: skip
    core = Material(tile=cutout("leaf_card", colour, rng=rng).tile, tile_m=1.0)
    rings = 5
    for i in range(rings):
        low = 0.1 + 0.17 * i
        reach = 0.23 * height * (1.0 - low) * float(rng.uniform(0.85, 1.1))
        high = 0.3 * height * (1.1 - low)
        parts.append(
            cylinder((0.75 * reach, 0.02), high, core.tinted(0.45 * colour), sides=6,
                     at_m=(0.0, 0.0, low * height), caps=False)
        )  # fmt: skip
        for k in range(6):
            angle = 2.0 * math.pi * (k + 0.5 * (i % 2)) / 6 + float(rng.normal(0.0, 0.1))
            out = np.array([math.cos(angle), math.sin(angle), 0.75])
            at = np.array([0.55 * reach * math.cos(angle), 0.55 * reach * math.sin(angle),
                           low * height + 0.3 * high])  # fmt: skip
            size = 1.25 * reach + 0.2
            tint = colour * float(rng.uniform(0.8, 1.25))
            parts.append(_facing_card(at, out, (size, 1.1 * size), bend=np.array([0, 0, 0.4]),
                                      surface=cutout("leaf_card", tint, rng=rng)))  # fmt: skip
    return tuple(parts)


def palm(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A palm: a bare trunk and a star of fronds, seen from above and below."""
    height = float(rng.uniform(4.0, 8.0))
    colour = np.array([0.16, 0.25, 0.07]) * rng.uniform(0.7, 1.3)
    parts = [cylinder((0.17, 0.12), height, palette.wood.tinted((0.5, 0.45, 0.38)), sides=7,
                      caps=False)]  # fmt: skip
    count = 9
    for i in range(count):
        angle = 2.0 * math.pi * i / count + float(rng.normal(0.0, 0.15))
        rise = float(rng.uniform(-0.35, 0.5))
        along = np.array([math.cos(angle), math.sin(angle), rise])
        along = along / np.linalg.norm(along) * float(rng.uniform(1.7, 2.5))
        side = 0.45 * np.array([-math.sin(angle), math.cos(angle), 0.0])
        low = np.array([0.0, 0.0, height - 0.1])
        knee = low + 0.55 * along
        tip = low + along + np.array([0.0, 0.0, -0.7])
        leaf = cutout("palm_leaf", colour * float(rng.uniform(0.7, 1.2)), rng=rng)
        for first, second, v in ((low, knee, (1.0, 0.5)), (knee, tip, (0.5, 0.0))):
            for turn in (1, -1):  # both sides
                card = quad([first + turn * side, first - turn * side, second - turn * side,
                             second + turn * side], leaf, fit=True)  # fmt: skip
                uv = np.array([[0.0, v[0]], [1.0, v[0]], [1.0, v[1]], [0.0, v[1]]])
                parts.append(Part(positions_m=card.positions_m, normals=card.normals, uv=uv,
                                  faces=card.faces, material=leaf))  # fmt: skip
    return tuple(parts)


def bush(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A bush, round or spread out."""
    del palette
    radius = float(rng.uniform(0.4, 0.9))
    long = radius * float(rng.uniform(0.9, 1.5))
    parts = crown((0.0, 0.0, 0.72 * radius), (radius, long, 0.85 * radius), leaf_colour(rng), 14,
                  rng=rng)  # fmt: skip
    return tuple(parts)


def hedge(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A clipped hedge."""
    size = (float(rng.uniform(0.5, 0.8)), float(rng.uniform(2.0, 5.0)),
            float(rng.uniform(0.7, 1.8)))  # fmt: skip
    return (box(size, palette.leaves, bevel_m=0.12),)


def any_tree(palette: Palette, *, rng: np.random.Generator) -> tuple[Part, ...]:
    """A tree of any form that grows in parks and streets."""
    make = (broadleaf, column_tree, conifer)[int(rng.choice(3, p=(0.68, 0.12, 0.2)))]
    return make(palette, rng=rng)


def far_trees(
    site: Site, count: int, *, nearest_m: float = 20.0, farthest_m: float = 60.0,
    half_plane: tuple[float, float] | None = None,
) -> list[Part]:  # fmt: skip
    """Stands pictures of trees far off, each turned to the middle of the place.

    Args:
        site: where nothing is taken by them: they stand beyond everything else.
        count: how many.
        nearest_m: of their distances.
        farthest_m: of their distances.
        half_plane: if given, only in this direction (2,).
    """
    rng = site.rng
    parts: list[Part] = []
    conifers = rng.random() < 0.25
    tint = leaf_colour(rng)
    for _ in range(count):
        distance = math.sqrt(float(rng.uniform(nearest_m**2, farthest_m**2)))
        angle = float(rng.uniform(-math.pi, math.pi))
        x, y = distance * math.cos(angle), distance * math.sin(angle)
        if half_plane is not None and x * half_plane[0] + y * half_plane[1] < 0.6 * nearest_m:
            continue
        high = float(rng.uniform(5.0, 12.0))
        reach = 0.5 * high
        clear = all(place.distance_to(np.array([[x, y]]))[0] > 0.5 * reach
                    for place in site.ground.taken)  # fmt: skip
        if not clear:
            continue
        name = "conifer_card" if rng.random() < (0.8 if conifers else 0.1) else "tree_card"
        colour = tint * rng.uniform(0.75, 1.25, 3)
        surface = cutout(name, colour, rng=rng)
        for turn in (-0.7, 0.7):
            out = np.array([-math.cos(angle + turn), -math.sin(angle + turn), 0.0])
            card = _facing_card(np.array([x, y, high / 2.0]), out, (0.95 * high, high), surface,
                                bend=np.array([0.0, 0.0, 0.5]))  # fmt: skip
            if site.ground.affords([card]):
                site.ground.count([card])
                parts.append(card)
    return parts
