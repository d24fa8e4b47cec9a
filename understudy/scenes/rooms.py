"""Rooms: four walls, a floor, a ceiling, and what stands and hangs there.

Walls, floor and ceiling show their faces only to the inside, so that a camera that stands outside
looks through them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from understudy.rng import stream
from understudy.scenes import furniture
from understudy.scenes.furniture import Palette, sample_palette, some_colour
from understudy.scenes.imported import imported_surfaces, room_things
from understudy.scenes.kinds import SceneKind, Size
from understudy.scenes.layout import Footprint, Ground, footprint
from understudy.scenes.lighting import Surroundings
from understudy.scenes.shapes import Material, Part, bounds, box, cylinder, placed, quad
from understudy.scenes.textures import material, mean_colour
from understudy.types import SceneSpec

WALL_GAP_M = 0.03
LONGEST_SIDE_M = 16.0
TALLEST_M = 3.6

Maker = Callable[..., tuple[Part, ...]]


@dataclass(frozen=True, kw_only=True)
class _Style:
    """One kind of room: what may stand in it, and how floor and walls look."""

    along_walls: tuple[tuple[Maker, float], ...]
    """Things and how many of each one expects."""
    freely: tuple[tuple[Maker, float], ...]
    floors: tuple[str, ...]
    walls: tuple[str, ...]
    rugs: float
    pictures: float


_LIVING = _Style(
    along_walls=(
        (furniture.sofa, 1.3), (furniture.television, 0.7), (furniture.shelf, 1.0),
        (furniture.cabinet, 1.2), (furniture.plant, 0.9), (furniture.floor_lamp, 0.6),
        (furniture.side_table, 0.5), (furniture.chair_at_wall, 0.4),
    ),
    freely=((furniture.dining_group, 0.5), (furniture.side_table, 0.4)),
    floors=("parquet", "parquet", "carpet", "floor_tiles"),
    walls=("plaster", "plaster", "wallpaper", "brick"), rugs=0.6, pictures=2.5,
)  # fmt: skip
_BEDROOM = _Style(
    along_walls=(
        (furniture.bed, 1.0), (furniture.cabinet, 1.6), (furniture.side_table, 1.0),
        (furniture.floor_lamp, 0.4), (furniture.plant, 0.4), (furniture.chair_at_wall, 0.5),
        (furniture.desk, 0.4),
    ),
    freely=(), floors=("parquet", "carpet", "carpet"), walls=("plaster", "wallpaper"), rugs=0.5,
    pictures=2.0,
)  # fmt: skip
_OFFICE = _Style(
    along_walls=(
        (furniture.desk, 2.2), (furniture.shelf, 1.0), (furniture.cabinet, 1.0),
        (furniture.plant, 0.8), (furniture.cartons, 0.4), (furniture.chair_at_wall, 0.6),
    ),
    freely=((furniture.office_chair, 0.5),),
    floors=("carpet", "carpet", "floor_tiles", "parquet", "concrete"),
    walls=("plaster", "plaster", "concrete"), rugs=0.1, pictures=1.5,
)  # fmt: skip
_KITCHEN = _Style(
    along_walls=(
        (furniture.kitchen_row, 1.2), (furniture.cabinet, 0.7), (furniture.plant, 0.4),
        (furniture.chair_at_wall, 0.5), (furniture.cartons, 0.2),
    ),
    freely=((furniture.dining_group, 0.8),),
    floors=("floor_tiles", "floor_tiles", "parquet"), walls=("plaster", "wallpaper"), rugs=0.15,
    pictures=1.2,
)  # fmt: skip
_HALL = _Style(
    along_walls=(
        (furniture.wall_bars, 3.0), (furniture.bench_at_wall, 2.0), (furniture.mats, 1.0),
        (furniture.cartons, 0.6), (furniture.chair_at_wall, 1.0), (furniture.cabinet, 0.6),
    ),
    freely=(), floors=("parquet", "parquet", "concrete", "carpet"),
    walls=("plaster", "brick", "concrete", "planks"), rugs=0.0, pictures=1.0,
)  # fmt: skip
_BARE = _Style(
    along_walls=(
        (furniture.cartons, 0.6), (furniture.chair_at_wall, 0.7), (furniture.cabinet, 0.5),
        (furniture.plant, 0.4), (furniture.bench_at_wall, 0.3),
    ),
    freely=(), floors=("carpet", "concrete", "floor_tiles", "parquet"),
    walls=("plaster", "concrete", "brick"), rugs=0.1, pictures=0.8,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Wall:
    """One wall, seen from inside: s runs to the right, z up."""

    start: np.ndarray
    """(2,) its left end."""
    right: np.ndarray
    inward: np.ndarray
    length_m: float
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Rectangles s0, s1, z0, z1 that something covers."""

    def at(self, s: float, z: float, out_m: float) -> list[float]:
        x, y = self.start + s * self.right + out_m * self.inward
        return [float(x), float(y), z]

    def free(self, s0: float, s1: float, z0: float, z1: float) -> bool:
        if s0 < 0.05 or s1 > self.length_m - 0.05:
            return False
        return not any(
            s0 < other[1] and s1 > other[0] and z0 < other[3] and z1 > other[2]
            for other in self.taken
        )

    def panel(
        self, surface: Material, s: tuple[float, float], z: tuple[float, float], out_m: float,
        *, fit: bool,
    ) -> Part:  # fmt: skip
        return quad(
            [
                self.at(s[0], z[0], out_m), self.at(s[1], z[0], out_m),
                self.at(s[1], z[1], out_m), self.at(s[0], z[1], out_m),
            ],
            surface, fit=fit,
        )  # fmt: skip

    def block(
        self, surface: Material, s: tuple[float, float], z: tuple[float, float], thick_m: float
    ) -> Part:
        """Returns a box on the wall."""
        piece = box((thick_m, s[1] - s[0], z[1] - z[0]), surface)
        yaw = math.atan2(self.inward[1], self.inward[0])
        return placed((piece,), self.at((s[0] + s[1]) / 2.0, z[0], thick_m / 2.0), yaw)[0]


@dataclass(frozen=True, kw_only=True)
class _Shell:
    low: np.ndarray
    high: np.ndarray
    """(2,) corners of the floor."""
    height_m: float
    walls: tuple[_Wall, ...]


def _shell(spec: SceneSpec, ground: Ground, eyes_m: np.ndarray, rng: np.random.Generator) -> _Shell:
    """Lays the walls so that people, props and, where a real room could, the camera are inside."""
    size = np.array(spec.size_m[:2])
    low = -size * rng.uniform(0.35, 0.65, 2)
    high = low + size
    for (x, y), radius in ground.keep_clear:
        low = np.minimum(low, np.array([x, y]) - radius - 0.2)
        high = np.maximum(high, np.array([x, y]) + radius + 0.2)
    for place in ground.taken:
        low = np.minimum(low, place.corners().min(axis=0) - 0.1)
        high = np.maximum(high, place.corners().max(axis=0) + 0.1)
    height = spec.size_m[2]
    for eye in eyes_m:
        wider_low, wider_high = np.minimum(low, eye[:2] - 0.45), np.maximum(high, eye[:2] + 0.45)
        if (wider_high - wider_low).max() <= LONGEST_SIDE_M:
            low, high = wider_low, wider_high
        if eye[2] + 0.25 <= TALLEST_M:
            height = max(height, float(eye[2]) + 0.25)
    x0, y0, x1, y1 = low[0], low[1], high[0], high[1]
    corners = {(1, 0): (x0, y0), (0, 1): (x1, y0), (-1, 0): (x1, y1), (0, -1): (x0, y1)}
    walls = tuple(
        _Wall(
            start=np.array(corner),
            right=np.array([-inward[1], inward[0]], np.float64),
            inward=np.array(inward, np.float64),
            length_m=float(high[1] - low[1] if inward[0] else high[0] - low[0]),
        )
        for inward, corner in corners.items()
    )
    return _Shell(low=low, high=high, height_m=height, walls=walls)


def room(style: _Style, spec: SceneSpec, ground: Ground, eyes_m: np.ndarray) -> Surroundings:
    """Builds a room of a style."""
    rng = stream(spec.seed, "scene", "layout")
    palette = sample_palette(stream(spec.seed, "scene", "palette"))
    shell = _shell(spec, ground, eyes_m, rng)
    area = float(np.prod(shell.high - shell.low))

    parts: list[Part] = []
    floor, walls, ceiling = _surfaces(style, rng)
    if spec.objects:
        floor, walls = _imported_surfaces(spec, floor, walls)
    parts += _envelope(shell, floor, walls, ceiling)
    parts += _door(shell, ground, palette, rng)
    parts += _windows(shell, spec, palette, rng)
    parts += _skirting(shell, palette, rng)
    ground.count(parts)
    # Long walls hold more; large things come first, while there is room for them.
    crowding = float(np.clip((area / 18.0) ** 0.5, 1.0, 2.2)) * float(rng.uniform(0.7, 1.7))
    if spec.objects:
        parts += _imported_things(spec, shell, ground, palette)
        crowding *= 0.5
    for make, expected in style.along_walls:
        for _ in range(int(rng.poisson(expected * crowding))):
            parts += _against_wall(shell, ground, make(palette, rng=rng), rng)
    for make, expected in style.freely:
        if rng.random() < expected:
            parts += _standing_free(shell, ground, make(palette, rng=rng), rng)
    parts += _wall_pictures(shell, ground, style, palette, rng)
    if rng.random() < style.rugs:
        parts += _rug(shell, rng)
    centre = np.mean([middle for middle, _ in ground.keep_clear] or [(0.0, 0.0)], axis=0)
    fixture, lamp = _ceiling_lamp(shell, spec, palette, centre, rng)
    parts += fixture
    extent = 0.5 * float(np.linalg.norm(shell.high - shell.low))
    return Surroundings(
        parts=tuple(parts), indoors=True, centre_m=(float(centre[0]), float(centre[1]), 0.9),
        extent_m=min(extent, 5.0), lamp_m=lamp, above=mean_colour(ceiling),
        around=mean_colour(walls[0]), below=mean_colour(floor),
    )  # fmt: skip


def _imported_surfaces(
    spec: SceneSpec, floor: Material, walls: tuple[Material, Material]
) -> tuple[Material, tuple[Material, Material]]:
    """Lets packs' pictures cover floor and walls, where the spec names such."""
    rng = stream(spec.seed, "scene", "imported", "surfaces")
    floors = imported_surfaces(spec.objects, "floor")
    others = imported_surfaces(spec.objects, "wall")
    if floors:
        floor = floors[int(rng.integers(len(floors)))]
    if others:
        other = others[int(rng.integers(len(others)))]
        walls = (other, other if rng.random() < 0.5 else walls[0])
    return floor, walls


def _imported_things(
    spec: SceneSpec, shell: _Shell, ground: Ground, palette: Palette
) -> list[Part]:
    """Stands packs' furniture along the walls and about the room."""
    rng = stream(spec.seed, "scene", "imported", "things")
    along, freely = room_things(spec.objects, spec.kind, rng=rng)
    parts: list[Part] = []
    for make in along:
        for _ in range(1 + int(rng.poisson(0.3))):
            parts += _against_wall(shell, ground, make(palette, rng=rng), rng)
    for make in freely[:3]:
        parts += _standing_free(shell, ground, make(palette, rng=rng), rng)
    return parts


_FLOOR_COLOURS: dict[str, tuple[float, float]] = {
    "carpet": (0.04, 0.5),
    "floor_tiles": (0.25, 0.85),
    "concrete": (0.2, 0.5),
}


def _surfaces(
    style: _Style, rng: np.random.Generator
) -> tuple[Material, tuple[Material, Material], Material]:
    """Draws floor, walls (most, and one that may differ) and ceiling."""
    name = style.floors[rng.integers(len(style.floors))]
    if name == "parquet":
        colour = np.array(furniture.WOODS[rng.integers(len(furniture.WOODS))])
        colour = colour * rng.uniform(0.7, 1.1)
    else:
        saturation = (0.0, 0.7) if name == "carpet" else (0.0, 0.25)
        colour = np.array(some_colour(rng, saturation=saturation, value=_FLOOR_COLOURS[name]))
    floor = material(name, colour, rng=rng)
    wall_name = style.walls[rng.integers(len(style.walls))]
    if wall_name == "brick":
        paint = np.array([0.42, 0.2, 0.13]) * rng.uniform(0.6, 1.6)
    elif wall_name == "planks":
        paint = np.array([0.6, 0.45, 0.28]) * rng.uniform(0.6, 1.2)
    elif wall_name == "concrete":
        paint = rng.uniform(0.3, 0.6) * np.ones(3)
    else:
        paint = np.array(some_colour(rng, saturation=(0.0, 0.35), value=(0.4, 0.88)))
    most = material(wall_name, paint, rng=rng)
    other = most
    if rng.random() < 0.35:
        accent = some_colour(rng, saturation=(0.2, 0.7), value=(0.15, 0.7))
        other = material("plaster", accent, rng=rng)
    white = rng.uniform(0.75, 0.9)
    pale = np.array([white, white, white * rng.uniform(0.94, 1.0)])
    ceiling = material("floor_tiles" if style is _OFFICE else "plaster", pale, rng=rng)
    return floor, (most, other), ceiling


def _envelope(
    shell: _Shell, floor: Material, walls: tuple[Material, Material], ceiling: Material
) -> list[Part]:
    (x0, y0), (x1, y1) = shell.low, shell.high
    top = shell.height_m
    parts = [
        quad([(x0, y0, 0.0), (x1, y0, 0.0), (x1, y1, 0.0), (x0, y1, 0.0)], floor),
        quad([(x0, y1, top), (x1, y1, top), (x1, y0, top), (x0, y0, top)], ceiling),
    ]
    for number, wall in enumerate(shell.walls):
        surface = walls[1] if number == 0 else walls[0]
        parts.append(wall.panel(surface, (0.0, wall.length_m), (0.0, top), 0.0, fit=False))
    return parts


def _skirting(shell: _Shell, palette: Palette, rng: np.random.Generator) -> list[Part]:
    if rng.random() < 0.2:
        return []
    surface = palette.paint if rng.random() < 0.6 else palette.second_wood
    high = float(rng.uniform(0.06, 0.12))
    parts: list[Part] = []
    for wall in shell.walls:
        # A door reaches the floor: the skirting stops at it.
        doors = sorted((s0, s1) for s0, s1, z0, _ in wall.taken if z0 <= 0.0)
        start = 0.0
        for s0, s1 in [*doors, (wall.length_m, wall.length_m)]:
            if s0 - start > 0.05:
                parts.append(wall.block(surface, (start, s0), (0.0, high), 0.015))
            start = s1
    return parts


def _door(shell: _Shell, ground: Ground, palette: Palette, rng: np.random.Generator) -> list[Part]:
    wide, high, frame = 0.9, 2.03, 0.08
    leaf = material(
        "door",
        palette.wood.tile.mean(axis=(0, 1)) / 400.0 if rng.random() < 0.5
        else rng.uniform(0.5, 0.9) * np.ones(3),
        rng=rng,
    )  # fmt: skip
    wall = shell.walls[rng.integers(4)]
    s = float(rng.uniform(0.4, max(wall.length_m - wide - 0.4, 0.41)))
    if s + wide + frame > wall.length_m:
        return []
    wall.taken.append((s - frame, s + wide + frame, 0.0, high + frame))
    middle = wall.start + (s + wide / 2.0) * wall.right + 0.45 * wall.inward
    # People may pass through the door; furniture does not block it.
    ground.taken.append(
        Footprint(
            centre_m=(float(middle[0]), float(middle[1])), half_m=(0.45, 0.45),
            yaw_rad=math.atan2(wall.inward[1], wall.inward[0]),
        )
    )  # fmt: skip
    trim = palette.paint if rng.random() < 0.6 else palette.wood
    return [
        wall.panel(leaf, (s, s + wide), (0.0, high), 0.012, fit=True),
        wall.block(trim, (s - frame, s), (0.0, high + frame), 0.03),
        wall.block(trim, (s + wide, s + wide + frame), (0.0, high + frame), 0.03),
        wall.block(trim, (s, s + wide), (high, high + frame), 0.03),
    ]


def _windows(
    shell: _Shell, spec: SceneSpec, palette: Palette, rng: np.random.Generator
) -> list[Part]:
    night = spec.light == "lamp" and rng.random() < 0.6
    outside = material("view", (0.5, 0.7, 1.0), rng=rng).tinted(
        (0.02, 0.025, 0.04) if night else (1.5, 1.5, 1.5)
    )
    # Daylight comes from the wall that looks towards it.
    azimuth = np.array([math.cos(spec.light_azimuth_rad), math.sin(spec.light_azimuth_rad)])
    order = np.argsort([wall.inward @ azimuth for wall in shell.walls])
    chosen = [shell.walls[order[0]]]
    if rng.random() < 0.3:
        chosen.append(shell.walls[order[1]])
    parts: list[Part] = []
    trim = palette.paint if rng.random() < 0.7 else palette.wood
    curtains = palette.second_cloth if rng.random() < 0.5 else None
    sill = 0.9 if shell.height_m < 3.4 else 1.9
    top = min(shell.height_m - 0.3, sill + float(rng.uniform(1.1, 1.5)))
    for wall in chosen:
        wide = min(float(rng.uniform(0.9, 2.2)), wall.length_m - 1.2)
        count = max(1, int(wall.length_m / (wide + 1.3)))
        for i in range(count):
            s = (i + 0.5) * wall.length_m / count - wide / 2.0
            if not wall.free(s - 0.15, s + wide + 0.15, sill - 0.05, top + 0.1):
                continue
            parts += _one_window(wall, (s, s + wide), (sill, top), outside, trim, curtains, rng)
            wall.taken.append((s - 0.15, s + wide + 0.15, sill - 0.05, top + 0.15))
    return parts


def _one_window(
    wall: _Wall, s: tuple[float, float], z: tuple[float, float], outside: Material,
    trim: Material, curtains: Material | None, rng: np.random.Generator,
) -> list[Part]:  # fmt: skip
    edge = 0.06
    parts = [
        wall.panel(outside, s, z, 0.012, fit=True),
        wall.block(trim, (s[0] - edge, s[0]), (z[0] - edge, z[1] + edge), 0.04),
        wall.block(trim, (s[1], s[1] + edge), (z[0] - edge, z[1] + edge), 0.04),
        wall.block(trim, s, (z[1], z[1] + edge), 0.04),
        wall.block(trim, (s[0] - 0.1, s[1] + 0.1), (z[0] - edge, z[0]), 0.12),
        wall.block(trim, ((s[0] + s[1]) / 2 - 0.02, (s[0] + s[1]) / 2 + 0.02), z, 0.03),
    ]
    if curtains is None:
        return parts
    bottom = 0.05 if rng.random() < 0.5 and z[0] < 1.0 else z[0] - 0.15
    for left, right in ((s[0] - 0.14, s[0] + 0.12), (s[1] - 0.12, s[1] + 0.14)):
        edges = np.linspace(left, right, 5)
        for i in range(4):
            near, far = (0.06, 0.1) if i % 2 == 0 else (0.1, 0.06)
            a, b = float(edges[i]), float(edges[i + 1])
            parts.append(
                quad(
                    [wall.at(a, bottom, near), wall.at(b, bottom, far),
                     wall.at(b, z[1] + 0.12, far), wall.at(a, z[1] + 0.12, near)],
                    curtains,
                )
            )  # fmt: skip
    return parts


def _against_wall(
    shell: _Shell, ground: Ground, parts: tuple[Part, ...], rng: np.random.Generator
) -> tuple[Part, ...]:
    """Stands a thing with its back to some wall, or gives it up."""
    if not ground.affords(parts):
        return ()
    low, high = bounds(parts)
    if high[2] > shell.height_m - 0.05:
        return ()
    may_hide = bool(high[2] < 1.1 and rng.random() < 0.15)
    for _ in range(12):
        wall = shell.walls[rng.integers(4)]
        s = float(rng.uniform(0.0, 1.0)) * (wall.length_m - (high[1] - low[1])) - low[1]
        s0, s1 = s + low[1], s + high[1]
        if not wall.free(s0, s1, 0.0, float(high[2])):
            continue
        x, y, _z = wall.at(s, 0.0, WALL_GAP_M - float(low[0]))
        yaw = math.atan2(wall.inward[1], wall.inward[0])
        spot = footprint(parts, (x, y), yaw)
        if not _inside(shell, spot) or not ground.fits(spot, may_hide=may_hide):
            continue
        ground.take(spot, parts)
        wall.taken.append((s0, s1, 0.0, float(high[2])))
        return placed(parts, (x, y), yaw)
    return ()


def _inside(shell: _Shell, spot: Footprint) -> bool:
    corners = spot.corners()
    return bool((corners > shell.low + 0.005).all() and (corners < shell.high - 0.005).all())


def _standing_free(
    shell: _Shell, ground: Ground, parts: tuple[Part, ...], rng: np.random.Generator
) -> tuple[Part, ...]:
    """Stands a thing somewhere in the room, or gives it up."""
    if not ground.affords(parts):
        return ()
    for _ in range(15):
        x, y = rng.uniform(shell.low + 0.5, shell.high - 0.5)
        yaw = float(rng.choice([0.0, 0.5, 1.0, 1.5]) * math.pi + rng.normal(0.0, 0.1))
        spot = footprint(parts, (float(x), float(y)), yaw, margin_m=0.15)
        if _inside(shell, spot) and ground.fits(spot):
            ground.take(spot, parts)
            return placed(parts, (float(x), float(y)), yaw)
    return ()


def _wall_pictures(
    shell: _Shell, ground: Ground, style: _Style, palette: Palette, rng: np.random.Generator
) -> list[Part]:
    parts: list[Part] = []
    frame = palette.paint.tinted((0.02, 0.02, 0.02)) if rng.random() < 0.5 else palette.wood
    white = palette.paint
    for _ in range(int(rng.poisson(1.4 * style.pictures))):
        wall = shell.walls[rng.integers(4)]
        wide, high = (float(value) for value in rng.uniform([0.3, 0.3], [1.1, 0.9]))
        if style is _OFFICE and rng.random() < 0.4:
            wide, high = 1.8, 1.1
        s = float(rng.uniform(0.1, 0.9)) * wall.length_m - wide / 2.0
        z = float(rng.uniform(1.45, 1.65)) - high / 2.0
        if not wall.free(s - 0.1, s + wide + 0.1, z - 0.1, z + high + 0.1):
            continue
        if wide > 1.7:
            picture = white
        else:
            ground_colour = some_colour(rng, saturation=(0.0, 0.8), value=(0.1, 0.9))
            picture = material("painting", ground_colour, rng=rng)
        piece = [
            wall.block(frame, (s, s + wide), (z, z + high), 0.025),
            wall.panel(picture, (s + 0.03, s + wide - 0.03), (z + 0.03, z + high - 0.03), 0.028,
                       fit=True),
        ]  # fmt: skip
        if not ground.affords(piece):
            break
        ground.count(piece)
        wall.taken.append((s, s + wide, z, z + high))
        parts += piece
    return parts


def _rug(shell: _Shell, rng: np.random.Generator) -> list[Part]:
    size = np.minimum(rng.uniform([1.4, 1.8], [2.4, 3.2]), shell.high - shell.low - 0.6)
    colour = some_colour(rng, saturation=(0.1, 0.65), value=(0.05, 0.6))
    surface = material("rug", colour, rng=rng)
    space = (shell.high - shell.low - size) / 2.0 - 0.2
    middle = (shell.low + shell.high) / 2.0 + rng.uniform(-0.5, 0.5, 2) * space
    (x0, y0), (x1, y1) = middle - size / 2.0, middle + size / 2.0
    z = 0.004  # above the floor by more than a depth buffer confuses, under every sole
    return [quad([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)], surface, fit=True)]


def _ceiling_lamp(
    shell: _Shell, spec: SceneSpec, palette: Palette, centre: np.ndarray, rng: np.random.Generator
) -> tuple[list[Part], tuple[float, float, float]]:
    """Hangs a lamp or panel near the room's middle; returns it and where its light comes from."""
    middle = (shell.low + shell.high) / 2.0 + rng.uniform(-0.4, 0.4, 2)
    middle = middle + 0.5 * (centre - middle) + 0.6 * rng.uniform(-1.0, 1.0, 2)
    middle = np.clip(middle, shell.low + 0.4, shell.high - 0.4)
    x, y, top = float(middle[0]), float(middle[1]), shell.height_m
    lit = 2.0 if spec.light == "lamp" else 0.9
    glow = palette.paint.tinted((lit, lit * 0.95, lit * 0.85))
    if rng.random() < 0.5:  # a flat panel
        parts = [box((0.6, 0.6, 0.05), glow, at_m=(x, y, top - 0.05))]
        drop = 0.3
    else:
        drop = float(rng.uniform(0.25, 0.5))
        cord = palette.paint.tinted((0.05, 0.05, 0.05))
        parts = [
            cylinder(0.008, drop - 0.18, cord, at_m=(x, y, top - drop + 0.18), sides=4, caps=False),
            cylinder((0.2, 0.1), 0.18, glow, at_m=(x, y, top - drop), sides=12),
        ]
    return parts, (x, y, top - drop - 0.02)


ROOM_LIGHTS: dict[str, float] = {
    "window": 3.0, "lamp": 2.5, "overcast": 1.3, "sun": 1.7, "lamps": 1.2, "dim": 0.5, "dusk": 0.3,
}  # fmt: skip
"""How often each light is drawn."""


def _kind(style: _Style, smallest_m: Size, largest_m: Size) -> SceneKind:
    return SceneKind(
        build=partial(room, style), indoors=True, light_shares=ROOM_LIGHTS,
        sizes_m=(smallest_m, largest_m),
    )  # fmt: skip


_SMALL, _LARGE = (3.6, 3.6, 2.4), (6.5, 6.5, 2.9)
INDOOR_SCENES: dict[str, SceneKind] = {
    "living_room": _kind(_LIVING, _SMALL, _LARGE),
    "kitchen": _kind(_KITCHEN, _SMALL, _LARGE),
    "bedroom": _kind(_BEDROOM, _SMALL, _LARGE),
    "office": _kind(_OFFICE, _SMALL, _LARGE),
    "bare_room": _kind(_BARE, _SMALL, _LARGE),
    "hall": _kind(_HALL, (7.0, 7.0, 3.2), (12.0, 10.0, 5.0)),
}
