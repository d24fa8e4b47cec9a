"""Parts of a dressed body, each with vertices of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.posing import skin_weights
from understudy.bodies.shape import RestBody

WHITE, HAIR = 0, 1
"""Texture layers that everybody has; clothes come after them."""


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


def head_scale(rest: RestBody) -> float:
    """Returns the size of the head against an adult's: crown above the eyes over 0.115 m."""
    crown = rest.vertices_m[load_body_asset().head_faces][..., 2].max()
    return float((crown - rest.head("eye.L")[2]) / 0.115)


def vertex_normals(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Returns area-weighted unit normals (V, 3); zero for vertices without faces."""
    corners = points[faces]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros(points.shape)
    for corner in range(3):
        np.add.at(normals, faces[:, corner], across)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return normals / np.where(length > 0.0, length, 1.0)
