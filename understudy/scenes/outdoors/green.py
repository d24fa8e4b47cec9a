"""Parks, lawns, gardens, playgrounds, beaches."""

from __future__ import annotations

import numpy as np

from understudy.scenes import furniture
from understudy.scenes.ground_textures import ground_material
from understudy.scenes.outdoors import sport, street_things, works
from understudy.scenes.outdoors.buildings import fence, row_of_houses, stand_house
from understudy.scenes.outdoors.plants import any_tree, bush, far_trees, hedge, palm
from understudy.scenes.outdoors.site import (
    GROUND_M,
    Plan,
    Site,
    arc,
    decals,
    flat,
    ground,
    line_clear,
    scatter,
    stand_lamp,
)
from understudy.scenes.shapes import Material, Part
from understudy.scenes.textures import material

EARTH = np.array([0.24, 0.16, 0.1])


def grass_colour(rng: np.random.Generator) -> np.ndarray:
    """Returns the colour of grass, lush to dry."""
    dry = float(rng.beta(1.2, 2.5))
    lush, straw = np.array([0.075, 0.15, 0.03]), np.array([0.26, 0.23, 0.09])
    return (lush + dry * (straw - lush)) * rng.uniform(0.8, 1.3) * rng.uniform(0.93, 1.07, 3)


def grass(site: Site, name: str = "lawn") -> Material:
    """Returns the material of a lawn or meadow."""
    return ground_material(name, grass_colour(site.rng), rng=site.rng)


def hard_ground(
    site: Site, names: tuple[str, ...], value: tuple[float, float]
) -> Material:  # fmt: skip
    """Returns paving, gravel or the like in a grey or sandy tone."""
    rng = site.rng
    name = str(rng.choice(names))
    grey = np.array([1.0, 0.97, 0.92]) * rng.uniform(*value)
    colour = grey * (
        np.array([1.25, 0.98, 0.72]) if rng.random() < 0.3 else rng.uniform(0.96, 1.04, 3)
    )
    if name in ("gravel", "concrete", "asphalt"):
        return material(name, colour, rng=rng)
    return ground_material(name, colour, rng=rng)


def stripes(site: Site, surface: Material, *, layer: int, half_m: float = 45.0) -> list[Part]:
    """Returns the lighter bands that a mower leaves, along x or y."""
    wide = float(site.rng.uniform(1.0, 3.5))
    tint = float(site.rng.uniform(1.15, 1.4))
    pale = surface.tinted(tint * np.array(surface.colour))
    along_x = site.chance(0.5)
    parts = []
    for k in range(-int(half_m / wide / 2), int(half_m / wide / 2)):
        a, b = 2 * k * wide, (2 * k + 1) * wide
        low, high = ((-half_m, a), (half_m, b)) if along_x else ((a, -half_m), (b, half_m))
        parts.append(flat(pale, low, high, layer))
    parts = parts[:40]
    site.ground.count(parts)
    return parts


def _worn(site: Site, expected: float, layer: int = 3) -> list[Part]:
    parts = decals(site, "worn_patch", 1.3 * EARTH, expected, size_m=(0.8, 3.5), layer=layer)
    flowers = np.array([[0.8, 0.75, 0.3], [0.85, 0.85, 0.8], [0.5, 0.25, 0.06]])[
        site.rng.integers(3)
    ]
    return parts + decals(site, "fallen_leaves", flowers, 0.6 * expected, size_m=(1.5, 4.0),
                          layer=layer + 1)  # fmt: skip


def _edge(site: Site, *, least_m: float, houses: float, fences: float) -> list[Part]:
    """Bounds a green place on some sides: houses far off, or a fence."""
    parts: list[Part] = []
    if site.chance(houses):
        side = site.side()
        parts += row_of_houses(
            site, side=side, front_m=line_clear(site, (0.0, side), float(site.rng.uniform(
                least_m + 8.0, least_m + 22.0))), gaps=0.3, styles=("house", "flats", "house"),
        )  # fmt: skip
    if site.chance(fences):
        side = site.side()
        limit = line_clear(site, (side, 0.0), float(site.rng.uniform(least_m, least_m + 8.0)))
        parts += fence(site, side=side, line_m=limit, along_x=False)
    return parts


def park(site: Site) -> Plan:
    """Grass, paths, trees, benches, lamps, now and then a pond or a monument."""
    rng = site.rng
    lawn = grass(site, "lawn" if site.chance(0.7) else "meadow")
    parts = [ground(lawn)]
    path = hard_ground(
        site, ("gravel", "slabs", "worn_asphalt", "herringbone", "sand"), (0.12, 0.42)
    )
    width, at = float(rng.uniform(1.6, 3.2)), float(rng.uniform(-5.0, 4.0))
    rim = ground_material("slabs", rng.uniform(0.25, 0.45) * np.ones(3), rng=rng)
    if site.chance(0.35):  # a path that bends
        radius = float(rng.uniform(9.0, 20.0))
        centre = (float(rng.uniform(-4.0, 4.0)), at - radius)
        parts.append(arc(path, centre, (radius, radius + width), (-0.4, 3.5), 1, pieces=20))
    else:
        parts.append(flat(path, (-GROUND_M, at), (GROUND_M, at + width), 1))
        if site.chance(0.5):
            for y in (at - 0.12, at + width):
                parts.append(flat(rim, (-60.0, y), (60.0, y + 0.12), 2))
        if site.chance(0.4):
            across = float(rng.uniform(-8.0, 8.0))
            parts.append(flat(path, (across, -60.0), (across + width, 60.0), 2, along_y=True))
    site.ground.count(parts)
    parts += _worn(site, 1.6)
    parts += _edge(site, least_m=9.0, houses=0.35, fences=0.35)
    beside = (at - 0.7, at + width + 0.7)
    for x in (-9.0, 4.0, 15.0):
        if site.chance(0.6):
            y, yaw = (beside[0], np.pi / 2) if site.chance(0.5) else (beside[1], -np.pi / 2)
            parts += stand_lamp(site, street_things.park_lamp,
                                (x + float(rng.uniform(-2, 2)), y), float(yaw))  # fmt: skip
    parts += scatter(site, street_things.park_bench, 2.4, nearest_m=2.0, farthest_m=8.0)
    parts += scatter(site, street_things.bin_, 0.8, farthest_m=8.0)
    parts += scatter(site, street_things.statue_block, 0.15, nearest_m=5.0)
    parts += scatter(site, street_things.fountain, 0.12, nearest_m=6.0)
    parts += scatter(site, any_tree, 6.0, nearest_m=4.5, farthest_m=20.0)
    parts += scatter(site, bush, 3.5, nearest_m=3.0, farthest_m=16.0)
    parts += scatter(site, hedge, 0.8, nearest_m=5.0)
    parts += scatter(site, works.boulder, 0.5, nearest_m=3.0)
    parts += far_trees(site, int(rng.integers(6, 40)), nearest_m=18.0)
    return Plan(parts=parts, floor=lawn, backdrops=("woods", "woods", "town", "city", "hills"))


def lawn(site: Site) -> Plan:
    """An open lawn or meadow, mown in stripes or long and patchy; trees at its edge."""
    rng = site.rng
    mown = site.chance(0.65)
    surface = grass(site, "lawn" if mown else "meadow")
    parts = [ground(surface)]
    if mown and site.chance(0.6):
        parts += stripes(site, surface, layer=1)
    parts += _worn(site, 2.0)
    parts += _edge(site, least_m=12.0, houses=0.25, fences=0.3)
    parts += scatter(site, street_things.park_bench, 0.5, nearest_m=3.0, farthest_m=10.0)
    parts += scatter(site, any_tree, 3.0, nearest_m=7.0, farthest_m=22.0)
    parts += scatter(site, bush, 2.0, nearest_m=6.0, farthest_m=18.0)
    parts += far_trees(site, int(rng.integers(4, 45)), nearest_m=20.0)
    return Plan(parts=parts, floor=surface,
                backdrops=("woods", "woods", "hills", "mountains", "town"))  # fmt: skip


def garden(site: Site) -> Plan:
    """A yard behind a house: terrace, lawn, fences, bushes."""
    rng = site.rng
    surface = grass(site)
    parts = [ground(surface)]
    side = site.side()
    front = site.reach((0.0, side)) + float(rng.uniform(0.35, 3.0))
    terrace = hard_ground(site, ("slabs", "concrete", "gravel", "herringbone"), (0.25, 0.5))
    low, high = sorted((side * front, side * (front - float(rng.uniform(2.0, 7.0)))))
    parts.append(flat(terrace, (-9.0, low), (9.0, high), 1))
    site.ground.count(parts)
    parts += _worn(site, 1.0)
    parts += stand_house(
        site, side=side, front_m=front, centre_m=float(rng.uniform(-4.0, 4.0)),
        bays=int(rng.integers(3, 6)), floors=int(rng.integers(1, 3)), style="house",
    )  # fmt: skip
    for direction in ((1, 0), (-1, 0), (0, -side)):
        limit = line_clear(site, direction, float(rng.uniform(5.0, 11.0)))
        parts += fence(site, side=sum(direction), line_m=limit, along_x=direction[0] == 0,
                       kinds=("planks", "planks", "brick", "hedge", "rail"))  # fmt: skip
    parts += scatter(site, furniture.dining_group, 0.5, nearest_m=1.5, farthest_m=6.0)
    parts += scatter(site, street_things.park_bench, 0.4, nearest_m=1.5, farthest_m=6.0)
    parts += scatter(site, street_things.planter, 1.2, nearest_m=1.5, farthest_m=7.0)
    parts += scatter(site, sport.swing, 0.2, nearest_m=3.0, farthest_m=8.0)
    parts += scatter(site, works.barrow, 0.25, nearest_m=2.0, farthest_m=8.0)
    parts += scatter(site, bush, 3.5, nearest_m=3.0, farthest_m=9.0)
    parts += scatter(site, any_tree, 3.0, nearest_m=4.0, farthest_m=20.0)
    parts += far_trees(site, int(rng.integers(2, 14)), nearest_m=16.0, farthest_m=35.0)
    return Plan(parts=parts, floor=surface, backdrops=("town", "town", "woods", "hills"))


def playground(site: Site) -> Plan:
    """Swings, slides and climbing frames on sand, bark or a soft floor."""
    rng = site.rng
    outer = grass(site)
    kind = str(rng.choice(["sand", "rubber", "mud", "gravel"], p=(0.35, 0.4, 0.1, 0.15)))
    colour = {
        "sand": np.array([0.55, 0.42, 0.26]), "mud": np.array([0.25, 0.15, 0.08]),
        "gravel": np.array([0.35, 0.33, 0.3]),
        "rubber": np.array([[0.35, 0.09, 0.06], [0.07, 0.2, 0.09], [0.06, 0.14, 0.32],
                            [0.4, 0.25, 0.08]])[rng.integers(4)],
    }[kind]  # fmt: skip
    colour = colour * rng.uniform(0.8, 1.25)
    bed = (material if kind == "gravel" else ground_material)(kind, colour, rng=rng)
    x = max(0.7 * float(site.half_m[0]), 5.5)
    y = max(0.7 * float(site.half_m[1]), 5.5)
    parts = [ground(outer), flat(bed, (-x, -y), (x, y), 1)]
    if kind == "rubber" and site.chance(0.6):
        spot = ground_material("rubber", rng.uniform(0.05, 0.5, 3), rng=rng)
        for _ in range(3):
            cx, cy = rng.uniform(-0.7, 0.7, 2) * np.array([x, y])
            parts.append(arc(spot, (float(cx), float(cy)), (0.001, float(rng.uniform(0.6, 1.6))),
                             (0.0, 6.2832), 2, pieces=14))  # fmt: skip
    kerb = ground_material("slabs", rng.uniform(0.3, 0.5) * np.ones(3), rng=rng)
    for s in (-1, 1):
        parts.append(flat(kerb, (-x, s * y - 0.1), (x, s * y + 0.1), 2))
        parts.append(flat(kerb, (s * x - 0.1, -y), (s * x + 0.1, y), 2))
    site.ground.count(parts)
    inside = ((-x, -y), (x, y))
    parts += scatter(site, sport.slide, 1.4, nearest_m=2.5, farthest_m=9.0, within=inside)
    parts += scatter(site, sport.swing, 1.2, nearest_m=2.5, farthest_m=9.0, within=inside)
    parts += scatter(site, sport.climbing_frame, 0.9, nearest_m=2.5, farthest_m=9.0, within=inside)
    parts += scatter(site, sport.seesaw, 0.8, nearest_m=2.0, farthest_m=8.0, within=inside)
    for direction in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        if site.chance(0.65):
            limit = line_clear(site, direction, (x if direction[0] else y) + 0.7)
            parts += fence(site, side=sum(direction), line_m=limit, along_x=direction[0] == 0,
                           kinds=("bars", "wire", "hedge", "rail", "bars"))  # fmt: skip
    parts += _edge(site, least_m=max(x, y) + 4.0, houses=0.4, fences=0.0)
    parts += scatter(site, street_things.park_bench, 2.0, nearest_m=3.0, farthest_m=9.0)
    parts += scatter(site, street_things.bin_, 0.7, nearest_m=3.0, farthest_m=9.0)
    parts += scatter(site, any_tree, 3.0, nearest_m=max(x, y) + 1.0, farthest_m=22.0)
    parts += far_trees(site, int(rng.integers(4, 25)), nearest_m=18.0)
    return Plan(parts=parts, floor=outer, backdrops=("town", "woods", "city"))


def beach(site: Site) -> Plan:
    """Sand, the sea on one side, palms or dunes on the other."""
    rng = site.rng
    colour = np.array([0.6, 0.47, 0.3]) * rng.uniform(0.75, 1.25) * rng.uniform(0.95, 1.05, 3)
    sand = ground_material("sand", colour, rng=rng)
    sea = ground_material("water", np.array([0.04, 0.16, 0.2]) * rng.uniform(0.6, 1.6, 3), rng=rng)
    side = site.side()
    shore = site.reach((0.0, side)) + float(rng.uniform(1.0, 9.0))
    wet = sand.tinted(0.55 * np.ones(3))
    foam = site.palette.paint.tinted((0.85, 0.88, 0.9))
    parts = [ground(sand)]
    for layer, surface, start, end in (
        (1, wet, shore - 1.2, shore + 0.3), (2, foam, shore, shore + 0.35),
        (1, sea, shore + 0.3, GROUND_M),
    ):  # fmt: skip
        low, high = sorted((side * start, side * end))
        parts.append(flat(surface, (-GROUND_M, low), (GROUND_M, high), layer))
    site.ground.count(parts)
    parts += decals(site, "worn_patch", 0.8 * colour, 2.0, size_m=(1.0, 4.0), layer=3)
    parts += scatter(site, works.boulder, 1.5, nearest_m=2.5, farthest_m=14.0)
    land = ((-24.0, -24.0), (24.0, -1.0)) if side > 0 else ((-24.0, 1.0), (24.0, 24.0))
    tropical = site.chance(0.6)
    parts += scatter(
        site, palm if tropical else bush, 5.0, nearest_m=5.0, farthest_m=20.0, within=land
    )
    parts += scatter(
        site, street_things.park_bench, 0.4, nearest_m=3.0, farthest_m=9.0, within=land
    )
    parts += far_trees(site, int(rng.integers(0, 40)), nearest_m=22.0, half_plane=(0.0, -side))
    return Plan(parts=parts, floor=sand, backdrops=("sea",))
