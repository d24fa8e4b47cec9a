"""Hair: a cap grown out of the scalp, and what hangs or sits on it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.pieces import HAIR, Piece, cut_along, head_scale, vertex_normals
from understudy.bodies.posing import transform_names
from understudy.bodies.shape import RestBody
from understudy.errors import lookup
from understudy.types import BodySpec


@dataclass(frozen=True, kw_only=True)
class HairStyle:
    thickness_m: float
    nape_m: float
    """How far below the eyes it reaches at the back."""
    hang_m: float = 0.0
    """How much further it falls below the nape."""
    bun_m: float = 0.0
    """Radius of a bun at the back of the head."""


HAIR_STYLES: MappingProxyType[str, HairStyle | None] = MappingProxyType(
    {
        "bald": None,
        "crop": HairStyle(thickness_m=0.006, nape_m=0.05),
        "short": HairStyle(thickness_m=0.014, nape_m=0.06),
        "full": HairStyle(thickness_m=0.028, nape_m=0.07),
        "bob": HairStyle(thickness_m=0.022, nape_m=0.09, hang_m=0.05),
        "long": HairStyle(thickness_m=0.02, nape_m=0.09, hang_m=0.17),
        "bun": HairStyle(thickness_m=0.01, nape_m=0.06, bun_m=0.038),
    }
)


def grow_hair(spec: BodySpec, rest: RestBody) -> list[Piece]:
    """Returns the pieces of a hair style; none for the bald.

    Raises:
        InputError: unknown style.
    """
    style = lookup(HAIR_STYLES, spec.hair_style, "hair style")
    if style is None:
        return []
    faces = load_body_asset().head_faces
    eyes = (rest.head("eye.L") + rest.head("eye.R")) / 2.0
    scale = head_scale(rest)
    x, _, z = ((rest.vertices_m - eyes) / scale).T
    # Above the forehead's hairline, falling along the temples to behind the ears.
    hairline = np.interp(
        x, [-0.10, -0.075, -0.03, 0.0, 0.03], [-style.nape_m, 0.0, 0.03, 0.05, 0.062]
    )
    scalp = z - hairline
    if style.hang_m > 0.0:  # over the ears
        scalp = np.maximum(scalp, np.minimum(-0.045 - x, z + style.nape_m))
    normals = vertex_normals(rest.vertices_m, faces)
    grown = rest.vertices_m + normals * (style.thickness_m * scale)
    # Thin at the hairline, so that no step shows on the forehead.
    depth = np.clip((z - hairline) / 0.025, 0.15, 1.0)[:, None]
    grown = rest.vertices_m + (grown - rest.vertices_m) * depth
    low = np.clip((-0.01 - z) / 0.06, 0.0, 1.0) * (x < -0.03)
    grown[:, 2] -= style.hang_m * scale * low
    grown[:, 0] -= 0.25 * style.hang_m * scale * low
    hair = [
        cut_along(
            rest,
            faces,
            scalp,
            positions=grown,
            colours=np.tile(spec.hair_colour, (len(grown), 1)),
            layer=HAIR,
            tile_m=0.12,
        )
    ]
    if style.bun_m > 0.0:
        hair.append(_ball(eyes + scale * np.array([-0.19, 0.0, 0.05]), style.bun_m * scale, spec))
    return hair


def _ball(centre: np.ndarray, radius: float, spec: BodySpec) -> Piece:
    rings, spokes = 6, 10
    polar, around = np.meshgrid(
        np.linspace(0.0, np.pi, rings + 1), np.arange(spokes) * 2 * np.pi / spokes, indexing="ij"
    )
    points = np.stack(
        (np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar)), axis=-1
    )
    row, column = (index.ravel() for index in np.indices((rings, spokes)))
    corner = row * spokes + column
    right = row * spokes + (column + 1) % spokes
    faces = np.concatenate(
        [
            np.stack((corner, corner + spokes, right), axis=1),
            np.stack((right, corner + spokes, right + spokes), axis=1),
        ]
    )
    weights = np.zeros((points.size // 3, len(transform_names())), np.float32)
    weights[:, transform_names().index("head")] = 1.0
    return Piece(
        positions_m=(centre + radius * points.reshape(-1, 3)).astype(np.float32),
        faces=faces,
        weights=weights,
        colour=np.tile(spec.hair_colour, (len(weights), 1)),
        layer=HAIR,
        tile_m=0.12,
    )
