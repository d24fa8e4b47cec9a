"""Objects from OBJ and glTF files, as few triangles and flat enough for a software renderer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from understudy.colour import decode_srgb
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
        return sum(float(triangle_areas(surface.corners).sum()) for surface in self.surfaces)


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
        return _triple(decode_srgb(paint)), None, False
    image = getattr(material, "baseColorTexture", None)
    factor = getattr(material, "baseColorFactor", None)
    both_sides = bool(getattr(material, "doubleSided", False))
    if hasattr(material, "baseColorFactor"):  # glTF: linear
        factor = np.full(3, 255) if factor is None else np.asarray(factor)
        colour = factor[:3] / (255.0 if factor.dtype.kind in "iu" else 1.0)
    else:  # MTL: as seen on a screen
        image = getattr(material, "image", None)
        colour = decode_srgb(np.asarray(material.diffuse)[:3].astype(np.uint8))
        if image is not None:
            # Where a picture covers it, the diffuse colour is as often black as white.
            colour = np.ones(3)
    picture = None if image is None else np.asarray(image.convert("RGBA"))
    if picture is not None and min(picture.shape[:2]) < 2:
        colour, picture = colour * decode_srgb(picture[0, 0, :3]), None
    return _triple(np.clip(colour, 0.0, 1.0)), picture, both_sides


def _triple(colour: np.ndarray) -> tuple[float, float, float]:
    return float(colour[0]), float(colour[1]), float(colour[2])


def welded(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the different points (P, 3) of corners (F, 3, 3) and the faces (F, 3) over them."""
    points = corners.reshape(-1, 3)
    grain = max(float(np.ptp(points, axis=0).max()), 1e-9) * 1e-5
    _, first, index = np.unique(
        np.round(points / grain).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    return points[first], index.reshape(-1, 3)


def _is_sheet(corners: np.ndarray) -> bool:
    """Tells cloth, leaves and panes from solids by the share of edges with one face only."""
    _, faces = welded(corners)
    edges = np.sort(faces[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    return bool(np.mean(counts == 1) > 0.2)


def triangle_areas(corners: np.ndarray) -> np.ndarray:
    """Returns the area (F,) of triangles (F, 3, 3)."""
    around = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return 0.5 * np.linalg.norm(around, axis=1)


def corner_normals(found: ImportedObject) -> list[np.ndarray]:
    """Returns unit normals (F, 3, 3) per surface: smooth over flat angles, creased over others."""
    corners = np.concatenate([surface.corners for surface in found.surfaces])
    around = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    own = around / np.maximum(np.linalg.norm(around, axis=1, keepdims=True), 1e-12)
    _, faces = welded(corners)
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
