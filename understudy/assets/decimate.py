"""Fewer triangles for a textured surface, without a new vertex: what stays keeps its binding.

Half-edge collapses (Hoppe 1996) under the quadric error (Garland and Heckbert 1997). Vertices of
the surface may have several corners in the texture; an edge collapses only where every corner of
the vanishing vertex has a counterpart, so that texture seams and hems stay where they are.
Many edges that do not touch each other collapse at once, which keeps it in NumPy.
"""

from __future__ import annotations

import numpy as np

BORDER_WEIGHT = 20.0
"""How much dearer it is to leave a hem or texture seam than to leave the surface."""
SHARE_PER_ROUND = 0.25


def decimate(
    points_m: np.ndarray,
    corner_vertex: np.ndarray,
    faces: np.ndarray,
    target: int,
    *,
    importance: np.ndarray | None = None,
) -> np.ndarray:
    """Collapses edges until at most `target` triangles are left, or none may collapse any more.

    Args:
        points_m: (V, 3) places of the vertices.
        corner_vertex: (W,) vertex of each corner.
        faces: (F, 3) corners.
        target: number of triangles wanted.
        importance: (V,) factor on the error at a vertex; all one if None.

    Returns:
        (F', 3) corners, a choice of the given ones.
    """
    faces = _without_slivers(faces, corner_vertex)
    factor = np.ones(len(points_m)) if importance is None else importance
    scale = float(np.ptp(points_m, axis=0).max()) or 1.0
    points = (points_m - points_m.mean(axis=0)) / scale
    quadrics = _quadrics(points, corner_vertex, faces)
    facing = np.zeros_like(points)
    for corner in range(3):
        np.add.at(facing, corner_vertex[faces[:, corner]], _normals(points[corner_vertex[faces]]))
    share = SHARE_PER_ROUND
    while len(faces) > target:
        before = len(faces)
        faces = _collapse_round(
            points, facing, corner_vertex, faces, quadrics, factor, before - target, share
        )
        if len(faces) == before:
            if share == 1.0:
                break
            share = 1.0  # none of the cheap ones may collapse: try all
    return faces


def _without_slivers(faces: np.ndarray, corner_vertex: np.ndarray) -> np.ndarray:
    own = corner_vertex[faces]
    return faces[(own != np.roll(own, 1, axis=1)).all(axis=1)]


def _edges(faces: np.ndarray) -> np.ndarray:
    """Returns all directed edges (3F, 2)."""
    return np.concatenate((faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]))


def _quadrics(points: np.ndarray, corner_vertex: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Returns (V, 4, 4): squared distance from the planes of a vertex's triangles, and from planes
    that stand on its hems and seams."""
    vertices = corner_vertex[faces]
    corners = points[vertices]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area = np.linalg.norm(normals, axis=1)
    normals /= np.maximum(area, 1e-20)[:, None]
    planes = np.concatenate((normals, -(normals * corners[:, 0]).sum(1, keepdims=True)), axis=1)
    each = area[:, None, None] * planes[:, :, None] * planes[:, None, :]
    quadrics = np.zeros((len(points), 4, 4))
    for corner in range(3):
        np.add.at(quadrics, vertices[:, corner], each)
    border, owner = _border_edges(faces)
    start, end = (points[corner_vertex[border[:, side]]] for side in (0, 1))
    along = end - start
    across = np.cross(along, normals[owner])
    length = np.linalg.norm(across, axis=1)
    across /= np.maximum(length, 1e-20)[:, None]
    planes = np.concatenate((across, -(across * start).sum(1, keepdims=True)), axis=1)
    each = (BORDER_WEIGHT * length**2)[:, None, None] * planes[:, :, None] * planes[:, None, :]
    for side in (0, 1):
        np.add.at(quadrics, corner_vertex[border[:, side]], each)
    return quadrics


def _border_edges(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns edges (E, 2) with a triangle on one side only, and that triangle (E,)."""
    edges = _edges(faces)
    owner = np.tile(np.arange(len(faces)), 3)
    _, number, count = np.unique(
        np.sort(edges, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    alone = count[number.reshape(-1)] == 1
    return edges[alone], owner[alone]


def _collapse_round(
    points: np.ndarray,
    facing: np.ndarray,
    corner_vertex: np.ndarray,
    faces: np.ndarray,
    quadrics: np.ndarray,
    factor: np.ndarray,
    surplus: int,
    share: float,
) -> np.ndarray:
    """Collapses edges that do not touch each other, of the cheapest `share` of all; adds to
    `quadrics` in place."""
    count = len(points)
    corners = np.unique(np.sort(_edges(faces), axis=1), axis=0)
    corners = np.concatenate((corners, corners[:, ::-1]))
    pairs = corner_vertex[corners]  # u vanishes into v
    key = pairs[:, 0].astype(np.int64) * count + pairs[:, 1]
    edge_key, first, shared = np.unique(key, return_index=True, return_counts=True)
    u, v = pairs[first].T
    used_corners = np.unique(faces)
    corners_of = np.bincount(corner_vertex[used_corners], minlength=count)
    border = np.unique(_vertex_border(corner_vertex[faces]))
    on_border = np.zeros(count, bool)
    on_border[border] = True
    hem = _keys_of_border(corner_vertex[faces], count)
    allowed = (shared == corners_of[u]) & (~on_border[u] | np.isin(edge_key, hem))
    u, v, edge_key = u[allowed], v[allowed], edge_key[allowed]
    place = np.concatenate((points[v], np.ones((len(v), 1))), axis=1)
    cost = np.einsum("ei,eij,ej->e", place, quadrics[u] + quadrics[v], place)
    # A tiny price on length keeps flat regions evenly meshed.
    cost = np.maximum(cost, 0.0) + 1e-9 * ((points[u] - points[v]) ** 2).sum(axis=1)
    cost *= factor[u]
    order = np.argsort(cost, kind="stable")
    order = order[: max(16, int(share * len(order)))]
    chosen = _independent(u[order], v[order], corner_vertex[faces], count, surplus)
    if not len(chosen):
        return faces
    u, v = u[order][chosen], v[order][chosen]
    good = _keeps_shape(points, facing, corner_vertex, faces, u, v)
    u, v = u[good], v[good]
    target = np.arange(count)
    target[u] = v
    quadrics[v] += quadrics[u]
    moved = np.arange(len(corner_vertex))
    into = corners[(target[pairs[:, 0]] == pairs[:, 1])]
    moved[into[:, 0]] = into[:, 1]
    return _without_slivers(moved[faces], corner_vertex)


def _vertex_border(faces: np.ndarray) -> np.ndarray:
    return _border_edges(faces)[0]


def _keys_of_border(faces: np.ndarray, count: int) -> np.ndarray:
    border = _vertex_border(faces).astype(np.int64)
    return np.concatenate(
        (border[:, 0] * count + border[:, 1], border[:, 1] * count + border[:, 0])
    )


def _independent(
    u: np.ndarray, v: np.ndarray, faces: np.ndarray, count: int, surplus: int
) -> np.ndarray:
    """Picks edges in order so that no triangle is touched by two collapses."""
    order = np.argsort(faces.ravel(), kind="stable")
    starts = np.searchsorted(faces.ravel()[order], np.arange(count + 1))
    owner = order // 3
    taken = np.zeros(len(faces), bool)
    chosen = []
    for number, (a, b) in enumerate(zip(u.tolist(), v.tolist(), strict=True)):
        around = owner[starts[a] : starts[a + 1]]
        beyond = owner[starts[b] : starts[b + 1]]
        if taken[around].any() or taken[beyond].any():
            continue
        # Link condition: the ends share no neighbour but the tips of the edge's own triangles.
        edge_faces = np.intersect1d(around, beyond, assume_unique=True)
        common = set(faces[around].ravel().tolist()) & set(faces[beyond].ravel().tolist())
        if len(common) != 2 + len(edge_faces) or len(edge_faces) > 2:
            continue
        taken[around] = True
        taken[beyond] = True
        chosen.append(number)
        if 2 * len(chosen) >= surplus:
            break
    return np.array(chosen, int)


def _keeps_shape(
    points: np.ndarray,
    facing: np.ndarray,
    corner_vertex: np.ndarray,
    faces: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
) -> np.ndarray:
    """Tells which collapses turn no triangle over, nor away from where the surface faced (V, 3)
    at its corners in the beginning."""
    target = np.arange(len(points))
    target[u] = v
    old, new = corner_vertex[faces], target[corner_vertex[faces]]
    changed = (old != new).any(axis=1)
    alive = changed & (new != np.roll(new, 1, axis=1)).all(axis=1)
    before, after = (_normals(points[side[alive]]) for side in (old, new))
    length = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    turned = (before * after).sum(axis=1) < 0.3 * np.maximum(length, 1e-24)
    outwards = facing[new[alive]].sum(axis=1)
    turned |= (after * outwards).sum(axis=1) <= 0.0
    # Which collapse changed the triangle: the one whose u it has.
    bad = np.unique(old[alive][turned][(old != new)[alive][turned]])
    return ~np.isin(u, bad)


def _normals(corners: np.ndarray) -> np.ndarray:
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
