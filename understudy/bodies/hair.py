"""Hair: a cap of strands that run from the crown to the hairline, and what hangs below it.

The cap is a grid in two angles around the middle of the skull. Each of its corners lies over a
fixed point of the head's skin, so that it fits every shape of head.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.canonical import canonical_places, eye_middle
from understudy.bodies.hair_parts import TIED, Scalp, clear_of_body, grid_faces
from understudy.bodies.hair_styles import HAIR_STYLES, HAIRLINES, HairStyle
from understudy.bodies.pieces import HAIR, Piece, head_scale, vertex_normals
from understudy.bodies.posing import skin_weights, transform_names
from understudy.bodies.shape import RestBody
from understudy.bodies.strands import strand_tile
from understudy.errors import lookup
from understudy.packs import is_pack_item
from understudy.types import BodySpec

SKULL_MIDDLE = np.array([-0.065, 0.0, 0.02])
"""Canonical; hairlines are angles around it."""
COLUMNS, ROWS = 28, 8
HANGING_ROWS = 5
TILE_M = 0.12
TUCK_M = 0.004
"""How deep under the skin the rim of the cap ends, so that no gap shows."""
HANG_CLEAR_M = 0.028
"""How far loose hair keeps off the skin: room for clothes."""
LEAST_M = 0.004
"""Hair shorter than this is only painted."""
WREATH_DEG = (62.0, 78.0)
"""Polar angle where a wreath begins, and the azimuth in front of which there is none."""


def grow_hair(spec: BodySpec, rest: RestBody) -> list[Piece]:
    """Returns the pieces of a hair style; none for the bald.

    Raises:
        InputError: unknown style.
    """
    style = lookup(HAIR_STYLES, spec.hair_style, "hair style")
    if style is None:
        return []
    scalp = _scalp(spec, rest)
    tied = [lookup(TIED, name, "tied hair")(scalp) for name in style.tied]
    if style.top_m < LEAST_M:  # painted on the skin is enough
        return tied
    return [_cap(spec, style, rest), *tied]


def _scalp(spec: BodySpec, rest: RestBody) -> Scalp:
    return Scalp(
        rest=rest,
        middle=eye_middle(rest),
        scale=head_scale(rest),
        colour=spec.hair_colour,
        strand_m=TILE_M,
    )


def _cap(spec: BodySpec, style: HairStyle, rest: RestBody) -> Piece:
    scale, middle = head_scale(rest), eye_middle(rest)
    normals = vertex_normals(rest.vertices_m, load_body_asset().head_faces)
    corners, shares = _skin_under(spec.hair_style)
    skin = np.einsum("rck,rckd->rcd", shares, rest.vertices_m[corners])
    out = np.einsum("rck,rckd->rcd", shares, normals[corners])
    radial = skin - (middle + scale * SKULL_MIDDLE)
    out = _unit(out) + _unit(radial) * (2.0 if style.round_off else 0.6)
    azimuth, polar, along = _angles(style)
    stand = scale * _stand_m(style, azimuth, polar, along)
    cap = skin + _unit(out) * stand[..., None]
    weights = np.einsum("rck,rckn->rcn", shares, skin_weights()[corners])
    depth = np.zeros(along.shape)
    if style.hang_m > 0.0:
        cap, weights, depth = _hang(style, cap, weights, azimuth, rest)
    run = np.concatenate((np.zeros((1, COLUMNS)), np.linalg.norm(np.diff(cap, axis=0), axis=-1)))
    uv = np.stack(
        (np.broadcast_to(np.abs(azimuth) * 0.09, run.shape), np.cumsum(run, axis=0) / scale),
        axis=-1,
    )
    shade = _shade(style, cap.shape[0], depth)
    return Piece(
        positions_m=cap.reshape(-1, 3).astype(np.float32),
        faces=_kept_faces(style, cap.shape[0], azimuth),
        weights=weights.reshape(-1, weights.shape[-1]).astype(np.float32),
        colour=np.clip(shade.reshape(-1, 1) * np.array(spec.hair_colour), 0.0, 1.0),
        layer=HAIR,
        tile_m=TILE_M,
        uv=uv.reshape(-1, 2) / TILE_M,
    )


def strands_of(spec: BodySpec) -> np.ndarray:
    """Returns the tile of a person's hair and beard."""
    style = HAIR_STYLES.get(spec.hair_style)
    return strand_tile("straight" if style is None else style.strands)


def skull_angles(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns how far canonical places (..., 3) lie from the front (azimuth, of either side) and
    from the crown (polar angle), in radians, float32."""
    x, y, z = np.moveaxis(places - SKULL_MIDDLE, -1, 0)
    polar = np.arccos(z / np.maximum(np.linalg.norm(places - SKULL_MIDDLE, axis=-1), 1e-6))
    return np.arctan2(np.abs(y), x).astype(np.float32), polar.astype(np.float32)


def scalp_cover(spec: BodySpec, angles: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Returns how much hair hides the skin at `skull_angles`, 0..1."""
    azimuth, polar = angles
    if is_pack_item(spec.hair_style):
        return np.zeros_like(polar)
    style = lookup(HAIR_STYLES, spec.hair_style, "hair style")
    if style is None:
        return np.zeros_like(polar)
    # Loose hair over the forehead does not grow there.
    grown = "natural" if style.hairline == "fringe" else style.hairline
    share = polar / _hairline(grown, azimuth)
    cover = style.cover * np.clip((1.02 - share) / 0.07, 0.0, 1.0)
    if style.bare_top:
        begin, front = np.radians(WREATH_DEG)
        cover = cover * np.clip((polar - begin) / 0.12, 0.0, 1.0)
        cover = cover * np.clip((azimuth - front + 0.15) / 0.2, 0.0, 1.0)
    return cover


def _hairline(name: str, azimuth: np.ndarray) -> np.ndarray:
    line = np.radians(np.array(HAIRLINES[name], np.float64))
    return np.interp(np.abs(azimuth), line[:, 0], line[:, 1])


def _angles(style: HairStyle) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns azimuth (C,), polar angle and share of the way to the hairline (R, C)."""
    azimuth = (np.arange(COLUMNS) / COLUMNS * 2.0 - 1.0) * np.pi
    rim = _hairline(style.hairline, azimuth)
    # Rows crowd towards the rim, where shapes change.
    share = np.linspace(0.04, 1.0, ROWS) ** 0.85
    share = np.append(share, 1.05)[:, None] * np.ones(COLUMNS)
    if style.bare_top:
        begin, front = np.radians(WREATH_DEG)
        start = np.where(np.abs(azimuth) < front, 1.0, begin / rim)
        share = start + (share - share[0]) / (1.0 - share[0]) * np.maximum(1.0 - start, 0.02)
    return azimuth, share * rim, share


@lru_cache(maxsize=32)
def _skin_under(style_name: str) -> tuple[np.ndarray, np.ndarray]:
    """Returns for each corner of the cap the skin's triangle (R, C, 3) and the shares of its
    corners (R, C, 3)."""
    style = HAIR_STYLES[style_name]
    assert style is not None
    azimuth, polar, _ = _angles(style)
    towards = np.stack(
        (np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), np.cos(polar)), axis=-1
    )
    triangles, shares = skin_along(towards.reshape(-1, 3))
    return triangles.reshape(*polar.shape, 3), shares.reshape(*polar.shape, 3)


def skin_along(towards: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Finds the skin in directions (N, 3) from the skull's middle, on the canonical head, ears
    left out: triangles (N, 3) and shares (N, 3)."""
    places, faces = canonical_places() - SKULL_MIDDLE, load_body_asset().head_faces
    centre = canonical_places()[faces].mean(axis=1)
    ear = (np.abs(centre[:, 1]) > 0.0735) & (np.abs(centre[:, 0] + 0.08) < 0.022)
    faces = faces[~(ear & (centre[:, 2] < 0.012) & (centre[:, 2] > -0.06))]
    a, b, c = np.moveaxis(places[faces], 1, 0)
    matrix = np.linalg.pinv(np.stack((a, b, c), axis=-1))  # towards * distance = a u + b v + c w
    parts = np.einsum("fij,nj->nfi", matrix, towards)
    ahead = parts.sum(axis=-1) > 0.0
    inside = np.where(ahead, parts.min(axis=-1) / np.abs(parts).sum(axis=-1), -1.0)
    best = np.argmax(inside > -1e-6, axis=1)
    # Where an ear was taken away the nearest triangle goes on.
    best = np.where((inside > -1e-6).any(axis=1), best, inside.argmax(axis=1))
    shares = np.clip(parts[np.arange(len(towards)), best], 0.0, None)
    return faces[best], shares / shares.sum(axis=1, keepdims=True)


def _stand_m(
    style: HairStyle, azimuth: np.ndarray, polar: np.ndarray, along: np.ndarray
) -> np.ndarray:
    """Returns how far each corner stands off the skin (R, C)."""
    side = np.clip((polar - np.radians(40.0)) / np.radians(32.0), 0.0, 1.0)
    side = side * np.clip((np.abs(azimuth) - np.radians(30.0)) / np.radians(35.0), 0.0, 1.0)
    stand: np.ndarray = style.top_m + (style.side_m - style.top_m) * side
    front = np.exp(-((azimuth / np.radians(48.0)) ** 2))
    rise = np.clip((along - 0.3) / 0.5, 0.0, 1.0)
    stand = stand + style.front_m * front * rise
    stand = stand * (1.0 + style.lean * np.sin(azimuth) * (1.0 - side))
    if style.bump_m > 0.0:
        lumps = np.sin(7.0 * azimuth + 2.0 * np.sin(9.0 * polar)) * np.sin(8.5 * polar + azimuth)
        stand = stand + style.bump_m * lumps * np.clip(6.0 * polar, 0.0, 1.0)
    end = np.clip((1.0 - along) / 0.34, 0.0, 1.0)
    rim = np.sqrt(np.clip(1.0 - (1.0 - end) ** 2, 0.0, 1.0))  # rounds off
    hangs = (style.hang_m > 0.0) & (np.abs(azimuth) > np.radians(style.hang_from_deg))
    least = np.where(hangs, 1.0, 0.55 if style.round_off else 0.15)
    stand = stand * (least + (1.0 - least) * rim)
    if style.bare_top:
        stand = stand * np.clip((polar - np.radians(WREATH_DEG[0])) / 0.35, 0.0, 1.0)
    # The last row goes under the skin, unless hair hangs from it.
    stand[-1] = -TUCK_M
    return stand


def _hang(
    style: HairStyle,
    cap: np.ndarray,
    weights: np.ndarray,
    azimuth: np.ndarray,
    rest: RestBody,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lets hair fall from the rim of the cap: longer grids (R, C, ...), and how far down each
    corner is, as a share (R, C). Columns that do not hang end in the tucked row, several times."""
    scale = head_scale(rest)
    begin = np.radians(style.hang_from_deg)
    hangs = np.clip((np.abs(azimuth) - begin) / np.radians(14.0) + 0.35, 0.0, 1.0)
    hangs = np.where(np.abs(azimuth) < begin, 0.0, hangs)
    rim, tuck = cap[-2], cap[-1]
    # The ends lie level, though the rim does not.
    level = rim[:, 2].min() - (style.hang_m * scale)
    fall = (rim[:, 2] - level) * hangs
    steps = np.arange(1, HANGING_ROWS + 1) / HANGING_ROWS
    down = np.repeat(rim[None], HANGING_ROWS, axis=0)
    down[..., 2] -= fall * steps[:, None]
    loose = hangs > 0.0
    down[:, loose] = clear_of_body(down[:, loose], rest, HANG_CLEAR_M * scale)
    down[:, ~loose] = tuck[~loose]
    # Locks keep some order: each a little like its neighbours.
    smooth = down.copy()
    smooth[:, loose] = (
        0.5 * down[:, loose]
        + 0.25 * (np.roll(down, 1, axis=1) + np.roll(down, -1, axis=1))[:, loose]
    )
    edge = loose & ~(np.roll(loose, 1) & np.roll(loose, -1))
    smooth[:, edge] = down[:, edge]
    share = steps[:, None] * loose
    below = (eye_middle(rest)[2] - smooth[..., 2]) / scale
    torso = np.clip((below - 0.07) / 0.15, 0.0, 1.0)
    torso = torso * torso * (3.0 - 2.0 * torso) * loose
    names = transform_names()
    hanging = np.zeros((*smooth.shape[:2], weights.shape[-1]))
    neck = 0.35 * 4.0 * torso * (1.0 - torso) * (1.0 - torso)
    hanging[..., names.index("spine3")] = torso
    hanging[..., names.index("neck")] = neck
    hanging[..., names.index("head")] = 1.0 - torso - neck
    before = weights[:-1].copy()
    hanging[:, ~loose] = weights[-1][~loose]
    grid = np.concatenate((cap[:-1], smooth))
    return (
        grid,
        np.concatenate((before, hanging)),
        np.concatenate((np.zeros((len(cap) - 1, COLUMNS)), share)),
    )


def _shade(style: HairStyle, rows: int, depth: np.ndarray) -> np.ndarray:
    """Returns (R, C) factors on the colour: dark at roots and underneath, locks of many tones."""
    tone = np.random.Generator(np.random.PCG64(17)).uniform(0.86, 1.12, COLUMNS)
    down = np.linspace(0.0, 1.0, rows)[:, None]
    shade = tone[None] * (1.06 - 0.28 * down) * (1.0 - 0.12 * depth)
    return shade * (0.9 if style.strands == "coils" else 1.0)


def _kept_faces(style: HairStyle, rows: int, azimuth: np.ndarray) -> np.ndarray:
    faces = grid_faces(rows, COLUMNS)
    crown = np.arange(1, COLUMNS - 1)
    fan = np.stack((np.zeros_like(crown), crown, crown + 1), axis=1)
    if style.bare_top:
        front = np.radians(WREATH_DEG[1])
        bare = np.abs(azimuth) < front - 0.05
        return faces[~bare[faces % COLUMNS].any(axis=1)]
    return np.concatenate((fan, faces))


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
