"""Triangles for surroundings: boxes, cylinders, prisms and foliage, put together into one mesh.

Front faces turn counter-clockwise seen from outside, so renderers may cull the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from understudy.geometry import cross
from understudy.types import PAGE_SIZE, TEXTURE_SIZE, Mesh

Colour = tuple[float, float, float]
"""Linear RGB."""

WHITE: Colour = (1.0, 1.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class Material:
    """What a surface is made of."""

    tile: np.ndarray
    """(S, S, 3) uint8 sRGB, S = TEXTURE_SIZE; row 0 is the top."""
    tile_m: float
    """Side of the tile on the surface [m]."""
    colour: Colour = WHITE
    """Multiplies the tile; above 1 for what shines by itself (lamps, windows)."""
    page: np.ndarray | None = None
    """(G, G, 4) uint8 sRGB and alpha, G = PAGE_SIZE: shown instead of the tile, which then only
    tells the mean colour."""

    def tinted(self, colour: Colour | np.ndarray) -> Material:
        """Returns the same tile under another colour."""
        red, green, blue = (float(value) for value in colour)
        return replace(self, colour=(red, green, blue))


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of surface of one material."""

    positions_m: np.ndarray
    """(V, 3)"""
    normals: np.ndarray
    """(V, 3) unit"""
    uv: np.ndarray
    """(V, 2) in tiles: u to the right, v downwards."""
    faces: np.ndarray
    """(F, 3)"""
    material: Material
    lamp: str = ""
    """Key of `lighting.LAMP_KINDS` if light leaves from here."""


def quad(
    corners_m: Sequence[Sequence[float] | np.ndarray], material: Material, *, fit: bool = False
) -> Part:
    """Returns a rectangle; corners bottom-left, bottom-right, top-right, top-left from the front.

    Args:
        corners_m: (4, 3).
        material: its tile repeats at its own size,
        fit: or fills the rectangle exactly once.
    """
    corners = np.asarray(corners_m, np.float64)
    right, up = corners[1] - corners[0], corners[3] - corners[0]
    normal = cross(right, up)
    size = np.array([1.0, 1.0]) if fit else np.array([_norm(right), _norm(up)]) / material.tile_m
    return Part(
        positions_m=corners,
        normals=np.broadcast_to(normal / _norm(normal), (4, 3)),
        uv=np.array([[0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]) * size,
        faces=np.array([[0, 1, 2], [0, 2, 3]]),
        material=material,
    )


def _norm(vector: np.ndarray) -> float:
    return math.sqrt(float(vector @ vector))


def _box_topology() -> tuple[np.ndarray, ...]:
    """Returns signs, axis, right and up of the 24 corners, flat faces and bevel faces."""
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float64)
    signs = np.repeat(signs, 3, axis=0)
    axis = np.tile(np.arange(3), 8)
    # Sides: right is counter-clockwise about z, up is z; top and bottom: right is x.
    side = signs[np.arange(24), axis]
    right, up = np.zeros((24, 3)), np.zeros((24, 3))
    right[axis == 0, 1] = side[axis == 0]
    right[axis == 1, 0] = -side[axis == 1]
    right[axis == 2, 0] = 1.0
    up[axis < 2, 2] = 1.0
    up[axis == 2, 1] = side[axis == 2]
    place = signs * np.where(np.arange(3) == axis[:, None], 1.0, 0.8)

    def outward(loop: list[int]) -> list[list[int]]:
        centre = place[loop].mean(axis=0)
        around = cross(place[loop[1]] - place[loop[0]], place[loop[2]] - place[loop[0]])
        turned = loop if around @ centre > 0 else loop[::-1]
        return [[turned[0], turned[i], turned[i + 1]] for i in range(1, len(turned) - 1)]

    flat, bevel = [], []
    for first in range(3):
        second, third = (first + 1) % 3, (first + 2) % 3
        for sign in (-1, 1):
            ring = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
            flat += outward([_corner({first: sign, second: a, third: b}, first) for a, b in ring])
            for other in (-1, 1):  # the edge between the faces of `first` and `second`
                ends = [{first: sign, second: other, third: along} for along in (-1, 1)]
                bevel += outward(
                    [
                        _corner(ends[0], first), _corner(ends[1], first),
                        _corner(ends[1], second), _corner(ends[0], second),
                    ]
                )  # fmt: skip
    for corner in range(8):
        bevel += outward([3 * corner, 3 * corner + 1, 3 * corner + 2])
    return signs, axis, right, up, np.array(flat), np.array(flat + bevel)


def _corner(signs: dict[int, int], axis: int) -> int:
    return 3 * sum((signs[i] > 0) << (2 - i) for i in range(3)) + axis


_SIGNS, _AXIS, _RIGHT, _UP, _FLAT_FACES, _BEVEL_FACES = _box_topology()
_ON_AXIS = np.arange(3) == _AXIS[:, None]
_BOX_NORMALS = np.where(_ON_AXIS, _SIGNS, 0.0)


def box(
    size_m: tuple[float, float, float],
    material: Material,
    *,
    at_m: tuple[float, float, float] = (0.0, 0.0, 0.0),
    bevel_m: float = 0.0,
) -> Part:
    """Returns a box standing at `at_m` (the middle of its bottom).

    A bevel rounds the edges: their normals run smoothly from face to face.
    """
    half = np.array(size_m) / 2.0
    bevel = min(bevel_m, 0.45 * float(half.min()) * 2.0)
    centre = np.array(at_m) + np.array([0.0, 0.0, half[2]])
    local = _SIGNS * (half - np.where(_ON_AXIS, 0.0, bevel))
    uv = np.stack((np.sum(local * _RIGHT, axis=1), -np.sum(local * _UP, axis=1)), axis=1)
    return Part(
        positions_m=local + centre,
        normals=_BOX_NORMALS,
        uv=uv / material.tile_m,
        faces=_BEVEL_FACES if bevel > 0.0 else _FLAT_FACES,
        material=material,
    )


def cylinder(
    radius_m: float | tuple[float, float],
    height_m: float,
    material: Material,
    *,
    at_m: tuple[float, float, float] = (0.0, 0.0, 0.0),
    sides: int = 8,
    caps: bool = True,
) -> Part:
    """Returns an upright cylinder or cone (radius at the bottom and at the top)."""
    low, high = radius_m if isinstance(radius_m, tuple) else (radius_m, radius_m)
    turn = np.linspace(0.0, 2.0 * np.pi, sides + 1)
    ring = np.stack((np.cos(turn), np.sin(turn), np.zeros_like(turn)), axis=1)
    slope = np.array([0.0, 0.0, (low - high) / height_m])
    normals = (ring + slope) / math.hypot(1.0, float(slope[2]))
    top = np.array([0.0, 0.0, height_m])
    u = turn / (2.0 * np.pi) * max(1, round(2.0 * np.pi * max(low, high) / material.tile_m))
    positions = [low * ring, high * ring + top]
    all_normals = [normals, normals]
    uv = [
        np.stack((u, np.full_like(u, height_m / material.tile_m)), axis=1),
        np.stack((u, np.zeros_like(u)), axis=1),
    ]
    i = np.arange(sides)
    j = i + sides + 1
    faces = [np.stack((i, i + 1, j + 1), axis=1), np.stack((i, j + 1, j), axis=1)]
    if caps:
        fan = np.stack((np.zeros(sides - 2, int), i[1:-1], i[2:]), axis=1)
        for radius, level, sign in ((low, 0.0 * top, -1.0), (high, top, 1.0)):
            if radius <= 0.0:
                continue
            start = sum(len(block) for block in positions)
            positions.append(radius * ring[:-1] + level)
            all_normals.append(np.broadcast_to([0.0, 0.0, sign], (sides, 3)))
            uv.append(radius * ring[:-1, :2] / material.tile_m)
            faces.append(start + (fan if sign > 0.0 else fan[:, ::-1]))
    return Part(
        positions_m=np.concatenate(positions) + np.array(at_m),
        normals=np.concatenate(all_normals),
        uv=np.concatenate(uv),
        faces=np.concatenate(faces),
        material=material,
    )


def prism(
    outline_m: Sequence[tuple[float, float]],
    width_m: float,
    material: Material,
    *,
    at_m: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> Part:
    """Returns an outline in the x-z plane drawn out along y, centred on `at_m`.

    The outline runs counter-clockwise seen from -y (x to the right, z up) and every point of it
    must be visible from the mean of its points.
    """
    outline = np.asarray(outline_m, np.float64)
    count = len(outline)
    following = np.roll(outline, -1, axis=0)
    edge = following - outline
    length = np.linalg.norm(edge, axis=1, keepdims=True)
    outward = np.stack((edge[:, 1], np.zeros(count), -edge[:, 0]), axis=1) / length
    front, back = -width_m / 2.0, width_m / 2.0

    def lifted(points: np.ndarray, y: float) -> np.ndarray:
        return np.stack((points[:, 0], np.full(len(points), y), points[:, 1]), axis=1)

    walls = np.stack(
        (lifted(outline, front), lifted(following, front), lifted(following, back),
         lifted(outline, back)), axis=1,
    )  # fmt: skip
    # Seen from outside the direction of travel points left: start at the far end.
    walls = walls[:, [1, 2, 3, 0]][:, ::-1]
    wall_uv = np.zeros((count, 4, 2))
    wall_uv[:, [0, 3], 0] = 0.0
    wall_uv[:, [1, 2], 0] = width_m
    wall_uv[:, [0, 1], 1] = length
    base = 4 * np.arange(count)[:, None]
    faces = [base + np.array([0, 1, 2]), base + np.array([0, 2, 3])]
    positions, normals = [walls.reshape(-1, 3)], [np.repeat(outward, 4, axis=0)]
    uv = [wall_uv.reshape(-1, 2)]
    i = np.arange(count)
    for y, sign in ((front, -1.0), (back, 1.0)):
        start = sum(len(block) for block in positions)
        points = np.concatenate((outline, outline.mean(axis=0, keepdims=True)))
        positions.append(lifted(points, y))
        normals.append(np.broadcast_to([0.0, sign, 0.0], (count + 1, 3)))
        uv.append(points * np.array([-sign, -1.0]))
        fan = np.stack((i, (i + 1) % count, np.full(count, count)), axis=1)
        faces.append(start + (fan if sign < 0.0 else fan[:, ::-1]))
    part = Part(
        positions_m=np.concatenate(positions) + np.array(at_m),
        normals=np.concatenate(normals),
        uv=np.concatenate(uv) / material.tile_m,
        faces=np.concatenate(faces),
        material=material,
    )
    return _agreeing(part)


def _agreeing(part: Part) -> Part:
    """Turns the faces that run against their normals."""
    a, b, c = np.moveaxis(part.positions_m[part.faces], 1, 0)
    around = cross(b - a, c - a)
    against = np.sum(around * part.normals[part.faces].sum(axis=1), axis=1) < 0.0
    faces = np.where(against[:, None], part.faces[:, ::-1], part.faces)
    return replace(part, faces=faces)


def _icosphere() -> tuple[np.ndarray, np.ndarray]:
    """Returns an icosahedron divided once: 42 unit vectors and 80 faces."""
    golden = (1.0 + math.sqrt(5.0)) / 2.0
    points = [
        np.roll([0.0, a, b * golden], shift) for shift in range(3) for a in (-1, 1) for b in (-1, 1)
    ]
    vertices = [point / np.linalg.norm(point) for point in points]
    edge = min(float(np.linalg.norm(vertices[0] - other)) for other in vertices[1:])
    close = [
        [float(np.linalg.norm(p - q)) < 1.01 * edge for q in vertices[:12]] for p in vertices[:12]
    ]
    triangles = [
        (i, j, k)
        for i in range(12)
        for j in range(i + 1, 12)
        for k in range(j + 1, 12)
        if close[i][j] and close[j][k] and close[i][k]
    ]
    middles: dict[tuple[int, int], int] = {}
    faces: list[tuple[int, int, int]] = []
    for corners in triangles:
        mids = []
        for i in range(3):
            pair = (min(corners[i], corners[(i + 1) % 3]), max(corners[i], corners[(i + 1) % 3]))
            if pair not in middles:
                middles[pair] = len(vertices)
                middle = vertices[pair[0]] + vertices[pair[1]]
                vertices.append(middle / np.linalg.norm(middle))
            mids.append(middles[pair])
        faces += [
            (corners[0], mids[0], mids[2]), (corners[1], mids[1], mids[0]),
            (corners[2], mids[2], mids[1]), (mids[0], mids[1], mids[2]),
        ]  # fmt: skip
    sphere, loops = np.array(vertices), np.array(faces)
    a, b, c = np.moveaxis(sphere[loops], 1, 0)
    inward = np.sum(cross(b - a, c - a) * a, axis=1) < 0.0
    return sphere, np.where(inward[:, None], loops[:, ::-1], loops)


_SPHERE, _SPHERE_FACES = _icosphere()


def blob(
    radius_m: tuple[float, float, float],
    material: Material,
    *,
    rng: np.random.Generator,
    at_m: tuple[float, float, float] = (0.0, 0.0, 0.0),
    roughness: float = 0.12,
) -> Part:
    """Returns an uneven ellipsoid about `at_m`, for foliage, stones and balls (80 triangles)."""
    bumps = 1.0 + roughness * rng.uniform(-1.0, 1.0, (len(_SPHERE), 1))
    radius = np.array(radius_m)
    positions = _SPHERE * bumps * radius
    a, b, c = np.moveaxis(positions[_SPHERE_FACES], 1, 0)
    around = cross(b - a, c - a)
    normals = np.zeros_like(positions)
    for corner in range(3):
        np.add.at(normals, _SPHERE_FACES[:, corner], around)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    # A sphere's poles and seam do not show on leaves: two flat projections are enough.
    uv = np.stack((positions[:, 0] + positions[:, 1], -positions[:, 2] - positions[:, 1]), axis=1)
    return Part(
        positions_m=positions + np.array(at_m),
        normals=normals,
        uv=uv / material.tile_m,
        faces=_SPHERE_FACES,
        material=material,
    )


def placed(
    parts: Iterable[Part], position_m: Sequence[float], yaw_rad: float = 0.0
) -> tuple[Part, ...]:
    """Turns parts about z, then moves them to `position_m` (2 or 3 numbers)."""
    cosine, sine = math.cos(yaw_rad), math.sin(yaw_rad)
    turn = np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    shift = np.zeros(3)
    shift[: len(position_m)] = position_m
    return tuple(
        replace(part, positions_m=part.positions_m @ turn + shift, normals=part.normals @ turn)
        for part in parts
    )


def rotated(
    parts: Iterable[Part],
    rotation: Sequence[Sequence[float]] | np.ndarray,
    position_m: Sequence[float] = (0.0, 0.0, 0.0),
) -> tuple[Part, ...]:
    """Turns parts by a rotation (3, 3), then moves them to `position_m`."""
    turn = np.asarray(rotation, np.float64).T
    return tuple(
        replace(
            part,
            positions_m=part.positions_m @ turn + np.asarray(position_m, np.float64),
            normals=part.normals @ turn,
        )
        for part in parts
    )


def stretched(parts: Iterable[Part], factors: Sequence[float]) -> tuple[Part, ...]:
    """Stretches parts along x, y and z about the origin; the texture goes with them."""
    scale = np.asarray(factors, np.float64)
    out = []
    for part in parts:
        normals = part.normals / scale
        normals = normals / np.linalg.norm(normals, axis=1, keepdims=True)
        out.append(replace(part, positions_m=part.positions_m * scale, normals=normals))
    return tuple(out)


UP_TO_X = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
"""Rotation that lays z down along x, x along y."""
UP_TO_Y = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
"""Rotation that lays z down along y, y along x."""


def bounds(parts: Sequence[Part]) -> tuple[np.ndarray, np.ndarray]:
    """Returns the lowest and highest corner of parts, (3,) each."""
    points = np.concatenate([part.positions_m for part in parts])
    return points.min(axis=0), points.max(axis=0)


def merge(parts: Sequence[Part]) -> Mesh:
    """Joins parts into one mesh; equal tiles and pages (the same array) are stored once."""
    tiles: dict[int, tuple[int, np.ndarray]] = {}
    pages: dict[int, tuple[int, np.ndarray]] = {}
    layers = []
    for part in parts:
        page = part.material.page
        if page is None:
            tile = part.material.tile
            layers.append(tiles.setdefault(id(tile), (len(tiles), tile))[0])
        else:
            layers.append(-1 - pages.setdefault(id(page), (len(pages), page))[0])
    counts = [len(part.positions_m) for part in parts]
    starts = np.cumsum([0, *counts[:-1]])
    return Mesh(
        positions_m=np.concatenate([part.positions_m for part in parts]).astype(np.float32),
        normals=np.concatenate([part.normals for part in parts]).astype(np.float32),
        uv=np.concatenate([part.uv for part in parts]).astype(np.float32),
        colour=np.repeat([part.material.colour for part in parts], counts, axis=0).astype(
            np.float32
        ),
        texture=np.repeat(layers, counts).astype(np.int32),
        textures=_stacked([tile for _, tile in tiles.values()], (TEXTURE_SIZE, TEXTURE_SIZE, 3)),
        pages=_stacked([page for _, page in pages.values()], (PAGE_SIZE, PAGE_SIZE, 4)),
        faces=np.concatenate(
            [part.faces + start for part, start in zip(parts, starts, strict=True)]
        ).astype(np.int32),
    )


def _stacked(pictures: Sequence[np.ndarray], shape: tuple[int, int, int]) -> np.ndarray:
    return np.stack(pictures) if pictures else np.zeros((0, *shape), np.uint8)
