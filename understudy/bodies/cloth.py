"""Cloth in the making: cut from the body's suit, let down, divided into panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from understudy.bodies.pieces import Piece, Tube, clip, vertex_normals
from understudy.bodies.places import Places
from understudy.bodies.posing import skin_weights, transform_names

_FIXED: dict[str, Any] = {
    "position": slice(0, 3), "normal": slice(3, 6), "arm": 6, "leg": 7, "torso": 8, "collar": 9,
    "up": 10, "ring": 11, "cosine": 12, "sine": 13,
}  # fmt: skip
_WEIGHTS = 14
"""First column of the skin weights."""


@dataclass(frozen=True, kw_only=True)
class Cloth:
    """Triangles whose vertices carry everything that is mixed where they are cut."""

    faces: np.ndarray
    values: np.ndarray
    """(V, columns): place and normal [m], limb coordinates, "up" height above the sole [m], "ring"
    and the cosine and sine of the angle on the tube, then the skin weights."""
    tube: Tube | None = None
    """What hangs free of it."""

    def __getitem__(self, column: str) -> np.ndarray:
        return self.values[:, _FIXED[column]]

    @property
    def weights(self) -> np.ndarray:
        return self.values[:, _WEIGHTS:]

    def with_normals(self) -> Cloth:
        """Returns the same with the normals of its faces, averaged."""
        values = self.values.copy()
        values[:, _FIXED["normal"]] = vertex_normals(self["position"], self.faces)
        return replace(self, values=values)

    def compact(self) -> Cloth:
        """Returns the same without vertices that no face uses."""
        used, local = np.unique(self.faces, return_inverse=True)
        return replace(self, faces=local.reshape(-1, 3), values=self.values[used])

    def part(self, inside: np.ndarray) -> Cloth:
        """Returns what lies where `inside` (V,) is positive, cut through the triangles."""
        faces, ends, share = clip(self.faces, inside)
        used, local = np.unique(faces, return_inverse=True)
        first, second = self.values[ends[used, 0]], self.values[ends[used, 1]]
        share = share[used, None]
        mixed = first * (1.0 - share) + second * share
        return replace(self, faces=local.reshape(-1, 3), values=mixed)

    def piece(
        self, *, colour: np.ndarray, layer: int, tile_m: float, uv: np.ndarray | None = None
    ) -> Piece:
        return Piece(
            positions_m=self["position"],
            faces=self.faces,
            weights=self.weights.astype(np.float32),
            colour=colour,
            layer=layer,
            tile_m=tile_m,
            uv=uv,
            normals=self["normal"],
            tube=self.tube,
            on_tube=np.stack(
                (self["ring"], np.arctan2(self["sine"], self["cosine"]) % (2.0 * np.pi)), axis=1
            ),
        )


def from_suit(places: Places, faces: np.ndarray, positions_m: np.ndarray) -> Cloth:
    """Returns faces (F, 3) of the body as cloth at `positions_m` (V, 3), not yet cut."""
    points = places.rest.vertices_m
    up = points[:, 2] - points[:, 2].min()
    values = np.concatenate(
        (
            positions_m,
            np.zeros_like(positions_m),
            np.stack((places.arm, places.leg, places.torso, places.collar, up), axis=1),
            np.zeros((len(points), 3)),
            skin_weights(),
        ),
        axis=1,
    )
    return Cloth(faces=faces, values=values)


def new_rows(places: Places, positions_m: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Returns `Cloth.values` of vertices that are not on the suit."""
    z = positions_m[:, 2]
    leg = np.interp(-z, [-places.at_leg(a) for a in (0.0, 1.0, 2.0)], (0.0, 1.0, 2.0))
    pelvis, neck = places.at_torso(0.0), places.at_torso(1.0)
    torso = (z - pelvis) / (neck - pelvis)
    up = z - places.rest.vertices_m[:, 2].min()
    off = np.full(len(z), -1.0)
    return np.concatenate(
        (
            positions_m,
            np.zeros_like(positions_m),
            np.stack((off, leg, torso, torso, up), axis=1),
            np.zeros((len(z), 3)),
            weights,
        ),
        axis=1,
    )


def on_tube(values: np.ndarray, ring: np.ndarray, angle: np.ndarray) -> None:
    """Writes the place on a tube into rows of `Cloth.values`."""
    values[:, _FIXED["ring"]] = ring
    values[:, _FIXED["cosine"]] = np.cos(angle)
    values[:, _FIXED["sine"]] = np.sin(angle)


def joined(first: Cloth, rows: np.ndarray, faces: np.ndarray) -> Cloth:
    """Returns cloth with more vertices; `faces` count on from the first's."""
    return replace(
        first,
        faces=np.concatenate((first.faces, faces)),
        values=np.concatenate((first.values, rows)),
    )


def side_by_side(cloths: Sequence[Cloth]) -> Cloth:
    """Returns several as one, none of their vertices shared."""
    starts = np.cumsum([0, *(len(cloth.values) for cloth in cloths)])
    return Cloth(
        faces=np.concatenate([c.faces + n for c, n in zip(cloths, starts, strict=False)]),
        values=np.concatenate([cloth.values for cloth in cloths]),
        tube=cloths[0].tube,
    ).compact()


def weights_of(**shares: np.ndarray) -> np.ndarray:
    """Returns (V, transforms) from (V,) shares by transform name ("L"/"R" after "__")."""
    names = transform_names()
    length = len(next(iter(shares.values())))
    weights = np.zeros((length, len(names)))
    for name, share in shares.items():
        weights[:, names.index(name.replace("__", "."))] = share
    return weights


def rim(cloth: Cloth, where: np.ndarray) -> np.ndarray:
    """Returns the vertices on open edges whose both ends are in `where` (V,)."""
    edges = np.concatenate([cloth.faces[:, [i, (i + 1) % 3]] for i in range(3)])
    edges = np.sort(edges[where[edges].all(axis=1)], axis=1)
    found, count = np.unique(edges, axis=0, return_counts=True)
    return np.unique(found[count == 1])


def stitched(
    upper: np.ndarray,
    upper_angles: np.ndarray,
    lower: np.ndarray,
    lower_angles: np.ndarray,
    *,
    closed: bool,
) -> np.ndarray:
    """Returns triangles between two rings of vertices, outside out.

    Args:
        upper, lower: vertex numbers (N,), (M,), in order of their angles.
        upper_angles, lower_angles: ascending, counter-clockwise seen from above.
        closed: whether the last meets the first.
    """
    count = len(upper)
    order = np.argsort(np.concatenate((upper_angles, lower_angles)), kind="stable")
    of_upper = order < count
    i, j = np.cumsum(of_upper) - 1, np.cumsum(~of_upper) - 1
    faces = np.stack(
        (
            np.where(of_upper, upper[i - 1], upper[i]),
            np.where(of_upper, lower[j], lower[j - 1]),
            np.where(of_upper, upper[i], lower[j]),
        ),
        axis=1,
    )
    if closed:  # index -1 is the last: what comes before the first
        return faces
    # Before the first of the other ring, its first serves.
    early = np.where(of_upper, j < 0, i < 0)
    faces[early & of_upper, 1] = lower[0]
    faces[early & ~of_upper, 0] = upper[0]
    first = np.where(of_upper, i < 1, j < 1)
    return faces[~first]
