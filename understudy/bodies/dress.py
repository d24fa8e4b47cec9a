"""A person at rest, dressed: skin, eyes, hair and clothes as one mesh that skinning can move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.beard import grow_beard
from understudy.bodies.clothes import UNDER_HEM, covered, layers, make
from understudy.bodies.face import eyes, face, meet_head
from understudy.bodies.fitted import fitted_pieces, wears_pack
from understudy.bodies.glasses import glasses
from understudy.bodies.hair import grow_hair, strands_of
from understudy.bodies.hats import HATS, wear_hat
from understudy.bodies.patterns import PATTERNS, cloth_tile
from understudy.bodies.pieces import Piece, cut, cut_along, vertex_normals
from understudy.bodies.places import Places, measure, part_of_transforms
from understudy.bodies.shape import RestBody, rest_body
from understudy.bodies.skin import skin_tile
from understudy.bodies.sway import Loose, hang_free
from understudy.errors import lookup
from understudy.packs import is_pack_item
from understudy.types import PAGE_SIZE, BodySpec

SKIN_DEPTH_M = 0.006
"""How far the suit is drawn in where it serves as bare skin."""
NECK_END = 1.03
"""Torso coordinate above which the head's own skin takes over from the suit."""
UNDERWEAR = (0.05, 0.05, 0.06)
NO_PAGES = np.zeros((0, PAGE_SIZE, PAGE_SIZE, 4), np.uint8)


@dataclass(frozen=True, kw_only=True)
class DressedBody:
    """Rest pose; the fields of `MeshSequence` that do not change over time, and the weights."""

    positions_m: np.ndarray
    normals: np.ndarray
    weights: np.ndarray
    """(V, transforms)."""
    uv: np.ndarray
    colour: np.ndarray
    texture: np.ndarray
    textures: np.ndarray
    faces: np.ndarray
    body_part: np.ndarray
    pages: np.ndarray
    """(N, G, G, 4)."""
    loose: tuple[Loose, ...]
    """Cloth that hangs free."""


@lru_cache(maxsize=16)
def dress(spec: BodySpec) -> DressedBody:
    """Dresses a body.

    Raises:
        InputError: unknown garment, pattern or hair style.
    """
    asset, rest = load_body_asset(), rest_body(spec)
    places = measure(rest)
    tiles = [skin_tile(), strands_of(spec)]
    own = tuple(worn for worn in spec.garments if not is_pack_item(worn.kind))
    pieces: list[Piece] = []
    if not is_pack_item(spec.skin):
        pieces += [face(spec, rest), eyes(spec, rest)]
    if not is_pack_item(spec.hair_style):
        pieces += grow_hair(spec, rest)
    if not is_pack_item(spec.beard):
        pieces += grow_beard(spec, rest)
    pieces += glasses(spec, rest)
    gloves = None
    for worn in own:
        if worn.kind in HATS:
            hats, pieces = wear_hat(worn, rest, pieces, layer=len(tiles))
            pieces += hats
        elif worn.kind == "gloves":
            gloves = (worn, len(tiles))
        else:
            continue
        mask = lookup(PATTERNS, worn.pattern, "pattern")()
        tiles.append(cloth_tile(mask, worn.colour, worn.second_colour))
    if gloves is not None:
        worn, layer = gloves
        hands = cut(rest, asset.hand_faces, (1.0, 1.0, 1.0), layer=layer)
        pieces.append(hands)
    elif not is_pack_item(spec.skin):
        pieces.append(cut(rest, asset.hand_faces, spec.skin_colour))
    clothes = layers(own, places)
    for garment in clothes:
        made, own_tiles = make(garment, places, first_layer=len(tiles))
        pieces += made
        tiles += own_tiles
    over = covered(clothes, places)
    if wears_pack(spec):
        pieces += fitted_pieces(spec, over)
    else:
        pieces.append(_bare_suit(spec, rest, places, over))
    return _joined(pieces, np.stack(tiles), places)


def _bare_suit(spec: BodySpec, rest: RestBody, places: Places, covered: np.ndarray) -> Piece:
    """Skin between the garments, reaching a little under every hem."""
    points = rest.vertices_m
    height = rest.head("neck01")[2] - rest.head("root")[2]
    # Up to the neck, where the head's own skin takes over.
    torso = (points[:, 2] - rest.head("root")[2]) / height
    inside = np.minimum(UNDER_HEM - covered, NECK_END - torso)
    colours = np.tile(np.array(spec.skin_colour), (len(points), 1))
    # Whatever a spec forgets, nobody is naked.
    colours[(places.leg < 0.2) & (places.torso < 0.12) & (places.arm < 0.0)] = UNDERWEAR
    # Deeper where cloth lies over it, so that nothing pokes through in a bent joint.
    depth = SKIN_DEPTH_M + 0.006 * np.clip(covered / UNDER_HEM, 0.0, 1.0)
    skin = points - places.normals * depth[:, None]
    near_neck = np.clip((torso - 0.86) / 0.08, 0.0, 1.0) * (places.arm < 0.0)
    skin = meet_head(skin, rest, near_neck)
    return cut_along(rest, load_body_asset().suit_faces, inside, positions=skin, colours=colours)


def _joined(pieces: list[Piece], textures: np.ndarray, places: Places) -> DressedBody:
    starts = np.cumsum([0, *(len(piece.positions_m) for piece in pieces)])
    positions = np.concatenate([piece.positions_m for piece in pieces])
    # Looking along any horizontal direction, u advances: no seam, and little stretch.
    plane = positions @ np.array([[0.6, 0.0], [1.0, 0.0], [0.0, 1.0]])
    tile = np.concatenate([np.full(len(piece.positions_m), piece.tile_m) for piece in pieces])
    weights = np.concatenate([piece.weights for piece in pieces])
    pages: dict[int, np.ndarray] = {id(p.page): p.page for p in pieces if p.page is not None}
    layers = [p.layer if p.page is None else -1 - list(pages).index(id(p.page)) for p in pieces]
    given = [
        np.full((len(piece.positions_m), 2), np.nan) if piece.uv is None else piece.uv
        for piece in pieces
    ]
    uv = np.concatenate(given)
    faces = np.concatenate(
        [piece.faces + start for piece, start in zip(pieces, starts, strict=False)]
    ).astype(np.int32)
    normals = np.concatenate(
        [
            vertex_normals(piece.positions_m, piece.faces)
            if piece.normals is None
            else piece.normals
            for piece in pieces
        ]
    )
    normals[np.linalg.norm(normals, axis=1) < 0.5] = (0.0, 0.0, 1.0)  # of slivers
    return DressedBody(
        positions_m=positions.astype(np.float32),
        normals=normals.astype(np.float32),
        weights=weights,
        uv=np.where(np.isnan(uv), plane / tile[:, None], uv).astype(np.float32),
        colour=np.concatenate([piece.colour for piece in pieces]).astype(np.float32),
        texture=np.concatenate(
            [np.full(len(p.positions_m), n) for p, n in zip(pieces, layers, strict=True)]
        ).astype(np.int32),
        textures=textures,
        faces=faces,
        body_part=part_of_transforms()[weights.argmax(axis=1)],
        pages=np.stack(list(pages.values())) if pages else NO_PAGES,
        loose=tuple(hang_free(pieces, faces, places)),
    )
