"""A person at rest, dressed: skin, eyes, hair and clothes as one mesh that skinning can move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.garments import GARMENTS, Garment
from understudy.bodies.hair import grow_hair
from understudy.bodies.patterns import PATTERNS, cloth_tile, hair_tile
from understudy.bodies.pieces import WHITE, Piece, cut, head_scale, vertex_normals
from understudy.bodies.posing import skin_weights, transform_names
from understudy.bodies.shape import RestBody, rest_body
from understudy.errors import lookup
from understudy.types import BODY_PARTS, JOINTS, TEXTURE_SIZE, BodySpec, GarmentSpec

SKIN_DEPTH_M = 0.006
"""How far the suit is drawn in where it serves as bare skin."""
WAIST = 0.24
"""Torso coordinate up to which a bottom reaches."""
NECK_END = 1.03
"""Torso coordinate above which the head's own skin takes over from the suit."""
TOP_OVER_BOTTOM_M = 0.005
SOLE_M = 0.012


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


@lru_cache(maxsize=16)
def dress(spec: BodySpec) -> DressedBody:
    """Dresses a body.

    Raises:
        InputError: unknown garment, pattern or hair style.
    """
    asset, rest = load_body_asset(), rest_body(spec)
    places = _places(rest)
    tiles = [np.full((TEXTURE_SIZE, TEXTURE_SIZE, 3), 255, np.uint8), hair_tile()]
    pieces = [_face(spec, rest), _eyes(spec, rest), cut(rest, asset.hand_faces, spec.skin_colour)]
    pieces += grow_hair(spec, rest)
    covered = np.zeros(len(rest.vertices_m), bool)
    for worn in spec.garments:
        garment = lookup(GARMENTS, worn.kind, "garment")
        mask = lookup(PATTERNS, worn.pattern, "pattern")()
        inside = _inside(garment, places)
        layer = len(tiles)
        tiles.append(cloth_tile(mask, worn.colour, worn.second_colour))
        pieces += _garment_pieces(worn, garment, rest, places, inside, layer)
        covered |= inside
    pieces.append(_bare_suit(spec, rest, places, covered))
    return _joined(pieces, np.stack(tiles))


@dataclass(frozen=True, kw_only=True)
class _Places:
    """Limb coordinates of all vertices, see `garments`."""

    normals: np.ndarray
    arm: np.ndarray
    """NaN off the arms, likewise the others."""
    leg: np.ndarray
    torso: np.ndarray
    foot: np.ndarray
    """Bool."""
    suit: np.ndarray
    """Bool."""


def _places(rest: RestBody) -> _Places:
    asset = load_body_asset()
    owner = _joint_of_vertices()
    points = rest.vertices_m

    def along(start: str, end: str) -> np.ndarray:
        axis = rest.head(end) - rest.head(start)
        return (points - rest.head(start)) @ axis / (axis @ axis)

    arm, leg = np.full(len(points), np.nan), np.full(len(points), np.nan)
    for side, suffix in (("left", "L"), ("right", "R")):
        for coordinate, joints, bones in (
            (arm, ("shoulder", "elbow", "wrist"), ("upperarm01", "lowerarm01", "wrist")),
            (leg, ("hip", "knee", "ankle"), ("upperleg01", "lowerleg01", "foot")),
        ):
            start, middle, end = (f"{bone}.{suffix}" for bone in bones)
            upper = owner == f"{side}_{joints[0]}"
            lower = (owner == f"{side}_{joints[1]}") | (owner == f"{side}_{joints[2]}")
            lower |= owner == f"{side}_{'hand' if joints[2] == 'wrist' else 'foot'}"
            coordinate[upper] = along(start, middle)[upper]
            coordinate[lower] = 1.0 + along(middle, end)[lower]
    pelvis, neck = rest.head("root")[2], rest.head("neck01")[2]
    torso = np.where(np.isnan(arm), (points[:, 2] - pelvis) / (neck - pelvis), np.nan)
    suit = np.zeros(len(points), bool)
    suit[np.unique(asset.suit_faces)] = True
    foot = np.isin(owner, [f"{side}_{j}" for side in ("left", "right") for j in ("ankle", "foot")])
    return _Places(
        normals=vertex_normals(points, asset.suit_faces),
        arm=arm,
        leg=leg,
        torso=torso,
        foot=foot & suit,
        suit=suit,
    )


def _inside(garment: Garment, places: _Places) -> np.ndarray:
    """Returns which suit vertices a garment covers, (V,) bool."""
    with np.errstate(invalid="ignore"):
        arm = ~np.isnan(places.arm) & (places.arm <= garment.sleeve_end)
        leg = places.leg <= garment.leg_end
        trunk = np.isnan(places.arm) & np.isnan(places.leg)
        if garment.slot == "top":
            hanging = (places.torso >= garment.hem) & (places.torso <= garment.collar)
            inside = arm | (hanging & (trunk | ~np.isnan(places.leg)))
        elif garment.slot == "bottom":
            inside = leg | (trunk & (places.torso <= WAIST))
        else:
            inside = places.foot | (places.leg >= (garment.leg_end if garment.leg_end > 0 else 1.97))
    return inside & places.suit


def _garment_pieces(
    worn: GarmentSpec,
    garment: Garment,
    rest: RestBody,
    places: _Places,
    inside: np.ndarray,
    layer: int,
) -> list[Piece]:
    asset = load_body_asset()
    away = np.full(len(inside), worn.fit_m + garment.thickness_m)
    with np.errstate(invalid="ignore"):
        towards_hem = np.nan_to_num(places.arm / max(garment.sleeve_end, 0.1))
        if garment.slot == "top":
            hanging = (places.torso - 0.55) / (garment.hem - 0.55)
            away += TOP_OVER_BOTTOM_M
            towards_hem = np.maximum(towards_hem, np.nan_to_num(hanging))
        else:
            towards_hem = np.nan_to_num(places.leg / max(garment.leg_end, 0.1))
    away += garment.flare * worn.fit_m * np.clip(towards_hem, 0.0, 1.0)
    shell = rest.vertices_m + places.normals * away[:, None]
    faces = asset.suit_faces[inside[asset.suit_faces].all(axis=1)]
    colour = np.ones_like(shell)
    if garment.slot == "shoes":
        for side in (1.0, -1.0):
            foot = places.foot & (np.sign(rest.vertices_m[:, 1]) == side)
            ground = rest.vertices_m[foot, 2].min()
            under = foot & (rest.vertices_m[:, 2] < ground + 0.022)
            shell[under, 2] = ground - SOLE_M
            colour[under] = 0.35
    made = [cut(rest, faces, (1.0, 1.0, 1.0), positions=shell, colours=colour)]
    if garment.skirt:
        made.append(_skirt(worn, rest))
    return [
        Piece(**{**vars(piece), "layer": layer, "tile_m": worn.pattern_scale_m}) for piece in made
    ]


def _skirt(worn: GarmentSpec, rest: RestBody) -> Piece:
    """The skirt helper down to the middle of the shank at most; `fit_m` widens it."""
    asset = load_body_asset()
    knee, foot = rest.head("lowerleg01.L")[2], rest.head("foot.L")[2]
    end = knee + 0.25 * (foot - knee)
    faces = asset.skirt_faces[(rest.vertices_m[asset.skirt_faces][..., 2] > end).all(axis=1)]
    normals = vertex_normals(rest.vertices_m, asset.skirt_faces)
    return cut(
        rest, faces, (1.0, 1.0, 1.0), positions=rest.vertices_m + normals * (0.008 + worn.fit_m)
    )


def _bare_suit(
    spec: BodySpec, rest: RestBody, places: _Places, covered: np.ndarray
) -> Piece:
    """Skin between the garments, reaching one ring of faces under every hem."""
    faces = load_body_asset().suit_faces
    with np.errstate(invalid="ignore"):
        below_head = ~(places.torso > NECK_END)
    faces = faces[below_head[faces].all(axis=1)]
    open_face = ~covered[faces].all(axis=1)
    rim = np.zeros(len(covered), bool)
    rim[faces[open_face]] = True
    seen = faces[rim[faces].any(axis=1)]
    skin = rest.vertices_m - places.normals * SKIN_DEPTH_M
    return cut(rest, seen, spec.skin_colour, positions=skin)


def _face(spec: BodySpec, rest: RestBody) -> Piece:
    faces = load_body_asset().head_faces
    points = rest.vertices_m
    eyes = (rest.head("eye.L") + rest.head("eye.R")) / 2.0
    scale = head_scale(rest)
    x, y, z = ((points - eyes) / scale).T
    skin = np.array(spec.skin_colour)
    colour = np.tile(skin, (len(points), 1))
    front = x > -0.02
    lips = front & (np.abs(z + 0.068) < 0.009) & (np.abs(y) < 0.024)
    cheeks = front & (np.hypot(np.abs(y) - 0.04, z + 0.035) < 0.02)
    brows = front & (np.abs(z - 0.02 + 3.0 * (np.abs(y) - 0.03) ** 2) < 0.005)
    brows &= (np.abs(y) > 0.010) & (np.abs(y) < 0.052)
    colour[lips] = skin * (0.95, 0.55, 0.52)
    colour[cheeks] = skin * (1.05, 0.88, 0.86)
    colour[brows] = 0.3 * skin + 0.7 * np.array(spec.hair_colour) * 0.6
    return cut(rest, faces, spec.skin_colour, colours=colour)


def _eyes(spec: BodySpec, rest: RestBody) -> Piece:
    asset = load_body_asset()
    colour = np.full_like(rest.vertices_m, 0.75)
    for suffix in "LR":
        centre = rest.head(f"eye.{suffix}")
        ball = np.unique(asset.eye_faces)
        ball = ball[np.sign(rest.vertices_m[ball, 1]) == np.sign(centre[1])]
        middle = rest.vertices_m[ball].mean(axis=0)
        ahead = (rest.vertices_m[ball] - middle)[:, 0]
        ahead = ahead / np.abs(ahead).max()
        colour[ball[ahead > 0.8]] = spec.eye_colour
        colour[ball[ahead > 0.95]] = 0.01
    return cut(rest, asset.eye_faces, (1.0, 1.0, 1.0), colours=colour)


def _joined(pieces: list[Piece], textures: np.ndarray) -> DressedBody:
    starts = np.cumsum([0, *(len(piece.positions_m) for piece in pieces)])
    positions = np.concatenate([piece.positions_m for piece in pieces])
    # Looking along any horizontal direction, u advances: no seam, and little stretch.
    plane = positions @ np.array([[0.6, 0.0], [1.0, 0.0], [0.0, 1.0]])
    tile = np.concatenate([np.full(len(piece.positions_m), piece.tile_m) for piece in pieces])
    weights = np.concatenate([piece.weights for piece in pieces])
    return DressedBody(
        positions_m=positions.astype(np.float32),
        normals=np.concatenate(
            [vertex_normals(piece.positions_m, piece.faces) for piece in pieces]
        ).astype(np.float32),
        weights=weights,
        uv=(plane / tile[:, None]).astype(np.float32),
        colour=np.concatenate([piece.colour for piece in pieces]).astype(np.float32),
        texture=np.concatenate(
            [np.full(len(piece.positions_m), piece.layer) for piece in pieces]
        ).astype(np.int32),
        textures=textures,
        faces=np.concatenate(
            [piece.faces + start for piece, start in zip(pieces, starts, strict=False)]
        ).astype(np.int32),
        body_part=_part_of_transforms()[weights.argmax(axis=1)],
    )


@lru_cache(maxsize=1)
def _joint_of_transforms() -> np.ndarray:
    """Returns the joint's name for each transform."""
    owners = {"upperarm01": "shoulder", "lowerarm02": "elbow", "upperleg01": "hip"}
    found = []
    for name in transform_names():
        stem, _, suffix = name.partition(".")
        side = {"L": "left_", "R": "right_"}.get(suffix, "")
        found.append(name if name in JOINTS else side + owners.get(stem, "hand"))
    return np.array(found)


def _joint_of_vertices() -> np.ndarray:
    return _joint_of_transforms()[skin_weights().argmax(axis=1)]


@lru_cache(maxsize=1)
def _part_of_transforms() -> np.ndarray:
    """Returns the body part's id for each transform, uint8."""
    parts = {
        "shoulder": "upper_arm", "elbow": "lower_arm", "wrist": "hand", "hand": "hand",
        "hip": "upper_leg", "knee": "lower_leg", "ankle": "foot", "foot": "foot",
    }  # fmt: skip
    ids = []
    for joint in _joint_of_transforms():
        side, _, name = str(joint).rpartition("_")
        part = f"{side}_{parts[name]}" if name in parts else None
        ids.append(BODY_PARTS.index(part or ("head" if joint in ("head", "neck") else "torso")))
    return np.array(ids, np.uint8)
