"""Hats: domes over skull and hair, with brims; and what lies beneath them taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.canonical import eye_middle
from understudy.bodies.pieces import Piece, head_scale, vertex_normals
from understudy.bodies.places import SPREAD, convex_radii
from understudy.bodies.posing import transform_names
from understudy.bodies.shape import RestBody
from understudy.types import GarmentSpec

MIDDLE_X_M = -0.075
"""Where the upright axis of the skull stands, from between the eyes, canonical."""
PER_VERTEX = ("positions_m", "weights", "colour", "uv", "normals", "on_tube")
STEP = 2
"""Every second of the directions of an outline is a spoke."""


@dataclass(frozen=True, kw_only=True)
class Hat:
    """Lengths on an adult's head, from between the eyes."""

    edge_m: float
    """Height of its lower edge in the middle of the head."""
    tilt: float
    """How much higher that edge lies in front, as a slope."""
    away_m: float
    """How far it stands off the skull."""
    top_m: float
    """How far its top is above the skull."""
    brim_front_m: float = 0.0
    brim_back_m: float = 0.0
    brim_drop_m: float = 0.0
    fold_m: float = 0.0
    """Height of a folded edge."""
    steep: float = 0.5
    """Exponent of the dome's profile: small is boxy."""


HATS = MappingProxyType(
    {
        "cap": Hat(edge_m=0.045, tilt=0.12, away_m=0.012, top_m=0.014, brim_front_m=0.075,
                   brim_drop_m=0.012),
        "beanie": Hat(edge_m=0.03, tilt=0.30, away_m=0.013, top_m=0.030, fold_m=0.045, steep=0.6),
        "sun_hat": Hat(edge_m=0.045, tilt=0.1, away_m=0.014, top_m=0.022, brim_front_m=0.075,
                       brim_back_m=0.075, brim_drop_m=0.02, steep=0.35),
        "hard_hat": Hat(edge_m=0.042, tilt=0.08, away_m=0.026, top_m=0.042, brim_front_m=0.045,
                        brim_back_m=0.012, brim_drop_m=0.008),
        "headscarf": Hat(edge_m=0.04, tilt=0.25, away_m=0.012, top_m=0.014),
    }
)  # fmt: skip


def wear_hat(
    worn: GarmentSpec, rest: RestBody, pieces: list[Piece], *, layer: int
) -> tuple[list[Piece], list[Piece]]:
    """Puts a hat on.

    Args:
        worn: its kind, a key of HATS.
        rest: the body.
        pieces: head and hair.
        layer: texture layer of the hat's cloth.

    Returns:
        the hat, and `pieces` without what it hides.
    """
    hat = HATS[worn.kind]
    scale = head_scale(rest)
    middle = eye_middle(rest) + scale * np.array([MIDDLE_X_M, 0.0, 0.0])
    skull = (rest.vertices_m[np.unique(load_body_asset().head_faces)] - middle) / scale
    crown = float(skull[:, 2].max())
    turns = 2.0 * np.pi * np.arange(SPREAD)[::STEP] / SPREAD
    edge = hat.edge_m + hat.tilt * 0.1 * np.cos(turns)
    high = skull[skull[:, 2] > hat.edge_m - 0.02]
    widest = convex_radii(high[:, :2])[::STEP] + hat.away_m
    rings = []
    if hat.brim_front_m or hat.brim_back_m:
        front = np.clip(np.cos(turns), 0.0, 1.0) ** (0.5 if hat.brim_back_m else 1.5)
        reach = hat.brim_back_m + (hat.brim_front_m - hat.brim_back_m) * front
        rings.append((widest + reach, edge - hat.brim_drop_m))
    if hat.fold_m:
        rings += [(widest + 0.007, edge), (widest + 0.008, edge + hat.fold_m)]
    top = crown + hat.top_m
    for share in (0.0, 0.45, 0.75, 0.93):
        rings.append((widest * (1.0 - share**2) ** hat.steep, edge + (top - edge) * share))
    points = [
        np.stack((radius * np.cos(turns), radius * np.sin(turns), height), axis=1)
        for radius, height in rings
    ]
    count = len(turns)
    apex = np.array([[0.0, 0.0, top]])
    local = np.concatenate([*points, apex])
    faces = [
        _strip(np.arange(count) + count * (k + 1), np.arange(count) + count * k)
        for k in range(len(rings) - 1)
    ]
    last = np.arange(count) + count * (len(rings) - 1)
    end = np.full(count, len(local) - 1)
    faces.append(np.stack((end, last, np.roll(last, -1)), axis=1))
    made = [_on_head(middle + scale * local, np.concatenate(faces), worn, layer)]
    if worn.kind == "headscarf":
        made.append(_scarf(worn, rest, layer))
    kept = [_uncovered(piece, middle, scale, hat) for piece in pieces]
    return made, [piece for piece in kept if len(piece.faces)]


def _uncovered(piece: Piece, middle: np.ndarray, scale: float, hat: Hat) -> Piece:
    """Returns a piece without the faces that are wholly inside a hat."""
    place = (piece.positions_m - middle) / scale
    flat = np.linalg.norm(place[:, :2], axis=1)
    edge = hat.edge_m + hat.tilt * 0.1 * place[:, 0] / np.maximum(flat, 0.02)
    hidden = (place[:, 2] > edge + 0.012)[piece.faces].all(axis=1)
    used, local = np.unique(piece.faces[~hidden], return_inverse=True)
    per_vertex = {
        name: value[used]
        for name, value in vars(piece).items()
        if name in PER_VERTEX and value is not None
    }
    return replace(piece, faces=local.reshape(-1, 3), **per_vertex)


def _scarf(worn: GarmentSpec, rest: RestBody, layer: int) -> Piece:
    """Falls from the temples behind the ears around the neck, open in front of the face."""
    scale = head_scale(rest)
    middle = eye_middle(rest) + scale * np.array([MIDDLE_X_M, 0.0, 0.0])
    # From the left cheek around the back to the right one.
    turns = np.linspace(0.36 * np.pi, 1.64 * np.pi, 15)
    rows = (
        (0.06, 0.093, 0.0), (0.0, 0.098, 0.004), (-0.07, 0.098, 0.02), (-0.12, 0.088, 0.05),
        (-0.16, 0.10, 0.07), (-0.19, 0.125, 0.05),
    )  # fmt: skip
    front = np.abs(np.cos(turns / 2.0))
    points = []
    for height, radius, forward in rows:
        closing = np.interp(height, (-0.12, 0.0), (0.36, 0.0))
        angle = np.pi + (turns - np.pi) * (1.0 + closing)
        points.append(
            np.stack(
                (
                    radius * np.cos(angle) + forward * front - 0.01,
                    radius * np.sin(angle),
                    np.full(len(angle), height),
                ),
                axis=1,
            )
        )
    count = len(turns)
    faces = [
        _strip(np.arange(count) + count * k, np.arange(count) + count * (k + 1), closed=False)
        for k in range(len(rows) - 1)
    ]
    local = np.concatenate(points)
    scarf = _on_head(middle + scale * local, np.concatenate(faces), worn, layer)
    names = transform_names()
    weights = np.zeros_like(scarf.weights)
    down = np.clip((-0.06 - local[:, 2]) / 0.1, 0.0, 1.0)
    weights[:, names.index("head")] = 1.0 - down
    weights[:, names.index("neck")] = down * 0.6
    weights[:, names.index("spine3")] = down * 0.4
    return replace(scarf, weights=weights)


def _on_head(points: np.ndarray, faces: np.ndarray, worn: GarmentSpec, layer: int) -> Piece:
    weights = np.zeros((len(points), len(transform_names())), np.float32)
    weights[:, transform_names().index("head")] = 1.0
    return Piece(
        positions_m=points,
        faces=faces,
        weights=weights,
        colour=np.ones_like(points),
        layer=layer,
        tile_m=worn.pattern_scale_m,
        normals=vertex_normals(points, faces),
    )


def _strip(upper: np.ndarray, lower: np.ndarray, *, closed: bool = True) -> np.ndarray:
    a, b, c, d = upper, np.roll(upper, -1), lower, np.roll(lower, -1)
    faces = np.stack((np.stack((a, c, b), axis=1), np.stack((b, c, d), axis=1)), axis=1)
    return (faces if closed else faces[:-1]).reshape(-1, 3)
