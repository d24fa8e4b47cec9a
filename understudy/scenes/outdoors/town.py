"""Streets, alleys, squares, car parks."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.ground_textures import ground_material
from understudy.scenes.outdoors import street_things
from understudy.scenes.outdoors.buildings import fence, row_of_houses
from understudy.scenes.outdoors.green import hard_ground
from understudy.scenes.outdoors.plants import any_tree, broadleaf, far_trees, hedge
from understudy.scenes.outdoors.site import (
    GROUND_M,
    Plan,
    Site,
    decals,
    flat,
    ground,
    line,
    line_clear,
    scatter,
    stand,
    stand_lamp,
)
from understudy.scenes.outdoors.vehicles import car, van
from understudy.scenes.shapes import Material, Part
from understudy.scenes.textures import mean_colour


def _asphalt(site: Site, value: tuple[float, float] = (0.06, 0.17)) -> Material:
    colour = (
        site.rng.uniform(*value) * np.array([1.0, 0.99, 0.97]) * site.rng.uniform(0.97, 1.03, 3)
    )
    return ground_material("worn_asphalt", colour, rng=site.rng)


def _strip(surface: Material, y0: float, y1: float, layer: int = 1) -> Part:
    return flat(surface, (-GROUND_M, min(y0, y1)), (GROUND_M, max(y0, y1)), layer)


def _vehicle(site: Site, place: tuple[float, float], yaw_rad: float) -> list[Part]:
    thing = (van if site.chance(0.12) else car)(site.palette, rng=site.rng)
    return stand(site, thing, place, yaw_rad + float(site.rng.normal(0.0, 0.02)))


def _zebra(paint: Material, x: float, y0: float, y1: float) -> list[Part]:
    low, high = min(y0, y1), max(y0, y1)
    edges = np.arange(low + 0.25, high - 0.5, 1.0)
    return [flat(paint, (x, float(e)), (x + 3.0, float(e) + 0.5), 2) for e in edges]


def street(site: Site) -> Plan:
    """A pavement between houses and a road with parked cars."""
    rng = site.rng
    road = _asphalt(site) if site.chance(0.85) else hard_ground(site, ("cobbles",), (0.14, 0.26))
    slabs = hard_ground(site, ("slabs", "slabs", "herringbone", "worn_asphalt"), (0.2, 0.45))
    side = site.side()  # where the houses stand
    near = site.reach((0.0, side)) + float(rng.uniform(0.35, 3.0))
    kerb = -side * (site.reach((0.0, -side)) * float(rng.uniform(0.35, 1.0)) + 0.8)
    far = kerb - side * float(rng.uniform(6.0, 9.0))
    parts = [ground(road), _strip(slabs, kerb, side * (near + 30.0)),
             _strip(slabs, far, far - side * 40.0)]  # fmt: skip
    stone = ground_material("slabs", rng.uniform(0.35, 0.55) * np.ones(3), rng=rng)
    gutter = site.palette.paint.tinted((0.07, 0.07, 0.07))
    for edge, s in ((kerb, side), (far, -side)):
        parts += [_strip(stone, edge, edge + s * 0.16, 2), _strip(gutter, edge - s * 0.05, edge, 2)]
    white = site.palette.paint.tinted((0.72, 0.72, 0.69))
    middle = (kerb + far) / 2.0
    if site.chance(0.75):
        for x in np.arange(-32.0, 32.0, 4.0):
            parts.append(flat(white, (float(x), middle - 0.06), (float(x) + 2.0, middle + 0.06), 2))
    if site.chance(0.35):
        yellow = site.palette.paint.tinted((0.7, 0.5, 0.05))
        for k in (0.3, 0.5):
            parts.append(line(yellow, (-40.0, kerb - side * k), (40.0, kerb - side * k), 2, 0.08))
    if site.chance(0.35):
        parts += _zebra(white, float(rng.uniform(-6.0, 3.0)), kerb, far)
    site.ground.count(parts)
    parts += decals(site, "stain", mean_colour(slabs), 1.5, size_m=(0.6, 2.5), layer=3)
    styles = (("shop", "shop", "flats", "office"), ("house", "house", "house", "flats", "garage"),
              ("flats", "office", "house", "shop", "garage"))[rng.integers(3)]  # fmt: skip
    tall = int(rng.integers(3, 7))
    parts += row_of_houses(site, side=side, front_m=near, styles=styles, tall=tall)
    across = max(abs(far) + float(rng.uniform(2.0, 5.0)), site.reach((0.0, -side)) + 0.5)
    parts += row_of_houses(site, side=-side, front_m=across, gaps=0.15, styles=styles, tall=tall)
    spacing = float(rng.uniform(9.0, 16.0))
    post = street_things.street_lamp if site.chance(0.7) else street_things.park_lamp
    for x in np.arange(-20.0, 21.0, spacing) + float(rng.uniform(-4.0, 4.0)):
        parts += stand_lamp(site, post, (float(x), kerb + side * 0.45), -side * math.pi / 2)
    full = float(rng.uniform(0.2, 0.8))
    for lane, turn in ((kerb - side * 1.2, 0.0), (far + side * 1.2, math.pi)):
        for x in sorted(np.arange(-18.0, 19.0, 5.6), key=abs):
            if rng.random() < full:
                parts += _vehicle(site, (float(x + rng.uniform(-0.4, 0.4)), lane), turn)
    towards_road = -side * math.pi / 2
    along = ((-14.0, min(kerb, side * near)), (14.0, max(kerb, side * near)))
    parts += scatter(
        site, street_things.bin_, 1.2, farthest_m=7.0, yaw_rad=towards_road, within=along
    )
    parts += scatter(site, street_things.sign, 1.0, farthest_m=12.0, yaw_rad=0.0, within=along)
    parts += scatter(site, street_things.bollard, 1.0, farthest_m=7.0, yaw_rad=0.0, within=along)
    parts += scatter(
        site, street_things.planter, 0.5, farthest_m=9.0, yaw_rad=towards_road, within=along
    )
    parts += scatter(
        site,
        street_things.bus_shelter,
        0.3,
        nearest_m=3.0,
        farthest_m=12.0,
        yaw_rad=towards_road,
        within=along,
    )
    parts += scatter(site, street_things.bicycle, 0.4, farthest_m=9.0, yaw_rad=0.1, within=along)
    parts += scatter(site, street_things.park_bench, 0.4, farthest_m=9.0, yaw_rad=towards_road,
                     within=along)  # fmt: skip
    if site.chance(0.5):
        parts += scatter(site, broadleaf, 2.5, nearest_m=4.0, farthest_m=18.0, within=along)
    parts += scatter(site, street_things.cone, 0.4, nearest_m=1.5, farthest_m=8.0)
    return Plan(parts=parts, floor=slabs, backdrops=("town", "city", "city"))


def alley(site: Site) -> Plan:
    """A narrow way between two rows of houses or walls, bins and bicycles along it."""
    rng = site.rng
    floor = hard_ground(site, ("cobbles", "slabs", "worn_asphalt", "herringbone"), (0.12, 0.35))
    parts = [ground(floor)]
    drain = site.palette.paint.tinted((0.08, 0.08, 0.08))
    parts.append(flat(drain, (-40.0, -0.1), (40.0, 0.1), 1))
    site.ground.count(parts)
    parts += decals(
        site, "stain", mean_colour(floor), 2.0, size_m=(0.5, 2.0), layer=2, farthest_m=6.0
    )
    for side in (-1, 1):
        front = site.reach((0.0, side)) + float(rng.uniform(0.35, 1.2))
        if site.chance(0.8):
            parts += row_of_houses(site, side=side, front_m=front, tall=6, half_m=22.0,
                                   styles=("house", "flats", "garage", "shop"))  # fmt: skip
        else:
            parts += fence(site, side=side, line_m=front + 0.2, along_x=True,
                           kinds=("brick", "brick", "planks"))  # fmt: skip
    parts += scatter(site, street_things.bin_, 2.5, nearest_m=1.0, farthest_m=8.0)
    parts += scatter(site, street_things.skip_bin, 0.7, nearest_m=2.0, farthest_m=9.0)
    parts += scatter(site, street_things.bicycle, 0.7, nearest_m=1.5, farthest_m=8.0, yaw_rad=0.0)
    parts += scatter(site, street_things.planter, 0.6, nearest_m=1.5, farthest_m=8.0)
    parts += stand_lamp(
        site,
        street_things.park_lamp,
        (float(rng.uniform(3.0, 6.0)) * site.side(), site.reach((0, 1)) - 0.2),
        0.0,
    )
    return Plan(parts=parts, floor=floor, backdrops=("city", "town"))


def plaza(site: Site) -> Plan:
    """A square: paving in a pattern, houses around, trees, benches, a fountain."""
    rng = site.rng
    floor = hard_ground(site, ("slabs", "cobbles", "herringbone", "slabs"), (0.2, 0.5))
    parts = [ground(floor)]
    if site.chance(0.7):  # bands of another stone
        band = floor.tinted(float(rng.uniform(0.5, 0.75)) * np.ones(3))
        step = float(rng.uniform(3.0, 7.0))
        for k in range(-8, 9):
            parts.append(flat(band, (k * step, -60.0), (k * step + 0.5, 60.0), 1, along_y=True))
            if k % 2 == 0:
                parts.append(flat(band, (-60.0, k * step), (60.0, k * step + 0.5), 1))
    site.ground.count(parts)
    for side in (-1, 1):
        front = line_clear(site, (0.0, side), float(rng.uniform(9.0, 18.0)))
        if site.chance(0.85):
            parts += row_of_houses(site, side=side, front_m=front, tall=6,
                                   styles=("shop", "shop", "flats", "office"))  # fmt: skip
    parts += scatter(site, street_things.fountain, 0.4, nearest_m=5.0)
    parts += scatter(site, street_things.statue_block, 0.3, nearest_m=4.0)
    for x in (-8.0, 8.0):
        parts += stand_lamp(site, street_things.park_lamp, (x, float(rng.uniform(-6, 6))), 0.0)
    parts += scatter(site, street_things.park_bench, 2.0, nearest_m=2.0, farthest_m=9.0)
    parts += scatter(site, street_things.planter, 1.5, nearest_m=2.5, farthest_m=9.0)
    parts += scatter(site, street_things.bollard, 1.5, nearest_m=2.5, farthest_m=9.0)
    parts += scatter(site, street_things.bin_, 0.8, farthest_m=8.0)
    parts += scatter(site, street_things.bicycle, 0.6, nearest_m=2.0, farthest_m=8.0)
    parts += scatter(site, broadleaf, 3.0, nearest_m=4.0, farthest_m=14.0)
    return Plan(parts=parts, floor=floor, backdrops=("city", "city", "town"))


def car_park(site: Site) -> Plan:
    """Asphalt with bays, some of them taken, lamps, hedges, a supermarket or houses beyond."""
    rng = site.rng
    if site.chance(0.75):
        surface = _asphalt(site, (0.06, 0.2))
    else:
        surface = hard_ground(site, ("herringbone", "concrete", "slabs"), (0.15, 0.35))
    parts = [ground(surface)]
    paint = site.palette.paint.tinted((0.74, 0.74, 0.7) if site.chance(0.85) else (0.7, 0.5, 0.05))
    bay, long = float(rng.uniform(2.4, 2.8)), 5.0
    full = float(rng.uniform(0.15, 0.75))
    shift = float(rng.uniform(-1.5, 1.5))
    rows = [side * (float(rng.uniform(2.8, 4.0)) + k * (long + 6.5)) + shift
            for side in (-1, 1) for k in range(2)]  # fmt: skip
    spots = []
    for front in rows:
        side = 1 if front > shift else -1
        offset = float(rng.uniform(0.0, bay))
        for i in range(-7, 8):
            x = i * bay + offset
            parts.append(flat(paint, (x - 0.05, min(front, front + side * long)),
                              (x + 0.05, max(front, front + side * long)), 1))  # fmt: skip
            if i < 7:
                spots.append((x + bay / 2, front + side * long / 2))
    for x in (-8.0, 6.0):  # arrows in the lane
        tip = float(rng.choice([-1, 1]))
        parts.append(line(paint, (x - tip, shift), (x + tip, shift), 1, 0.15))
        for s in (-1, 1):
            parts.append(line(paint, (x + tip, shift), (x + 0.3 * tip, shift + 0.45 * s), 1, 0.15))
    site.ground.count(parts)
    parts += decals(site, "stain", mean_colour(surface), 2.5, size_m=(0.4, 1.6), layer=2)
    limits = {side: line_clear(site, (0.0, side), 18.5 + 2.0 * rng.random()) for side in (-1, 1)}
    for side, limit in limits.items():
        draw = rng.random()
        if draw < 0.35:
            parts += row_of_houses(site, side=side, front_m=limit + 1.0, gaps=0.2)
        elif draw < 0.55:
            parts += row_of_houses(site, side=side, front_m=limit + 2.0, styles=("shop",), tall=3)
        elif draw < 0.9:
            parts += fence(site, side=side, line_m=limit, along_x=True)
    for x in np.array([-10.0, 2.0, 14.0]) + float(rng.uniform(-4.0, 4.0)):
        y = rows[0] - long - 0.6 if site.chance(0.5) else rows[2] + long + 0.6
        parts += stand_lamp(site, street_things.street_lamp, (float(x), y),
                            -math.copysign(math.pi / 2, y))  # fmt: skip
    order = sorted(spots, key=lambda spot: math.hypot(*spot))
    for spot in order:
        if rng.random() < full and math.hypot(*spot) < 20.0:
            turn = float(rng.choice([-1, 1])) * math.pi / 2
            parts += _vehicle(site, spot, turn)
    parts += scatter(site, street_things.bin_, 0.6, farthest_m=8.0)
    parts += scatter(site, street_things.sign, 0.8, nearest_m=3.0, farthest_m=10.0)
    parts += scatter(site, street_things.cone, 0.8, nearest_m=1.5, farthest_m=8.0)
    parts += scatter(site, street_things.barrier, 0.3, nearest_m=3.0, farthest_m=10.0)
    parts += scatter(site, hedge, 1.0, nearest_m=4.0, farthest_m=12.0, yaw_rad=math.pi / 2)
    parts += scatter(site, any_tree, 1.5, nearest_m=9.0, farthest_m=20.0)
    parts += far_trees(site, int(rng.integers(2, 16)), nearest_m=26.0)
    return Plan(parts=parts, floor=surface, backdrops=("town", "city", "works", "woods"))
