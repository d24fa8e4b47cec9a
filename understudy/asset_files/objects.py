"""Objects from OBJ and glTF files, as few triangles and flat enough for a software renderer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from understudy.asset_files.pictures import linear
from understudy.errors import InputError

OBJECT_SUFFIXES = (".obj", ".glb", ".gltf")
MOST_TRIANGLES = 2_000_000
CREASE_COSINE = 0.7
"""Faces that meet at a flatter angle than this are shaded as one smooth surface."""

Up = Literal["y", "z"]


@dataclass(frozen=True, kw_only=True)
class Surface:
    """The triangles of one material."""

    name: str
    """Of the material, in the file."""
    corners: np.ndarray
    """(F, 3, 3): front along +x, z up; the file's units."""
    uv: np.ndarray | None
    """(F, 3, 2): v downwards."""
    colour: tuple[float, float, float]
    """Linear RGB; multiplies the picture."""
    picture: np.ndarray | None
    """(H, W, 4) sRGB bytes with alpha, row 0 is v = 0."""
    both_sides: bool = False
    """Cloth, leaves, panes: their backs are to be seen."""


@dataclass(frozen=True, kw_only=True)
class ImportedObject:
    surfaces: tuple[Surface, ...]

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Returns the lowest and the highest corner, (3,) each."""
        points = np.concatenate([surface.corners.reshape(-1, 3) for surface in self.surfaces])
        return points.min(axis=0), points.max(axis=0)

    def triangle_count(self) -> int:
        return sum(len(s.corners) * (1 + s.both_sides) for s in self.surfaces)

    def area(self) -> float:
        return sum(float(_areas(surface.corners).sum()) for surface in self.surfaces)


def read_object(path: Path, *, up: Up = "y") -> ImportedObject:
    """Reads an OBJ (with its MTL) or glTF file.

    Both formats put the front towards +z and y up; `up="z"` is for OBJ files whose z points up and
    whose front looks along -y, as modelling programs have it.

    Raises:
        InputError: the file is damaged, empty, needs a file that is missing, or is too large.
    """
    import trimesh

    try:
        scene = trimesh.load_scene(path, process=False)
        surfaces = tuple(_surfaces(scene, up, sheets_marked=path.suffix.lower() != ".obj"))
    except Exception as error:  # the readers below raise whatever they please on damaged files
        raise InputError(
            f"{path}: not a readable {path.suffix[1:]} object ({type(error).__name__}: {error})"
        ) from None
    found = ImportedObject(surfaces=surfaces)
    if found.triangle_count() == 0:
        raise InputError(f"{path}: holds no triangles")
    if found.triangle_count() > MOST_TRIANGLES:
        raise InputError(
            f"{path}: {found.triangle_count()} triangles; at most {MOST_TRIANGLES} can be thinned "
            "out: reduce it first"
        )
    low, high = found.bounds()
    if not np.isfinite([low, high]).all() or float((high - low).max()) <= 0.0:
        raise InputError(f"{path}: its corners are not finite, or all in one place")
    return found


def _surfaces(scene: Any, up: Up, *, sheets_marked: bool) -> Iterator[Surface]:
    for node in scene.graph.nodes_geometry:
        transform, name = scene.graph[node]
        mesh = scene.geometry[name]
        faces = np.asarray(getattr(mesh, "faces", np.zeros((0, 3))), np.int64)
        if len(faces) == 0:
            continue
        points = np.asarray(mesh.vertices, np.float64) @ transform[:3, :3].T + transform[:3, 3]
        if np.linalg.det(transform[:3, :3]) < 0.0:
            faces = faces[:, ::-1]
        x, y, z = points.T
        points = np.stack((z, x, y) if up == "y" else (-y, x, z), axis=1)
        coordinates = getattr(mesh.visual, "uv", None)
        uv = None
        if coordinates is not None and len(coordinates) == len(points):
            uv = (np.asarray(coordinates, np.float64) * [1.0, -1.0] + [0.0, 1.0])[faces]
        colour, picture, both_sides = _look(mesh)
        surface = Surface(
            name=str(getattr(getattr(mesh.visual, "material", None), "name", None) or ""),
            corners=points[faces], uv=uv, colour=colour,
            picture=picture if uv is not None else None,
        )  # fmt: skip
        if not sheets_marked:
            both_sides = _is_sheet(surface.corners)
        yield replace(surface, both_sides=both_sides)


def with_backs(found: ImportedObject) -> ImportedObject:
    """Gives every sheet a second face: renderers show the front of a face only."""

    def doubled(surface: Surface) -> Surface:
        if not surface.both_sides:
            return surface
        corners, uv = surface.corners, surface.uv
        return replace(
            surface,
            corners=np.concatenate((corners, corners[:, ::-1])),
            uv=None if uv is None else np.concatenate((uv, uv[:, ::-1])),
            both_sides=False,
        )

    return ImportedObject(surfaces=tuple(doubled(surface) for surface in found.surfaces))


def _look(mesh: Any) -> tuple[tuple[float, float, float], np.ndarray | None, bool]:
    """Returns a mesh's colour (linear), picture and whether its back is to be seen."""
    material = getattr(mesh.visual, "material", None)
    if material is None:
        paint = np.asarray(mesh.visual.main_color)[:3].astype(np.uint8)
        return _triple(linear(paint)), None, False
    image = getattr(material, "baseColorTexture", None)
    factor = getattr(material, "baseColorFactor", None)
    both_sides = bool(getattr(material, "doubleSided", False))
    if hasattr(material, "baseColorFactor"):  # glTF: linear
        factor = np.full(3, 255) if factor is None else np.asarray(factor)
        colour = factor[:3] / (255.0 if factor.dtype.kind in "iu" else 1.0)
    else:  # MTL: as seen on a screen
        image = getattr(material, "image", None)
        colour = linear(np.asarray(material.diffuse)[:3].astype(np.uint8))
        if image is not None:
            # Where a picture covers it, the diffuse colour is as often black as white.
            colour = np.ones(3)
    picture = None if image is None else np.asarray(image.convert("RGBA"))
    if picture is not None and min(picture.shape[:2]) < 2:
        colour, picture = colour * linear(picture[0, 0, :3]), None
    return _triple(np.clip(colour, 0.0, 1.0)), picture, both_sides


def _triple(colour: np.ndarray) -> tuple[float, float, float]:
    return float(colour[0]), float(colour[1]), float(colour[2])


def _welded(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the different points (P, 3) of corners (F, 3, 3) and the faces (F, 3) over them."""
    points = corners.reshape(-1, 3)
    grain = max(float(np.ptp(points, axis=0).max()), 1e-9) * 1e-5
    _, first, index = np.unique(
        np.round(points / grain).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    return points[first], index.reshape(-1, 3)


def _is_sheet(corners: np.ndarray) -> bool:
    """Tells cloth, leaves and panes from solids by the share of edges with one face only."""
    _, faces = _welded(corners)
    edges = np.sort(faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    return bool(np.mean(counts == 1) > 0.2)


# ------------------------------------------------------------------------------ fewer triangles


def thinned(found: ImportedObject, most: int) -> ImportedObject:
    """Returns the object with about `most` triangles: specks dropped, then edges collapsed.

    Where that is not enough, thin pieces become boxes, and the smallest go.

    Texture coordinates are taken over from the nearest point of the original surface.
    """
    if found.triangle_count() <= most:
        return found
    low, high = found.bounds()
    size = float(np.linalg.norm(high - low))
    kept = [
        surface
        for surface in found.surfaces
        if float(np.linalg.norm(np.ptp(surface.corners.reshape(-1, 3), axis=0))) > 0.05 * size
    ] or list(found.surfaces)
    # What is large to the eye keeps its share: the area decides as much as the count.
    counts = np.array([len(s.corners) * (1 + s.both_sides) for s in kept], np.float64)
    areas = np.sqrt([float(_areas(surface.corners).sum()) + 1e-12 for surface in kept])
    wanted = most * np.sqrt(counts / counts.sum() * areas / areas.sum())
    wanted *= most / wanted.sum()
    spare = np.maximum(wanted - counts, 0.0).sum()
    wanted = np.minimum(wanted, counts)
    short = counts - wanted
    wanted += spare * short / max(float(short.sum()), 1.0)
    few = [
        _simplified(surface, max(int(goal) // (1 + surface.both_sides), 4))
        for surface, goal in zip(kept, wanted, strict=True)
    ]
    few = [surface for surface in few if len(surface.corners)]
    few.sort(key=lambda surface: -float(_areas(surface.corners).sum()))
    spent = np.cumsum([len(s.corners) * (1 + s.both_sides) for s in few])
    return ImportedObject(surfaces=tuple(few[: max(1, int((spent <= 1.2 * most).sum()))]))


def _areas(corners: np.ndarray) -> np.ndarray:
    around = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return 0.5 * np.linalg.norm(around, axis=1)


def _simplified(surface: Surface, goal: int) -> Surface:
    import fast_simplification

    if len(surface.corners) <= goal:
        return surface
    points, faces = _welded(surface.corners)
    faces = faces[(faces != np.roll(faces, 1, axis=1)).all(axis=1)]
    # A measure of about one: the simplifier's tolerances are absolute.
    low, scale = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-9)
    few, triangles = fast_simplification.simplify(
        (points - low) / scale, faces.astype(np.int32), target_count=goal, agg=7.0
    )
    points, faces = np.asarray(few, np.float64) * scale + low, np.asarray(triangles)
    if len(faces) > 1.3 * goal:
        points, faces = _with_boxes(points, faces, goal)
    corners = points[faces]
    corners = corners[_areas(corners) > 1e-10 * scale * scale]
    if len(corners) == 0:
        return surface
    uv = None if surface.uv is None else _carried_uv(surface.corners, surface.uv, corners)
    return replace(surface, corners=corners, uv=uv)


def _pieces(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Returns the number of the connected piece that each face belongs to (F,)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = np.concatenate((faces[:, [0, 1]], faces[:, [1, 2]])).T
    links = coo_array((np.ones(ends.shape[1]), (ends[0], ends[1])), (len(points), len(points)))
    labels: np.ndarray = connected_components(links, directed=False)[1]
    return np.unique(labels[faces[:, 0]], return_inverse=True)[1].ravel()


def _with_boxes(points: np.ndarray, faces: np.ndarray, goal: int) -> tuple[np.ndarray, np.ndarray]:
    """Puts boxes in the place of pieces that are small or thin, as legs, knobs and slats are."""
    piece = _pieces(points, faces)
    size = float(np.linalg.norm(np.ptp(points, axis=0)))
    area = np.bincount(piece, _areas(points[faces]))
    count = np.bincount(piece)
    all_points, all_faces, spent = [points], [], 0
    for number in np.argsort(-area):
        own = faces[piece == number]
        middle, axes, half = _frame(points[np.unique(own)])
        thin = float(np.sort(half)[1]) < 0.12 * size
        start = sum(len(block) for block in all_points)
        if thin and count[number] > len(_BOX):
            own = _BOX + start
            all_points.append(middle + (_CORNERS * half) @ axes)
        elif count[number] > 0.6 * goal:
            joined, own = _clustered(*_alone(points, own), max(int(0.6 * goal), 4))
            own = own + start
            all_points.append(joined)
        if spent + len(own) > 1.3 * goal:
            continue
        spent += len(own)
        all_faces.append(own)
    return np.concatenate(all_points), np.concatenate(all_faces or [faces[:0]])


def _alone(points: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the points that some faces use, and the faces over them."""
    used, index = np.unique(faces, return_inverse=True)
    return points[used], index.reshape(-1, 3)


def _frame(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns middle (3,), axes (3, 3) in rows and half sides (3,) of a box about points."""
    centred = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes.T
    axes[2] = np.cross(axes[0], axes[1])
    along = centred @ axes.T
    low, high = along.min(axis=0), along.max(axis=0)
    return points.mean(axis=0) + (low + high) / 2.0 @ axes, axes, (high - low) / 2.0


_CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float64)
_BOX = np.array(
    [
        [0, 1, 3], [0, 3, 2], [4, 6, 7], [4, 7, 5], [0, 4, 5], [0, 5, 1], [2, 3, 7], [2, 7, 6],
        [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3],
    ]
)  # fmt: skip
"""Triangles of a box over `_CORNERS`, counter-clockwise seen from outside."""


def _clustered(points: np.ndarray, faces: np.ndarray, goal: int) -> tuple[np.ndarray, np.ndarray]:
    """Joins the points of each cell of an ever coarser grid (Rossignac and Borrel 1993)."""
    low, size = points.min(axis=0), max(float(np.ptp(points, axis=0).max()), 1e-9)
    for cells in (32, 24, 18, 13, 10, 7, 5, 4, 3, 2):
        cell = np.floor((points - low) / size * (cells - 1e-6)).astype(int)
        _, index = np.unique(cell, axis=0, return_inverse=True)
        index = index.ravel()
        number = np.bincount(index)
        joined = np.stack([np.bincount(index, points[:, k]) / number for k in range(3)], axis=1)
        coarse = index[faces]
        coarse = coarse[(coarse != np.roll(coarse, 1, axis=1)).all(axis=1)]
        _, first = np.unique(np.sort(coarse, axis=1), axis=0, return_index=True)
        coarse = coarse[np.sort(first)]
        if len(coarse) <= goal:
            break
    return joined, coarse


def _carried_uv(old: np.ndarray, old_uv: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Returns texture coordinates (F, 3, 2) for new corners on the old surface."""
    from scipy.spatial import cKDTree

    # Samples over the old faces, more on the larger ones, find the face that each new corner
    # belongs to; a corner is looked up a little towards its own face's middle, so that the faces
    # on two sides of a seam find different old ones.
    areas = _areas(old)
    share = np.ceil(20_000 * areas / max(float(areas.sum()), 1e-12)).astype(int)
    owner = np.repeat(np.arange(len(old)), np.minimum(share, 500))
    turn = np.arange(len(owner))
    a, b = turn * 0.754877666 % 1.0, turn * 0.569840296 % 1.0
    over = a + b > 1.0
    a, b = np.where(over, 1.0 - a, a), np.where(over, 1.0 - b, b)
    weights = np.stack((1.0 - a - b, a, b), axis=1)
    samples = np.einsum("nk,nkc->nc", weights, old[owner])
    probes = new + 0.15 * (new.mean(axis=1, keepdims=True) - new)
    _, nearest = cKDTree(samples).query(probes.reshape(-1, 3))
    face = owner[nearest]
    corner, first, second = np.moveaxis(old[face], 1, 0)
    right, up, way = first - corner, second - corner, new.reshape(-1, 3) - corner
    rr, ru, uu = ((x * y).sum(axis=1) for x, y in ((right, right), (right, up), (up, up)))
    wr, wu = ((way * x).sum(axis=1) for x in (right, up))
    scale = np.maximum(rr * uu - ru * ru, 1e-18)
    s = np.clip((uu * wr - ru * wu) / scale, -0.5, 1.5)[:, None]
    t = np.clip((rr * wu - ru * wr) / scale, -0.5, 1.5)[:, None]
    uv = old_uv[face]
    return (uv[:, 0] + s * (uv[:, 1] - uv[:, 0]) + t * (uv[:, 2] - uv[:, 0])).reshape(-1, 3, 2)


# -------------------------------------------------------------------------------------- shading


def corner_normals(found: ImportedObject) -> list[np.ndarray]:
    """Returns unit normals (F, 3, 3) per surface: smooth over flat angles, creased over others."""
    corners = np.concatenate([surface.corners for surface in found.surfaces])
    around = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    own = around / np.maximum(np.linalg.norm(around, axis=1, keepdims=True), 1e-12)
    _, faces = _welded(corners)
    # All pairs of corners that share a point: sorted by point, every corner meets those of its
    # group at ever larger distance along the list.
    order = np.argsort(faces.ravel(), kind="stable")
    point, face = faces.ravel()[order], order // 3
    sums = around[face].copy()
    for step in range(1, int(np.bincount(point).max())):
        same = point[step:] == point[:-step]
        if not same.any():
            break
        first, second = face[:-step][same], face[step:][same]
        smooth = (own[first] * own[second]).sum(axis=1) > CREASE_COSINE
        places = np.flatnonzero(same)[smooth]
        # Within one step every place occurs once on either side.
        sums[places] += around[second[smooth]]
        sums[places + step] += around[first[smooth]]
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    normals = np.empty((len(order), 3))
    normals[order] = np.where(lengths > 1e-12, sums / np.maximum(lengths, 1e-12), own[face])
    ends = np.cumsum([len(surface.corners) for surface in found.surfaces])
    return np.split(normals.reshape(-1, 3, 3), ends[:-1])
