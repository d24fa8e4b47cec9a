"""Fewer triangles where nobody looks, none where nobody can see; used when the asset is built."""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

DIRECTIONS = 96
PIXEL_M = 0.002
SLACK_M = 0.003


def visible_faces(points_m: np.ndarray, faces: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Tells which faces can be seen from outside: the mouth and eye sockets cannot.

    Looks from many directions at points splatted into depth images.

    Args:
        points_m: (V, 3).
        faces: (F, 3) to judge.
        others: (G, 3) what may lie before them.

    Returns:
        (F,) bool.
    """
    corners = points_m[np.concatenate((faces, others))]
    steps = 12
    spread = np.array(
        [(i, j, steps - i - j) for i in range(steps + 1) for j in range(steps + 1 - i)]
    )
    cloud = np.einsum("kc,fcd->fkd", spread / steps, corners).reshape(-1, 3)
    inner = np.array([(1, 1, 1), (2, 0.5, 0.5), (0.5, 2, 0.5), (0.5, 0.5, 2)]) / 3.0
    probes = np.einsum("kc,fcd->fkd", inner, corners[: len(faces)])
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])[: len(faces)]
    seen = np.zeros(len(faces), int)
    for towards in _sphere(DIRECTIONS):
        right = np.cross(towards, (0.0, 0.0, 1.0))
        right /= np.linalg.norm(right)
        plane = np.stack((right, np.cross(towards, right)), axis=1) / PIXEL_M
        pixels = np.round(cloud @ plane).astype(int)
        first = pixels.min(axis=0)
        depth = np.full(pixels.max(axis=0) - first + 1, -np.inf, np.float32)
        column, row = (pixels - first).T
        np.maximum.at(depth, (column, row), (cloud @ towards).astype(np.float32))
        column, row = np.moveaxis(np.round(probes @ plane).astype(int) - first, -1, 0)
        nearest = depth[column, row] - SLACK_M <= probes @ towards
        seen += (across @ towards > 0.0) & (nearest.sum(axis=1) >= 2)
    return seen > 2


def reduced(
    points_m: np.ndarray, faces: np.ndarray, target: int, *, detail: np.ndarray | None = None
) -> np.ndarray:
    """Simplifies a mesh by collapsing edges onto one of their ends (Garland and Heckbert 1997).

    What remains is a choice of the original vertices, so that shapes and weights stay exact.
    Borders stay borders, and no triangle turns over.

    Args:
        points_m: (V, 3).
        faces: (F, 3).
        target: about how many triangles to keep.
        detail: (V,) how much an error counts, 1 if not given.
    """
    used, local = np.unique(faces, return_inverse=True)
    triangles = [list(map(int, corners)) for corners in local.reshape(-1, 3)]
    points = points_m[used].astype(np.float64)
    weight = np.ones(len(used)) if detail is None else detail[used]
    quadrics, border = _quadrics(points, np.array(triangles), weight)
    around: list[set[int]] = [set() for _ in points]
    for number, corners in enumerate(triangles):
        for corner in corners:
            around[corner].add(number)
    gone, version = [False] * len(triangles), [0] * len(points)
    heap: list[tuple[float, int, int, int, int]] = []

    def push(vertex: int) -> None:
        for other in {c for f in around[vertex] for c in triangles[f]} - {vertex}:
            for start, end in ((vertex, other), (other, vertex)):
                place = np.append(points[end], 1.0)
                span = points[start] - points[end]
                cost = place @ (quadrics[start] + quadrics[end]) @ place
                cost += 1e-9 * weight[start] * float(span @ span)  # flat places: short edges first
                heappush(heap, (float(cost), start, end, version[start], version[end]))

    for vertex in range(len(points)):
        push(vertex)
    left = len(triangles)
    while heap and left > target:
        _, start, end, first, second = heappop(heap)
        if (version[start], version[end]) != (first, second):
            continue
        shared = around[start] & around[end]
        moved = around[start] - shared
        rings = [{c for f in around[v] for c in triangles[f]} - {start, end} for v in (start, end)]
        if (
            not shared
            or len(rings[0] & rings[1]) != len(shared)
            or (border[start] and (not border[end] or len(shared) != 1))
            or any(_turns_over(points, triangles[f], start, end) for f in moved)
        ):
            continue
        for face in shared:
            gone[face] = True
            for corner in triangles[face]:
                around[corner].discard(face)
        for face in moved:
            triangles[face][triangles[face].index(start)] = end
        around[end] |= moved
        around[start] = set()
        quadrics[end] += quadrics[start]
        left -= len(shared)
        version[start] = -1
        for vertex in {end} | {c for f in around[end] for c in triangles[f]}:
            version[vertex] += 1
        for vertex in {end} | {c for f in around[end] for c in triangles[f]}:
            push(vertex)
    return used[np.array([c for c, dead in zip(triangles, gone, strict=True) if not dead])]


def reduced_half(
    points_m: np.ndarray, faces: np.ndarray, target: int, *, detail: np.ndarray | None = None
) -> np.ndarray:
    """As `reduced`, for a mesh that is its own mirror image at y = 0: both halves alike."""
    from scipy.spatial import cKDTree

    left = faces[points_m[faces][..., 1].min(axis=1) > -1e-4]
    kept = reduced(points_m, left, target // 2, detail=detail)
    mirror = cKDTree(points_m).query(points_m * (1.0, -1.0, 1.0))[1]
    return np.concatenate((kept, mirror[kept][:, ::-1]))


def _quadrics(
    points: np.ndarray, triangles: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Returns each vertex's error quadric (V, 4, 4) and whether it lies on a border (V,)."""
    corners = points[triangles]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    quadrics = np.zeros((len(points), 4, 4))

    def add(normals: np.ndarray, through: np.ndarray, vertices: np.ndarray) -> None:
        size = np.linalg.norm(normals, axis=1, keepdims=True)
        unit = normals / np.maximum(size, 1e-12)
        planes = np.concatenate((unit, -np.einsum("fc,fc->f", unit, through)[:, None]), axis=1)
        outer = size[..., None] * planes[:, :, None] * planes[:, None, :]
        np.add.at(quadrics, vertices, outer * weight[vertices][:, None, None])

    for corner in range(3):
        add(across, corners[:, 0], triangles[:, corner])
    edges = np.concatenate([triangles[:, [i, (i + 1) % 3]] for i in range(3)])
    owner = np.tile(np.arange(len(triangles)), 3)
    _, number, count = np.unique(
        np.sort(edges, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    rim = count[number.reshape(-1)] == 1
    border = np.zeros(len(points), bool)
    border[edges[rim].ravel()] = True
    # A wall that stands on each border edge keeps the border in its place.
    along = points[edges[rim, 1]] - points[edges[rim, 0]]
    normal = across[owner[rim]]
    wall = np.cross(along, normal / np.linalg.norm(normal, axis=1, keepdims=True))
    wall *= 3.0 * np.linalg.norm(along, axis=1, keepdims=True)
    for end in range(2):
        add(wall, points[edges[rim, 0]], edges[rim, end])
    return quadrics, border


def _turns_over(points: np.ndarray, corners: list[int], start: int, end: int) -> bool:
    a, b, c = (points[corner] for corner in corners)
    before = np.cross(b - a, c - a)
    a, b, c = (points[end if corner == start else corner] for corner in corners)
    after = np.cross(b - a, c - a)
    product = np.linalg.norm(before) * np.linalg.norm(after)
    return bool(before @ after <= 0.3 * product)


def _sphere(count: int) -> np.ndarray:
    """Returns (N, 3) directions, evenly spread (Fibonacci lattice), but none from below, where the
    neck is open."""
    number = np.arange(count) + 0.5
    z, turn = 1.0 - 2.0 * number / count, np.pi * (1.0 + 5.0**0.5) * number
    flat = np.sqrt(1.0 - z * z)
    spread = np.stack((flat * np.cos(turn), flat * np.sin(turn), z), axis=1)
    return spread[(spread[:, 2] > -0.4) & (spread[:, 2] < 0.999)]
