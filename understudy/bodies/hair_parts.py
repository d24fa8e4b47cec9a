"""Hair that is tied up or stands: tails, braids, buns, a crest; and hair that keeps clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from scipy.spatial import cKDTree

from understudy.bodies.asset import load_body_asset
from understudy.bodies.pieces import HAIR, Piece, vertex_normals
from understudy.bodies.posing import transform_names
from understudy.bodies.shape import RestBody

SPOKES = 7


@dataclass(frozen=True, kw_only=True)
class Scalp:
    """What a part needs to know of the head that it sits on."""

    rest: RestBody
    middle: np.ndarray
    """Between the eyes, (3,)."""
    scale: float
    colour: tuple[float, float, float]
    strand_m: float
    """Size of the strand tile."""


def clear_of_body(points_m: np.ndarray, rest: RestBody, margin_m: float) -> np.ndarray:
    """Moves points (..., 3) off the skin, at rest, until they are `margin_m` outside it."""
    asset = load_body_asset()
    faces = np.concatenate((asset.head_faces, asset.suit_faces))
    used = np.unique(faces)
    normals = vertex_normals(rest.vertices_m, faces)[used]
    skin = rest.vertices_m[used]
    tree = cKDTree(skin)
    moved = points_m.reshape(-1, 3).copy()
    for _ in range(4):
        distance, nearest = tree.query(moved, k=4)
        near = 1.0 / np.maximum(distance, 1e-4) ** 2
        near /= near.sum(axis=1, keepdims=True)
        normal = np.einsum("pk,pkd->pd", near, normals[nearest])
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-6)
        outside = np.einsum("pd,pkd,pk->p", normal, moved[:, None] - skin[nearest], near)
        moved += np.clip(margin_m - outside, 0.0, 0.05)[:, None] * normal
    return moved.reshape(points_m.shape)


def grid_faces(rows: int, columns: int) -> np.ndarray:
    """Returns the triangles (F, 3) of a grid whose columns close to a ring."""
    row, column = (index.ravel() for index in np.indices((rows - 1, columns)))
    corner = row * columns + column
    right = row * columns + (column + 1) % columns
    return np.concatenate(
        (
            np.stack((corner, corner + columns, right), axis=1),
            np.stack((right, corner + columns, right + columns), axis=1),
        )
    )


def _tube(
    scalp: Scalp, path: np.ndarray, radius: np.ndarray, torso: np.ndarray, *, shade: float = 1.0
) -> Piece:
    """Returns a lock along `path` (R, 3), canonical; `torso` (R,) is the share that the trunk, not
    the head, carries of each ring."""
    line = scalp.middle + scalp.scale * path
    radius = radius * scalp.scale
    off = clear_of_body(line, scalp.rest, float(0.02 * scalp.scale))
    free = np.clip(np.arange(len(line)) / 2.0, 0.0, 1.0)[:, None]  # its root stays where it grows
    line = line + (off - line) * free
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.cross(along, np.eye(3)[1])
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6)
    other = np.cross(along, across)
    turn = np.arange(SPOKES) * 2.0 * np.pi / SPOKES
    ring = across[:, None] * np.cos(turn)[:, None] + other[:, None] * np.sin(turn)[:, None]
    points = line[:, None] + radius[:, None, None] * ring
    run = np.concatenate(([0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))))
    uv = np.stack(np.broadcast_arrays(np.abs(turn - np.pi) * 0.03, run[:, None]), axis=-1)
    return _on_head(scalp, points, uv, np.repeat(torso, SPOKES), shade)


def _on_head(
    scalp: Scalp, points: np.ndarray, uv: np.ndarray, torso: np.ndarray, shade: float
) -> Piece:
    rows, columns = points.shape[:2]
    names = transform_names()
    weights = np.zeros((rows * columns, len(names)), np.float32)
    weights[:, names.index("head")] = 1.0 - torso
    weights[:, names.index("spine3")] = torso
    return Piece(
        positions_m=points.reshape(-1, 3).astype(np.float32),
        faces=grid_faces(rows, columns),
        weights=weights,
        colour=np.tile(np.clip(np.array(scalp.colour) * shade, 0.0, 1.0), (len(weights), 1)),
        layer=HAIR,
        tile_m=scalp.strand_m,
        uv=uv.reshape(-1, 2) / scalp.strand_m,
    )


def _ball(scalp: Scalp, place: tuple[float, float, float], radius: float) -> Piece:
    polar = np.linspace(0.05, np.pi - 0.05, 7)[:, None]
    turn = np.arange(10) * 2.0 * np.pi / 10
    unit = np.stack(
        np.broadcast_arrays(
            np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar)
        ),
        axis=-1,
    )
    points = scalp.middle + scalp.scale * (np.array(place) + radius * unit * (0.85, 1.0, 0.95))
    uv = np.stack(np.broadcast_arrays(np.abs(turn - np.pi) * 0.02, polar * 0.03), axis=-1)
    return _on_head(scalp, points, uv, np.zeros(unit[..., 0].size), 0.95)


def _ponytail(scalp: Scalp) -> Piece:
    path = np.array(
        [(-0.165, 0, 0.055), (-0.195, 0, 0.062), (-0.222, 0, 0.045), (-0.232, 0, 0.0),
         (-0.228, 0, -0.06), (-0.215, 0, -0.12), (-0.200, 0, -0.18)]
    )  # fmt: skip
    radius = np.array([0.014, 0.017, 0.024, 0.029, 0.027, 0.021, 0.004])
    return _tube(scalp, path, radius, np.array([0, 0, 0, 0.05, 0.2, 0.4, 0.55]))


def _side_tail(scalp: Scalp, sign: float) -> Piece:
    path = np.array(
        [(-0.095, 0.074, 0.02), (-0.105, 0.098, 0.024), (-0.110, 0.116, 0.0),
         (-0.108, 0.122, -0.05), (-0.100, 0.120, -0.10), (-0.090, 0.114, -0.155)]
    ) * (1.0, sign, 1.0)  # fmt: skip
    radius = np.array([0.012, 0.016, 0.023, 0.024, 0.019, 0.004])
    return _tube(scalp, path, radius, np.array([0, 0, 0, 0.1, 0.3, 0.5]))


def _braid(scalp: Scalp) -> Piece:
    down = np.linspace(0.0, 1.0, 15)
    path = np.stack(
        (np.interp(down, [0, 0.2, 1], [-0.150, -0.172, -0.170]), np.zeros(15),
         np.interp(down, [0, 1], [-0.035, -0.33])), axis=1,
    )  # fmt: skip
    radius = (0.019 - 0.007 * down) * (1.0 + 0.28 * np.cos(np.pi * np.arange(15)))
    radius[-1] = 0.003
    return _tube(scalp, path, radius, np.clip((down - 0.1) * 1.4, 0.0, 0.9))


def _crest(scalp: Scalp) -> Piece:
    """Stands along the middle of the skull, from the forehead to the nape."""
    polar = np.radians(np.linspace(-52.0, 118.0, 14))
    radius = np.interp(np.degrees(polar), [-52, 0, 60, 118], [0.094, 0.092, 0.115, 0.100])
    towards = np.stack((-np.sin(polar), np.zeros(14), np.cos(polar)), axis=1)
    foot = np.array([-0.065, 0.0, 0.02]) + towards * radius[:, None]
    height = 0.065 * np.sin(np.linspace(0.12, np.pi - 0.25, 14)) ** 0.5
    height *= 1.0 + 0.12 * np.cos(np.pi * np.arange(14))
    section = [(-0.006, 0.015), (0.6, 0.009), (1.0, 0.0), (0.6, -0.009), (-0.006, -0.015)]
    points = np.stack(
        [
            foot
            + towards * (height[:, None] * rise if rise > 0 else rise)
            + np.array([0, aside, 0])
            for rise, aside in section
        ],
        axis=1,
    )
    uv = np.stack(
        np.broadcast_arrays(
            np.linspace(0, 0.3, 14)[:, None], np.array([0, 0.04, 0.07, 0.04, 0.0])[None]
        ),
        axis=-1,
    )
    placed = scalp.middle + scalp.scale * points
    return _on_head(scalp, placed, uv, np.zeros(points[..., 0].size), 1.0)


TIED: MappingProxyType[str, Callable[[Scalp], Piece]] = MappingProxyType(
    {
        "bun": lambda scalp: _ball(scalp, (-0.190, 0.0, 0.040), 0.040),
        "top_knot": lambda scalp: _ball(scalp, (-0.115, 0.0, 0.128), 0.034),
        "ponytail": _ponytail,
        "left_tail": lambda scalp: _side_tail(scalp, 1.0),
        "right_tail": lambda scalp: _side_tail(scalp, -1.0),
        "braid": _braid,
        "crest": _crest,
    }
)
