"""A place under the sky while it is being furnished."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from understudy.scenes.furniture import Palette
from understudy.scenes.layout import Footprint, Ground, footprint
from understudy.scenes.lighting import LampSpot
from understudy.scenes.outdoors.cutouts import cutout
from understudy.scenes.shapes import Material, Part, bounds, placed, quad
from understudy.types import SceneSpec

GROUND_M = 150.0
"""Half the side of the ground; beyond it the environment's ground goes on."""
LAYER_M = 0.004
"""Paint and slabs lie this far above what is under them: enough for a depth buffer."""

Rectangle = tuple[tuple[float, float], tuple[float, float]]
"""Lowest and highest x and y [m]."""

Maker = Callable[..., tuple[Part, ...]]
"""Function of a palette and rng that builds a thing about the origin, front along +x."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """What a place has to work with."""

    spec: SceneSpec
    ground: Ground
    eyes_m: np.ndarray
    """(E, 3) where the camera stands."""
    palette: Palette
    rng: np.random.Generator
    lamps: list[LampSpot] = field(default_factory=list)
    """Filled by what stands lamps up."""

    @property
    def half_m(self) -> np.ndarray:
        return np.array(self.spec.size_m[:2]) / 2.0

    @property
    def middle_m(self) -> np.ndarray:
        """Middle (2,) of where people move."""
        return np.mean([centre for centre, _ in self.ground.keep_clear] or [(0.0, 0.0)], axis=0)

    def reach(self, direction: Sequence[float] | np.ndarray) -> float:
        """Returns how far people, props and the camera come in a direction (2,) [m]."""
        towards = np.asarray(direction, np.float64)
        reached = [0.0]
        for centre, radius in self.ground.keep_clear:
            reached.append(float(np.array(centre) @ towards) + radius)
        for place in self.ground.taken:
            reached.append(float((place.corners() @ towards).max()))
        reached += [float(eye[:2] @ towards) + 0.5 for eye in self.eyes_m]
        return max(reached)

    @property
    def night(self) -> bool:
        """Tells whether lamps burn."""
        return self.spec.light in ("lamp", "lamps", "dim", "dusk")

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def side(self) -> int:
        """Returns -1 or 1."""
        return int(self.rng.choice([-1, 1]))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A furnished place."""

    parts: list[Part]
    floor: Material
    """What the ground is made of as far as the horizon."""
    backdrops: tuple[str, ...]


Place = Callable[[Site], Plan]


def flat(
    surface: Material, low: tuple[float, float], high: tuple[float, float], layer: int,
    *, fit: bool = False, along_y: bool = False,
) -> Part:  # fmt: skip
    """Returns a rectangle on the ground, above the layers with smaller numbers.

    `along_y` turns its texture by a right angle.
    """
    (x0, y0), (x1, y1), z = low, high, layer * LAYER_M
    corners = [(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)]
    return quad(corners[1:] + corners[:1] if along_y else corners, surface, fit=fit)


def ground(surface: Material) -> Part:
    """Returns the ground as far as one sees."""
    return flat(surface, (-GROUND_M, -GROUND_M), (GROUND_M, GROUND_M), 0)


def line(
    surface: Material, start: tuple[float, float], end: tuple[float, float], layer: int,
    width_m: float = 0.1,
) -> Part:  # fmt: skip
    """Returns a painted line from one point to another."""
    along = np.array(end) - np.array(start)
    length = float(np.linalg.norm(along))
    half = np.array([-along[1], along[0]]) / length * width_m / 2.0
    z = layer * LAYER_M
    a, b = np.array(start), np.array(end)
    return quad([(*(a - half), z), (*(b - half), z), (*(b + half), z), (*(a + half), z)], surface)


def arc(
    surface: Material, centre: tuple[float, float], radius: tuple[float, float],
    angles_rad: tuple[float, float], layer: int, *, pieces: int = 16,
) -> Part:  # fmt: skip
    """Returns a piece of a ring on the ground; its texture's u runs along it, v outwards."""
    turn = np.linspace(*angles_rad, pieces + 1)
    ring = np.stack((np.cos(turn), np.sin(turn)), axis=1)
    inner, outer = (np.array(centre) + r * ring for r in radius)
    z = np.full((pieces + 1, 1), layer * LAYER_M)
    u = turn * np.mean(radius) / surface.tile_m
    v = (radius[1] - radius[0]) / surface.tile_m
    i = np.arange(pieces)
    j = i + pieces + 1
    return Part(
        positions_m=np.concatenate((np.hstack((inner, z)), np.hstack((outer, z)))),
        normals=np.broadcast_to([0.0, 0.0, 1.0], (2 * pieces + 2, 3)),
        uv=np.concatenate(
            (np.stack((u, np.zeros_like(u)), axis=1), np.stack((u, np.full_like(u, v)), axis=1))
        ),
        faces=np.concatenate(
            (np.stack((i, j, j + 1), axis=1), np.stack((i, j + 1, i + 1), axis=1))
        ),
        material=surface,
    )


def decals(
    site: Site, name: str, colour: np.ndarray, expected: float, *, size_m: tuple[float, float],
    layer: int, farthest_m: float = 9.0,
) -> list[Part]:  # fmt: skip
    """Lays flat pictures with holes on the ground: worn places, stains, leaves."""
    parts: list[Part] = []
    rng = site.rng
    for _ in range(int(rng.poisson(expected))):
        half = float(rng.uniform(*size_m)) / 2.0
        x, y = site.middle_m + rng.uniform(-farthest_m, farthest_m, 2)
        tint = colour * float(rng.uniform(0.85, 1.15))
        surface = cutout(name, tint, rng=rng)
        turn = float(rng.uniform(-math.pi, math.pi))
        piece = flat(surface, (-half, -half), (half, half), layer, fit=True)
        parts += placed((piece,), (float(x), float(y)), turn)
    site.ground.count(parts)
    return parts


def stand(
    site: Site, thing: Sequence[Part], place: tuple[float, float], yaw_rad: float,
    *, may_hide: bool = False, margin_m: float = 0.05,
) -> list[Part]:  # fmt: skip
    """Stands a thing in a place, or returns nothing where it has no room or is too dear."""
    if not site.ground.affords(thing):
        return []
    spot = footprint(thing, place, yaw_rad, margin_m=margin_m)
    if not site.ground.fits(spot, may_hide=may_hide):
        return []
    site.ground.take(spot, thing)
    return list(placed(thing, place, yaw_rad))


def scatter(
    site: Site, make: Maker, expected: float, *, nearest_m: float = 2.0, farthest_m: float = 14.0,
    yaw_rad: float | None = None, within: Rectangle | None = None,
) -> list[Part]:  # fmt: skip
    """Stands things about at random, more of them farther away, inside a rectangle if given."""
    parts: list[Part] = []
    rng = site.rng
    for _ in range(int(rng.poisson(expected))):
        thing = make(site.palette, rng=rng)
        for _ in range(8):
            distance = math.sqrt(float(rng.uniform(nearest_m**2, farthest_m**2)))
            angle = float(rng.uniform(-math.pi, math.pi))
            turn = float(rng.uniform(-math.pi, math.pi)) if yaw_rad is None else yaw_rad
            x, y = distance * math.cos(angle), distance * math.sin(angle)
            if within is not None and not _inside((x, y), within):
                continue
            done = stand(site, thing, (x, y), turn)
            if done:
                parts += done
                break
    return parts


def _inside(place: tuple[float, float], rectangle: Rectangle) -> bool:
    (x0, y0), (x1, y1) = rectangle
    return x0 < place[0] < x1 and y0 < place[1] < y1


def stand_lamp(
    site: Site, make: Maker, place: tuple[float, float], yaw_rad: float, *, kind: str = "street"
) -> list[Part]:
    """Stands a lamp up and notes where its light comes from: the end of its `lamp_head`."""
    thing = make(site.palette, rng=site.rng)
    parts = stand(site, thing, place, yaw_rad)
    if parts:
        low, high = bounds(parts[-1:])  # a lamp's last part is what shines
        if site.night:
            glow = parts[-1].material
            parts[-1] = replace(parts[-1], material=glow.tinted(6.0 * np.array(glow.colour)))
        x, y, _ = (low + high) / 2.0
        site.lamps.append(
            LampSpot(position_m=(float(x), float(y), float(low[2]) - 0.05), kind=kind)
        )
    return parts


def line_clear(site: Site, direction: Sequence[float], least_m: float) -> float:
    """Returns where something may stand across a direction: beyond people and camera."""
    return max(site.reach(direction) + 0.5, least_m)


def take_strip(site: Site, *, side: int, front_m: float, depth_m: float = 12.0) -> None:
    """Marks the ground behind y = side * front_m as taken."""
    site.ground.taken.append(
        Footprint(
            centre_m=(0.0, side * (front_m + depth_m / 2.0)),
            half_m=(GROUND_M, depth_m / 2.0), yaw_rad=0.0,
        )
    )  # fmt: skip
