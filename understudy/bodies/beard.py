"""Beards: painted on the chin, and where they are long a shell that hangs from it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.canonical import canonical_places
from understudy.bodies.pieces import HAIR, Piece, cut_along, head_scale, vertex_normals
from understudy.bodies.shape import RestBody
from understudy.errors import lookup
from understudy.packs import is_pack_item
from understudy.types import BodySpec

TILE_M = 0.10


@dataclass(frozen=True, kw_only=True)
class Beard:
    """Lengths on a middling adult's head [m]."""

    areas: tuple[str, ...]
    """Of "moustache", "chin", "jaw"."""
    cover: float
    """How much skin it hides."""
    thickness_m: float = 0.0
    drop_m: float = 0.0
    """How far it hangs below the chin."""


BEARDS: MappingProxyType[str, Beard | None] = MappingProxyType(
    {
        "none": None,
        "stubble": Beard(areas=("moustache", "chin", "jaw"), cover=0.38),
        "moustache": Beard(areas=("moustache",), cover=0.9, thickness_m=0.006),
        "goatee": Beard(
            areas=("moustache", "chin"), cover=0.9, thickness_m=0.007, drop_m=0.006
        ),
        "short": Beard(areas=("moustache", "chin", "jaw"), cover=0.85, thickness_m=0.004),
        "full": Beard(
            areas=("moustache", "chin", "jaw"), cover=0.95, thickness_m=0.014, drop_m=0.018
        ),
        "long": Beard(
            areas=("moustache", "chin", "jaw"), cover=0.95, thickness_m=0.018, drop_m=0.085
        ),
    }
)  # fmt: skip


def beard_cover(spec: BodySpec, places: np.ndarray) -> np.ndarray:
    """Returns how much beard hides the skin at canonical places (..., 3), 0..1.

    Raises:
        InputError: unknown beard.
    """
    beard = None if is_pack_item(spec.beard) else lookup(BEARDS, spec.beard, "beard")
    if beard is None:
        return np.zeros(places.shape[:-1])
    edge = 0.018 if beard.cover < 0.5 else 0.006
    return beard.cover * np.clip(_inside(beard, places) / edge, 0.0, 1.0)


def grow_beard(spec: BodySpec, rest: RestBody) -> list[Piece]:
    """Returns the shell of a beard that stands off the skin; none for others.

    Raises:
        InputError: unknown beard.
    """
    beard = lookup(BEARDS, spec.beard, "beard")
    if beard is None or beard.thickness_m == 0.0:
        return []
    faces, places, scale = load_body_asset().head_faces, canonical_places(), head_scale(rest)
    normals = vertex_normals(rest.vertices_m, faces)
    inside = _inside(beard, places)
    depth = np.clip(inside / 0.012, 0.05, 1.0)[:, None]
    grown = rest.vertices_m + normals * (beard.thickness_m * scale * depth)
    chin = np.clip((-0.080 - places[:, 2]) / 0.035, 0.0, 1.0)
    front = np.clip((places[:, 0] + 0.03) / 0.04, 0.0, 1.0) * np.exp(-((places[:, 1] / 0.045) ** 2))
    hang = chin * front * np.clip(inside / 0.02, 0.0, 1.0)
    grown[:, 2] -= beard.drop_m * scale * hang
    grown[:, 0] += 0.12 * beard.drop_m * scale * hang
    piece = cut_along(
        rest,
        faces,
        inside,
        positions=grown,
        colours=np.tile(np.array(spec.hair_colour) * 0.9, (len(grown), 1)),
        layer=HAIR,
        tile_m=TILE_M * scale,
    )
    return [piece]


def _inside(beard: Beard, places: np.ndarray) -> np.ndarray:
    """Returns how deep (..., ) canonical places lie in the beard [m]; negative outside."""
    x, y, z = np.moveaxis(places, -1, 0)
    y = np.abs(y)
    lip_top = -0.0650 - 0.0065 * np.clip(y / 0.026, 0.0, 1.3)
    lip_bottom = -0.0845 + 0.010 * np.clip(y / 0.026, 0.0, 1.2) ** 2
    around_mouth = np.maximum.reduce([z - lip_top, lip_bottom - z, y - 0.0275])
    forward = x + 0.02
    areas = {
        "moustache": np.minimum.reduce(
            [-0.0505 - 0.004 * np.clip(y / 0.03, 0, 1) - z, z + 0.082, 0.034 - y, forward]
        ),
        "chin": np.minimum.reduce([-0.076 - z, 0.034 - y, z + 0.135, x + 0.02]),
        "jaw": np.minimum.reduce(
            [
                np.interp(x, [-0.062, -0.05, -0.02, 0.02], [0.0, -0.02, -0.064, -0.075]) - z,
                z - np.interp(x, [-0.08, -0.05, -0.02], [-0.075, -0.115, -0.150]),
                x + 0.066,
            ]
        ),
    }
    return np.minimum(np.maximum.reduce([areas[name] for name in beard.areas]), around_mouth)
