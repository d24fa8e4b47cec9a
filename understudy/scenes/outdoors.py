"""Places under the sky: park, street, car park, garden, playground.

The ground is flat at z = 0 wherever people may walk.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from understudy.rng import stream
from understudy.scenes import furniture
from understudy.scenes.furniture import Palette, sample_palette, some_colour
from understudy.scenes.imported import outdoor_things
from understudy.scenes.kinds import SceneKind
from understudy.scenes.layout import Footprint, Ground, footprint
from understudy.scenes.lighting import Surroundings
from understudy.scenes.shapes import Material, Part, box, placed, quad
from understudy.scenes.textures import material, mean_colour
from understudy.types import SceneSpec

GROUND_M = 45.0
"""Half the side of the ground; beyond it the environment's ground goes on."""
LAYER_M = 0.004
"""Paint and slabs lie this far above what is under them: enough for a depth buffer."""

Maker = Callable[..., tuple[Part, ...]]


@dataclass(frozen=True, kw_only=True)
class _Site:
    """A place being furnished."""

    spec: SceneSpec
    ground: Ground
    eyes_m: np.ndarray
    palette: Palette
    rng: np.random.Generator

    @property
    def half_m(self) -> np.ndarray:
        return np.array(self.spec.size_m[:2]) / 2.0

    def reach(self, direction: np.ndarray) -> float:
        """Returns how far people, props and the camera come in a direction (2,) [m]."""
        reached = [0.0]
        for centre, radius in self.ground.keep_clear:
            reached.append(float(np.array(centre) @ direction) + radius)
        for place in self.ground.taken:
            reached.append(float((place.corners() @ direction).max()))
        reached += [float(eye[:2] @ direction) + 0.5 for eye in self.eyes_m]
        return max(reached)


def _flat(
    surface: Material, low: tuple[float, float], high: tuple[float, float], layer: int
) -> Part:
    """Returns a rectangle on the ground, above the layers with smaller numbers."""
    (x0, y0), (x1, y1), z = low, high, layer * LAYER_M
    return quad([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)], surface)


def _ground(surface: Material) -> Part:
    return _flat(surface, (-GROUND_M, -GROUND_M), (GROUND_M, GROUND_M), 0)


def _scatter(
    site: _Site, make: Maker, expected: float, *, nearest_m: float = 2.0, farthest_m: float = 14.0,
    yaw_rad: float | None = None,
) -> list[Part]:  # fmt: skip
    """Stands things about at random, more of them farther away."""
    parts: list[Part] = []
    rng = site.rng
    for _ in range(int(rng.poisson(expected))):
        thing = make(site.palette, rng=rng)
        if not site.ground.affords(thing):
            continue
        for _ in range(8):
            distance = math.sqrt(float(rng.uniform(nearest_m**2, farthest_m**2)))
            angle = float(rng.uniform(-math.pi, math.pi))
            turn = float(rng.uniform(-math.pi, math.pi)) if yaw_rad is None else yaw_rad
            place = (distance * math.cos(angle), distance * math.sin(angle))
            spot = footprint(thing, place, turn, margin_m=0.1)
            if site.ground.fits(spot):
                site.ground.take(spot, thing)
                parts += placed(thing, place, turn)
                break
    return parts


def _building(
    site: _Site, *, side: int, front_m: float, centre_m: float, width_m: float, floors: int
) -> list[Part]:
    """Stands a house with its front in the line y = side * front_m, looking at the origin."""
    rng = site.rng
    colour = (
        np.array([0.42, 0.2, 0.13]) * rng.uniform(0.6, 1.5)
        if rng.random() < 0.4
        else np.array(some_colour(rng, saturation=(0.0, 0.4), value=(0.3, 0.8)))
    )
    wall = material("facade", colour, rng=rng)
    storey = wall.tile_m
    bays = max(1, round(width_m / storey))
    depth, height = 10.0, floors * storey
    width = bays * storey
    roof = site.palette.paint.tinted(
        (0.16, 0.1, 0.08) if rng.random() < 0.5 else (0.12, 0.12, 0.13)
    )
    # In a frame whose front looks along +x, as furniture's does.
    y, back = width / 2.0, -depth
    parts = [
        quad([(0, -y, 0), (0, y, 0), (0, y, height), (0, -y, height)], wall),
        quad([(back, -y, 0), (0, -y, 0), (0, -y, height), (back, -y, height)], wall),
        quad([(0, y, 0), (back, y, 0), (back, y, height), (0, y, height)], wall),
        box((0.3, width + 0.2, 0.25), roof, at_m=(0.05, 0.0, height)),
        box((0.06, width, float(rng.uniform(0.2, 0.5))), site.palette.paint.tinted((0.3, 0.3, 0.3)),
            at_m=(0.03, 0.0, 0.0)),
    ]  # fmt: skip
    if rng.random() < 0.5:  # a pitched roof
        rise = float(rng.uniform(1.5, 3.0))
        parts += [
            quad([(0.3, -y, height), (0.3, y, height), (back / 2, y, height + rise),
                  (back / 2, -y, height + rise)], roof),
        ]  # fmt: skip
    leaf = material("door", rng.uniform(0.02, 0.6, 3), rng=rng)
    at = (int(rng.integers(bays)) + 0.5) * storey - y
    parts += [
        box((0.12, 1.3, 2.4), site.palette.paint.tinted((0.5, 0.5, 0.48)), at_m=(0.0, at, 0.0)),
        quad([(0.07, at - 0.5, 0), (0.07, at + 0.5, 0), (0.07, at + 0.5, 2.2),
              (0.07, at - 0.5, 2.2)], leaf, fit=True),
    ]  # fmt: skip
    spot = Footprint(
        centre_m=(centre_m, side * (front_m + depth / 2.0)), half_m=(width / 2.0, depth / 2.0),
        yaw_rad=0.0,
    )  # fmt: skip
    if not site.ground.affords(parts):
        return []
    site.ground.take(spot, parts)
    return list(placed(parts, (centre_m, side * front_m), -side * math.pi / 2.0))


def _houses(site: _Site, *, side: int, front_m: float, gaps: float = 0.0) -> list[Part]:
    """Lines houses up along y = side * front_m."""
    parts: list[Part] = []
    rng = site.rng
    x = -float(rng.uniform(24.0, 30.0))
    while x < 24.0:
        width = 3.0 * int(rng.integers(2, 6))
        if not rng.random() < gaps:
            shift = float(rng.uniform(0.0, 0.6))
            parts += _building(
                site, side=side, front_m=front_m + shift, centre_m=x + width / 2, width_m=width,
                floors=int(rng.integers(1, 5)),
            )  # fmt: skip
        x += width + (float(rng.uniform(1.0, 4.0)) if gaps else 0.0)
    return parts


def _fence(site: _Site, *, side: int, line_m: float, along_x: bool) -> list[Part]:
    """Draws a fence or wall along y = side * line_m, or along x."""
    rng = site.rng
    high = float(rng.uniform(0.9, 2.0))
    kind = rng.integers(4)
    long = 44.0
    if kind == 0:
        parts = [box((0.05, long, high), material("planks", np.array([0.4, 0.27, 0.16])
                                                  * rng.uniform(0.5, 1.6), rng=rng))]  # fmt: skip
    elif kind == 1:
        parts = [box((0.25, long, high), material("brick", np.array([0.42, 0.2, 0.13])
                                                  * rng.uniform(0.6, 1.5), rng=rng))]  # fmt: skip
    elif kind == 2:
        parts = [box((0.7, long, high), site.palette.leaves, bevel_m=0.1)]
    else:
        metal = site.palette.paint.tinted(site.palette.metal_colour)
        parts = [
            box((0.05, 0.05, high), metal, at_m=(0.0, float(y), 0.0))
            for y in np.arange(-long / 2, long / 2 + 0.1, 2.0)
        ]
        parts += [
            box((0.03, long, 0.04), metal, at_m=(0.0, 0.0, z * high)) for z in (0.15, 0.55, 0.92)
        ]
    place = (0.0, side * line_m) if along_x else (side * line_m, 0.0)
    yaw = math.pi / 2.0 if along_x else 0.0
    spot = footprint(parts, place, yaw)
    if not (site.ground.affords(parts) and site.ground.fits(spot, may_hide=True)):
        return []
    site.ground.take(spot, parts)
    return list(placed(parts, place, yaw))


def _grass(rng: np.random.Generator) -> Material:
    return material("grass", np.array([0.09, 0.17, 0.035]) * rng.uniform(0.7, 1.5, 3), rng=rng)


def _grey(name: str, rng: np.random.Generator, value: tuple[float, float]) -> Material:
    return material(name, rng.uniform(*value) * rng.uniform(0.93, 1.07, 3), rng=rng)


def park(site: _Site) -> tuple[list[Part], Material]:
    """Grass, a path, trees, benches, houses far off."""
    rng = site.rng
    lawn = _grass(rng)
    parts = [_ground(lawn)]
    name = str(rng.choice(["gravel", "paving", "asphalt"]))
    value = (0.1, 0.18) if name == "asphalt" else (0.25, 0.45)
    path = _grey(name, rng, value)
    width, at = float(rng.uniform(1.5, 3.0)), float(rng.uniform(-5.0, 5.0))
    parts.append(_flat(path, (-GROUND_M, at), (GROUND_M, at + width), 1))
    if rng.random() < 0.4:
        across = float(rng.uniform(-8.0, 8.0))
        parts.append(_flat(path, (across, -GROUND_M), (across + width, GROUND_M), 2))
    site.ground.count(parts)
    if rng.random() < 0.5:
        side = int(rng.choice([-1, 1]))
        front = max(site.reach(np.array([0.0, side])) + 2.0, float(rng.uniform(16.0, 28.0)))
        parts += _houses(site, side=side, front_m=front, gaps=0.3)
    if rng.random() < 0.4:
        side = int(rng.choice([-1, 1]))
        line = max(site.reach(np.array([side, 0.0])) + 0.6, float(rng.uniform(6.0, 14.0)))
        parts += _fence(site, side=side, line_m=line, along_x=False)
    parts += _scatter(site, furniture.bench_at_wall, 2.0, nearest_m=2.0, farthest_m=8.0)
    parts += _scatter(site, furniture.street_lamp, 1.0, nearest_m=4.0)
    parts += _scatter(site, furniture.bin_, 0.6, farthest_m=8.0)
    parts += _scatter(site, furniture.bush, 6.0, nearest_m=3.0, farthest_m=16.0)
    parts += _scatter(site, furniture.hedge, 1.0, nearest_m=5.0)
    parts += _scatter(site, furniture.tree, 9.0, nearest_m=5.0, farthest_m=24.0)
    return parts, lawn


def street(site: _Site) -> tuple[list[Part], Material]:
    """A pavement between houses and a road with parked cars."""
    rng = site.rng
    road = _grey("asphalt", rng, (0.06, 0.16))
    slabs = _grey(str(rng.choice(["paving", "paving", "concrete"])), rng, (0.25, 0.45))
    side = int(rng.choice([-1, 1]))  # where the houses stand
    near = site.reach(np.array([0.0, side])) + float(rng.uniform(0.3, 3.0))
    kerb = -side * (site.reach(np.array([0.0, -side])) * float(rng.uniform(0.35, 1.0)) + 0.8)
    parts = [_ground(road)]
    low, high = sorted((kerb, side * (near + 1.0)))
    parts.append(_flat(slabs, (-GROUND_M, low), (GROUND_M, high), 1))
    edge = _grey("concrete", rng, (0.35, 0.55))
    parts.append(_flat(edge, (-GROUND_M, kerb - 0.08), (GROUND_M, kerb + 0.08), 2))
    far = kerb - side * float(rng.uniform(6.0, 8.5))
    low, high = sorted((far, far - side * 30.0))
    parts.append(_flat(slabs, (-GROUND_M, low), (GROUND_M, high), 1))
    line = site.palette.paint.tinted((0.75, 0.75, 0.72))
    middle = (kerb + far) / 2.0
    for x in np.arange(-20.0, 20.0, 4.0):
        parts.append(_flat(line, (float(x), middle - 0.06), (float(x) + 2.0, middle + 0.06), 2))
    site.ground.count(parts)
    parts += _houses(site, side=side, front_m=near)
    across = abs(far) + float(rng.uniform(2.0, 5.0))
    across = max(across, site.reach(np.array([0.0, -side])) + 0.5)
    parts += _houses(site, side=-side, front_m=across, gaps=0.15)
    for lane, turn in ((kerb - side * 1.15, 0.0), (far + side * 1.15, math.pi)):
        for x in np.arange(-18.0, 18.0, 5.6):
            if rng.random() < 0.45:
                continue
            vehicle = furniture.car(site.palette, rng=rng)
            place = (float(x + rng.uniform(-0.4, 0.4)), lane + float(rng.normal(0.0, 0.06)))
            spot = footprint(vehicle, place, turn)
            if site.ground.affords(vehicle) and site.ground.fits(spot):
                site.ground.take(spot, vehicle)
                parts += placed(vehicle, place, turn + float(rng.normal(0.0, 0.02)))
    parts += _scatter(site, furniture.street_lamp, 1.5, nearest_m=3.0, farthest_m=12.0)
    parts += _scatter(site, furniture.bin_, 0.8, farthest_m=7.0)
    parts += _scatter(site, furniture.tree, 1.5, nearest_m=5.0, farthest_m=15.0)
    return parts, road


def car_park(site: _Site) -> tuple[list[Part], Material]:
    """Asphalt with bays, some of them taken."""
    rng = site.rng
    surface = _grey(str(rng.choice(["asphalt", "asphalt", "concrete"])), rng, (0.08, 0.28))
    parts = [_ground(surface)]
    line = site.palette.paint.tinted((0.78, 0.78, 0.74))
    bay, long = 2.5, 5.0
    for side in (-1, 1):
        front = float(rng.uniform(3.0, 7.0))
        offset = float(rng.uniform(0.0, bay))
        for i in range(-6, 7):
            x = i * bay + offset
            low, high = sorted((side * front, side * (front + long)))
            parts.append(_flat(line, (x - 0.05, low), (x + 0.05, high), 1))
            site.ground.count(parts[-1:])
            if rng.random() < 0.5 or abs(i) > 5:
                continue
            vehicle = furniture.car(site.palette, rng=rng)
            place = (x + bay / 2, side * (front + long / 2))
            turn = float(rng.choice([-1, 1])) * math.pi / 2 + float(rng.normal(0.0, 0.03))
            spot = footprint(vehicle, place, turn)
            if site.ground.affords(vehicle) and site.ground.fits(spot):
                site.ground.take(spot, vehicle)
                parts += placed(vehicle, place, turn)
    for side in (-1, 1):
        limit = max(site.reach(np.array([0.0, side])) + 0.6, float(rng.uniform(12.5, 16.0)))
        choice = rng.random()
        if choice < 0.45:
            parts += _houses(site, side=side, front_m=limit + 1.0, gaps=0.2)
        elif choice < 0.9:
            parts += _fence(site, side=side, line_m=limit, along_x=True)
    parts += _scatter(site, furniture.street_lamp, 1.2, nearest_m=4.0, farthest_m=14.0)
    parts += _scatter(site, furniture.bin_, 0.6, farthest_m=8.0)
    parts += _scatter(site, furniture.hedge, 1.0, nearest_m=3.0, farthest_m=10.0)
    parts += _scatter(site, furniture.tree, 3.0, nearest_m=8.0, farthest_m=22.0)
    return parts, surface


def garden(site: _Site) -> tuple[list[Part], Material]:
    """A yard behind a house: terrace, lawn, fences, bushes."""
    rng = site.rng
    lawn = _grass(rng)
    parts = [_ground(lawn)]
    side = int(rng.choice([-1, 1]))
    front = site.reach(np.array([0.0, side])) + float(rng.uniform(0.3, 3.0))
    terrace = _grey(str(rng.choice(["paving", "concrete", "gravel"])), rng, (0.25, 0.5))
    depth = float(rng.uniform(2.0, 7.0))
    low, high = sorted((side * front, side * (front - depth)))
    parts.append(_flat(terrace, (-9.0, low), (9.0, high), 1))
    site.ground.count(parts)
    parts += _building(
        site, side=side, front_m=front, centre_m=float(rng.uniform(-4.0, 4.0)),
        width_m=3.0 * int(rng.integers(3, 6)), floors=int(rng.integers(1, 3)),
    )  # fmt: skip
    for direction in (np.array([1.0, 0.0]), np.array([-1.0, 0.0]), np.array([0.0, -side])):
        line = max(site.reach(direction) + 0.5, float(rng.uniform(5.0, 11.0)))
        along_x = bool(direction[0] == 0.0)
        sign = int(direction[1] if along_x else direction[0])
        parts += _fence(site, side=sign, line_m=line, along_x=along_x)
    parts += _scatter(site, furniture.dining_group, 0.5, nearest_m=1.5, farthest_m=6.0)
    parts += _scatter(site, furniture.bench_at_wall, 0.4, nearest_m=1.5, farthest_m=6.0)
    parts += _scatter(site, furniture.bush, 5.0, nearest_m=3.0, farthest_m=9.0)
    parts += _scatter(site, furniture.tree, 4.0, nearest_m=5.0, farthest_m=20.0)
    return parts, lawn


def playground(site: _Site) -> tuple[list[Part], Material]:
    """A court with painted lines, fenced, benches at its edge."""
    rng = site.rng
    colours = ((0.28, 0.1, 0.07), (0.07, 0.2, 0.09), (0.08, 0.15, 0.3), (0.2, 0.2, 0.2))
    colour = np.array(colours[rng.integers(4)]) * rng.uniform(0.7, 1.4)
    court = material(str(rng.choice(["asphalt", "concrete"])), colour, rng=rng)
    outer = _grass(rng) if rng.random() < 0.6 else _grey("asphalt", rng, (0.1, 0.2))
    half = site.half_m * rng.uniform(0.5, 0.8)
    x, y = max(float(half[0]), 5.0), max(float(half[1]), 4.0)
    line = site.palette.paint.tinted((0.8, 0.8, 0.78))
    parts = [_ground(outer), _flat(court, (-x, -y), (x, y), 1)]
    inner_x, inner_y, thick = x - 0.8, y - 0.8, 0.05
    for sign in (-1, 1):
        at = sign * inner_y
        parts.append(_flat(line, (-inner_x, at - thick), (inner_x, at + thick), 2))
        at = sign * inner_x
        parts.append(_flat(line, (at - thick, -inner_y), (at + thick, inner_y), 2))
    parts.append(_flat(line, (-thick, -inner_y), (thick, inner_y), 2))
    site.ground.count(parts)
    for direction in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        if rng.random() < 0.3:
            continue
        edge = x if direction[0] else y
        limit = max(site.reach(np.array(direction, np.float64)) + 0.5, edge + 0.5)
        parts += _fence(site, side=sum(direction), line_m=limit, along_x=direction[0] == 0)
    if rng.random() < 0.5:
        side = int(rng.choice([-1, 1]))
        front = max(site.reach(np.array([0.0, side])), y) + float(rng.uniform(4.0, 12.0))
        parts += _houses(site, side=side, front_m=front, gaps=0.2)
    parts += _scatter(site, furniture.bench_at_wall, 2.0, nearest_m=3.0, farthest_m=9.0)
    parts += _scatter(site, furniture.tree, 6.0, nearest_m=max(x, y) + 1.0, farthest_m=24.0)
    return parts, outer


Place = Callable[[_Site], tuple[list[Part], Material]]


def _imported_things(site: _Site) -> list[Part]:
    """Stands packs' trees, fences and the like about: what is high stays farther off."""
    rng = stream(site.spec.seed, "scene", "imported", "things")
    parts: list[Part] = []
    for make, height in outdoor_things(site.spec.objects, rng=rng):
        nearest = 1.5 + min(height, 5.0)
        parts += _scatter(site, make, 1.6, nearest_m=nearest, farthest_m=nearest + 8.0)
    return parts


def outdoor(place: Place, spec: SceneSpec, ground: Ground, eyes_m: np.ndarray) -> Surroundings:
    """Builds a place under the sky."""
    rng = stream(spec.seed, "scene", "layout")
    palette = sample_palette(stream(spec.seed, "scene", "palette"))
    site = _Site(spec=spec, ground=ground, eyes_m=eyes_m, palette=palette, rng=rng)
    parts, floor = place(site)
    if spec.objects:
        parts += _imported_things(site)
    centre = np.mean([middle for middle, _ in ground.keep_clear] or [(0.0, 0.0)], axis=0)
    angle = spec.light_azimuth_rad
    away = float(rng.uniform(1.5, 4.0))
    lamp = (
        float(centre[0]) + away * math.cos(angle), float(centre[1]) + away * math.sin(angle),
        float(rng.uniform(3.6, 5.5)),
    )  # fmt: skip
    return Surroundings(
        parts=tuple(parts), indoors=False, centre_m=(float(centre[0]), float(centre[1]), 0.9),
        extent_m=6.0, lamp_m=lamp, above=np.ones(3), around=np.ones(3), below=mean_colour(floor),
    )  # fmt: skip


OUTDOOR_LIGHTS: dict[str, float] = {
    "sun": 4.5, "overcast": 2.0, "window": 0.8, "dusk": 0.7, "lamp": 0.5, "lamps": 0.3, "dim": 0.15,
}  # fmt: skip
"""How often each light is drawn."""


def _kind(place: Place) -> SceneKind:
    return SceneKind(
        build=partial(outdoor, place), indoors=False, light_shares=OUTDOOR_LIGHTS,
        sizes_m=((12.0, 12.0, 6.0), (26.0, 26.0, 12.0)),
    )  # fmt: skip


OUTDOOR_SCENES: dict[str, SceneKind] = {
    "street": _kind(street), "park": _kind(park), "car_park": _kind(car_park),
    "garden": _kind(garden), "playground": _kind(playground),
}  # fmt: skip
