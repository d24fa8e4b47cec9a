"""Imported objects with few triangles: what a software renderer can afford."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from understudy.asset_files.objects import ImportedObject, Surface, triangle_areas, welded


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
    areas = np.sqrt([float(triangle_areas(surface.corners).sum()) + 1e-12 for surface in kept])
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
    few.sort(key=lambda surface: -float(triangle_areas(surface.corners).sum()))
    spent = np.cumsum([len(s.corners) * (1 + s.both_sides) for s in few])
    return ImportedObject(surfaces=tuple(few[: max(1, int((spent <= 1.2 * most).sum()))]))


def _simplified(surface: Surface, goal: int) -> Surface:
    import fast_simplification

    if len(surface.corners) <= goal:
        return surface
    points, faces = welded(surface.corners)
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
    corners = corners[triangle_areas(corners) > 1e-10 * scale * scale]
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
    area = np.bincount(piece, triangle_areas(points[faces]))
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
    areas = triangle_areas(old)
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
