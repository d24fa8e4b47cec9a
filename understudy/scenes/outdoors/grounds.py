"""Building sites and sports fields."""

from __future__ import annotations

import math

import numpy as np

from understudy.scenes.ground_textures import ground_material
from understudy.scenes.layout import Footprint
from understudy.scenes.outdoors import sport, street_things, works
from understudy.scenes.outdoors.buildings import fence, row_of_houses
from understudy.scenes.outdoors.green import EARTH, grass, grass_colour, hard_ground, stripes
from understudy.scenes.outdoors.plants import any_tree, far_trees
from understudy.scenes.outdoors.site import (
    Maker,
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
from understudy.scenes.outdoors.vehicles import crane, digger, dumper
from understudy.scenes.shapes import Part, placed
from understudy.scenes.textures import material


def building_site(site: Site) -> Plan:
    """Trodden earth, a carcass with a scaffold, piles, machines, cabins, mesh fences."""
    rng = site.rng
    draw = rng.random()
    if draw < 0.6:
        floor = ground_material("mud", EARTH * rng.uniform(0.7, 1.5) * rng.uniform(0.93, 1.07, 3),
                                rng=rng)  # fmt: skip
    else:
        floor = hard_ground(site, ("gravel", "concrete", "sand"), (0.2, 0.4))
    parts = [ground(floor)]
    if site.chance(0.5):  # a slab that has been cast
        slab = material("concrete", rng.uniform(0.3, 0.5) * np.ones(3), rng=rng)
        x, y = rng.uniform(-2.0, 0.0, 2)
        parts.append(
            flat(slab, (float(x) - 4.0, float(y) - 3.0), (float(x) + 6.0, float(y) + 4.0), 1)
        )
    site.ground.count(parts)
    parts += decals(site, "worn_patch", 0.55 * EARTH, 3.0, size_m=(1.0, 4.0), layer=2)
    side = site.side()
    front = site.reach((0.0, side)) + float(rng.uniform(1.6, 4.0))
    width, floors = float(rng.uniform(12.0, 24.0)), int(rng.integers(1, 4))
    carcass = works.raw_building(site.palette, width_m=width, floors=floors, rng=rng)
    if site.chance(0.65):
        frame = works.scaffold(site.palette, long_m=0.7 * width, lifts=min(floors + 1, 3))
        carcass += placed(frame, (0.25, float(rng.uniform(-0.1, 0.1)) * width))
    centre = float(rng.uniform(-4.0, 4.0))
    if site.ground.affords(carcass):
        spot = Footprint(centre_m=(centre, side * (front + 3.6)), half_m=(width / 2.0, 5.0),
                         yaw_rad=0.0)  # fmt: skip
        site.ground.take(spot, carcass)
        parts += placed(carcass, (centre, side * front), -side * math.pi / 2.0)
    for direction in ((1, 0), (-1, 0), (0, -side)):
        if site.chance(0.75):
            limit = line_clear(site, direction, float(rng.uniform(9.0, 15.0)))
            parts += fence(site, side=sum(direction), line_m=limit, along_x=direction[0] == 0,
                           kinds=("site", "site", "site", "planks"), long_m=35.0)  # fmt: skip
    if site.chance(0.6):
        tower = crane(site.palette, rng=rng)
        angle = float(rng.uniform(-math.pi, math.pi))
        place = (24.0 * math.cos(angle), 24.0 * math.sin(angle))
        if site.ground.affords(tower):
            site.ground.count(tower)
            parts += placed(tower, place, float(rng.uniform(-math.pi, math.pi)))
    machines: tuple[tuple[Maker, float], ...] = (
        (digger, 0.7), (dumper, 0.5), (works.container, 1.0), (works.heap, 1.2),
    )  # fmt: skip
    for make, expected in machines:
        parts += scatter(site, make, expected, nearest_m=4.0, farthest_m=13.0)
    small: tuple[tuple[Maker, float], ...] = (
        (works.bricks, 1.6), (works.pipes, 0.7), (works.planks, 1.0), (works.sacks, 0.7),
        (works.rods, 0.3), (works.mixer, 0.5), (works.barrow, 0.6), (works.rubble, 0.8),
        (street_things.cone, 1.6), (street_things.barrier, 1.2),
    )  # fmt: skip
    for make, expected in small:
        parts += scatter(site, make, expected, nearest_m=1.8, farthest_m=9.0)
    parts += stand_lamp(site, street_things.flood_mast, (float(12.0 * site.side()), -side * 8.0),
                        side * math.pi / 2, kind="flood")  # fmt: skip
    return Plan(parts=parts, floor=floor, backdrops=("works", "town", "city", "woods"))


def sports_field(site: Site) -> Plan:
    """A football pitch, an athletics ground, or a hard court."""
    rng = site.rng
    field = (_football, _athletics, _court)[int(rng.choice(3, p=(0.45, 0.3, 0.25)))]
    plan = field(site)
    parts = plan.parts
    for x in (-16.0, 16.0):
        if site.chance(0.6):
            y = -line_clear(site, (0.0, -1.0), 12.0)
            parts += stand_lamp(site, street_things.flood_mast, (x + float(rng.uniform(-3, 3)), y),
                                math.pi / 2, kind="flood")  # fmt: skip
    parts += scatter(site, street_things.park_bench, 0.8, nearest_m=3.0, farthest_m=10.0)
    parts += scatter(site, street_things.cone, 1.2, nearest_m=1.5, farthest_m=8.0)
    parts += scatter(site, any_tree, 2.0, nearest_m=16.0, farthest_m=24.0)
    parts += far_trees(site, int(rng.integers(4, 30)), nearest_m=28.0)
    return plan


def _beyond(site: Site, *, least_m: float) -> list[Part]:
    """Stands what bounds a field: a high fence, seats, boards, a dugout."""
    rng = site.rng
    parts: list[Part] = []
    for direction in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        if site.chance(0.6):
            edge = line_clear(site, direction, least_m + float(rng.uniform(0.0, 5.0)))
            parts += fence(site, side=sum(direction), line_m=edge, along_x=direction[0] == 0,
                           kinds=("wire", "wire", "rail", "hedge"))  # fmt: skip
    side = site.side()
    for make, chance in ((sport.stand, 0.4), (sport.dugout, 0.4), (sport.boards, 0.5)):
        if site.chance(chance):
            y = side * (line_clear(site, (0.0, side), least_m - 3.5) - 0.2)
            parts += stand(site, make(site.palette, rng=rng), (float(rng.uniform(-8, 8)), y),
                           -side * math.pi / 2)  # fmt: skip
    if site.chance(0.3):
        far = line_clear(site, (0.0, -side), least_m + 10.0)
        parts += row_of_houses(site, side=-side, front_m=far, gaps=0.3)
    return parts


def _football(site: Site) -> Plan:
    rng = site.rng
    artificial = site.chance(0.4)
    if artificial:
        surface = ground_material("turf", np.array([0.045, 0.13, 0.035]) * rng.uniform(0.7, 1.5, 3),
                                  rng=rng)  # fmt: skip
    else:
        surface = grass(site)
    parts = [ground(surface)]
    if site.chance(0.7):
        parts += stripes(site, surface, layer=1)
    white = site.palette.paint.tinted((0.8, 0.8, 0.78))
    half = rng.uniform([14.0, 9.0], [34.0, 22.0])
    shift = rng.uniform(-0.75, 0.75, 2) * half
    low, high = shift - half, shift + half
    lines = sport.pitch_lines(
        white, (float(low[0]), float(low[1])), (float(high[0]), float(high[1])), 2
    )
    site.ground.count(lines)
    parts += lines
    if not artificial:
        parts += decals(site, "worn_patch", 1.3 * EARTH, 1.5, size_m=(1.0, 4.0), layer=3)
    size = {"width_m": 5.0, "height_m": 2.0} if half[0] < 22 else {}
    for x, yaw in ((float(low[0]), 0.0), (float(high[0]), math.pi)):
        goal = sport.goal(site.palette, rng=rng, **size)
        parts += stand(site, goal, (x, float(shift[1])), yaw)
    parts += scatter(site, sport.small_goal, 0.6, nearest_m=4.0, farthest_m=11.0)
    parts += _beyond(site, least_m=11.0)
    return Plan(parts=parts, floor=surface, backdrops=("woods", "town", "city", "hills"))


def _athletics(site: Site) -> Plan:
    rng = site.rng
    infield = ground_material("lawn", grass_colour(rng), rng=rng)
    red = np.array([[0.36, 0.09, 0.05], [0.36, 0.09, 0.05], [0.05, 0.13, 0.33]])[rng.integers(3)]
    surface = ground_material("rubber", red * rng.uniform(0.8, 1.25), rng=rng)
    white = site.palette.paint.tinted((0.8, 0.8, 0.78))
    parts = [ground(infield)]
    lanes, inner = int(rng.integers(4, 9)), float(rng.uniform(18.0, 30.0))
    # People stand on the straight, in the infield, or on a bend.
    at = inner + float(rng.uniform(-6.0, 1.22 * lanes + 2.0))
    centre = (float(rng.uniform(-30.0, 30.0)), site.side() * at)
    track = sport.track(surface, white, lanes=lanes, inner_m=inner, straight_m=80.0, centre=centre)
    parts += track
    start = float(rng.uniform(-4.0, 4.0))
    y = centre[1] - math.copysign(inner, centre[1])
    parts.append(
        line(white, (start, y), (start, y - math.copysign(1.22 * lanes, centre[1])), 3, 0.08)
    )
    site.ground.count(parts)
    parts += scatter(site, sport.hurdle, 2.5, nearest_m=2.0, farthest_m=10.0, yaw_rad=0.0)
    parts += scatter(site, sport.small_goal, 0.3, nearest_m=6.0, farthest_m=12.0)
    parts += _beyond(site, least_m=14.0)
    return Plan(parts=parts, floor=infield, backdrops=("woods", "town", "city", "hills"))


def _court(site: Site) -> Plan:
    rng = site.rng
    colours = ((0.28, 0.1, 0.07), (0.06, 0.2, 0.09), (0.06, 0.13, 0.3), (0.16, 0.16, 0.16))
    court = ground_material("rubber", np.array(colours[rng.integers(4)]) * rng.uniform(0.7, 1.4),
                            rng=rng)  # fmt: skip
    outer = ground_material("rubber", np.array(colours[rng.integers(4)]) * rng.uniform(0.7, 1.4),
                            rng=rng)  # fmt: skip
    x, y = 14.0, 7.5
    shift = rng.uniform(-0.5, 0.5, 2) * np.array([x, y])
    low = (float(shift[0]) - x, float(shift[1]) - y)
    high = (float(shift[0]) + x, float(shift[1]) + y)
    edge = 6.0
    beyond = grass(site) if site.chance(0.5) else hard_ground(site, ("worn_asphalt",), (0.08, 0.2))
    white = site.palette.paint.tinted((0.8, 0.8, 0.78))
    parts = [
        ground(beyond),
        flat(outer, (low[0] - edge, low[1] - edge), (high[0] + edge, high[1] + edge), 1),
        flat(court, low, high, 2),
    ]
    parts += sport.pitch_lines(white, low, high, 3)
    site.ground.count(parts)
    if site.chance(0.7):
        for end, yaw in ((low[0] - 1.0, 0.0), (high[0] + 1.0, math.pi)):
            parts += stand(site, sport.hoop(site.palette, rng=rng), (end, float(shift[1])), yaw)
    else:
        for end, yaw in ((low[0], 0.0), (high[0], math.pi)):
            parts += stand(
                site, sport.small_goal(site.palette, rng=rng), (end, float(shift[1])), yaw
            )
    parts += _beyond(site, least_m=11.0)
    return Plan(parts=parts, floor=beyond, backdrops=("town", "city", "woods"))
