"""A person at rest, dressed: skin, eyes, hair and clothes as one mesh that skinning can move."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from understudy.bodies.asset import load_body_asset
from understudy.bodies.beard import grow_beard
from understudy.bodies.face import eyes, face
from understudy.bodies.fitted import fitted_pieces, wears_pack
from understudy.bodies.garments import GARMENTS
from understudy.bodies.glasses import glasses
from understudy.bodies.hair import grow_hair, strands_of
from understudy.bodies.patterns import PATTERNS, cloth_tile
from understudy.bodies.pieces import Piece, cut, cut_along, vertex_normals
from understudy.bodies.posing import skin_weights, transform_names
from understudy.bodies.shape import RestBody, rest_body
from understudy.bodies.skin import skin_tile
from understudy.errors import lookup
from understudy.packs import is_pack_item
from understudy.types import BODY_PARTS, JOINTS, PAGE_SIZE, BodySpec, GarmentSpec

SKIN_DEPTH_M = 0.006
"""How far the suit is drawn in where it serves as bare skin."""
WAIST = 0.24
"""Torso coordinate up to which a bottom reaches."""
NECK_END = 1.03
"""Torso coordinate above which the head's own skin takes over from the suit."""
TOP_OVER_BOTTOM_M = 0.005
OVERLAP = 0.12
"""How far, in torso coordinates, a bottom reaches up under a top."""
UNDER_SKIRT = 0.8
"""Leg coordinate above which skin under a skirt is left out."""
UNDER_HEM = 0.05
"""How far, in limb coordinates, skin reaches under cloth."""
SOLE_M = 0.012
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


@lru_cache(maxsize=16)
def dress(spec: BodySpec) -> DressedBody:
    """Dresses a body.

    Raises:
        InputError: unknown garment, pattern or hair style.
    """
    asset, rest = load_body_asset(), rest_body(spec)
    places = _places(rest)
    tiles = [skin_tile(), strands_of(spec)]
    pieces = []
    if not is_pack_item(spec.skin):
        pieces += [face(spec, rest), eyes(spec, rest)]
        pieces.append(cut(rest, asset.hand_faces, spec.skin_colour))
    if not is_pack_item(spec.hair_style):
        pieces += grow_hair(spec, rest)
    if not is_pack_item(spec.beard):
        pieces += grow_beard(spec, rest)
    pieces += glasses(spec, rest)
    whole, packed = spec, wears_pack(spec)
    own = tuple(worn for worn in spec.garments if not is_pack_item(worn.kind))
    spec = spec.model_copy(update={"garments": own})
    cuts = _cuts(spec, places)
    for worn, inside in zip(own, cuts, strict=True):
        mask = lookup(PATTERNS, worn.pattern, "pattern")()
        layer = len(tiles)
        tiles.append(cloth_tile(mask, worn.colour, worn.second_colour))
        pieces += _garment_pieces(worn, rest, places, inside, layer, tucked=_tucked(spec))
    covered = np.max([np.full(len(rest.vertices_m), -1.0), *cuts], axis=0)
    if _tucked(spec):
        covered = np.maximum(covered, UNDER_SKIRT - places.leg - (places.leg < 0.0) * 2.0)
    if packed:
        pieces += fitted_pieces(whole, covered)
    else:
        pieces.append(_bare_suit(spec, rest, places, covered))
    return _joined(pieces, np.stack(tiles))


@dataclass(frozen=True, kw_only=True)
class _Places:
    """Limb coordinates of all vertices, see `garments`; defined everywhere, (V,)."""

    normals: np.ndarray
    arm: np.ndarray
    """-1 off the arms, likewise `leg`."""
    leg: np.ndarray
    torso: np.ndarray
    """0.5 on the arms, which hang beside it."""
    collar: np.ndarray
    """As `torso`, but along a plane that falls towards the chest as necklines do."""
    sleeve: np.ndarray
    """Share of the arm's bones in the skin weights: where a sleeveless top ends."""
    foot: np.ndarray
    """Share of the foot's bones."""


def _places(rest: RestBody) -> _Places:
    owner = _joint_of_vertices()
    points = rest.vertices_m
    weights, joints = skin_weights(), _joint_of_transforms()

    def along(start: str, end: str) -> np.ndarray:
        axis = rest.head(end) - rest.head(start)
        return (points - rest.head(start)) @ axis / (axis @ axis)

    def share(*names: str) -> np.ndarray:
        own = np.isin(joints, [f"{side}_{name}" for side in ("left", "right") for name in names])
        return weights[:, own].sum(axis=1)

    arm, leg = np.full(len(points), -1.0), np.full(len(points), -1.0)
    for side, suffix in (("left", "L"), ("right", "R")):
        for coordinate, names, bones in (
            (arm, ("shoulder", "elbow", "wrist", "hand"), ("upperarm01", "lowerarm01", "wrist")),
            (leg, ("hip", "knee", "ankle", "foot"), ("upperleg01", "lowerleg01", "foot")),
        ):
            start, middle, end = (f"{bone}.{suffix}" for bone in bones)
            own = np.isin(owner, [f"{side}_{name}" for name in names])
            upper, lower = along(start, middle), 1.0 + np.maximum(along(middle, end), 0.0)
            coordinate[own] = np.where(upper < 1.0, upper, lower)[own]
    pelvis, neck = rest.head("root"), rest.head("neck01")
    height = neck[2] - pelvis[2]
    torso = (points[:, 2] - pelvis[2]) / height
    collar = torso + 0.5 * (points[:, 0] - neck[0]) / height
    # Shoulders belong to the top, however high they are.
    collar -= np.maximum(np.abs(points[:, 1]) / height - 0.13, 0.0)
    on_arm = arm > -1.0
    return _Places(
        normals=vertex_normals(points, load_body_asset().suit_faces),
        arm=arm,
        leg=leg,
        torso=np.where(on_arm, 0.5, torso),
        collar=np.where(on_arm, 0.5, collar),
        sleeve=share("shoulder", "elbow", "wrist", "hand"),
        foot=share("ankle", "foot"),
    )


def _cuts(spec: BodySpec, places: _Places) -> list[np.ndarray]:
    """Returns for each garment (V,), positive where it covers the suit, zero along its hems."""
    kinds = [lookup(GARMENTS, worn.kind, "garment") for worn in spec.garments]
    hem = max([garment.hem for garment in kinds if garment.slot == "top"], default=1.0)
    tucked = _tucked(spec)
    cuts = []
    for garment in kinds:
        if garment.slot == "top":
            # A skirt stands off the hips: a top goes into it, not over it.
            low = max(garment.hem, WAIST - OVERLAP) if tucked else garment.hem
            sleeve = (
                garment.sleeve_end - places.arm
                if garment.sleeve_end > 0.1
                else 0.3 * (garment.sleeve_end + 0.45 - places.sleeve)
            )
            cuts.append(
                np.minimum.reduce([sleeve, places.torso - low, garment.collar - places.collar])
            )
        elif garment.slot == "bottom":
            waist = WAIST if tucked else min(WAIST, hem + OVERLAP)
            cuts.append(np.minimum(garment.leg_end - places.leg, waist - places.torso))
        else:
            end = garment.leg_end if garment.leg_end > 0.0 else 1.97
            cuts.append(places.leg + 0.3 * places.foot - end)
    return cuts


def _tucked(spec: BodySpec) -> bool:
    return any(GARMENTS[worn.kind].skirt for worn in spec.garments)


def _garment_pieces(
    worn: GarmentSpec,
    rest: RestBody,
    places: _Places,
    inside: np.ndarray,
    layer: int,
    *,
    tucked: bool,
) -> list[Piece]:
    garment = GARMENTS[worn.kind]
    if garment.slot == "top":
        hanging = (places.torso - 0.55) / (garment.hem - 0.55)
        towards_hem = np.maximum(places.arm / max(garment.sleeve_end, 0.1), hanging)
        away = worn.fit_m + garment.thickness_m + TOP_OVER_BOTTOM_M
    else:
        towards_hem = places.leg / max(garment.leg_end, 0.1)
        away = worn.fit_m + garment.thickness_m
    stand = away + garment.flare * worn.fit_m * np.clip(towards_hem, 0.0, 1.0)
    if tucked and garment.slot == "top":  # drawn in where the skirt's band holds it
        stand *= np.clip((places.torso - WAIST) / 0.12, 0.1, 1.0)
    shell = rest.vertices_m + places.normals * stand[:, None]
    colour = np.ones_like(shell)
    if garment.slot == "shoes":
        for side in (1.0, -1.0):
            foot = (places.foot > 0.5) & (np.sign(rest.vertices_m[:, 1]) == side)
            foot &= places.normals.any(axis=1)
            ground = rest.vertices_m[foot, 2].min()
            under = foot & (rest.vertices_m[:, 2] < ground + 0.022)
            shell[under, 2] = ground - SOLE_M
            colour[under] = 0.35
    suit = load_body_asset().suit_faces
    made = [cut_along(rest, suit, inside, positions=shell, colours=colour)]
    if garment.skirt:
        made.append(_skirt(worn, rest, places))
    return [
        Piece(**{**vars(piece), "layer": layer, "tile_m": worn.pattern_scale_m}) for piece in made
    ]


def _skirt(worn: GarmentSpec, rest: RestBody, places: _Places) -> Piece:
    """The skirt helper from the waist to the upper shank; `fit_m` widens it."""
    faces = load_body_asset().skirt_faces
    points = rest.vertices_m
    knee, foot = rest.head("lowerleg01.L")[2], rest.head("foot.L")[2]
    end = knee + 0.25 * (foot - knee)
    height = rest.head("neck01")[2] - rest.head("root")[2]
    waist = rest.head("root")[2] + WAIST * height
    shell = points + vertex_normals(points, faces) * (0.008 + worn.fit_m)
    return cut_along(
        rest,
        faces,
        np.minimum(points[:, 2] - end, waist - points[:, 2]),
        positions=shell,
        colours=np.ones_like(shell),
    )


def _bare_suit(spec: BodySpec, rest: RestBody, places: _Places, covered: np.ndarray) -> Piece:
    """Skin between the garments, reaching a little under every hem."""
    points = rest.vertices_m
    height = rest.head("neck01")[2] - rest.head("root")[2]
    # Up to the neck, where the head's own skin takes over.
    torso = (points[:, 2] - rest.head("root")[2]) / height
    inside = np.minimum(UNDER_HEM - covered, NECK_END - torso)
    colours = np.tile(np.array(spec.skin_colour), (len(points), 1))
    # Deeper where cloth lies over it, so that nothing pokes through in a bent joint.
    depth = SKIN_DEPTH_M + 0.006 * np.clip(covered / UNDER_HEM, 0.0, 1.0)
    skin = points - places.normals * depth[:, None]
    return cut_along(rest, load_body_asset().suit_faces, inside, positions=skin, colours=colours)


def _joined(pieces: list[Piece], textures: np.ndarray) -> DressedBody:
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
    return DressedBody(
        positions_m=positions.astype(np.float32),
        normals=np.concatenate(
            [
                vertex_normals(piece.positions_m, piece.faces)
                if piece.normals is None
                else piece.normals
                for piece in pieces
            ]
        ).astype(np.float32),
        weights=weights,
        uv=np.where(np.isnan(uv), plane / tile[:, None], uv).astype(np.float32),
        colour=np.concatenate([piece.colour for piece in pieces]).astype(np.float32),
        texture=np.concatenate(
            [np.full(len(p.positions_m), n) for p, n in zip(pieces, layers, strict=True)]
        ).astype(np.int32),
        textures=textures,
        faces=np.concatenate(
            [piece.faces + start for piece, start in zip(pieces, starts, strict=False)]
        ).astype(np.int32),
        body_part=_part_of_transforms()[weights.argmax(axis=1)],
        pages=np.stack(list(pages.values())) if pages else NO_PAGES,
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


@lru_cache(maxsize=1)
def joints_of_transforms() -> np.ndarray:
    """Returns (transforms, 24): one where a transform belongs to a joint (fingers: hands)."""
    return (_joint_of_transforms()[:, None] == np.array(JOINTS)).astype(np.float32)


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
