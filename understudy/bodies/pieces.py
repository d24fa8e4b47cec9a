"""Parts of a dressed body, each with vertices of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.posing import skin_weights
from understudy.bodies.shape import RestBody
from understudy.geometry import cross

WHITE, HAIR = 0, 1
"""Texture layers that everybody has; clothes come after them."""


@dataclass(frozen=True, kw_only=True)
class Tube:
    """The control points of cloth that hangs free; R rings of S spokes, at rest."""

    points_m: np.ndarray
    """(R, S, 3), from the first ring below the held one downwards."""
    weights: np.ndarray
    """(R, S, transforms)."""
    angles: np.ndarray
    """(S,) ascending, about the upright axis of the body."""
    closed: bool
    held_m: float
    """Height at which it is held."""
    droop: float
    """How far it hangs straight down instead of following the limbs, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Part of a dressed body with vertices of its own."""

    positions_m: np.ndarray
    faces: np.ndarray
    weights: np.ndarray
    colour: np.ndarray
    """(V, 3)."""
    layer: int
    tile_m: float
    """Size of a texture tile on the body."""
    uv: np.ndarray | None = None
    """(V, 2); None: the place at rest, projected, over `tile_m`."""
    page: np.ndarray | None = None
    """(G, G, 4) picture that `uv` stretches over the piece, instead of the tile `layer`; pieces
    that hold the same array share it."""
    normals: np.ndarray | None = None
    """(V, 3); None: those of the faces, averaged."""
    tube: Tube | None = None
    on_tube: np.ndarray | None = None
    """(V, 2) ring, 0 where the tube is held, and angle, of vertices on `tube`."""


def cut(
    rest: RestBody,
    faces: np.ndarray,
    colour: tuple[float, float, float],
    *,
    positions: np.ndarray | None = None,
    colours: np.ndarray | None = None,
    layer: int = WHITE,
    tile_m: float = 0.25,
) -> Piece:
    """Takes faces (F, 3) out of the body with vertices of their own."""
    used, local = np.unique(faces, return_inverse=True)
    return Piece(
        positions_m=(rest.vertices_m if positions is None else positions)[used],
        faces=local.reshape(-1, 3),
        weights=skin_weights()[used],
        colour=np.tile(colour, (len(used), 1)) if colours is None else colours[used],
        layer=layer,
        tile_m=tile_m,
    )


def cut_along(
    rest: RestBody,
    faces: np.ndarray,
    inside: np.ndarray,
    *,
    positions: np.ndarray,
    colours: np.ndarray,
    layer: int = WHITE,
    tile_m: float = 0.25,
) -> Piece:
    """Takes the part of faces (F, 3) where `inside` (V,) is positive, cut through the triangles.

    New vertices lie where `inside` is zero on an edge, so that a hem is a line and no staircase;
    place, colour and skin weights are mixed from the edge's ends.
    """
    trimmed, ends, share = clip(faces, inside)
    used, local = np.unique(trimmed, return_inverse=True)
    first, second, share = ends[used, 0], ends[used, 1], share[used, None]

    def mixed(values: np.ndarray) -> np.ndarray:
        return values[first] * (1.0 - share) + values[second] * share

    return Piece(
        positions_m=mixed(positions),
        faces=local.reshape(-1, 3),
        weights=mixed(skin_weights()).astype(np.float32),
        colour=mixed(colours),
        layer=layer,
        tile_m=tile_m,
    )


def clip(faces: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns triangles over old and new vertices, each vertex's two ends, share of the second."""
    count = len(inside)
    positive = inside[faces] > 0.0
    corners = positive.sum(axis=1)
    whole = faces[corners == 3]

    def turned(selected: np.ndarray, odd: bool) -> np.ndarray:
        """Starts each triangle at its odd corner: the one that is (not) inside."""
        start = np.argmax(positive[selected] == odd, axis=1)
        return np.take_along_axis(faces[selected], (start[:, None] + np.arange(3)) % 3, axis=1)

    tip, rest = turned(corners == 1, True), turned(corners == 2, False)
    crossed = np.concatenate((tip[:, [0, 1]], tip[:, [0, 2]], rest[:, [0, 1]], rest[:, [0, 2]]))
    edges, number = np.unique(np.sort(crossed, axis=1), axis=0, return_inverse=True)
    new = count + number.reshape(-1)
    a, b = new[: len(tip)], new[len(tip) : 2 * len(tip)]
    c, d = np.split(new[2 * len(tip) :], 2)
    triangles = np.concatenate(
        (
            whole,
            np.stack((tip[:, 0], a, b), axis=1),
            np.stack((c, rest[:, 1], rest[:, 2]), axis=1),
            np.stack((c, rest[:, 2], d), axis=1),
        )
    )
    values = inside[edges]
    share = values[:, 0] / (values[:, 0] - values[:, 1])
    own = np.arange(count)
    ends = np.concatenate((np.stack((own, own), axis=1), edges))
    return triangles, ends, np.concatenate((np.zeros(count), share))


def head_scale(rest: RestBody) -> float:
    """Returns the size of the head against an adult's: crown above the eyes over 0.115 m."""
    crown = rest.vertices_m[load_body_asset().head_faces][..., 2].max()
    return float((crown - rest.head("eye.L")[2]) / 0.115)


def vertex_normals(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Returns area-weighted unit normals (V, 3); zero for vertices without faces."""
    corners = points[faces]
    across = cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros(points.shape)
    for corner in range(3):
        np.add.at(normals, faces[:, corner], across)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return normals / np.where(length > 0.0, length, 1.0)
